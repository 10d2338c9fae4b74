/// The offsets of one time zone through all time, from the bytes of the system's zoneinfo (RFC 8536).
///
/// The caller reads the file: the system's is the only time zone database that the project uses.
public struct TimeZoneRules: Sendable {
    /// For example “Europe/London”.
    public let name: String
    /// Ascending.
    private let transitions: [(at: Int64, offset: Int)]
    private let firstOffset: Int
    /// Of the time after the last transition.
    private let footer: POSIXTimeZone?

    /// Takes version 2 and later; whatever is wrong with `tzif` is thrown, never trapped on.
    public init(name: String, tzif: [UInt8]) throws(TimeZoneError) {
        self.name = name
        var reader = TZifReader(bytes: tzif)
        (transitions, firstOffset) = try reader.transitions()
        footer = try reader.footer()
    }

    /// Seconds east of Greenwich.
    public func offset(at instant: Instant) -> Int {
        guard let last = transitions.last, instant.seconds < last.at else {
            return footer?.offset(at: instant) ?? transitions.last?.offset ?? firstOffset
        }
        var (low, high) = (0, transitions.count)
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].at <= instant.seconds { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? firstOffset : transitions[low - 1].offset
    }

    /// What the clock on the wall shows.
    public func civil(at instant: Instant) -> (date: CivilDate, time: CivilTime) {
        let (day, second) = instant.adding(seconds: Int64(offset(at: instant))).split
        return (CivilDate(daysSinceEpoch: day), CivilTime(hour: second / 3600, minute: second / 60 % 60)!)
    }

    /// Where the clock on the wall never shows this, because it is put forward over it, the last minute that it shows before
    /// and the first that it shows after; else nil.
    public func gap(on date: CivilDate, at time: CivilTime) -> (last: CivilTime, next: CivilTime)? {
        let wanted = time.secondOfDay / 60
        func shown(_ minute: Int) -> CivilTime? {
            let ofDay = (minute % 1440 + 1440) % 1440
            let day = date.adding(days: (minute - ofDay) / 1440)
            guard let time = CivilTime(hour: ofDay / 60, minute: ofDay % 60) else { return nil }
            return civil(at: instant(on: day, at: time)) == (day, time) ? time : nil
        }
        // No zone has ever left out more than a day.
        guard shown(wanted) == nil, let last = (1...1440).lazy.compactMap({ shown(wanted - $0) }).first,
            let next = (1...1440).lazy.compactMap({ shown(wanted + $0) }).first
        else { return nil }
        return (last, next)
    }

    /// When the clock on the wall shows this. Where it never does, because it is put forward, the time is moved on by
    /// as much; where it does twice, the first is meant.
    public func instant(on date: CivilDate, at time: CivilTime) -> Instant {
        let local = Instant(seconds: Int64(date.daysSinceEpoch) * 86_400 + Int64(time.secondOfDay))
        let before = offset(at: local.adding(seconds: -86_400))
        let after = offset(at: local.adding(seconds: 86_400))
        let early = local.adding(seconds: -Int64(before))
        if offset(at: early) == before { return early }
        let late = local.adding(seconds: -Int64(after))
        return offset(at: late) == after ? late : early
    }
}

/// What is wrong with a zoneinfo file, and where.
public struct TimeZoneError: Error, Equatable, Sendable {
    public let message: String
    /// Of the byte at fault.
    public let offset: Int

    init(_ message: String, at offset: Int) {
        self.message = message
        self.offset = offset
    }
}
