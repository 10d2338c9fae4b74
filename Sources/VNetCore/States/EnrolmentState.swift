/// A school's place in a cohort.
public enum EnrolmentState: String, StateMachine {
    case waiting, applied, ready, confirmed, active, completed, deferred, withdrawn, replaced

    public enum Act: String, StateAct {
        /// A school that had left comes back.
        case reapply
        /// It comes back to a cohort that is full.
        case queue
        /// A place has come free for a school on the waiting list.
        case offer
        /// All three readiness criteria are attested; a WalkThrus cohort asks for none.
        case attest
        /// One of the criteria no longer holds.
        case retract
        case confirm
        /// The school's group is confirmed, or its WalkThrus cohort has started.
        case activate
        case complete
        /// The school goes to a later cohort.
        case `defer`
        case withdraw
        /// Another school takes its place.
        case replace

        public var done: String {
            switch self {
            case .reapply: "applied for again"
            case .queue: "put on the waiting list"
            case .offer: "offered"
            case .attest: "made ready"
            case .retract: "made unready"
            case .confirm: "confirmed"
            case .activate: "made active"
            case .complete: "completed"
            case .defer: "deferred"
            case .withdraw: "withdrawn"
            case .replace: "replaced"
            }
        }
    }

    public static let subject = "enrolment"

    public var words: String {
        switch self {
        case .waiting: "waiting for a place"
        case .applied: "applied for"
        case .ready, .confirmed, .active, .completed, .deferred, .withdrawn, .replaced: rawValue
        }
    }

    public static func transition(_ act: Act) -> Transition<EnrolmentState> {
        switch act {
        case .reapply: Transition(from: [.deferred, .withdrawn], to: .applied)
        case .queue: Transition(from: [.deferred, .withdrawn], to: .waiting)
        case .offer: Transition(from: [.waiting], to: .applied)
        case .attest: Transition(from: [.applied], to: .ready)
        case .retract: Transition(from: [.ready], to: .applied)
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

    /// Whether the school is expected at what its cohort has to come.
    public var isExpected: Bool {
        switch self {
        case .confirmed, .active: true
        case .waiting, .applied, .ready, .completed, .deferred, .withdrawn, .replaced: false
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

extension EnrolmentState {
    public func advice(towards act: Act) -> String {
        switch (self, act) {
        case (.waiting, _): "It is offered a place as soon as one comes free; “enrolment withdraw” takes it off."
        case (.applied, _): "“readiness attest” records its three criteria, and then “enrolment confirm” its place."
        case (.ready, _): "“enrolment confirm” confirms its place."
        case (.confirmed, .reapply), (.confirmed, .queue), (.confirmed, .offer), (.confirmed, .attest),
            (.confirmed, .retract), (.confirmed, .confirm):
            "It has its place; “enrolment withdraw” takes it out."
        case (.confirmed, _): "It takes part when its group is confirmed, with “group confirm”."
        case (.active, _): "It takes part; “enrolment withdraw” takes it out, and “cohort close” completes it."
        case (.deferred, _), (.withdrawn, _):
            "“enrolment create” enrols the school again while the cohort recruits, and in another cohort after that."
        case (.completed, _): "That is final; “enrolment create” enrols the school in another cohort."
        case (.replaced, _): "That is final: another has its place. “enrolment create” enrols it in another cohort."
        }
    }
}
