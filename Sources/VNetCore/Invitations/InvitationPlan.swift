/// A session or visit as the plan of invitations sees it.
public struct InvitedEvent: Sendable {
    public var subject: ReminderSubject
    /// What whoever is invited is to have in the calendar.
    public var entry: CalendarEntry
    /// Who is invited, by person: the enrolments of the schools that bring them. None bring a reviewer of the network.
    public var invited: [Int64: Set<Int64>]
    /// Whether it took place, on the day of `entry`.
    public var isHeld: Bool

    public init(subject: ReminderSubject, entry: CalendarEntry, invited: [Int64: Set<Int64>], isHeld: Bool) {
        self.subject = subject
        self.entry = entry
        self.invited = invited
        self.isHeld = isHeld
    }
}

/// What one person was written about an event.
public struct InviteHistory: Sendable {
    /// One message: an entry, or that it is no longer in the calendar.
    public struct Item: Equatable, Sendable {
        public var entry: CalendarEntry
        public var isCancellation: Bool
        /// Whether the message has left, so that the person may have it.
        public var mayHaveArrived: Bool

        public init(entry: CalendarEntry, isCancellation: Bool, mayHaveArrived: Bool) {
            self.entry = entry
            self.isCancellation = isCancellation
            self.mayHaveArrived = mayHaveArrived
        }

        /// What the person has in the calendar by it.
        public var kept: CalendarEntry? { isCancellation ? nil : entry }
    }

    /// In the order in which they were written.
    public var items: [Item]
    /// Of the schools that brought the person when the last was.
    public var enrolments: Set<Int64>

    public init(items: [Item] = [], enrolments: Set<Int64> = []) {
        self.items = items
        self.enrolments = enrolments
    }
}

/// What to write to one person about one event.
public enum InvitationAct: Equatable, Sendable {
    case nothing
    /// What has not left is stopped, and nothing takes its place: what the person has is right.
    case withdraw
    case invite(CalendarEntry)
    /// Other than what the person has, and in what.
    case change(CalendarEntry, from: CalendarEntry, Set<CalendarEntry.Difference>)
    /// What the person has goes.
    case cancel(CalendarEntry)
}

extension InvitationAct {
    /// What the message is about: what the person is to have, or has to lose.
    public var entry: CalendarEntry? {
        switch self {
        case .nothing, .withdraw: nil
        case .invite(let entry), .change(let entry, _, _), .cancel(let entry): entry
        }
    }
}

/// Decides what each person is written about sessions and visits, by what they should have in the calendar and what they
/// last got: what was written and never left does not count, and is overtaken by what is written now.
///
/// One exception: that something is off on its very day goes out in any case, and a new day comes after it.
public struct InvitationPlan: Sendable {
    public let today: CivilDate

    public init(today: CivilDate) { self.today = today }

    /// How many of the items stand: all up to the last that may have arrived, or that must.
    public func standing(_ history: InviteHistory) -> Int {
        let last = history.items.lastIndex {
            $0.mayHaveArrived || ($0.isCancellation && $0.entry.date <= today)
        }
        return last.map { $0 + 1 } ?? 0
    }

    /// `person` need not be invited, nor have been. Whichever of their schools bring them, they have the event once.
    public func act(of event: InvitedEvent, for person: Int64, after history: InviteHistory) -> InvitationAct {
        let count = standing(history)
        let had = history.items.prefix(count).last?.kept
        let hasUnsent = count < history.items.count
        let present = hasUnsent ? history.items.last?.kept : had
        let wanted = wanted(event, person, had)
        // What is past is left alone: nobody's calendar is changed for it.
        let days = [event.entry, wanted, present, had].compactMap { $0?.date }
        guard days.contains(where: { $0 >= today }) else { return .nothing }
        let isSo =
            wanted.map { wanted in present.map { wanted.differences(from: $0).isEmpty } ?? false } ?? (present == nil)
        // What has not left is to name the schools as they are.
        let hasOtherSchools = hasUnsent && wanted != nil && event.invited[person] != history.enrolments
        if isSo, !hasOtherSchools { return .nothing }
        switch (wanted, had) {
        case (nil, nil): return .withdraw
        case (nil, let had?): return .cancel(had)
        // Who does not have the event in the calendar is not invited to a day that is proposed only.
        case (let wanted?, nil): return wanted.isTentative ? (hasUnsent ? .withdraw : .nothing) : .invite(wanted)
        case (let wanted?, let had?):
            let differences = wanted.differences(from: had)
            return differences.isEmpty ? .withdraw : .change(wanted, from: had, differences)
        }
    }

    /// What the person is to have. What took place stays where it is in calendars, if it is there on the right day.
    private func wanted(_ event: InvitedEvent, _ person: Int64, _ had: CalendarEntry?) -> CalendarEntry? {
        if event.isHeld { return had?.date == event.entry.date ? had : nil }
        return event.invited[person] == nil ? nil : event.entry
    }
}
