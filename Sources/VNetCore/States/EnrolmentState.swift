/// A school's place in a cohort.
public enum EnrolmentState: String, StateMachine {
    case waiting, applied, ready, confirmed, active, completed, deferred, withdrawn, replaced

    public enum Act: String, CaseIterable, Sendable {
        /// A school that had left comes back.
        case reapply
        /// A place has come free for a school on the waiting list.
        case offer
        /// All three readiness criteria are attested; a WalkThrus cohort asks for none.
        case attest
        case confirm
        /// The school's group is confirmed, or its WalkThrus cohort has started.
        case activate
        case complete
        /// The school goes to a later cohort.
        case `defer`
        case withdraw
        /// Another school takes its place.
        case replace
    }

    public static let subject = "enrolment"

    public static func transition(_ act: Act) -> Transition<EnrolmentState> {
        switch act {
        case .reapply: Transition(from: [.deferred, .withdrawn], to: .applied)
        case .offer: Transition(from: [.waiting], to: .applied)
        case .attest: Transition(from: [.applied], to: .ready)
        case .confirm: Transition(from: [.ready], to: .confirmed)
        case .activate: Transition(from: [.confirmed], to: .active)
        case .complete: Transition(from: [.active], to: .completed)
        case .defer: Transition(from: [.waiting, .applied, .ready, .confirmed, .active], to: .deferred)
        case .withdraw: Transition(from: [.waiting, .applied, .ready, .confirmed, .active], to: .withdrawn)
        case .replace: Transition(from: [.confirmed, .active], to: .replaced)
        }
    }

    /// Whether the school takes part: it is invited and reminded.
    public var takesPart: Bool {
        switch self {
        case .confirmed, .active, .completed: true
        case .waiting, .applied, .ready, .deferred, .withdrawn, .replaced: false
        }
    }

    /// Whether the school has left the cohort.
    public var hasLeft: Bool {
        switch self {
        case .deferred, .withdrawn, .replaced: true
        case .waiting, .applied, .ready, .confirmed, .active, .completed: false
        }
    }

    /// Whether the school takes up one of the cohort's places.
    public var hasPlace: Bool { !hasLeft && self != .waiting }
}
