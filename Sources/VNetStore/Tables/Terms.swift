import GRDB
import VNetCore

/// Whose term dates they are.
public enum TermOwner: Hashable, Sendable {
    /// A local authority, by the register's code.
    case authority(String)
    case school(URN)
}

/// Days on which schools are closed.
public struct Closure: Hashable, Sendable {
    public let days: ClosedRange<CivilDate>
    public let title: String

    public init(days: ClosedRange<CivilDate>, title: String) {
        self.days = days
        self.title = title
    }
}

extension Transaction {
    /// By their first day: those that were told, and the holidays between terms.
    public func closures(of owner: TermOwner) throws -> [Closure] {
        let told = try toldClosures(of: owner)
        let holidays = TermGaps.holidays(between: try terms(of: owner), told: told.map(\.days))
        guard !holidays.isEmpty else { return told }
        return (told + holidays.map { Closure(days: $0, title: "Between terms") }).sorted {
            ($0.days.lowerBound, $0.days.upperBound) < ($1.days.lowerBound, $1.days.upperBound)
        }
    }

    /// By their first day.
    public func terms(of owner: TermOwner) throws -> [ClosedRange<CivilDate>] {
        let (column, value) = owner.key
        return try all("SELECT first, last FROM term WHERE \(column) = ? ORDER BY first, last", [value]) {
            try $0.days(0)
        }
    }

    public func addTerm(_ days: ClosedRange<CivilDate>, of owner: TermOwner) throws {
        let (column, value) = owner.key
        try run(
            "INSERT INTO term (\(column), first, last) VALUES (?, ?, ?)",
            [value, days.lowerBound.iso, days.upperBound.iso])
    }

    public func removeTerm(_ days: ClosedRange<CivilDate>, of owner: TermOwner) throws {
        let (column, value) = owner.key
        try run(
            "DELETE FROM term WHERE \(column) = ? AND first = ? AND last = ?",
            [value, days.lowerBound.iso, days.upperBound.iso])
    }

    /// By their first day, without the holidays between terms.
    public func toldClosures(of owner: TermOwner) throws -> [Closure] {
        let (column, value) = owner.key
        return try all(
            "SELECT first, last, title FROM term_closure WHERE \(column) = ? ORDER BY first, last, title", [value]
        ) { Closure(days: try $0.days(0), title: $0[2]) }
    }

    public func addClosure(_ closure: Closure, of owner: TermOwner) throws {
        let (column, value) = owner.key
        try run(
            "INSERT INTO term_closure (\(column), first, last, title) VALUES (?, ?, ?, ?)",
            [value, closure.days.lowerBound.iso, closure.days.upperBound.iso, closure.title])
    }

    public func removeClosure(_ closure: Closure, of owner: TermOwner) throws {
        let (column, value) = owner.key
        try run(
            "DELETE FROM term_closure WHERE \(column) = ? AND first = ? AND last = ? AND title = ?",
            [value, closure.days.lowerBound.iso, closure.days.upperBound.iso, closure.title])
    }

    /// When a school keeps term dates of its own instead of its local authority's.
    public func ownTerms(of urn: URN) throws -> [ClosedRange<CivilDate>] {
        try all("SELECT first, last FROM own_terms WHERE urn = ? ORDER BY first, last", [urn.number]) {
            try $0.days(0)
        }
    }

    /// Whether this is new.
    public func addOwnTerms(_ days: ClosedRange<CivilDate>, of urn: URN) throws -> Bool {
        try run(
            "INSERT OR IGNORE INTO own_terms (urn, first, last) VALUES (?, ?, ?)",
            [urn.number, days.lowerBound.iso, days.upperBound.iso]) > 0
    }

    /// Those within `days`; whether there were any.
    public func removeOwnTerms(within days: ClosedRange<CivilDate>, of urn: URN) throws -> Bool {
        try run(
            "DELETE FROM own_terms WHERE urn = ? AND first >= ? AND last <= ?",
            [urn.number, days.lowerBound.iso, days.upperBound.iso]) > 0
    }

    /// Whether there are any term dates, of whomever.
    public func hasTermDates() throws -> Bool {
        try exists("SELECT 1 FROM term_closure UNION ALL SELECT 1 FROM term UNION ALL SELECT 1 FROM own_terms LIMIT 1")
    }

    public func localAuthority(of urn: URN) throws -> String? {
        try first("SELECT la_code FROM school WHERE urn = ?", [urn.number]) { $0[0] as String? } ?? nil
    }

    /// The local authorities on the register that have this code or this name, in whatever case.
    public func localAuthorities(called text: String) throws -> [School.Coded] {
        try all(
            """
            SELECT la_code, max(ifnull(la_name, la_code)) FROM school
            WHERE la_code = ?1 OR (la_code IS NOT NULL AND la_name = ?1 COLLATE NOCASE) GROUP BY la_code
            """, [text]
        ) { School.Coded(code: $0[0], name: $0[1]) }
    }

    /// Cohorts for which reminders are planned and in which a school of this local authority takes part.
    public func liveCohorts(inAuthority code: String) throws -> [Int64] {
        try all(
            """
            SELECT DISTINCT cohort.id FROM cohort JOIN enrolment ON enrolment.cohort = cohort.id
                JOIN school ON school.urn = enrolment.urn
            WHERE \(Self.isLive) AND la_code = ? ORDER BY cohort.id
            """, [code]
        ) { $0[0] }
    }
}

extension TermOwner {
    fileprivate var key: (column: String, value: any DatabaseValueConvertible) {
        switch self {
        case .authority(let code): ("la_code", code)
        case .school(let urn): ("urn", urn.number)
        }
    }
}

extension Row {
    fileprivate func days(_ index: Int) throws -> ClosedRange<CivilDate> {
        let (first, last) = (try date(index), try date(index + 1))
        guard first <= last else { throw StoreError.corrupt("days from \(first) to \(last)") }
        return first...last
    }
}
