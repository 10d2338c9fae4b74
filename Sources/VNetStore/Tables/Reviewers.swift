import GRDB
import VNetCore

// Who reviews, where it is not a school's head.

/// A person named to review; without an enrolment, a reviewer of the network.
public struct NamedReviewer: Equatable, Sendable {
    public let visit: Int64
    public let person: Int64
    public let enrolment: Int64?
}

/// A visit that a person was named to review, or leads.
public struct ReviewRecord: Sendable {
    public let visit: Int64
    public let cohort: Int64
    public let host: String
    /// The school that the person was named for.
    public let school: String?
    public let isLead: Bool
    public let date: CivilDate?
    public let state: VisitState
}

extension Transaction {
    /// Every visit that a person was named to review, or leads.
    public func reviews(ofPerson person: Int64) throws -> [ReviewRecord] {
        try all(
            """
            SELECT visit.id, visit.cohort, host_school.name, own_school.name, visit.lead IS ?1, visit.date, visit.state
            FROM visit JOIN enrolment AS host ON host.id = visit.host
                JOIN school AS host_school ON host_school.urn = host.urn
                LEFT JOIN named_reviewer AS named ON named.visit = visit.id AND named.person = ?1
                LEFT JOIN enrolment AS own ON own.id = named.enrolment
                LEFT JOIN school AS own_school ON own_school.urn = own.urn
            WHERE visit.id IN (SELECT id FROM visit WHERE lead = ?1 UNION
                SELECT visit FROM named_reviewer WHERE person = ?1)
            ORDER BY visit.id
            """, [person]
        ) {
            ReviewRecord(
                visit: $0[0], cohort: $0[1], host: $0[2], school: $0[3], isLead: $0[4], date: try $0.optionalDate(5),
                state: try $0.value(6))
        }
    }

    /// Those who can still review for their school, or for the network, today.
    public func namedReviewers(inCohort cohort: Int64) throws -> [NamedReviewer] {
        try all(
            """
            SELECT n.visit, n.person, n.enrolment FROM named_reviewer n JOIN visit ON visit.id = n.visit
                LEFT JOIN enrolment ON enrolment.id = n.enrolment
            WHERE visit.cohort = ? AND EXISTS (
                SELECT 1 FROM role_tenure t WHERE t.person = n.person AND t.until IS NULL AND t.urn IS enrolment.urn
                    AND t.role IN ('head', 'deputy', 'sendco', 'reviewer'))
            ORDER BY n.visit, n.person
            """, [cohort], Self.namedReviewer)
    }

    public func namedReviewers(of visit: Int64) throws -> [NamedReviewer] {
        try all(
            "SELECT visit, person, enrolment FROM named_reviewer WHERE visit = ? ORDER BY person", [visit],
            Self.namedReviewer)
    }

    public func addReviewer(_ person: Int64, for enrolment: Int64?, to visit: Int64) throws {
        try run(
            "INSERT OR IGNORE INTO named_reviewer (visit, person, enrolment) VALUES (?, ?, ?)",
            [visit, person, enrolment])
    }

    /// Leaves the reviewing to the school's head again.
    public func removeNamedReviewers(for enrolment: Int64, from visit: Int64) throws {
        try run("DELETE FROM named_reviewer WHERE visit = ? AND enrolment = ?", [visit, enrolment])
    }

    public func removeReviewer(person: Int64, from visit: Int64) throws {
        try run("DELETE FROM named_reviewer WHERE visit = ? AND person = ?", [visit, person])
    }

    public func addReviewingSchool(_ enrolment: Int64, to visit: Int64) throws {
        try run("INSERT OR IGNORE INTO reviewer_assignment (visit, enrolment) VALUES (?, ?)", [visit, enrolment])
    }

    private static func namedReviewer(_ row: Row) throws -> NamedReviewer {
        NamedReviewer(visit: row[0], person: row[1], enrolment: row[2])
    }
}
