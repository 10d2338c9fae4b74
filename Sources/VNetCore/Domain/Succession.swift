/// How one school came after another, as the register's links have it.
public enum Succession: String, CaseIterable, Sendable {
    /// The one has taken over from the other, whole: an academy conversion, most often.
    case whole
    /// Each of several schools has taken over a part.
    case split
    /// The other goes on as before, with what the one was besides.
    case merged
    /// Several schools have become a new one.
    case amalgamated

    /// The noun that goes with it.
    public var noun: String {
        switch self {
        case .whole: "succession"
        case .split: "split"
        case .merged: "merger"
        case .amalgamated: "amalgamation"
        }
    }
}
