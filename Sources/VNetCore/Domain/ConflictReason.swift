/// Why two schools are never put into a group together: a code, for nobody's private affairs are written down.
public enum ConflictReason: String, CaseIterable, Sendable {
    /// People at the two schools are close to each other.
    case relationship
    /// Somebody leads or governs both, or went from one to the other.
    case leadership
    /// The schools compete for the same pupils.
    case competition
    case dispute
    case other

    public var words: String {
        switch self {
        case .relationship: "people at the two schools are close to each other"
        case .leadership: "the two schools share, or lately shared, somebody who leads or governs"
        case .competition: "the two schools compete for the same pupils"
        case .dispute: "there is a dispute between the two schools"
        case .other: "a reason that is not on record"
        }
    }
}
