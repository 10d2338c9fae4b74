import ArgumentParser
import Glibc
import VNetAPI
import VNetClient
import VNetDelivery
import VNetJSON
import VNetPlatform
import VNetStart
import VNetTOML

@main
struct Mailer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vnet-mailer",
        abstract: "Delivers the messages that vnetd has written.",
        discussion:
            "Claims one message after another from vnetd's delivery socket, and hands it to a mail server or puts it "
            + "into a Maildir.",
        version: ProtocolVersion.product,
        subcommands: [Inspect.self])

    @Option(help: "vnetd's delivery socket.") var socket = "/run/vnet/deliver.sock"
    @Option(help: "The configuration; without it, \(MailerConfiguration.defaultFile) where there is one.")
    var config: String?
    @Option(help: "Deliver to this Maildir, whatever the configuration says; it is made where there is none.")
    var maildir: String?
    @Flag(help: "Read the configuration, say what is wrong with it, and do nothing else.") var checkConfig = false
    @Flag(help: "Stop when no message is due, rather than wait for the next.") var once = false

    static func main() {
        let words = Start.words()
        if let fault = words.fault { exit(withError: ValidationError(fault)) }
        main(words.all)
    }

    func run() throws {
        signal(SIGPIPE, SIG_IGN)
        do throws(Failure) {
            let configuration = try read()
            if checkConfig {
                print("\(file ?? "The default configuration") is in order.")
            } else {
                let delivering = Delivering(
                    by: try transport(configuration), pace: configuration.pace, clock: SystemClock(),
                    record: getenv("STATE_DIRECTORY").map { String(cString: $0) + "/pace" })
                try delivering.run(socket: socket, once: once)
            }
        } catch {
            Log.error(error.message)
            throw ExitCode(error.status.rawValue)
        }
    }

    /// The file named on the command line or, if there is one, the usual one.
    private var file: String? {
        let usual = MailerConfiguration.defaultFile
        return config ?? (maildir == nil && access(usual, F_OK) == 0 ? usual : nil)
    }

    private func read() throws(Failure) -> MailerConfiguration {
        do throws(ConfigurationError) {
            guard let file else { return try MailerConfiguration(toml: "", file: "the defaults") }
            return try MailerConfiguration(path: file)
        } catch { throw Failure(error.description, .configuration) }
    }

    private func transport(_ configuration: MailerConfiguration) throws(Failure) -> any Transport {
        let state = getenv("STATE_DIRECTORY").map { String(cString: $0) + "/Maildir" }
        let path: String?
        switch (maildir, configuration.destination) {
        case (let maildir?, _): path = maildir
        case (nil, .smtp(let server)): return SMTPTransport(server)
        case (nil, .maildir(let directory)): path = directory
        case (nil, nil): path = state
        }
        guard let path else {
            throw Failure(
                "Where to deliver to is not said. Write \(MailerConfiguration.defaultFile), or give --maildir.", .usage)
        }
        do throws(MaildirError) { return try MaildirTransport(path) } catch {
            throw Failure("Nothing can be delivered: \(error.description).", .internalError)
        }
    }
}

/// Why the mailer ends, and with what status.
struct Failure: Error {
    let message: String
    let status: ExitStatus

    init(_ message: String, _ status: ExitStatus) {
        self.message = message
        self.status = status
    }
}
