/// What of a message can no longer be read, so that it failed without an attempt: its key, or what it seals, is damaged.
public enum MessageFault: String, CaseIterable, Sendable {
    case text, recipient

    /// What is the matter, and what to do.
    public var words: String {
        switch self {
        case .text: "its text can no longer be read: ring whom it was for"
        case .recipient:
            "the name and address of whom it is for can no longer be read: “contact import” with the same address puts them "
                + "right, and “outbox retry” sends it then"
        }
    }
}
