/// What has become of a reminder.
public enum ReminderState: String, CaseIterable, Sendable {
    case scheduled
    /// Not sent while the school that it is about is paused.
    case held
    case composed, void, expired
}
