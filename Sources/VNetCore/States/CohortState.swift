/// Where a cohort is in its life. Its phase (trained, grouped, dated …) is derived, never stored.
public enum CohortState: String, StateMachine {
    case draft, recruiting, running, closed, purged, cancelled

    public enum Act: String, CaseIterable, Sendable {
        case open, start, close, cancel, purge
    }

    public static let subject = "cohort"

    public static func transition(_ act: Act) -> Transition<CohortState> {
        switch act {
        case .open: Transition(from: [.draft], to: .recruiting)
        case .start: Transition(from: [.recruiting], to: .running)
        case .close: Transition(from: [.running], to: .closed)
        case .cancel: Transition(from: [.draft, .recruiting, .running], to: .cancelled)
        case .purge: Transition(from: [.closed, .cancelled], to: .purged)
        }
    }

    /// Whether reminders are planned for it.
    public var isLive: Bool {
        switch self {
        case .recruiting, .running, .closed, .cancelled: true
        case .draft, .purged: false
        }
    }
}
