import Glibc
import VNetAPI
import VNetClient
import VNetJSON

@main
enum VNetCtl {
    static func main() {
        signal(SIGPIPE, SIG_DFL)
        let arguments = Array(CommandLine.arguments.dropFirst())
        let status: ExitStatus
        do throws(Complaint) { status = try run(CommandLineOptions(arguments)) } catch {
            error.print()
            status = error.status
        }
        exit(status.rawValue)
    }

    private static func run(_ options: CommandLineOptions) throws(Complaint) -> ExitStatus {
        switch options.command {
        case .help(let verb): Output.write(verb.map(Help.of) ?? Help.overview)
        case .version: Output.write("vnetctl \(ProtocolVersion.product)\n")
        case .call(let verb, let params, let file):
            let result = try call(verb.rawValue, params, file, options)
            Output.write(options.form.render(result, of: verb))
        case .callRaw(let method, let params):
            Output.write(JSONValue.object(try call(method, params, nil, options)).description + "\n")
        }
        return .done
    }

    private static func call(
        _ method: String, _ params: JSONObject, _ file: String?, _ options: CommandLineOptions
    ) throws(Complaint) -> JSONObject {
        var descriptor: Int32?
        if let file {
            let opened = file == "-" ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC)
            guard opened >= 0 else {
                throw Complaint(.noInput, "Could not open \(file): \(String(cString: strerror(errno))).", options.form)
            }
            descriptor = opened
        }
        do throws(ClientError) {
            let client = try Client(path: options.socket, timeout: options.timeout)
            return try client.call(method, params, file: descriptor)
        } catch { throw Complaint(error, options.form) }
    }
}

/// What is told on standard error when a command is not carried out.
struct Complaint: Error {
    let status: ExitStatus
    let refusal: Refusal
    let form: OutputForm

    private init(status: ExitStatus, refusal: Refusal, form: OutputForm) {
        self.status = status
        self.refusal = refusal
        self.form = form
    }

    init(_ status: ExitStatus, _ message: String, _ form: OutputForm = .human) {
        let code = ErrorCode.allCases.first { $0.exit == status } ?? .internalError
        self.init(status: status, refusal: Refusal(code, message), form: form)
    }

    init(_ error: ClientError, _ form: OutputForm) {
        switch error {
        case .refused(let refusal): self.init(status: refusal.code.exit, refusal: refusal, form: form)
        case .unreachable(let path, let reason):
            self.init(.unavailable, "Could not reach vnetd at \(path): \(reason). Is it running?", form)
        case .timedOut: self.init(.timedOut, "vnetd did not answer in time. Try again, with a longer --timeout.", form)
        case .notAReply: self.init(.protocolMismatch, "What answered is not a vnetd that vnetctl knows.", form)
        }
    }

    func print() {
        var text = "vnetctl: \(refusal.message)\n" + refusal.details.dropFirst().map { "  \($0)\n" }.joined()
        if form == .json {
            var writer = JSONWriter()
            refusal.write(to: &writer)
            text = String(decoding: writer.bytes, as: UTF8.self) + "\n"
        }
        Output.write(text, to: STDERR_FILENO)
    }
}

enum Output {
    static func write(_ text: String, to descriptor: Int32 = STDOUT_FILENO) {
        let bytes = Array(text.utf8)
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + done, $0.count - done) }
            guard count > 0 else { return }
            done += count
        }
    }

    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
}
