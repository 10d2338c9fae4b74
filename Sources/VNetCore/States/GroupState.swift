/// A triad or tetrad.
public enum GroupState: String, StateMachine {
    case proposed, confirmed, active, complete
    case underStrength = "under_strength"
    case merged, dissolved

    public enum Act: String, StateAct {
        case confirm
        /// The first visit has been held.
        case activate
        /// Every visit is accepted or cancelled.
        case complete
        /// Fewer than three schools are left.
        case weaken
        /// It goes on: schools were added, a reviewer of the network helps out, or two schools go on as a pair. `activate`
        /// follows if one of its visits has been held.
        case restore
        /// Its schools go on in other groups.
        case merge
        case dissolve

        public var done: String {
            switch self {
            case .confirm: "confirmed"
            case .activate: "made active"
            case .complete: "completed"
            case .weaken: "weakened"
            case .restore: "restored"
            case .merge: "merged"
            case .dissolve: "dissolved"
            }
        }
    }

    public static let subject = "group"

    public static func transition(_ act: Act) -> Transition<GroupState> {
        switch act {
        case .confirm: Transition(from: [.proposed], to: .confirmed)
        case .activate: Transition(from: [.confirmed], to: .active)
        case .complete: Transition(from: [.active, .underStrength], to: .complete)
        case .weaken: Transition(from: [.proposed, .confirmed, .active], to: .underStrength)
        case .restore: Transition(from: [.underStrength], to: .confirmed)
        case .merge: Transition(from: [.proposed, .confirmed, .active, .underStrength], to: .merged)
        case .dissolve: Transition(from: [.proposed, .confirmed, .underStrength], to: .dissolved)
        }
    }

    /// Whether no other group of its cohort may have its name.
    public var keepsName: Bool {
        switch self {
        case .proposed, .confirmed, .active, .complete, .underStrength: true
        case .merged, .dissolved: false
        }
    }

    /// Whether schools can still join it or leave it.
    public var isOpen: Bool {
        switch self {
        case .proposed, .confirmed, .active, .underStrength: true
        case .complete, .merged, .dissolved: false
        }
    }
}

extension GroupState {
    public func advice(towards act: Act) -> String {
        switch (self, act) {
        case (.proposed, _): "“group confirm” confirms it."
        case (.confirmed, _): "“visit hold” records its first visit."
        case (.active, .dissolve):
            "Its visits have begun: “group join” moves a school to another group, and “enrolment withdraw” takes one out."
        case (.active, _): "It goes on as it is; “group pause” lets it rest."
        case (.underStrength, _): "“group options” lists how it can go on."
        case (.complete, _): "That is final; all its visits are over."
        case (.merged, _): "That is final; its schools are in other groups, which “cohort get” shows."
        case (.dissolved, _): "That is final; “group create” makes another of its schools."
        }
    }
}
