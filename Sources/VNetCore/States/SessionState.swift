/// A session, of whatever kind.
public enum SessionState: String, StateMachine {
    case planned, invited, held, postponed, cancelled

    public enum Act: String, StateAct {
        case invite, hold, reschedule
        /// It does not take place on its day, and has no new one yet.
        case postpone
        case cancel

        public var done: String {
            switch self {
            case .invite: "sent out"
            case .hold: "held"
            case .reschedule: "moved"
            case .postpone: "postponed"
            case .cancel: "cancelled"
            }
        }
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

extension SessionState {
    public func advice(towards act: Act) -> String {
        switch (self, act) {
        case (.planned, .invite): "It goes out when the first school has its place, with “enrolment confirm”."
        case (.planned, _), (.invited, _): "“session hold” records that it was held."
        case (.postponed, _): "“session reschedule” gives it a new day."
        case (.held, _): "That is final; “attendance record” says who was there."
        case (.cancelled, _): "That is final; “session schedule” sets another."
        }
    }
}
