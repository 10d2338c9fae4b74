/// How far a purge is. Each state is committed before what leads to the next is begun, so that a purge which was cut off goes
/// on from there.
public enum PurgeState: String, StateMachine {
    /// Its records are deleted, with the commit that began it.
    case deleted
    /// Their keys are destroyed.
    case shredded
    /// The files are rewritten, and nothing of it was found in them.
    case complete

    public enum Act: String, StateAct {
        case shred, complete

        public var done: String {
            switch self {
            case .shred: "shredded"
            case .complete: "completed"
            }
        }
    }

    public static let subject = "purge"

    public static func transition(_ act: Act) -> Transition<PurgeState> {
        switch act {
        case .shred: Transition(from: [.deleted], to: .shredded)
        case .complete: Transition(from: [.shredded], to: .complete)
        }
    }

    public func advice(towards act: Act) -> String {
        switch self {
        case .deleted, .shredded: "It goes on by itself; “purge get” says how far it is."
        case .complete: "That is final; “certificate get” shows the proof."
        }
    }
}
