import GRDB
import VNetCore

// Lists across cohorts: pages of them, each found in an index.

/// Conditions that all have to hold, with their arguments.
private struct Conditions {
    private(set) var sql: String
    private(set) var arguments: StatementArguments

    init(_ sql: String, _ arguments: StatementArguments) {
        self.sql = " WHERE " + sql
        self.arguments = arguments
    }

    /// One more, unless there is no `value` to hold it against.
    mutating func and(_ sql: String, _ value: (any DatabaseValueConvertible)?) {
        guard let value else { return }
        self.sql += " AND " + sql
        arguments += [value]
    }

    /// A day and an id after which rows come: the later of where a page begins and the first day that is wanted.
    static func start(_ place: Place?, _ from: CivilDate?) -> Place {
        max(place ?? Place("", .min), Place(from?.iso ?? "", .min))
    }
}

extension Transaction {
    /// Newest first.
    public func enrolments(
        in cohort: Int64?, of urn: URN?, before id: Int64? = nil, limit: Int
    ) throws -> [Enrolment] {
        var conditions = Conditions("e.id < ?", [id ?? .max])
        conditions.and("cohort = ?", cohort)
        conditions.and("e.urn = ?", urn?.number)
        return try all(
            Self.selectEnrolment + conditions.sql + " ORDER BY e.id DESC LIMIT ?", conditions.arguments + [limit],
            Self.enrolment)
    }

    /// By date.
    public func sessions(
        in cohort: Int64?, from: CivilDate?, until: CivilDate?, after place: Place? = nil, limit: Int
    ) throws -> [Session] {
        let start = Conditions.start(place, from)
        var conditions = Conditions("(date, id) > (?, ?)", [start.sort, start.id])
        conditions.and("date <= ?", until?.iso)
        conditions.and("cohort = ?", cohort)
        return try all(
            Self.selectSession + conditions.sql + " ORDER BY date, id LIMIT ?", conditions.arguments + [limit],
            Self.session)
    }

    /// Newest first.
    public func groups(
        in cohort: Int64?, _ state: GroupState?, before id: Int64? = nil, limit: Int
    ) throws -> [PeerGroup] {
        var conditions = Conditions("id < ?", [id ?? .max])
        conditions.and("cohort = ?", cohort)
        conditions.and("state = ?", state?.rawValue)
        return try all(
            Self.selectGroup + conditions.sql + " ORDER BY id DESC LIMIT ?", conditions.arguments + [limit], Self.group)
    }

    /// By date, those without one last.
    public func visits(
        in cohort: Int64?, _ state: VisitState?, from: CivilDate?, until: CivilDate?, after place: Place? = nil,
        limit: Int
    ) throws -> [Visit] {
        let day = "ifnull(visit.date, '\(Visit.undated)')"
        let start = Conditions.start(place, from)
        // The first condition follows from the second, of which SQLite does not see that it tells where in the index to begin.
        var conditions = Conditions("\(day) >= ? AND (\(day), visit.id) > (?, ?)", [start.sort, start.sort, start.id])
        conditions.and("visit.date <= ?", until?.iso)
        conditions.and("visit.cohort = ?", cohort)
        conditions.and("visit.state = ?", state?.rawValue)
        return try all(
            Self.selectVisit + conditions.sql + " ORDER BY \(day), visit.id LIMIT ?", conditions.arguments + [limit],
            Self.visit)
    }

    // What else is to be shown of one of them.

    /// The readiness criteria that a school has attested, and when.
    public func readiness(of enrolment: Int64) throws -> [(criterion: ReadinessCriterion, on: CivilDate)] {
        try all(
            "SELECT criterion, attested_on FROM readiness_item WHERE enrolment = ? ORDER BY attested_on, criterion",
            [enrolment]
        ) { (try $0.value(0), try $0.date(1)) }
    }

    /// The sessions of its cohort at which a school was recorded as present or absent, by date.
    public func attendance(of enrolment: Int64) throws -> [(session: Session, isPresent: Bool)] {
        let recorded = try all("SELECT session, present FROM attendance WHERE enrolment = ?", [enrolment]) {
            ($0[0] as Int64, $0[1] as Bool)
        }
        return try recorded.compactMap { id, isPresent in try session(id).map { ($0, isPresent) } }
            .sorted { ($0.session.date, $0.session.id) < ($1.session.date, $1.session.id) }
    }

    /// Who was recorded as present or absent, in the order of enrolment.
    public func attendance(at session: Int64) throws -> [(urn: URN, school: String, isPresent: Bool)] {
        try all(
            """
            SELECT school.urn, school.name, present FROM attendance JOIN enrolment ON enrolment.id = enrolment
                JOIN school ON school.urn = enrolment.urn
            WHERE session = ? ORDER BY enrolment
            """, [session]
        ) { (try $0.urn(0), $0[1], $0[2]) }
    }

    /// The day that a series gave a session.
    public func slot(of session: Int64) throws -> CivilDate? {
        try first("SELECT slot FROM session WHERE id = ?", [session]) { try $0.optionalDate(0) } ?? nil
    }

    /// The schools that are in a group today, in the order of enrolment.
    public func schools(inGroup group: Int64) throws -> [URN] {
        try all(
            """
            SELECT urn FROM group_member JOIN enrolment ON enrolment.id = enrolment WHERE peer_group = ?
            ORDER BY enrolment
            """, [group]
        ) { try $0.urn(0) }
    }

    /// The schools that review a visit, in the order of enrolment.
    public func reviewingSchools(of visit: Int64) throws -> [URN] {
        try all(
            """
            SELECT urn FROM reviewer_assignment JOIN enrolment ON enrolment.id = enrolment WHERE visit = ?
            ORDER BY enrolment
            """, [visit]
        ) { try $0.urn(0) }
    }

    /// When a visit's write-up and its outcome report were received, as long as they are there.
    public func receivedDays(ofVisit visit: Int64) throws -> (writeUp: CivilDate?, report: CivilDate?) {
        func day(_ table: String) throws -> CivilDate? {
            try first("SELECT received_on FROM \(table) WHERE visit = ? ORDER BY id DESC LIMIT 1", [visit]) {
                try $0.date(0)
            }
        }
        return (try day("write_up"), try day("outcome_report"))
    }
}

extension Session {
    /// Where it stands in its list.
    public var placeByDate: Place { Place(date.iso, id) }
}

extension Visit {
    /// What stands for the day of a visit that has none, as the index has it.
    fileprivate static let undated = "9999-12-31"

    /// Where it stands in its list.
    public var place: Place { Place(date?.iso ?? Self.undated, id) }
}
