import Glibc
import VNetAPI
import VNetClient
import VNetCore
import VNetDelivery
import VNetJSON
import VNetPlatform

/// Claims one message after another, delivers it, and reports. It never sleeps: vnetd answers a claim when it is time.
final class Delivering {
    private let transport: any Transport
    private let clock: any Clock
    private var pace: Pace
    private var patience = Patience()
    /// What stopped the transport; nil while it works.
    private var stoppage: Stoppage?
    /// For how many seconds after the stop nothing is tried.
    private var pause: Int64 = 0
    /// Where what was sent today is kept for the next run; nil where that does not matter.
    private let record: String?

    init(by transport: any Transport, pace: Pace, clock: any Clock, record: String?) {
        self.transport = transport
        self.pace = pace
        self.clock = clock
        self.record = pace.perDay == nil ? nil : record
        if let record = self.record, let bytes = try? SmallFile.read(record, limit: 1 << 16) {
            self.pace.recall(String(decoding: bytes, as: UTF8.self))
        }
    }

    func run(socket: String, once: Bool) throws(Failure) {
        do throws(ClientError) { try deliver(at: socket, once: once) } catch {
            switch error {
            case .unreachable(let path, let reason):
                throw Failure("Could not reach vnetd at \(path): \(reason).", .unavailable)
            case .disconnected(let reason): throw Failure("vnetd is gone: \(reason).", .unavailable)
            case .timedOut, .notAReply: throw Failure("vnetd gave no reply that makes sense.", .internalError)
            case .refused(let refusal): throw Failure(refusal.message, refusal.code.exit)
            }
        }
        if once, let stoppage {
            throw Failure("Nothing can be delivered: \(stoppage.cause).", stoppage.step.exit)
        }
        if once, pace.wait(at: clock.now) > 0 {
            throw Failure("The mail server takes no more for now. Run it again later.", .temporary)
        }
    }

    private func deliver(at socket: String, once: Bool) throws(ClientError) {
        let client = try Client(path: socket, timeoutMilliseconds: nil)
        while true {
            let wait = max(pause, pace.wait(at: clock.now))
            if once, wait > 0 { return }
            let claim = try claim(client, after: wait, isWaiting: !once && !transport.isConnected)
            if let (trial, letter) = Self.trial(claim) {
                try tell(of: trial, transport.test(letter), client)
                continue
            }
            guard let (message, letter) = Self.letter(claim) else {
                if once { return }
                // With a connection in hand, nothing was due at once: there is time to end it.
                guard transport.isConnected else {
                    throw .unreachable(path: socket, reason: "it is stopping")
                }
                transport.rest()
                continue
            }
            let isWanted = Self.hold(SIGTERM, SIG_BLOCK)
            defer { _ = isWanted && Self.hold(SIGTERM, SIG_UNBLOCK) }
            try settle(message, transport.deliver(letter), client)
        }
    }

    private func claim(_ client: Client, after wait: Int64, isWaiting: Bool) throws(ClientError) -> JSONObject {
        // Not for long is a connection held that nothing goes by.
        if wait > 10 { transport.rest() }
        var params: [(key: String, value: JSONValue)] = [
            ("transport", .string(transport.kind.rawValue)), ("wait", .bool(isWaiting || wait > 0)),
        ]
        if wait > 0 { params.append(("after", .integer(wait))) }
        return try client.call("deliver.claim", JSONObject(params))
    }

    /// What was claimed, and what a report on it has to name.
    private static func letter(_ claim: JSONObject) -> (message: [(key: String, value: JSONValue)], letter: Letter)? {
        guard let message = claim["message"], let token = claim["token"], let letter = Letter(claim) else { return nil }
        return ([("message", message), ("token", token)], letter)
    }

    /// A test that was asked for.
    private static func trial(_ claim: JSONObject) -> (number: JSONValue, letter: Letter)? {
        guard let number = claim["trial"], let letter = Letter(claim) else { return nil }
        return (number, letter)
    }

    private func tell(of trial: JSONValue, _ findings: [StepFinding], _ client: Client) throws(ClientError) {
        let steps = findings.compactMap { Self.label("\($0.step.rawValue) \($0.isDone ? "yes" : "no") \($0.detail)") }
        do throws(ClientError) {
            _ = try client.call(
                "deliver.tested", JSONObject([("trial", trial), ("steps", .array(steps.map { .string($0.text) }))]))
        } catch {
            // Nobody waits for it any more.
            guard case .refused = error else { throw error }
        }
    }

    private func settle(
        _ message: [(key: String, value: JSONValue)], _ attempt: Attempt, _ client: Client
    ) throws(ClientError) {
        switch attempt {
        case .ended(let result, let answer):
            note()
            if stoppage != nil { Log.info("Mail is delivered again.") }
            (stoppage, pause) = (nil, 0)
            patience.reset()
            var report = message + [("result", .string(result.rawValue))]
            if let answer = answer.flatMap(Self.label) { report.append(("reason", .string(answer.text))) }
            _ = try client.call("deliver.report", JSONObject(report))
        case .stopped(let stoppage):
            if stoppage != self.stoppage { Log.error("Nothing can be delivered: \(stoppage.cause).") }
            self.stoppage = stoppage
            pause = patience.wait(after: stoppage.step)
            let cause = Self.label(stoppage.cause)?.text ?? stoppage.step.rawValue
            _ = try client.call(
                "deliver.stop",
                JSONObject(message + [("step", .string(stoppage.step.rawValue)), ("cause", .string(cause))]))
        }
    }

    /// What a server said, as one line that can be sent on.
    private static func label(_ words: String) -> Label? {
        let line = String(String.UnicodeScalarView(words.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
        return Label(String(line.prefix(Label.limit)).split(separator: " ").joined(separator: " "))
    }

    /// A message went; that is on record before anything else is.
    private func note() {
        pace.note(at: clock.now)
        guard let record, let file = fopen(record + ".new", "w") else { return }
        fputs(pace.record, file)
        fclose(file)
        rename(record + ".new", record)
    }

    /// A message that is on its way is seen through before the mailer ends.
    private static func hold(_ signal: Int32, _ how: Int32) -> Bool {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, signal)
        return sigprocmask(how, &set, nil) == 0
    }
}

extension Letter {
    /// What a claim gave; nil where it gave none.
    fileprivate init?(_ claim: JSONObject) {
        guard case .string(let name)? = claim["message_id"], case .string(let sender)? = claim["sender"],
            case .string(let recipient)? = claim["recipient"], case .string(let content)? = claim["content"],
            let sender = EmailAddress(sender), let recipient = EmailAddress(recipient)
        else { return nil }
        self.init(sender: sender, recipient: recipient, messageID: name, content: Array(content.utf8))
    }
}

extension DeliveryStep {
    /// What a mailer that stopped there exits with.
    fileprivate var exit: ExitStatus {
        switch self {
        case .name, .connect: .unavailable
        case .tls, .auth, .mail, .rcpt, .data: .configuration
        }
    }
}
