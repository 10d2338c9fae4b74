import GRDB
import VNetCore

// Who reviews, where it is not a school's head.

/// A person named to review; without an enrolment, a reviewer of the network.
public struct NamedReviewer: Equatable, Sendable {
    public let visit: Int64
    public let person: Int64
    public let enrolment: Int64?
}

extension Transaction {
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
