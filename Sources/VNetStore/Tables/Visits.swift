import GRDB
import VNetCore

public struct Visit: Stateful {
    public static let table = "visit"
    public let id: Int64
    public let cohort: Int64
    public let group: Int64
    /// The enrolment of the school that is visited.
    public let host: Int64
    public var state: VisitState
    public var date: CivilDate?
    public var start: CivilTime
    public var finish: CivilTime
    public var lead: Int64?
    public var reschedules: Int
    public let hostURN: URN
    public let hostName: String
    public let groupName: String
    public let responses: Int
    /// When it was put on record that it took place.
    public let recordedOn: CivilDate?
}

extension Visit {
    fileprivate func with(_ state: VisitState, on date: CivilDate) -> Visit {
        var visit = self
        (visit.state, visit.date) = (state, date)
        return visit
    }
}

extension Transaction {
    /// A visit without a date and a lead. Gives its id.
    public func addVisit(
        host: Int64, group: PeerGroup, reviewers: [Int64], start: CivilTime, finish: CivilTime
    ) throws -> Int64 {
        let id = try insert(
            """
            INSERT INTO visit (cohort, peer_group, host, state, start, finish)
            VALUES (?, ?, ?, ?, ?, ?)
            """, [group.cohort, group.id, host, VisitState.unset.rawValue, start.iso, finish.iso])
        for reviewer in reviewers { try addReviewingSchool(reviewer, to: id) }
        return id
    }

    /// Moves a visit to another group, whose schools review it from then on.
    public func moveVisit(_ id: Int64, to group: Int64, reviewers: [Int64]) throws {
        try run("UPDATE visit SET peer_group = ? WHERE id = ?", [group, id])
        try run("DELETE FROM reviewer_assignment WHERE visit = ?", [id])
        try run("DELETE FROM named_reviewer WHERE visit = ?", [id])
        for reviewer in reviewers { try addReviewingSchool(reviewer, to: id) }
    }

    /// Has a visit be to another school.
    public func setHost(_ enrolment: Int64, ofVisit id: Int64) throws {
        try run("UPDATE visit SET host = ? WHERE id = ?", [enrolment, id])
    }

    public func visit(_ id: Int64) throws -> Visit? {
        try first(Self.selectVisit + " WHERE visit.id = ?", [id], Self.visit)
    }

    /// By date, those without one last.
    public func visits(in cohort: Int64) throws -> [Visit] {
        try all(
            Self.selectVisit + " WHERE visit.cohort = ? ORDER BY date IS NULL, date, visit.id", [cohort], Self.visit)
    }

    public func visits(inGroup group: Int64) throws -> [Visit] {
        try all(Self.selectVisit + " WHERE visit.peer_group = ? ORDER BY visit.id", [group], Self.visit)
    }

    /// Proposes a visit's first day.
    public func propose(_ visit: Visit, on date: CivilDate) throws -> Visit? {
        guard let state = try apply(.propose, to: visit, with: ["date": date.iso]) else { return nil }
        return visit.with(state, on: date)
    }

    /// Proposes another day for a visit. One that was missed may get its own again, which does not count as a move.
    public func reschedule(_ visit: Visit, to date: CivilDate) throws -> Visit? {
        let moves = visit.reschedules + (date == visit.date ? 0 : 1)
        guard let state = try apply(.reschedule, to: visit, with: ["date": date.iso, "reschedules": moves]) else {
            return nil
        }
        return visit.with(state, on: date)
    }

    /// Records that a visit took place, on `date`.
    public func hold(_ visit: Visit, on date: CivilDate, recordedOn today: CivilDate) throws {
        _ = try apply(.hold, to: visit, with: ["date": date.iso, "recorded_on": today.iso])
    }

    /// Records that the host accepts the write-up; false where it had.
    public func accept(_ visit: Visit, on date: CivilDate) throws -> Bool {
        try apply(.accept, to: visit, with: ["accepted_on": date.iso]) != nil
    }

    public func setTimes(ofVisit id: Int64, from start: CivilTime, to finish: CivilTime) throws {
        try run("UPDATE visit SET start = ?, finish = ? WHERE id = ?", [start.iso, finish.iso, id])
    }

    public func setLead(_ person: Int64?, ofVisit id: Int64) throws {
        try run("UPDATE visit SET lead = ? WHERE id = ?", [person, id])
    }

    public func reviewers(of visit: Int64) throws -> [Int64] {
        try all("SELECT enrolment FROM reviewer_assignment WHERE visit = ? ORDER BY enrolment", [visit]) { $0[0] }
    }

    /// The reviewers of every visit of a cohort.
    public func reviewers(inCohort cohort: Int64) throws -> [(visit: Int64, enrolment: Int64)] {
        try all(
            """
            SELECT visit, enrolment FROM reviewer_assignment JOIN visit ON visit.id = visit
            WHERE cohort = ? ORDER BY visit, enrolment
            """, [cohort]
        ) { ($0[0], $0[1]) }
    }

    /// The schools that review each visit of a cohort.
    public func reviewingSchools(inCohort cohort: Int64) throws -> [(visit: Int64, urn: URN)] {
        try all(
            """
            SELECT visit, urn FROM reviewer_assignment JOIN visit ON visit.id = visit
                JOIN enrolment ON enrolment.id = reviewer_assignment.enrolment
            WHERE visit.cohort = ? ORDER BY visit, enrolment.id
            """, [cohort]
        ) { ($0[0], try $0.urn(1)) }
    }

    public func removeReviewer(_ enrolment: Int64, from visit: Int64) throws {
        try run("DELETE FROM reviewer_assignment WHERE visit = ? AND enrolment = ?", [visit, enrolment])
    }

    /// Visits of running cohorts that were before `date`, are held and not written up: their days, when that was put on
    /// record, and the lead reviewer's school or, where nobody leads for a school, the host.
    public func heldVisits(before date: CivilDate) throws -> [(date: CivilDate, recordedOn: CivilDate?, urn: URN)] {
        try all(
            """
            SELECT date, recorded_on, ifnull(
                (SELECT e.urn FROM reviewer_assignment a JOIN enrolment e ON e.id = a.enrolment
                    JOIN role_tenure t ON t.urn = e.urn AND t.person = lead AND t.until IS NULL
                    WHERE a.visit = visit.id ORDER BY e.id LIMIT 1), enrolment.urn)
            -- “CROSS JOIN” has SQLite begin with the few visits, and not with all cohorts under way.
            FROM visit CROSS JOIN enrolment ON enrolment.id = host CROSS JOIN cohort ON cohort.id = visit.cohort
            WHERE visit.state = \(VisitState.held.sql) AND date < ? AND cohort.state = \(CohortState.running.sql)
            """, [date.iso]
        ) { (try $0.date(0), try $0.optionalDate(1), try $0.urn(2)) }
    }

    /// Visits whose day is before `date` and of which nothing is on record, the oldest first.
    public func unrecordedVisits(before date: CivilDate) throws -> [Int64] {
        try all(
            "SELECT id FROM visit WHERE state IN \(VisitState.coming) AND date < ? ORDER BY date, id",
            [date.iso]
        ) { $0[0] }
    }

    static let selectVisit = """
        SELECT visit.id, visit.cohort, visit.peer_group, host, visit.state, date, start, finish, lead, reschedules,
            school.urn, school.name, peer_group.name, (SELECT count(*) FROM answered WHERE visit = visit.id),
            recorded_on
        FROM visit JOIN enrolment ON enrolment.id = host JOIN school ON school.urn = enrolment.urn
            JOIN peer_group ON peer_group.id = visit.peer_group
        """

    static func visit(_ row: Row) throws -> Visit {
        Visit(
            id: row[0], cohort: row[1], group: row[2], host: row[3], state: try row.value(4),
            date: try row.optionalDate(5), start: try row.time(6), finish: try row.time(7), lead: row[8],
            reschedules: row[9], hostURN: try row.urn(10), hostName: row[11], groupName: row[12], responses: row[13],
            recordedOn: try row.optionalDate(14))
    }
}
