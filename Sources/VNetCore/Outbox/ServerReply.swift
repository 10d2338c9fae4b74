/// What is kept of a mail server's answer: its codes. Its words may hold somebody's address.
public struct ServerReply: Equatable, Sendable {
    /// The reply code of RFC 5321, from 200 to 599.
    public let code: Int?
    /// The enhanced status code of RFC 3463, such as “5.1.1”.
    public let status: String?

    /// The codes that the server's `words` begin with; nil where they begin with none.
    public init?(_ words: String) {
        let parts = words.split(maxSplits: 2, whereSeparator: { " -\t#".contains($0) }).prefix(2)
        code = parts.first.flatMap { $0.count == 3 ? Int($0) : nil }.flatMap { (200...599).contains($0) ? $0 : nil }
        status = parts.dropFirst(code == nil ? 0 : 1).first.flatMap { Self.isStatus($0) ? String($0) : nil }
        if code == nil, status == nil { return nil }
    }

    /// What stands for the answer where none came: the mailer went away before it reported.
    public static let brokeOff = ServerReply("4.4.2")!

    /// A class, a subject and a detail.
    private static func isStatus(_ text: Substring) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, ["2", "4", "5"].contains(parts[0]) else { return false }
        return parts.dropFirst().allSatisfy {
            (1...3).contains($0.utf8.count) && $0.utf8.allSatisfy { (48...57).contains($0) }
        }
    }

    /// “550 5.1.1”
    public var codes: String { [code.map(String.init), status].compactMap(\.self).joined(separator: " ") }

    /// “550 5.1.1, there is no such mailbox”
    public var words: String { meaning.map { "\(codes), \($0)" } ?? codes }

    /// What RFC 3463 says that the status means, of those that an administrator can do something about.
    private var meaning: String? {
        switch status?.dropFirst(2) {
        case "1.1", "1.6": "there is no such mailbox"
        case "1.2": "there is no such mail domain"
        case "2.1": "the mailbox takes no mail"
        case "2.2": "the mailbox is full"
        case "2.3", "3.4": "the message is too long"
        case "3.0", "3.1": "the mail system failed"
        case "4.1": "the server does not answer"
        case "4.2": "the attempt broke off"
        case "7.1": "the server does not take mail from here"
        case "7.0", "7.26": "the server does not trust the sender"
        default: nil
        }
    }
}
