import Foundation
import TestSupport
import Testing
import VNetCore
import VNetDelivery

/// How the server behaves on a connection, by the keys that `Scripts/smtpd.py` names.
typealias Behaviour = [String: any Sendable]

/// `Scripts/smtpd.py`, behaving as it is told.
final class HostileServer {
    /// What one connection came to.
    struct Connection: Decodable {
        /// Whether TLS was begun and agreed on.
        let tls: Bool
        /// The commands that came before TLS, and under it; of AUTH the word alone.
        let plain: [String]
        let secured: [String]
        let logins: [String]
        /// How many messages were asked for, came whole, and were accepted.
        let awaited: Int
        let whole: Int
        let accepted: Int

        var commands: [String] { plain + secured }
    }

    let scratch: Scratch
    private let running: Running
    private(set) var port = 0

    /// A behaviour a connection, as the script describes it; the last counts for all that follow.
    convenience init(_ plan: Behaviour...) throws { try self.init(plans: plan) }

    init(plans: [Behaviour]) throws {
        scratch = try Scratch()
        try JSONSerialization.data(withJSONObject: plans).write(to: URL(filePath: scratch.path("plan.json")))
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Scripts/smtpd.py").path
        running = try Running("/usr/bin/env", ["python3", "-B", script, scratch.path], in: scratch)
        while port == 0 {
            try #require(running.isRunning, "smtpd.py ended: \(running.errors)")
            port = (try? String(contentsOfFile: scratch.path("port"), encoding: .utf8)).flatMap { Int($0) } ?? 0
            usleep(2000)
        }
    }

    /// This server as the configuration has it; where it does not answer, one second is long enough.
    func server(_ security: SMTPServer.Security = .none, host: String = "127.0.0.1") -> SMTPServer {
        var server = SMTPServer(host: host, port: port, security: security)
        (server.connectSeconds, server.replySeconds) = (1, 1)
        if security != .none { server.caFile = Certificates.shared.path("ca.pem") }
        return server
    }

    /// The first `count` connections, which are over or about to be.
    func connections(_ count: Int) throws -> [Connection] {
        for _ in 0..<5000 {
            let lines = ((try? String(contentsOfFile: scratch.path("log"), encoding: .utf8)) ?? "").split(
                separator: "\n")
            if lines.count >= count {
                return try lines.prefix(count).map { try JSONDecoder().decode(Connection.self, from: Data($0.utf8)) }
            }
            usleep(2000)
        }
        Issue.record("There were not \(count) connections. \(running.errors)")
        return []
    }

    /// The messages that came whole, in order, accepted or not.
    func mails() -> [Data] {
        (1...).lazy.map { [scratch] in try? Data(contentsOf: URL(filePath: scratch.path("mail.\($0)"))) }
            .prefix { $0 != nil }.map { $0! }
    }
}

/// An authority of the test's own, and what it has signed.
enum Certificates {
    /// Holds ca.pem, and of each certificate its name with .pem and .key: “good” is for localhost and 127.0.0.1, “other” for
    /// another name, “expired” was good once, “self” is signed by nobody.
    static let shared: Scratch = {
        do {
            let scratch = try Scratch()
            let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Scripts/certificates")
                .path
            let made = try Programs.run("/bin/bash", [script, scratch.path])
            guard made.status == 0 else { fatalError("openssl: \(made.errors)") }
            return scratch
        } catch { fatalError("\(error)") }
    }()

    static func stem(_ name: String) -> String { shared.path(name) }
}

extension Letter {
    /// A letter of so many lines, some of which begin with a dot.
    static func sample(_ number: Int = 1, to recipient: String = "head@school.example", lines: Int = 3) -> Letter {
        let text = (0..<lines).map { ".\($0 % 2 == 0 ? "." : "") line \($0)\r\n" }.joined()
        let content = "From: office@vnet.example\r\nTo: \(recipient)\r\nSubject: \(number)\r\n\r\n\(text).\r\n"
        return Letter(
            sender: EmailAddress("office@vnet.example")!, recipient: EmailAddress(recipient)!,
            messageID: "<\(number)@vnet.example>", content: Array(content.utf8))
    }
}
