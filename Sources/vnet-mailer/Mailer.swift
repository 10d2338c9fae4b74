import ArgumentParser
import Glibc
import VNetAPI
import VNetClient
import VNetJSON
import VNetStart

@main
struct Mailer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vnet-mailer",
        abstract: "Delivers the messages that vnetd has written.",
        discussion: "Claims one message after another from vnetd's delivery socket and puts it into a Maildir.")

    @Option(help: "vnetd's delivery socket.") var socket = "/run/vnet/deliver.sock"
    @Option(help: "The Maildir to deliver to; it is made where there is none.") var maildir: String
    @Flag(help: "Stop when no message is due, rather than wait for the next.") var once = false

    static func main() {
        let words = Start.words()
        if let fault = words.fault { exit(withError: ValidationError(fault)) }
        main(words.all)
    }

    func run() throws {
        let maildir = try Maildir(maildir)
        do throws(ClientError) { try deliver(to: maildir) } catch {
            switch error {
            case .unreachable(let path, let reason):
                throw Failure("Could not reach vnetd at \(path): \(reason).", .unavailable)
            case .disconnected(let reason): throw Failure("vnetd is gone: \(reason).", .unavailable)
            case .timedOut, .notAReply: throw Failure("vnetd gave no reply that makes sense.", .internalError)
            case .refused(let refusal): throw Failure(refusal.message, refusal.code.exit)
            }
        }
    }

    private func deliver(to maildir: Maildir) throws(ClientError) {
        let client = try Client(path: socket, timeoutMilliseconds: nil)
        while true {
            let claim = try client.call(
                "deliver.claim", JSONObject([("transport", .string("maildir")), ("wait", .bool(!once))]))
            guard case .integer(let message)? = claim["message"], let token = claim["token"],
                case .string(let name)? = claim["message_id"], case .string(let content)? = claim["content"]
            else {
                if once { return }
                // vnetd is stopping.
                throw .unreachable(path: socket, reason: "it is stopping")
            }
            var report: [(key: String, value: JSONValue)] = [("message", .integer(message)), ("token", token)]
            do throws(MaildirError) {
                try maildir.deliver(Array(content.utf8), named: name)
                report.append(("result", .string("sent")))
            } catch {
                report += [("result", .string("deferred")), ("reason", .string("4.3.0 \(error.description)"))]
            }
            _ = try client.call("deliver.report", JSONObject(report))
        }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
        init(_ description: String, _ status: ExitStatus) { self.description = description }
    }
}
