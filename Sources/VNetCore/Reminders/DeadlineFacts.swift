/// What the reminder plan of something that the administrator has to do by a day is made from.
public struct DeadlineFacts: Sendable {
    public var kind: ReminderKind
    public var subject: ReminderSubject
    /// Nil once it is done.
    public var day: CivilDate?

    public init(kind: ReminderKind, subject: ReminderSubject, day: CivilDate?) {
        self.kind = kind
        self.subject = subject
        self.day = day
    }
}

extension DeadlineFacts {
    /// By its day it is to be asked whether a hold is still needed.
    public init(_ hold: Hold) {
        self.init(
            kind: .holdReview, subject: ReminderSubject(.hold, hold.id),
            day: hold.liftedOn == nil ? hold.reviewOn : nil)
    }
}

extension ReminderPlan {
    /// Until it is done the administrator is reminded of it, before its day and after it.
    public func reminders(for facts: DeadlineFacts) -> [PlannedReminder] {
        guard let day = facts.day else { return [] }
        return reminders(for: Occasion(kind: facts.kind, subject: facts.subject, date: day, recipients: []))
    }
}
