/// A day of the Gregorian calendar, without a time or a zone, from year 1 to 9999. Arithmetic stops at the ends.
public struct CivilDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01.
    public let daysSinceEpoch: Int

    private static let range = -719_162...2_932_896

    /// The days that somebody may give us, 1 January 1900 to 31 December 2199. What is counted from them, such as the end
    /// of a retention period, may lie beyond, so that no count ever reaches the last day of all and stays there.
    public static let window = CivilDate(year: 1900, month: 1, day: 1)!...CivilDate(year: 2199, month: 12, day: 31)!

    public init(daysSinceEpoch: Int) {
        self.daysSinceEpoch = min(max(daysSinceEpoch, Self.range.lowerBound), Self.range.upperBound)
    }

    /// Nil where there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
        guard (1...Self.days(inMonth: month, of: year)).contains(day) else { return nil }
        daysSinceEpoch = Self.days(year, month, day)
    }

    /// Nil unless `iso` is `YYYY-MM-DD`.
    public init?(iso: String) {
        let bytes = Array(iso.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
        guard let year = Int(digits: bytes[0..<4]), let month = Int(digits: bytes[5..<7]),
            let day = Int(digits: bytes[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    public var year: Int { civil.year }
    public var month: Int { civil.month }
    public var day: Int { civil.day }

    public var iso: String { "\(year.padded(4))-\(month.padded(2))-\(day.padded(2))" }

    /// “Tuesday 3 November 2026”
    public var words: String { "\(weekday.name) \(day) \(Self.monthNames[month - 1]) \(year)" }

    public var description: String { iso }

    public var weekday: Weekday { Weekday(rawValue: ((daysSinceEpoch + 3) % 7 + 7) % 7 + 1)! }

    public func adding(days: Int) -> CivilDate {
        let (sum, overflows) = daysSinceEpoch.addingReportingOverflow(days)
        return CivilDate(daysSinceEpoch: overflows ? (days < 0 ? Int.min : Int.max) : sum)
    }

    /// The same day of the month that many months later, or the month's last where it has no such day.
    public func adding(months: Int) -> CivilDate {
        let limited = min(max(months, -120_000), 120_000)
        let index = year * 12 + month - 1 + limited
        guard index >= 12 else { return CivilDate(daysSinceEpoch: .min) }
        guard index < 120_000 else { return CivilDate(daysSinceEpoch: .max) }
        let (year, month) = (index / 12, index % 12 + 1)
        return CivilDate(daysSinceEpoch: Self.days(year, month, min(day, Self.days(inMonth: month, of: year))))
    }

    /// How many days `other` lies ahead; negative where it is earlier.
    public func days(until other: CivilDate) -> Int { other.daysSinceEpoch - daysSinceEpoch }

    public static func < (a: CivilDate, b: CivilDate) -> Bool { a.daysSinceEpoch < b.daysSinceEpoch }

    static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    // Both ways by eras of 400 years that begin in March, so that the leap day is a year's last (Howard Hinnant,
    // “chrono-compatible low-level date algorithms”).

    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private var civil: (year: Int, month: Int, day: Int) {
        let shifted = daysSinceEpoch + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        )
    }
}

public enum Weekday: Int, CaseIterable, Sendable {
    case monday = 1
    case tuesday, wednesday, thursday, friday, saturday, sunday

    public var name: String {
        switch self {
        case .monday: "Monday"
        case .tuesday: "Tuesday"
        case .wednesday: "Wednesday"
        case .thursday: "Thursday"
        case .friday: "Friday"
        case .saturday: "Saturday"
        case .sunday: "Sunday"
        }
    }

    public var isWeekend: Bool { self == .saturday || self == .sunday }
}

/// A time of day, to the minute, without a zone.
public struct CivilTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let hour: Int
    public let minute: Int

    public init?(hour: Int, minute: Int) {
        guard (0...23).contains(hour), (0...59).contains(minute) else { return nil }
        self.hour = hour
        self.minute = minute
    }

    /// Nil unless `iso` is `HH:MM`.
    public init?(iso: String) {
        let bytes = Array(iso.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
        guard let hour = Int(digits: bytes[0..<2]), let minute = Int(digits: bytes[3..<5]) else { return nil }
        self.init(hour: hour, minute: minute)
    }

    public var iso: String { "\(hour.padded(2)):\(minute.padded(2))" }

    public var description: String { iso }

    var secondOfDay: Int { hour * 3600 + minute * 60 }

    public static func < (a: CivilTime, b: CivilTime) -> Bool { a.secondOfDay < b.secondOfDay }
}

extension Int {
    /// Nil unless all of `digits` are ASCII digits.
    init?(digits: ArraySlice<UInt8>) {
        guard !digits.isEmpty, digits.count <= 9 else { return nil }
        var number = 0
        for byte in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
        }
        self = number
    }

    /// With leading zeros, to `width` digits.
    func padded(_ width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
