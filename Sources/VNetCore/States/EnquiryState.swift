/// A school's or trust's question whether it can set up or join a cohort.
public enum EnquiryState: String, StateMachine {
    case received, contacted, converted, declined, lapsed

    public enum Act: String, StateAct {
        /// Somebody of the network spoke with the enquirer; as often as it happens, and also after it had lapsed.
        case contact
        /// The enquirer's schools are enrolled in a cohort.
        case convert
        /// The enquirer, or the network, says no.
        case decline
        /// Nothing came of it in time.
        case lapse

        public var done: String {
            switch self {
            case .contact: "followed up"
            case .convert: "converted"
            case .decline: "declined"
            case .lapse: "given up"
            }
        }
    }

    public static let subject = "enquiry"

    public static func transition(_ act: Act) -> Transition<EnquiryState> {
        switch act {
        case .contact: Transition(from: [.received, .contacted, .lapsed], to: .contacted)
        case .convert: Transition(from: [.received, .contacted], to: .converted)
        case .decline: Transition(from: [.received, .contacted], to: .declined)
        case .lapse: Transition(from: [.received, .contacted], to: .lapsed)
        }
    }

    /// Whether it still waits for an answer.
    public var isOpen: Bool {
        switch self {
        case .received, .contacted: true
        case .converted, .declined, .lapsed: false
        }
    }
}

extension EnquiryState {
    public func advice(towards act: Act) -> String {
        switch (self, act) {
        case (.received, _), (.contacted, _): "“enquiry contact” records a call."
        case (.lapsed, _): "“enquiry contact” opens it again."
        case (.converted, _): "That is final; “enrolment withdraw” takes a school out of its cohort."
        case (.declined, _): "That is final; “enquiry create” puts another on record."
        }
    }
}
