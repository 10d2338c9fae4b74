import CCurl
import VNetAPI
import VNetCore

/// How a delivery over SMTP ended, of which libcurl says one thing and the dialogue another.
struct Verdict: Equatable, Sendable {
    let attempt: Attempt
    /// The step that failed; nil when the message was taken.
    let failed: DeliveryStep?
    /// Why, in words for an administrator; empty when the message was taken.
    let cause: String

    private init(_ attempt: Attempt, _ failed: DeliveryStep?, _ cause: String) {
        self.attempt = attempt
        self.failed = failed
        self.cause = cause
    }

    /// `words` are libcurl's own about the failure, `isConnected` whether there was a connection before TLS was begun.
    init(_ code: CURLcode, _ dialogue: Dialogue, of server: SMTPServer, words: String, isConnected: Bool) {
        let reply = dialogue.reply
        let lost = code == CURLE_OPERATION_TIMEDOUT ? "it did not answer in time" : "the connection broke off"
        let step = Self.step(code, dialogue, server, isConnected)
        let said = reply.map { "it answered \(Self.codes($0))" } ?? lost
        switch dialogue.stage {
        case _ where code == CURLE_OK, .end:
            self =
                switch reply?.class {
                case _ where code == CURLE_OK, 2: Verdict(.ended(.sent, answer: reply?.words), nil, "")
                case 4: Verdict(.ended(.deferred, answer: reply?.words), .data, said)
                case 5: Verdict(.ended(.failed, answer: reply?.words), .data, said)
                default: Verdict(.ended(.unknown, answer: "4.4.2"), .data, said)
                }
        case .content where dialogue.isContentWhole:
            self = Verdict(.ended(.unknown, answer: "4.4.2"), .data, "\(lost) after the whole message was sent")
        case .mail, .rcpt, .data, .content:
            if let reply, Self.asksForLogin(reply) {
                self = Self.stopped(.auth, "\(server.place) wants another login (\(Self.codes(reply)))")
            } else if let reply, reply.class == 4 || reply.class == 5 {
                self = Verdict(.ended(reply.class == 5 ? .failed : .deferred, answer: reply.words), step, said)
            } else {
                self = Verdict(.ended(.deferred, answer: "4.4.2"), step, lost)
            }
        default:
            self = Self.stopped(step, Self.cause(step, code, dialogue, server, words))
        }
    }

    static func stopped(_ step: DeliveryStep, _ cause: String) -> Verdict {
        Verdict(.stopped(Stoppage(step: step, cause: cause)), step, cause)
    }

    /// Whether nothing of the message has been answered, as when a server has closed a connection that was held for it.
    var mayBeStale: Bool {
        switch attempt {
        case .stopped, .ended(.deferred, "4.4.2"): true
        default: false
        }
    }

    private static func asksForLogin(_ reply: Dialogue.Reply) -> Bool {
        [530, 534, 535, 538].contains(reply.code) || ["5.7.8", "5.7.9"].contains(ServerReply(reply.words)?.status)
    }

    private static func codes(_ reply: Dialogue.Reply) -> String {
        ServerReply(reply.words)?.words ?? "\(reply.code)"
    }

    /// At which step it ended.
    private static func step(
        _ code: CURLcode, _ dialogue: Dialogue, _ server: SMTPServer, _ isConnected: Bool
    ) -> DeliveryStep {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: return .name
        case CURLE_COULDNT_CONNECT: return .connect
        case CURLE_LOGIN_DENIED, CURLE_ABORTED_BY_CALLBACK: return .auth
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CIPHER,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_USE_SSL_FAILED, CURLE_SSL_ENGINE_INITFAILED:
            return .tls
        default: break
        }
        switch dialogue.stage {
        case .connect: return server.security == .tls && isConnected && dialogue.reply == nil ? .tls : .connect
        case .hello: return .connect
        case .tls: return .tls
        case .auth: return .auth
        case .mail: return .mail
        case .rcpt: return .rcpt
        case .data, .content, .end: return .data
        }
    }

    private static func cause(
        _ step: DeliveryStep, _ code: CURLcode, _ dialogue: Dialogue, _ server: SMTPServer, _ words: String
    ) -> String {
        let answer = dialogue.reply.map { " (\(codes($0)))" } ?? ""
        switch step {
        case .name: return "the name \(server.host) is not found"
        case .connect:
            if let reply = dialogue.reply, reply.class > 3 { return "\(server.place) turns us away\(answer)" }
            if code == CURLE_OPERATION_TIMEDOUT { return "\(server.place) does not answer" }
            return "\(server.place) does not take the connection: \(words)"
        case .tls:
            if code == CURLE_USE_SSL_FAILED { return "\(server.place) offers no TLS (STARTTLS)" }
            return "TLS with \(server.place) fails: \(words)"
        case .auth:
            if !dialogue.capabilities.contains("AUTH") { return "\(server.place) offers no login" }
            if dialogue.stage != .auth { return "\(server.place) offers no kind of login that vnet-mailer knows" }
            return "\(server.place) refuses the login\(answer)"
        case .mail, .rcpt, .data: return words
        }
    }
}
