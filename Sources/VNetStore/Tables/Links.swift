import GRDB
import VNetCore

/// That one school has taken over from another.
public struct SchoolLink: Hashable, Sendable {
    public let predecessor: URN
    public let successor: URN
    public let kind: Succession
    /// From when; nil where the register does not say.
    public let since: CivilDate?

    public init(predecessor: URN, successor: URN, kind: Succession, since: CivilDate?) {
        self.predecessor = predecessor
        self.successor = successor
        self.kind = kind
        self.since = since
    }
}

extension Transaction {
    public func links() throws -> Set<SchoolLink> {
        Set(
            try all("SELECT predecessor, successor, kind, since FROM successor_link", [], Self.link))
    }

    /// Adds the link, or takes over its kind and its day.
    public func save(_ link: SchoolLink) throws {
        try run(
            """
            INSERT INTO successor_link (predecessor, successor, kind, since) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (predecessor, successor) DO UPDATE SET kind = ?3, since = ?4
            """, [link.predecessor.number, link.successor.number, link.kind.rawValue, link.since?.iso])
    }

    private static func link(_ row: Row) throws -> SchoolLink {
        SchoolLink(
            predecessor: try row.urn(0), successor: try row.urn(1), kind: try row.value(2),
            since: try row.optionalDate(3))
    }

    public func successors(of urn: URN) throws -> [SchoolLink] {
        try all(
            "SELECT predecessor, successor, kind, since FROM successor_link WHERE predecessor = ? ORDER BY successor",
            [urn.number], Self.link)
    }

    /// Since when the registers that were imported lack the school; nil where the last one had it.
    public func missing(_ urn: URN) throws -> CivilDate? {
        try first("SELECT missing_since FROM school WHERE urn = ?", [urn.number]) { try $0.optionalDate(0) } ?? nil
    }

    /// All schools that the last registers lacked.
    public func missingSchools() throws -> Set<URN> {
        Set(try all("SELECT urn FROM school WHERE missing_since IS NOT NULL") { try $0.urn(0) })
    }

    public func setMissing(_ urn: URN, since date: CivilDate?) throws {
        try run("UPDATE school SET missing_since = ? WHERE urn = ?", [date?.iso, urn.number])
    }

    public func predecessors(of urn: URN) throws -> [URN] {
        try all("SELECT predecessor FROM successor_link WHERE successor = ? ORDER BY predecessor", [urn.number]) {
            try $0.urn(0)
        }
    }

    /// Schools in cohorts for which reminders are planned that have a successor on record.
    public func enrolledPredecessors() throws -> [URN] {
        try all(
            """
            SELECT DISTINCT enrolment.urn FROM cohort JOIN enrolment ON enrolment.cohort = cohort.id
                JOIN successor_link ON predecessor = enrolment.urn
            WHERE \(Self.isLive) ORDER BY enrolment.urn
            """
        ) { try $0.urn(0) }
    }

    /// Has an enrolment go on under another URN.
    public func setEnrolment(_ id: Int64, school urn: URN) throws {
        try run("UPDATE enrolment SET urn = ? WHERE id = ?", [urn.number, id])
    }

    /// Has what was planned for a school's people in a cohort be for its successor's.
    public func moveReminders(of urn: URN, to successor: URN, in cohort: Int64) throws {
        try run(
            "UPDATE reminder SET urn = ? WHERE cohort = ? AND urn = ?", [successor.number, cohort, urn.number])
    }

    /// Has copies for a school's delegates that have not left be for its successor's.
    public func moveCopies(of urn: URN, to successor: URN) throws {
        try run(
            """
            UPDATE message SET copied_for = ?2
            WHERE copied_for = ?1 AND state IN ('pending', 'deferred', 'unknown', 'held')
            """, [urn.number, successor.number])
    }

    /// Has a successor be a member as its predecessor was, be as established and as trained, keep away from the schools that
    /// its predecessor kept away from, and be closed on the same days.
    public func moveStanding(of urn: URN, to successor: URN) throws {
        try run("UPDATE membership SET urn = ? WHERE urn = ?", [successor.number, urn.number])
        try run(
            """
            INSERT OR IGNORE INTO conflict_of_interest (urn_low, urn_high, reason, recorded_on)
            SELECT min(?2, other), max(?2, other), reason, recorded_on
            FROM (SELECT iif(urn_low = ?1, urn_high, urn_low) AS other, reason, recorded_on FROM conflict_of_interest
                WHERE urn_low = ?1 OR urn_high = ?1)
            WHERE other <> ?2
            """, [urn.number, successor.number])
        try run(
            """
            INSERT OR IGNORE INTO pairing (urn_low, urn_high, cohort, completed_on)
            SELECT min(?2, other), max(?2, other), cohort, completed_on
            FROM (SELECT iif(urn_low = ?1, urn_high, urn_low) AS other, cohort, completed_on FROM pairing
                WHERE urn_low = ?1 OR urn_high = ?1)
            WHERE other <> ?2
            """, [urn.number, successor.number])
        try run(
            """
            INSERT OR IGNORE INTO further_training (urn, trained_on)
            SELECT ?2, trained_on FROM further_training WHERE urn = ?1
            """, [urn.number, successor.number])
        try run(
            """
            INSERT OR IGNORE INTO term_closure (urn, first, last, title)
            SELECT ?2, first, last, title FROM term_closure WHERE urn = ?1
            """, [urn.number, successor.number])
        try run(
            """
            INSERT OR IGNORE INTO term (urn, first, last) SELECT ?2, first, last FROM term WHERE urn = ?1
            """, [urn.number, successor.number])
        try run(
            """
            INSERT OR IGNORE INTO own_terms (urn, first, last) SELECT ?2, first, last FROM own_terms WHERE urn = ?1
            """, [urn.number, successor.number])
    }
}
