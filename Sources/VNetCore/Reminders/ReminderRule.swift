/// How far a reminder lies from the day of its occasion: `-10` and `+5` count school working days of the recipient,
/// `+90d` counts calendar days, `0` is the day itself.
public struct ReminderOffset: Hashable, Sendable, CustomStringConvertible {
    public enum Unit: Hashable, Sendable { case workingDays, calendarDays }

    public let count: Int
    public let unit: Unit

    public init(_ count: Int, _ unit: Unit = .workingDays) {
        self.count = count
        self.unit = unit
    }

    /// Nil unless `text` is an optional sign, one to three digits and an optional `d`.
    public init?(_ text: String) {
        let isCalendar = text.hasSuffix("d")
        let number = isCalendar ? text.dropLast() : text[...]
        let sign = number.first.flatMap { $0 == "-" || $0 == "+" ? $0 : nil }
        let digits = Array(number.utf8.dropFirst(sign == nil ? 0 : 1))
        guard digits.count <= 3, let count = Int(digits: digits[...]) else { return nil }
        self.init(sign == "-" ? -count : count, isCalendar ? .calendarDays : .workingDays)
    }

    public var description: String { (count > 0 ? "+" : "") + String(count) + (unit == .calendarDays ? "d" : "") }

    /// “10 working days before”, “on the day of”.
    public var words: String {
        guard count != 0 else { return "on the day of" }
        let days = abs(count) == 1 ? "day" : "days"
        return "\(abs(count)) \(unit == .workingDays ? "working \(days)" : days) \(count < 0 ? "before" : "after")"
    }
}

/// What becomes of a reminder that could not go out on its day, because the daemon was not running.
public enum LatePolicy: String, CaseIterable, Sendable {
    /// It goes out in a mail of its own.
    case send
    /// It goes out with whatever else is due for the same person.
    case digest
    /// It is not sent.
    case drop
}

/// When the reminders of one kind go out: configuration, with the defaults of the default schedule.
public struct ReminderRule: Equatable, Sendable {
    public var kind: ReminderKind
    /// To the people whom the kind addresses.
    public var offsets: [ReminderOffset]
    /// To the network's administrator.
    public var escalations: [ReminderOffset]
    /// Local time of sending, in the network's time zone.
    public var time: CivilTime
    /// Calendar days after the day on which it was to go out when a reminder that was never sent is no longer of use.
    /// Reminders that lead up to an occasion expire when it begins.
    public var expiresAfter: Int
    /// What becomes of one that could not go out on its day, and has not expired.
    public var late: LatePolicy
    public var isEnabled: Bool

    public init(
        _ kind: ReminderKind, _ offsets: [Int], _ unit: ReminderOffset.Unit = .workingDays, escalations: [Int] = [],
        expiresAfter: Int = 60
    ) {
        self.kind = kind
        self.offsets = offsets.map { ReminderOffset($0, unit) }
        self.escalations = escalations.map { ReminderOffset($0, unit) }
        self.time = ReminderSchedule.defaultTime
        self.expiresAfter = expiresAfter
        self.late = .digest
        self.isEnabled = true
    }
}

/// All rules in force, one a kind.
public struct ReminderSchedule: Equatable, Sendable {
    public private(set) var rules: [ReminderKind: ReminderRule]

    public init(_ rules: [ReminderRule] = Self.defaults) {
        self.rules = Dictionary(rules.map { ($0.kind, $0) }, uniquingKeysWith: { $1 })
    }

    public subscript(kind: ReminderKind) -> ReminderRule? { rules[kind].flatMap { $0.isEnabled ? $0 : nil } }

    public mutating func replace(_ rule: ReminderRule) { rules[rule.kind] = rule }

    /// 08:00.
    public static let defaultTime = CivilTime(hour: 8, minute: 0)!

    /// The network's default schedule. Whom a kind addresses is the kind's own (see `ReminderPlan`).
    public static let defaults: [ReminderRule] = [
        ReminderRule(.enquiry, [], escalations: [5, 10]),
        // It lapses then, also where the mail is switched off.
        ReminderRule(.enquiryLapse, [], escalations: [11]),
        ReminderRule(.erasure, [], escalations: [-10, -5, -1, 1, 5, 10]),
        ReminderRule(.readiness, [-20, -10, -5], escalations: [-5]),
        ReminderRule(.training, [-10, -2]),
        ReminderRule(.trainingAbsence, [], escalations: [0]),
        ReminderRule(.protocolAcceptance, [1, 5, 10], escalations: [10], expiresAfter: 365),
        ReminderRule(.visitDates, [5], escalations: [10]),
        ReminderRule(.documents, [-15]),
        ReminderRule(.cover, [-20]),
        ReminderRule(.timetable, [-5]),
        ReminderRule(.visitors, [-5]),
        ReminderRule(.visit, [-1]),
        ReminderRule(.unrecorded, [], escalations: [1, 5, 10]),
        ReminderRule(.concern, [], escalations: [1, 2, 3, 5, 10, 15, 20]),
        ReminderRule(.writeUp, [5], escalations: [10]),
        ReminderRule(.factualCheck, [5]),
        ReminderRule(.feedbackPrompt, [1, 5, 10], escalations: [11]),
        ReminderRule(.feedbackSession, [-15, -5, -1]),
        ReminderRule(.networkSession, [-10, -2]),
        ReminderRule(.outstandingWriteUps, [-10, -5], escalations: [-10, -5]),
        ReminderRule(.actions, [5]),
        ReminderRule(.impactCheck, [90], .calendarDays),
        ReminderRule(.purgeNotice, [-30, -7], .calendarDays, escalations: [-30, -7]),
        ReminderRule(.holdReview, [], escalations: [0, 5, 10]),
    ]
}
