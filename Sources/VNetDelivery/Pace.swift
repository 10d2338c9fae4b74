import VNetAPI
import VNetCore

/// How fast a server may be sent to, and what it has been sent.
public struct Pace: Equatable, Sendable {
    /// Messages within any minute; nil where that does not matter.
    public var perMinute: Int?
    /// Messages within any 24 hours; nil where that does not matter.
    public var perDay: Int?
    /// When those of the last minute went, oldest first.
    private var recent: [Instant] = []
    /// How many went in each hour since 1970: the last day's, to the hour.
    private var hours: [Int64: Int] = [:]

    public init(perMinute: Int? = nil, perDay: Int? = nil) {
        self.perMinute = perMinute
        self.perDay = perDay
    }

    /// For how many seconds no message may go; 0 when one may go now.
    public func wait(at now: Instant) -> Int64 {
        max(minuteWait(at: now), dayWait(at: now))
    }

    /// For how many seconds the day's quota is used up; 0 when it is not.
    public func dayWait(at now: Instant) -> Int64 {
        guard let perDay else { return 0 }
        // What is later than now was noted by a clock that has been put back.
        let counted = hours.filter { $0.key <= now.seconds / 3600 && Self.end(ofDayAfter: $0.key) > now.seconds }
        var sum = counted.values.reduce(0, +)
        var wait: Int64 = 0
        for (hour, count) in counted.sorted(by: { $0.key < $1.key }) where sum >= perDay {
            sum -= count
            wait = Self.end(ofDayAfter: hour) - now.seconds
        }
        return wait
    }

    private func minuteWait(at now: Instant) -> Int64 {
        guard let perMinute else { return 0 }
        let counted = recent.filter { $0 <= now && $0.seconds > now.seconds - 60 }
        guard counted.count >= perMinute else { return 0 }
        return counted[counted.count - perMinute].seconds + 60 - now.seconds
    }

    /// A message goes.
    public mutating func note(at now: Instant) {
        if perMinute != nil {
            recent.removeAll { $0.seconds <= now.seconds - 60 || $0 > now }
            recent.append(now)
        }
        if perDay != nil {
            hours = hours.filter { Self.end(ofDayAfter: $0.key) > now.seconds }
            hours[now.seconds / 3600, default: 0] += 1
        }
    }

    private static func end(ofDayAfter hour: Int64) -> Int64 { (hour + 25) * 3600 }

    // What outlives the program

    /// The last day's, an hour a line.
    public var record: String { hours.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)\n" }.joined() }

    /// Takes over what an earlier run recorded; a line that says nothing is passed over.
    public mutating func recall(_ record: String) {
        for line in record.split(separator: "\n") {
            let numbers = line.split(separator: " ").compactMap { Int64($0) }
            guard numbers.count == 2, numbers[1] > 0, numbers[1] < 1 << 32 else { continue }
            hours[numbers[0], default: 0] += Int(numbers[1])
        }
    }
}

/// How long a transport that has stopped waits before it is tried again.
public struct Patience: Sendable {
    private var refusals = 0

    public init() {}

    /// Seconds until the next try. A login is not tried often, for that gets an account locked.
    public mutating func wait(after step: DeliveryStep) -> Int64 {
        let (first, longest): (Int64, Int64) = step == .auth ? (300, 3600) : (30, 300)
        defer { refusals += 1 }
        return min(first << min(refusals, 6), longest)
    }

    public mutating func reset() { refusals = 0 }
}
