/// From when to when a school is a member of the network; both days count.
public struct MembershipPeriod: Equatable, Sendable {
    public var since: CivilDate
    /// Nil while nobody has said when it ends.
    public var until: CivilDate?

    public init(since: CivilDate, until: CivilDate?) {
        self.since = since
        self.until = until
    }

    public func isActive(on date: CivilDate) -> Bool { since <= date && until.map { date <= $0 } ?? true }

    /// Whether there is a day on which both are active.
    public func overlaps(_ other: MembershipPeriod) -> Bool {
        let endsBefore = until.map { $0 < other.since } ?? false
        let beginsAfter = other.until.map { $0 < since } ?? false
        return !endsBefore && !beginsAfter
    }
}
