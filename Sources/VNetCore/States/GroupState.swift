/// A triad or tetrad.
public enum GroupState: String, StateMachine {
    case proposed, confirmed, active, complete
    case underStrength = "under_strength"
    case dissolved

    public enum Act: String, CaseIterable, Sendable {
        case confirm
        /// The first visit has been held.
        case activate
        /// Every visit is accepted, cancelled or missed.
        case complete
        /// Fewer than three schools are left.
        case weaken
        case dissolve
    }

    public static let subject = "group"

    public static func transition(_ act: Act) -> Transition<GroupState> {
        switch act {
        case .confirm: Transition(from: [.proposed], to: .confirmed)
        case .activate: Transition(from: [.confirmed], to: .active)
        case .complete: Transition(from: [.active, .underStrength], to: .complete)
        case .weaken: Transition(from: [.proposed, .confirmed, .active], to: .underStrength)
        case .dissolve: Transition(from: [.proposed, .confirmed, .underStrength], to: .dissolved)
        }
    }
}
