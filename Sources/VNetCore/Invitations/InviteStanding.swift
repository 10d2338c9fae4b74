/// How an entry stands in a person's calendar.
public enum InviteStanding: String, CaseIterable, Sendable {
    case agreed
    /// Its day is proposed only.
    case tentative
    /// Taken out.
    case cancelled
}
