import Glibc
import VNetAPI
import VNetClient
import VNetCommandLine
import VNetJSON

/// `watch`: tells what happens, over every restart of the daemon, for as long as somebody reads it.
extension VNetCtl {
    func watch(_ line: RequestLine) throws(Complaint) -> ExitStatus {
        Terminal.endQuietly()
        Terminal.requireOutput()
        var line = line
        var style = Terminal.style(settings)
        var session = try Session(settings)
        if settings.form == .human { session.date(&style, by: try session.call(Verb.hello.rawValue)) }
        try subscribe(session, &line)
        while true {
            do throws(Complaint) {
                while let event = try session.event(whileRead: STDOUT_FILENO) {
                    Self.goOn(&line, after: event)
                    let rendered = line.event(event, as: settings.form, style)
                    Terminal.write(rendered.output)
                    for note in rendered.notes { remark(note) }
                    // One document is all that --json prints.
                    if settings.form == .json { return .done }
                }
                // As it would be at the next write.
                raise(SIGPIPE)
            } catch { guard error.status == .unavailable else { throw error } }
            session = try resume(&line)
        }
    }

    /// Asks for what happens; unless told since when, from now on.
    private func subscribe(_ session: Session, _ line: inout RequestLine) throws(Complaint) {
        let state = try session.call(line.verb.rawValue, line.params)
        if line.params["since"] == nil { Self.goOn(&line, after: state) }
    }

    private static func goOn(_ line: inout RequestLine, after event: JSONObject) {
        guard case .string(let epoch)? = event["epoch"], case .integer(let seq)? = event["seq"] else { return }
        line.params["since"] = .string(EventCursor(epoch: epoch, seq: seq).wireText)
    }

    /// Subscribes anew, when the daemon is back, to what has happened meanwhile and what comes.
    private func resume(_ line: inout RequestLine) throws(Complaint) -> Session {
        remark("vnetd has gone. When it is back, what has happened meanwhile is told first.")
        var pause: Int32 = 10
        while true {
            do throws(Complaint) {
                let session = try Session(settings)
                try subscribe(session, &line)
                return session
            } catch {
                // One that starts or stops may be busy, or have no room yet.
                guard [.unavailable, .temporary, .timedOut].contains(error.status) else { throw error }
            }
            if Terminal.isReaderGone(after: pause) { raise(SIGPIPE) }
            pause = min(pause * 2, 500)
        }
    }

    private func remark(_ note: String) {
        switch settings.form {
        case .human, .fields: Terminal.write("vnetctl: note: \(note)\n", to: STDERR_FILENO)
        case .json, .jsonLines: break
        }
    }
}
