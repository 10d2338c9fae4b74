import Glibc
import VNetAPI
import VNetClient
import VNetCommandLine
import VNetJSON

/// What is told on standard error when a command is not carried out.
struct Complaint: Error {
    var status: ExitStatus
    /// Stable, for scripts: the daemon's code, or one of vnetctl's own.
    let code: String
    let message: String
    /// What the daemon refused with, if it was the daemon.
    var refusal: Refusal?
    var usage: String?

    init(_ status: ExitStatus, _ code: String, _ message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    init(_ error: UsageError) {
        self.init(.usage, "usage", error.message)
        usage = error.usage
    }

    init(_ error: ClientError) {
        switch error {
        case .refused(let refusal):
            self.init(refusal.code.exit, refusal.code.rawValue, Self.words(refusal))
            self.refusal = refusal
        case .unreachable(let path, let reason):
            self.init(.unavailable, "daemon.unreachable", "Could not reach vnetd at \(path): \(reason). Is it running?")
        case .disconnected(let reason):
            self.init(
                .unavailable, "daemon.disconnected",
                "The reply did not come: \(reason). What was asked for may have been done; look before you repeat it.")
        case .timedOut:
            self.init(
                .timedOut, "timed_out",
                "vnetd did not answer in time. What was asked for may still be done; a longer --timeout waits for it.")
        case .notAReply:
            self.init(.protocolMismatch, "protocol.mismatch", "What answered is not a vnetd that vnetctl knows.")
        }
    }

    /// What is about the line that vnetctl has sent means nothing to who typed another.
    private static func words(_ refusal: Refusal) -> String {
        guard refusal.code == .lineTooLong, let limit = refusal.offset else { return refusal.message }
        return
            "That is more than the \(limit) bytes that vnetd takes at once. Say it in fewer words, or in several commands."
    }

    /// For a command that asks whether vnetd runs: that it cannot be reached is an answer.
    var asNotRunning: Complaint {
        var answer = self
        if status == .unavailable { answer.status = .notSo }
        return answer
    }

    func write(as form: OutputForm) {
        switch form {
        case .json, .jsonLines: Terminal.write(json + "\n", to: STDERR_FILENO)
        case .human, .fields: Terminal.write(text, to: STDERR_FILENO)
        }
    }

    private var text: String {
        var lines = ["vnetctl: \(message)"]
        // The first detail may be what the message says already.
        let details = (refusal?.details ?? []).drop { message.hasSuffix($0) }
        lines += details.map { "  \($0)" }
        if let usage { lines.append("Usage: \(usage)") }
        return lines.map { Harmless.text($0) + "\n" }.joined()
    }

    /// One flat object: what went wrong, for a script to go by.
    private var json: String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("code")
        writer.string(code)
        writer.key("message")
        writer.string(message)
        writer.key("exit")
        writer.integer(Int64(status.rawValue))
        writer.key("retryable")
        writer.bool(refusal?.code.isRetryable ?? false)
        if let refusal {
            if let milliseconds = refusal.retryAfterMilliseconds {
                writer.key("retry_after_ms")
                writer.integer(Int64(milliseconds))
            }
            writer.key("hint")
            writer.string(refusal.hint)
        }
        if let path = refusal?.path {
            writer.key("path")
            writer.string(path)
        }
        if let offset = refusal?.offset {
            writer.key("offset")
            writer.integer(Int64(offset))
        }
        if let details = refusal?.details, !details.isEmpty {
            writer.key("details")
            writer.value(.array(details.map(JSONValue.string)))
        }
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
