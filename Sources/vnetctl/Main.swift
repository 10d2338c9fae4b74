import Glibc
import VNetAPI
import VNetClient
import VNetCommandLine
import VNetJSON
import VNetStart

/// Arguments to a command, the command to a request, the reply to text: each is done elsewhere, and put together here.
@main
struct VNetCtl {
    let settings: Settings

    static func main() {
        let words = Start.words()
        signal(SIGPIPE, SIG_DFL)
        var parser = CommandLineParser(words.all)
        let status: ExitStatus
        do throws(Complaint) {
            let command: Command
            do throws(UsageError) { command = try parser.parse() } catch { throw Complaint(error) }
            if let fault = words.fault { throw Complaint(.usage, "usage", fault) }
            status = try VNetCtl(settings: parser.settings).run(command)
        } catch {
            error.write(as: parser.settings.form)
            status = error.status
        }
        exit(status.rawValue)
    }

    private func run(_ command: Command) throws(Complaint) -> ExitStatus {
        switch command {
        case .help(let topic):
            Terminal.write(Help.text(topic, width: Terminal.width ?? 80), named: "help", as: settings.form)
        case .version: Terminal.write(version)
        case .completionScript(let shell):
            Terminal.write(CompletionScripts.of(shell), named: "completion", as: settings.form)
        case .complete(let words): complete(words)
        case .request(let line): return try request(line)
        case .call(let method, let params): try call(method, params)
        case .wait(let condition): try wait(for: condition)
        case .ask(let question): return try answer(question)
        }
        return .done
    }

    private var version: String {
        switch settings.form {
        case .human, .fields: "vnetctl \(ProtocolVersion.product)\n"
        case .json, .jsonLines:
            "{\"version\":\"\(ProtocolVersion.product)\",\"protocol\":\(ProtocolVersion.current)}\n"
        }
    }

    private func request(_ line: RequestLine) throws(Complaint) -> ExitStatus {
        do throws(UsageError) { try line.check(settings.form) } catch { throw Complaint(error) }
        if line.verb == .eventsSubscribe { return try watch(line) }
        var line = line
        if !line.documents.isEmpty {
            let limit = try Session(settings).lineLimit()
            for document in line.documents {
                line.params[document.name] = .string(try InputFile.text(of: document.path, limit: limit))
            }
        }
        let file = try line.file.map { path throws(Complaint) in try InputFile.descriptor(of: path) }
        let session: Session
        var settings = settings
        // A mail server that does not answer is what is to be found out.
        if line.verb == .mailTest, !settings.hasTimeout { settings.timeoutMilliseconds = 120_000 }
        do throws(Complaint) { session = try Session(settings) } catch {
            throw line.verb == .status ? error.asNotRunning : error
        }
        var (reply, today) = try session.reply(to: line.paged, file: file, form: settings.form)
        if var pages = line.followsPages ? Pages(reply, of: line) : nil {
            var next = line.paged
            while let cursor = pages.next {
                next.params["cursor"] = cursor
                pages.append(try session.call(next.verb.rawValue, next.params))
            }
            reply = pages.whole
        }
        var style = Terminal.style(settings)
        if settings.form == .human { session.date(&style, by: today ?? reply) }
        let rendered = line.render(reply, as: settings.form, style)
        Terminal.write(rendered.output)
        for note in rendered.notes { Terminal.write("vnetctl: note: \(note)\n", to: STDERR_FILENO) }
        switch line.verb {
        case .status: return reply["health"] == .string("good") ? .done : .notSo
        case .mailTest: return reply["delivered"] == .bool(true) ? .done : .refused
        default: return .done
        }
    }

    private func call(_ method: String, _ params: CallParameters) throws(Complaint) {
        let object: JSONObject
        switch params {
        case .object(let params): object = params
        case .standardInput:
            let text = try InputFile.text(of: "-", limit: Session(settings).lineLimit())
            do throws(UsageError) { object = try CommandLineParser.object(text) } catch { throw Complaint(error) }
        }
        let reply = try Session(settings).call(method, object)
        do throws(UsageError) {
            Terminal.write(try RawReply.render(reply, of: method, as: settings.form))
        } catch { throw Complaint(error) }
    }
}
