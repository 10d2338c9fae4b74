import Foundation
import TestSupport
import Testing
import VNetAPI
import VNetCore
import VNetDelivery

private let secured: [SMTPServer.Security] = [.starttls, .tls]

private func plan(_ security: SMTPServer.Security, _ certificate: String = "good") -> Behaviour {
    ["tls": security == .tls ? "implicit" : security.rawValue, "certificate": Certificates.stem(certificate)]
}

/// With a login that must not be seen by others.
private func login(_ server: SMTPServer, secret: Secret, isToken: Bool = false) -> SMTPServer {
    var server = server
    server.login = SMTPServer.Login(user: "office", secret: secret, isToken: isToken)
    return server
}

@Test(arguments: secured) func `with TLS and a login, a letter arrives`(security: SMTPServer.Security) throws {
    let hostile = try HostileServer(plan(security).merging(["login": "\0office\0pässword"]) { $1 })
    let secret = Secret.file(try hostile.scratch.write("pässword\n", to: "password"))
    let transport = SMTPTransport(login(hostile.server(security), secret: secret))
    for number in 1...3 { #expect(transport.deliver(.sample(number)).result == .sent) }
    transport.rest()
    let connection = try #require(try hostile.connections(1).first)
    #expect(connection.tls && connection.accepted == 3 && connection.logins == ["\0office\0pässword"])
    #expect(connection.plain.allSatisfy { $0.hasPrefix("EHLO") || $0 == "STARTTLS" })
}

@Test(arguments: secured, ["other", "expired", "self"])
func `a certificate that is not right stops the transport before anything is said`(
    security: SMTPServer.Security, certificate: String
) throws {
    let hostile = try HostileServer(plan(security, certificate))
    let secret = Secret.file(try hostile.scratch.write("secret", to: "password"))
    let attempt = SMTPTransport(login(hostile.server(security), secret: secret)).deliver(.sample())
    #expect(attempt.step == .tls, "\(attempt)")
    try expectNothingSaid(hostile)
}

/// Not one byte of a login or a message has come.
private func expectNothingSaid(_ hostile: HostileServer) throws {
    let connection = try #require(try hostile.connections(1).first)
    #expect(connection.logins.isEmpty && connection.awaited == 0)
    #expect(
        connection.commands.allSatisfy { $0.hasPrefix("EHLO") || ["STARTTLS", "QUIT"].contains($0) }, "\(connection)")
}

private let refusingTLS: [Behaviour] = [
    ["tls": "none"], ["tls": "starttls", "reply": ["starttls": "454 4.7.0 Not now"]],
    ["tls": "starttls", "reply": ["starttls": "502 5.5.1 What?"]], ["tls": "starttls", "close": "starttls"],
    ["tls": "starttls", "hang": "starttls"],
    // An answer that goes on in the clear, for a client that would take it for the secured server's.
    ["tls": "starttls", "reply": ["starttls": "220 2.0.0 Go on\r\n250 AUTH PLAIN"]],
]

@Test(arguments: refusingTLS.indices)
func `a server that will not turn to TLS is told neither a secret nor a letter`(index: Int) throws {
    let hostile = try HostileServer(refusingTLS[index].merging(["certificate": Certificates.stem("good")]) { $1 })
    let secret = Secret.file(try hostile.scratch.write("secret", to: "password"))
    let attempt = SMTPTransport(login(hostile.server(.starttls), secret: secret)).deliver(.sample())
    #expect(attempt.step == .tls, "\(attempt)")
    try expectNothingSaid(hostile)
}

@Test func `a server that speaks no TLS at a port that is for it is told nothing`() throws {
    let behaviours: [Behaviour] = [[:], ["hang": "greet"]]
    for behaviour in behaviours {
        let hostile = try HostileServer(behaviour)
        #expect(SMTPTransport(hostile.server(.tls)).deliver(.sample()).step == .tls)
        let connection = try #require(try hostile.connections(1).first)
        #expect(connection.awaited == 0 && !connection.commands.contains { $0.contains("MAIL") || $0.contains("AUTH") })
    }
}

// Logins

private let refusingLogins: [Behaviour] = [
    ["reply": ["auth": "535 5.7.8 Wrong"]], ["reply": ["auth": "454 4.7.0 Not now"]], ["hang": "auth"],
    ["close": "auth"],
    ["offers": ["SIZE 1000"]], ["offers": ["AUTH GSSAPI NTLM"]], ["reply": ["mail": "530 5.7.0 Log in first"]],
    ["reply": ["mail": "550 5.7.8 Log in first"]],
]

@Test(arguments: refusingLogins.indices)
func `without a login the transport stops, and nothing is sent`(index: Int) throws {
    let behaviour = refusingLogins[index]
    let hostile = try HostileServer(behaviour.merging(plan(.starttls)) { $1 })
    let secret = Secret.file(try hostile.scratch.write("secret", to: "password"))
    let attempt = SMTPTransport(login(hostile.server(.starttls), secret: secret)).deliver(.sample())
    #expect(attempt.step == .auth, "\(attempt)")
    let connection = try #require(try hostile.connections(1).first)
    #expect(connection.awaited == 0)
    let isAsked = (behaviour["reply"] as? [String: String])?["mail"] != nil
    #expect(connection.commands.contains { $0.hasPrefix("MAIL") } == isAsked)
}

@Test func `a token comes from a program, and another for each connection`() throws {
    let hostile = try HostileServer(plan(.starttls).merging(["leave": 2]) { $1 })
    let counter = hostile.scratch.path("count")
    let program = try hostile.scratch.write(
        "#!/bin/sh\necho x >>\(counter)\necho token$(wc -l <\(counter))\n", to: "token")
    chmod(program, 0o700)
    let transport = SMTPTransport(login(hostile.server(.starttls), secret: .command([program]), isToken: true))
    for number in 1...4 { #expect(transport.deliver(.sample(number)).result == .sent) }
    let connections = try hostile.connections(2)
    let sent = { (number: Int) in "user=office\u{1}auth=Bearer token\(number)\u{1}\u{1}" }
    #expect(connections.map(\.logins) == [[sent(1)], [sent(2)]])
}

@Test func `a secret that cannot be had stops the transport, and says why`() throws {
    let scratch = try Scratch()
    let failing = try scratch.write("#!/bin/sh\nexit 3\n", to: "failing")
    chmod(failing, 0o700)
    let secrets: [Secret] = [
        .file(scratch.path("missing")), .file(try scratch.write("", to: "empty")),
        .file(try scratch.write("two\nlines\n", to: "lines")), .credential("none"), .command([scratch.path("missing")]),
        .command([failing]),
    ]
    for secret in secrets {
        let server = login(SMTPServer(host: "127.0.0.1", port: 9), secret: secret)
        #expect(SMTPTransport(server).deliver(.sample()).step == .auth, "\(secret)")
    }
}
