/// What has been said between a mail server and libcurl, as libcurl shows it: how far a delivery came, and with what reply.
///
/// Secrets pass by here, and are not kept.
struct Dialogue: Equatable, Sendable {
    enum Stage: Int, Comparable, Sendable {
        case connect, hello, tls, auth, mail, rcpt, data
        /// The server waits for the message.
        case content
        /// It has answered the end of the message.
        case end

        static func < (one: Stage, other: Stage) -> Bool { one.rawValue < other.rawValue }
    }

    struct Reply: Equatable, Sendable {
        let code: Int
        let text: String
        /// “550 5.1.1 No such user”
        var words: String { text.isEmpty ? "\(code)" : "\(code) \(text)" }
        var `class`: Int { code / 100 }
    }

    private(set) var stage = Stage.connect
    /// The last whole reply to what was said at this stage; nil until it comes.
    private(set) var reply: Reply?
    /// Whether the server has accepted our login on this connection.
    private(set) var isAuthenticated = false
    /// What the server says that it can do, in capitals.
    private(set) var capabilities: Set<String> = []
    /// Whether we have taken our leave, so that what is said is about nothing any more.
    private var isLeaving = false
    /// Whether all of the message has been handed over, so that its end may have arrived.
    var isContentWhole = false

    /// Another message, maybe on the same connection.
    mutating func begin() {
        stage = .connect
        reply = nil
        (isContentWhole, isLeaving) = (false, false)
    }

    /// A command that was sent. What answers a challenge of the login is no command.
    mutating func said(_ line: String) {
        if stage == .auth, reply?.code == 334 {
            reply = nil
            return
        }
        switch line.prefix(while: \.isLetter) {
        case "EHLO", "HELO":
            (capabilities, isAuthenticated) = ([], false)
            turn(to: .hello)
        case "STARTTLS": turn(to: .tls)
        case "AUTH": turn(to: .auth)
        case "MAIL": turn(to: .mail)
        case "RCPT": turn(to: .rcpt)
        case "DATA": turn(to: .data)
        case "QUIT": isLeaving = true
        default: break
        }
    }

    private mutating func turn(to next: Stage) {
        stage = next
        reply = nil
    }

    /// A line of a reply.
    mutating func heard(_ line: String) {
        guard !isLeaving, let code = Int(line.prefix(3)), (100...999).contains(code) else { return }
        let rest = line.dropFirst(3)
        let text = rest.dropFirst().trimmingEnd
        if stage == .hello, let word = text.split(separator: " ").first { capabilities.insert(word.uppercased()) }
        guard rest.first != "-" else { return }
        if stage == .content { stage = .end }
        reply = Reply(code: code, text: text)
        if stage == .auth, code == 235 { isAuthenticated = true }
        if stage == .data, code == 354 { turn(to: .content) }
    }
}

extension Substring {
    fileprivate var trimmingEnd: String {
        var text = self
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
