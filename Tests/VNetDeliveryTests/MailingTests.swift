import Foundation
import Glibc
import TestSupport
import Testing

/// vnetd with a real clock, and vnet-mailer, as they are run.
private final class Office {
    let scratch: Scratch
    private let daemon: Running
    private var mailer: Running?

    init() throws {
        scratch = try Scratch()
        let config = try scratch.write("", to: "vnetd.toml")
        daemon = try Running(
            Programs.folder + "/vnetd",
            [
                "--state-dir", scratch.path("state"), "--socket", scratch.path("vnetd.sock"), "--deliver-socket",
                scratch.path("deliver.sock"), "--config", config,
            ], in: scratch)
        while try ctl("ping").status != 0 { try #require(daemon.isRunning, "\(daemon.errors)") }
    }

    deinit {
        daemon.signal(SIGTERM)
        _ = daemon.wait()
    }

    @discardableResult
    func ctl(_ words: String...) throws -> Finished {
        try Programs.run(Programs.vnetctl, words, environment: ["VNET_SOCKET": scratch.path("vnetd.sock")])
    }

    /// Three schools whose heads are invited to a training half day: three messages wait.
    func invite() throws {
        // Names that would do harm if anything took them for more than names.
        let rows = (1...3).map { "12092\($0),\"Bcc: <evil@x.example>, \($0)\",Open,Norwich,NR1 1AA\n" }.joined()
        let register = "URN,EstablishmentName,EstablishmentStatus (name),Town,Postcode\n" + rows
        let heads = (1...3).map {
            "12092\($0),head,\"=?utf-8?q?=0ABcc:_x?= <evil@x.example>, \($0)\",head\($0)@school.example\n"
        }
        .joined()
        try does("school", "import", scratch.write(register, to: "register.csv"))
        try does("contact", "import", scratch.write("URN,role,name,e-mail\n" + heads, to: "contacts.csv"))
        try does("cohort", "create", "A", "send", "outward")
        try does("cohort", "open", "1")
        for urn in ["120921", "120922", "120923"] {
            for words in [["enrolment", "create"], ["readiness", "attest"], ["enrolment", "confirm"]] {
                try does(words[0], words[1], "1", urn)
            }
        }
        try does("session", "schedule", "1", "training", "2040-03-06", "09:00", "12:30", ". RCPT TO:<evil@x.example>")
    }

    private func does(_ words: String...) throws {
        let finished = try Programs.run(
            Programs.vnetctl, words, environment: ["VNET_SOCKET": scratch.path("vnetd.sock")])
        try #require(finished.status == 0, "\(words): \(finished.errors)")
    }

    /// Starts a mailer that delivers to `server`.
    func deliver(to server: HostileServer, password: String = "secret") throws {
        let toml = """
            [smtp]
            host = "127.0.0.1"
            port = \(server.port)
            ca_file = "\(Certificates.shared.path("ca.pem"))"
            user = "office"
            password_file = "\(try scratch.write(password, to: "password"))"
            """
        let config = try scratch.write(toml, to: "mailer.toml")
        mailer = try Running(
            Programs.folder + "/vnet-mailer", ["--socket", scratch.path("deliver.sock"), "--config", config],
            in: scratch)
    }

    /// As kill -9 does.
    func killMailer() {
        mailer?.signal(SIGKILL)
        _ = mailer?.wait()
    }

    /// Waits until “outbox list” says of every message what is wanted.
    func outbox(_ isWanted: ([String]) -> Bool) throws -> [String] {
        var lines: [String] = []
        for _ in 0..<2000 {
            lines = try ctl("outbox", "list", "-o", "state,attempts").lines
            if isWanted(lines) { return lines }
            usleep(20_000)
        }
        Issue.record("\(lines) \(mailer?.errors ?? "") \(daemon.errors)")
        return lines
    }
}

private let secured: Behaviour = [
    "tls": "starttls", "certificate": Certificates.stem("good"), "login": "\0office\0secret",
]

@Test func `mail leaves over SMTP, and holds one header of each kind and nobody else's`() throws {
    let office = try Office()
    let server = try HostileServer(secured)
    try office.deliver(to: server)
    try office.invite()
    _ = try office.outbox { $0.count == 3 && $0.allSatisfy { $0 == "sent\t1" } }
    #expect(server.mails().count == 3)
    let script = """
        import email, email.policy, sys
        for path in sys.argv[1:]:
            mail = email.message_from_binary_file(open(path, "rb"), policy=email.policy.default)
            print(sorted(name.lower() for name in mail.keys()), mail["to"], mail.defects, [p.defects for p in mail.walk()])
        """
    let commands = try server.connections(1)[0].secured
    #expect(commands.count { $0.hasPrefix("MAIL FROM:<office@vnet.example>") } == 3)
    let recipients = commands.filter { $0.hasPrefix("RCPT") }.sorted()
    #expect(recipients == (1...3).map { "RCPT TO:<head\($0)@school.example>" })
    #expect(commands.count { $0 == "DATA" } == 3)
    let parsed = try Programs.python(script, (1...3).map { server.scratch.path("mail.\($0)") }).lines
    let headers = [
        "auto-submitted", "content-type", "date", "from", "message-id", "mime-version", "subject", "to",
        "x-auto-response-suppress",
        "x-vnet-loop",
    ]
    let list = "[\(headers.map { "'\($0)'" }.joined(separator: ", "))]"
    #expect(parsed.count == 3)
    for line in parsed { #expect(line.hasPrefix(list) && line.contains(" [] [[]"), "\(line)") }
    #expect(try office.ctl("status").output.contains("in good order"))
}

@Test func `a wrong password stops the mail, says so in status, and costs no attempt`() throws {
    let office = try Office()
    let server = try HostileServer(secured)
    try office.deliver(to: server, password: "guess")
    try office.invite()
    var status = try office.ctl("status")
    for _ in 0..<1000 where !status.output.contains("No mail leaves") { status = try office.ctl("status") }
    #expect(status.status == 3)
    let words = status.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("No mail leaves: 127.0.0.1:\(server.port) refuses the login (535 5.7.8)."), "\(words)")
    #expect(
        try office.ctl("outbox", "list", "-o", "state,attempts").lines == ["pending\t0", "pending\t0", "pending\t0"])
    // The test tells the same, though the mailer pauses.
    let failed = try office.ctl("mail", "test", "office@vnet.example", "-o", "delivered")
    #expect(failed.status == 1 && failed.output == "false\n", "\(failed)")
    office.killMailer()
    try office.deliver(to: server)
    _ = try office.outbox { $0.count == 3 && $0.allSatisfy { $0 == "sent\t1" } }
    let test = try office.ctl("mail", "test", "office@vnet.example")
    #expect(test.status == 0, "\(test)")
    for step in ["name", "connect", "tls", "auth", "mail", "rcpt", "data"] { #expect(test.output.contains(step)) }
    #expect(test.output.contains("CN = localhost") && test.output.contains("2040"), "\(test.output)")
}

@Test func `a mailer that is killed in the middle costs one duplicate at the most, byte for byte`() throws {
    let office = try Office()
    let server = try HostileServer(secured.merging(["hang": "end"]) { $1 }, secured)
    try office.deliver(to: server)
    try office.invite()
    _ = try office.outbox { $0.contains("sending\t1") }
    for _ in 0..<2000 where server.mails().isEmpty { usleep(5000) }
    office.killMailer()
    _ = try office.outbox { $0.contains("unknown\t1") && !$0.contains("sending\t1") }
    try office.deliver(to: server)
    try office.ctl("outbox", "retry")
    _ = try office.outbox { $0.count == 3 && $0.sorted() == ["sent\t1", "sent\t1", "sent\t2"] }
    let mails = server.mails()
    #expect(mails.count == 4 && Set(mails).count == 3)
    #expect(mails.count { $0 == mails[0] } == 2)
}
