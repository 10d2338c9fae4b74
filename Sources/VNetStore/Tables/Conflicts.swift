import GRDB
import VNetCore

/// Two schools that are never put into a group together.
public struct ConflictOfInterest: Sendable {
    public let id: Int64
    public let urn: URN
    public let school: String
    public let otherURN: URN
    public let otherSchool: String
    public let reason: ConflictReason
    public let recordedOn: CivilDate
}

extension Transaction {
    public func addConflict(_ a: URN, _ b: URN, _ reason: ConflictReason, on date: CivilDate) throws -> Int64 {
        try insert(
            "INSERT INTO conflict_of_interest (urn_low, urn_high, reason, recorded_on) VALUES (?, ?, ?, ?)",
            [min(a, b).number, max(a, b).number, reason.rawValue, date.iso])
    }

    public func conflict(_ id: Int64) throws -> ConflictOfInterest? {
        try first(Self.selectConflict + " WHERE c.id = ?", [id], Self.conflict)
    }

    public func conflict(between a: URN, and b: URN) throws -> ConflictOfInterest? {
        try first(
            Self.selectConflict + " WHERE urn_low = ? AND urn_high = ?", [min(a, b).number, max(a, b).number],
            Self.conflict)
    }

    /// Of one school, or all; oldest first.
    public func conflicts(of urn: URN?) throws -> [ConflictOfInterest] {
        try all(
            Self.selectConflict + " WHERE ?1 IS NULL OR urn_low = ?1 OR urn_high = ?1 ORDER BY c.id", [urn?.number],
            Self.conflict)
    }

    public func removeConflict(_ id: Int64) throws { try run("DELETE FROM conflict_of_interest WHERE id = ?", [id]) }

    /// Groups with visits still to come that both schools are in today.
    public func sharedGroups(of a: URN, and b: URN) throws -> [PeerGroup] {
        try all(
            """
            SELECT g.id FROM peer_group g
            WHERE state IN \(GroupState.open) AND 2 = (
                SELECT count(*) FROM group_member m JOIN enrolment e ON e.id = m.enrolment
                WHERE m.peer_group = g.id AND e.urn IN (?, ?))
            ORDER BY g.id
            """, [a.number, b.number]
        ) { $0[0] as Int64 }.compactMap { try group($0) }
    }

    private static let selectConflict = """
        SELECT c.id, urn_low, low.name, urn_high, high.name, reason, recorded_on FROM conflict_of_interest c
            JOIN school low ON low.urn = urn_low JOIN school high ON high.urn = urn_high
        """

    private static func conflict(_ row: Row) throws -> ConflictOfInterest {
        ConflictOfInterest(
            id: row[0], urn: try row.urn(1), school: row[2], otherURN: try row.urn(3), otherSchool: row[4],
            reason: try row.value(5), recordedOn: try row.date(6))
    }
}
