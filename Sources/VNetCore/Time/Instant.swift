/// A moment, to the second: Unix time. Arithmetic stops at years 1 and 9999.
public struct Instant: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Seconds since 1970-01-01T00:00:00Z, without leap seconds.
    public let seconds: Int64

    private static let range: ClosedRange<Int64> = (-719_162 * 86_400)...(2_932_897 * 86_400 - 1)

    public init(seconds: Int64) { self.seconds = min(max(seconds, Self.range.lowerBound), Self.range.upperBound) }

    /// Nil unless `rfc3339` is a date and time with `Z` or a numeric offset, such as 2026-11-03T08:00:00+00:00. A
    /// fraction of a second is dropped; a 60th second is refused, for Unix time has none.
    public init?(rfc3339: String) {
        var bytes = Array(rfc3339.utf8)[...]
        guard bytes.count >= 20, let date = CivilDate(iso: String(decoding: bytes.prefix(10), as: UTF8.self)) else {
            return nil
        }
        guard bytes[10] | 0x20 == UInt8(ascii: "t"),
            let time = CivilTime(iso: String(decoding: bytes[11..<16], as: UTF8.self)),
            bytes[16] == UInt8(ascii: ":"), let second = Int(digits: bytes[17..<19]), second < 60
        else { return nil }
        bytes = bytes[19...]
        if bytes.first == UInt8(ascii: ".") {
            let rest = bytes.dropFirst().drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard rest.startIndex > bytes.startIndex + 1 else { return nil }
            bytes = rest
        }
        guard let offset = Self.offset(bytes) else { return nil }
        let local = Int64(date.daysSinceEpoch) * 86_400 + Int64(time.secondOfDay + second)
        guard Self.range.contains(local - Int64(offset)) else { return nil }
        seconds = local - Int64(offset)
    }

    /// Seconds east of Greenwich, of `Z` or `±HH:MM`.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard let sign = bytes.first else { return nil }
        if sign | 0x20 == UInt8(ascii: "z") { return bytes.count == 1 ? 0 : nil }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), bytes.count == 6 else { return nil }
        guard let time = CivilTime(iso: String(decoding: bytes.dropFirst(), as: UTF8.self)) else { return nil }
        return sign == UInt8(ascii: "-") ? -time.secondOfDay : time.secondOfDay
    }

    /// 2026-09-01T08:00:00+01:00
    public func rfc3339(in zone: TimeZoneRules) -> String {
        let offset = zone.offset(at: self)
        let distance = abs(offset) / 60
        let suffix = "\(offset < 0 ? "-" : "+")\((distance / 60).padded(2)):\((distance % 60).padded(2))"
        return Instant(seconds: seconds + Int64(offset)).stem + suffix
    }

    /// 2026-09-01T07:00:00Z
    public var rfc3339UTC: String { stem + "Z" }

    public var description: String { rfc3339UTC }

    private var stem: String {
        let (day, second) = split
        let clock = "\((second / 3600).padded(2)):\((second / 60 % 60).padded(2)):\((second % 60).padded(2))"
        return "\(CivilDate(daysSinceEpoch: day).iso)T\(clock)"
    }

    /// The day since the epoch, and the second of that day.
    var split: (day: Int, second: Int) {
        let second = Int((seconds % 86_400 + 86_400) % 86_400)
        return (Int((seconds - Int64(second)) / 86_400), second)
    }

    /// The day at Greenwich, without summer time.
    public var utcDate: CivilDate { CivilDate(daysSinceEpoch: split.day) }

    public func adding(seconds: Int64) -> Instant {
        let (sum, overflows) = self.seconds.addingReportingOverflow(seconds)
        return Instant(seconds: overflows ? (seconds < 0 ? .min : .max) : sum)
    }

    /// Days of 86,400 seconds; a civil day may be an hour longer or shorter.
    public func adding(days: Int) -> Instant { adding(seconds: Int64(clamping: days).multiplied(by: 86_400)) }

    public static func < (a: Instant, b: Instant) -> Bool { a.seconds < b.seconds }
}

extension Int64 {
    fileprivate func multiplied(by factor: Int64) -> Int64 {
        let (product, overflows) = multipliedReportingOverflow(by: factor)
        return overflows ? (self < 0 ? .min : .max) : product
    }
}
