/// A session, of whatever kind.
public enum SessionState: String, StateMachine {
    case planned, invited, held, postponed, cancelled

    public enum Act: String, CaseIterable, Sendable {
        case invite, hold, reschedule
        /// It does not take place on its day, and has no new one yet.
        case postpone
        case cancel
    }

    public static let subject = "session"

    public static func transition(_ act: Act) -> Transition<SessionState> {
        switch act {
        case .invite: Transition(from: [.planned], to: .invited)
        case .hold: Transition(from: [.planned, .invited], to: .held)
        case .reschedule: Transition(from: [.planned, .invited, .postponed], to: .planned)
        case .postpone: Transition(from: [.planned, .invited], to: .postponed)
        case .cancel: Transition(from: [.planned, .invited, .postponed], to: .cancelled)
        }
    }

    public var isComing: Bool {
        switch self {
        case .planned, .invited: true
        case .held, .postponed, .cancelled: false
        }
    }
}
