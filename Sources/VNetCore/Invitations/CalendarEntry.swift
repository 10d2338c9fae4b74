/// What somebody has in the calendar of one session or visit, or is to have; its times are in the network's time zone.
public struct CalendarEntry: Hashable, Sendable {
    public var date: CivilDate
    public var start: CivilTime
    public var finish: CivilTime
    /// Where a session is held; of a visit, the name of its host when the entry was written.
    public var place: String
    /// The enrolment that is visited; nil of a session.
    public var host: Int64?
    /// The person who leads a visit, once there is one.
    public var lead: Int64?
    /// Whether its day is proposed only.
    public var isTentative: Bool

    public init(
        date: CivilDate, start: CivilTime, finish: CivilTime, place: String, host: Int64? = nil, lead: Int64? = nil,
        isTentative: Bool = false
    ) {
        self.date = date
        self.start = start
        self.finish = finish
        self.place = place
        self.host = host
        self.lead = lead
        self.isTentative = isTentative
    }

    /// What of an entry may be another than it was.
    public enum Difference: Sendable { case date, times, place, host, lead, standing }

    /// What whoever has `other` does not know yet. A host keeps its place under a new name, and a lead reviewer who is
    /// gone is told of when there is another.
    public func differences(from other: CalendarEntry) -> Set<Difference> {
        var found: Set<Difference> = []
        if date != other.date { found.insert(.date) }
        if (start, finish) != (other.start, other.finish) { found.insert(.times) }
        if host != other.host { found.insert(.host) } else if host == nil, place != other.place { found.insert(.place) }
        if let lead, lead != other.lead { found.insert(.lead) }
        if isTentative != other.isTentative { found.insert(.standing) }
        return found
    }
}
