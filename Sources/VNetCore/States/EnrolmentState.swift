/// A school's place in a cohort.
public enum EnrolmentState: String, StateMachine {
    case applied, ready, confirmed, active, completed, withdrawn

    public enum Act: String, CaseIterable, Sendable {
        /// All three readiness criteria are attested; a WalkThrus cohort asks for none.
        case attest
        case confirm
        /// The school's group is confirmed, or its WalkThrus cohort has started.
        case activate
        case complete
        case withdraw
    }

    public static let subject = "enrolment"

    public static func transition(_ act: Act) -> Transition<EnrolmentState> {
        switch act {
        case .attest: Transition(from: [.applied], to: .ready)
        case .confirm: Transition(from: [.ready], to: .confirmed)
        case .activate: Transition(from: [.confirmed], to: .active)
        case .complete: Transition(from: [.active], to: .completed)
        case .withdraw: Transition(from: [.applied, .ready, .confirmed, .active], to: .withdrawn)
        }
    }

    /// Whether the school takes part: it is invited and reminded.
    public var takesPart: Bool {
        switch self {
        case .confirmed, .active, .completed: true
        case .applied, .ready, .withdrawn: false
        }
    }
}
