import GRDB
import VNetCore

/// A school's membership of the network.
public struct Membership: Sendable {
    public let id: Int64
    public let urn: URN
    public let school: String
    public var period: MembershipPeriod
}

extension Transaction {
    public func addMembership(of urn: URN, _ period: MembershipPeriod) throws -> Int64 {
        try insert(
            "INSERT INTO membership (urn, since, until) VALUES (?, ?, ?)",
            [urn.number, period.since.iso, period.until?.iso])
    }

    public func membership(_ id: Int64) throws -> Membership? {
        try first(Self.selectMembership + " WHERE membership.id = ?", [id], Self.membership)
    }

    /// Oldest first.
    public func memberships(of urn: URN) throws -> [Membership] {
        try all(
            Self.selectMembership + " WHERE membership.urn = ? ORDER BY since, membership.id", [urn.number],
            Self.membership)
    }

    /// Those of a school or of all, active on a day or ever, by school.
    public func memberships(
        of urn: URN?, activeOn date: CivilDate?, after place: Place? = nil, limit: Int
    ) throws -> [Membership] {
        try all(
            Self.selectMembership + """
                 WHERE (?1 IS NULL OR (since <= ?1 AND (until IS NULL OR until >= ?1)))
                AND (?2 IS NULL OR membership.urn = ?2) AND (name COLLATE NOCASE, membership.id) > (?3, ?4)
                ORDER BY name COLLATE NOCASE, membership.id LIMIT ?5
                """, [date?.iso, urn?.number, place?.sort ?? "", place?.id ?? Int64.min, limit], Self.membership)
    }

    public func isMember(_ urn: URN, on date: CivilDate) throws -> Bool {
        try memberships(of: urn).contains { $0.period.isActive(on: date) }
    }

    public func endMembership(_ id: Int64, on date: CivilDate) throws {
        try run("UPDATE membership SET until = ? WHERE id = ?", [date.iso, id])
    }

    private static let selectMembership = """
        SELECT membership.id, membership.urn, name, since, until
        FROM membership JOIN school ON school.urn = membership.urn
        """

    private static func membership(_ row: Row) throws -> Membership {
        Membership(
            id: row[0], urn: try row.urn(1), school: row[2],
            period: MembershipPeriod(since: try row.date(3), until: try row.optionalDate(4)))
    }
}

extension Membership {
    /// Where it stands in its list.
    public var place: Place { Place(school, id) }
}
