/// A triad or tetrad.
public enum GroupState: String, StateMachine {
    case proposed, confirmed, active, complete
    case underStrength = "under_strength"
    case merged, dissolved

    public enum Act: String, CaseIterable, Sendable {
        case confirm
        /// The first visit has been held.
        case activate
        /// Every visit is accepted, cancelled or missed.
        case complete
        /// Fewer than three schools are left.
        case weaken
        /// It goes on: schools were added, a reviewer of the network helps out, or two schools go on as a pair.
        case restore
        /// Its schools go on in other groups.
        case merge
        case dissolve
    }

    public static let subject = "group"

    public static func transition(_ act: Act) -> Transition<GroupState> {
        switch act {
        case .confirm: Transition(from: [.proposed], to: .confirmed)
        case .activate: Transition(from: [.confirmed], to: .active)
        case .complete: Transition(from: [.active, .underStrength], to: .complete)
        case .weaken: Transition(from: [.proposed, .confirmed, .active], to: .underStrength)
        case .restore: Transition(from: [.underStrength], to: .active)
        case .merge: Transition(from: [.proposed, .confirmed, .active, .underStrength], to: .merged)
        case .dissolve: Transition(from: [.proposed, .confirmed, .underStrength], to: .dissolved)
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
