import VNetCore
import VNetStore

/// The working days of schools, made when they are asked for and kept until something is changed.
///
/// Schools without term dates of their own share their local authority's calendar, so that a national register costs what
/// its cohorts ask for and no more.
final class Calendars {
    private var generation: Int64 = -1
    private var office = SchoolCalendar()
    private var bankHolidays: Set<CivilDate> = []
    private var hasTermDates = false
    private var byAuthority: [String: SchoolCalendar] = [:]
    private var bySchool: [URN: SchoolCalendar] = [:]

    /// Forgets what it knows, because days changed within a transaction or a transaction was undone.
    func forget() { generation = -1 }

    /// Those of a school or, without a URN, of the network's office, which knows bank holidays and no terms.
    func calendar(for urn: URN?, _ transaction: Transaction) throws -> SchoolCalendar {
        try refresh(transaction)
        guard let urn, hasTermDates else { return office }
        if let known = bySchool[urn] { return known }
        let fresh = try make(for: urn, transaction)
        bySchool[urn] = fresh
        return fresh
    }

    private func refresh(_ transaction: Transaction) throws {
        let present = try transaction.generation()
        guard present != generation else { return }
        bankHolidays = Set(try transaction.bankHolidays().map(\.date))
        office = SchoolCalendar(bankHolidays: bankHolidays)
        hasTermDates = try transaction.hasTermDates()
        (byAuthority, bySchool) = ([:], [:])
        generation = present
    }

    private func make(for urn: URN, _ transaction: Transaction) throws -> SchoolCalendar {
        let code = try transaction.localAuthority(of: urn)
        let own = try transaction.closures(of: .school(urn))
        guard try own.isEmpty && transaction.ownTerms(of: urn).isEmpty else {
            let (authority, _) = try transaction.closuresInForce(for: .school(urn))
            return SchoolCalendar(bankHolidays: bankHolidays, closures: (authority + own).map(\.days))
        }
        guard let code else { return office }
        if let known = byAuthority[code] { return known }
        let closures = try transaction.closures(of: .authority(code)).map(\.days)
        let fresh = closures.isEmpty ? office : SchoolCalendar(bankHolidays: bankHolidays, closures: closures)
        byAuthority[code] = fresh
        return fresh
    }
}

extension Transaction {
    /// What closes a school, or the schools of a local authority: the authority's term dates, as far as the school does not
    /// keep others instead, and the school's own.
    func closuresInForce(for owner: TermOwner) throws -> (authority: [Closure], own: [Closure]) {
        switch owner {
        case .authority: return (try closures(of: owner), [])
        case .school(let urn):
            let authority = try localAuthority(of: urn).map { try closures(of: .authority($0)) } ?? []
            return (authority.outside(try ownTerms(of: urn)), try closures(of: owner))
        }
    }
}

extension [Closure] {
    /// What is left of them without the days of `spans`.
    fileprivate func outside(_ spans: [ClosedRange<CivilDate>]) -> [Closure] {
        spans.reduce(self) { closures, span in
            closures.flatMap { closure in
                closure.days.without(span).map { Closure(days: $0, title: closure.title) }
            }
        }
    }
}

extension ClosedRange<CivilDate> {
    /// Whether all of `days` are in this.
    func contains(_ days: ClosedRange<CivilDate>) -> Bool {
        lowerBound <= days.lowerBound && days.upperBound <= upperBound
    }
}
