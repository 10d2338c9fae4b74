/// A person's request that what is held about them be erased (UK GDPR, Article 17).
public enum ErasureState: String, StateMachine {
    case received, completed, refused, withdrawn

    public enum Act: String, StateAct {
        /// What was held about the person has been purged, and the purge verified.
        case complete
        /// The law has it kept.
        case refuse
        /// The person takes the request back.
        case withdraw

        public var done: String {
            switch self {
            case .complete: "completed"
            case .refuse: "refused"
            case .withdraw: "withdrawn"
            }
        }
    }

    public static let subject = "erasure request"

    public static func transition(_ act: Act) -> Transition<ErasureState> {
        switch act {
        case .complete: Transition(from: [.received], to: .completed)
        case .refuse: Transition(from: [.received], to: .refused)
        case .withdraw: Transition(from: [.received], to: .withdrawn)
        }
    }

    /// Whether it still waits for an answer.
    public var isOpen: Bool {
        switch self {
        case .received: true
        case .completed, .refused, .withdrawn: false
        }
    }
}

extension ErasureState {
    public func advice(towards act: Act) -> String {
        switch self {
        case .received: "“erasure complete”, “erasure refuse” or “erasure withdraw” answers it."
        case .completed, .refused, .withdrawn: "That is final; “erasure request” puts another on record."
        }
    }
}
