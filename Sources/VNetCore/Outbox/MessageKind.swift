/// What a message is for.
public enum MessageKind: String, CaseIterable, Sendable {
    /// Of one thing that is due.
    case reminder
    /// Of several things that are due for one person.
    case digest
    /// It puts a date into a calendar, says what has become of it, or takes it out.
    case invitation, change, cancellation
    /// Of something that has just happened.
    case notice
}
