/// A training half day or a feedback session.
public enum SessionState: String, StateMachine {
    case planned, invited, held, cancelled

    public enum Act: String, CaseIterable, Sendable {
        case invite, hold, reschedule, cancel
    }

    public static let subject = "session"

    public static func transition(_ act: Act) -> Transition<SessionState> {
        switch act {
        case .invite: Transition(from: [.planned], to: .invited)
        case .hold: Transition(from: [.planned, .invited], to: .held)
        case .reschedule: Transition(from: [.planned, .invited], to: .planned)
        case .cancel: Transition(from: [.planned, .invited], to: .cancelled)
        }
    }

    public var isComing: Bool {
        switch self {
        case .planned, .invited: true
        case .held, .cancelled: false
        }
    }
}
