import Foundation
import TestSupport
import Testing
import VNetAPI
import VNetCore
import VNetDelivery

/// What becomes of a letter that meets such a server, one second a reply.
private func attempt(
    _ plan: Behaviour, security: SMTPServer.Security = .none, change: (inout SMTPServer) -> Void = { _ in }
) throws -> (Attempt, HostileServer.Connection?) {
    let hostile = try HostileServer(plan)
    var server = hostile.server(security)
    change(&server)
    let attempt = SMTPTransport(server).deliver(.sample())
    return (attempt, try hostile.connections(1).first)
}

extension Attempt {
    var result: DeliveryResult? { if case .ended(let result, _) = self { result } else { nil } }
    var step: DeliveryStep? { if case .stopped(let stoppage) = self { stoppage.step } else { nil } }
}

@Test func `a letter arrives as it was, with one sender and one recipient`() throws {
    let hostile = try HostileServer([:])
    let letter = Letter.sample(lines: 5000)
    let transport = SMTPTransport(hostile.server())
    #expect(transport.deliver(letter) == .ended(.sent, answer: "250 2.0.0 Ok: queued"))
    transport.rest()
    #expect(hostile.mails() == [Data(letter.content)])
    let commands = try #require(try hostile.connections(1).first).commands
    #expect(
        commands.filter { $0.hasPrefix("MAIL") } == ["MAIL FROM:<office@vnet.example> SIZE=\(letter.content.count)"])
    #expect(commands.filter { $0.hasPrefix("RCPT") } == ["RCPT TO:<head@school.example>"])
    #expect(commands.last == "QUIT")
}

@Test func `letters that come one after another go by one connection`() throws {
    let hostile = try HostileServer([:])
    let transport = SMTPTransport(hostile.server())
    for number in 1...20 { #expect(transport.deliver(.sample(number)).result == .sent) }
    transport.rest()
    #expect(try hostile.connections(1).first?.accepted == 20)
    #expect(hostile.mails() == (1...20).map { Data(Letter.sample($0).content) })
}

@Test func `a server that closes a connection between letters is connected to again`() throws {
    let hostile = try HostileServer(["leave": 2])
    let transport = SMTPTransport(hostile.server())
    for number in 1...6 { #expect(transport.deliver(.sample(number)).result == .sent) }
    #expect(try hostile.connections(3).map(\.accepted) == [2, 2, 2])
    #expect(hostile.mails().count == 6)
}

// The rows of the table of libcurl's facts

@Test(arguments: ["mail", "rcpt", "data", "end"])
func `a refusal for now is deferred, one for good is failed, at whichever step it comes`(step: String) throws {
    let temporary = try attempt(["reply": [step: "451 4.3.0 Later"]])
    #expect(temporary.0 == .ended(.deferred, answer: "451 4.3.0 Later"))
    let permanent = try attempt(["reply": [step: "550 5.1.1 No such user"]])
    #expect(permanent.0 == .ended(.failed, answer: "550 5.1.1 No such user"))
    #expect(permanent.1?.accepted == 0)
}

@Test(arguments: ["mail", "rcpt", "data"])
func `what breaks off or hangs before the text is asked for is deferred`(step: String) throws {
    for way in ["hang", "close"] { #expect(try attempt([way: step]).0 == .ended(.deferred, answer: "4.4.2"), "\(way)") }
}

@Test func `what breaks off or hangs after the last dot is unknown, and nothing else is`() throws {
    for way in ["hang", "close"] {
        let (attempt, connection) = try attempt([way: "end"])
        #expect(attempt == .ended(.unknown, answer: "4.4.2"), "\(way)")
        #expect(connection?.whole == 1)
    }
    // An answer that means neither yes nor no.
    #expect(try attempt(["reply": ["end": "354 Still here"]]).0.result == .unknown)
    #expect(try attempt(["reply": ["end": "nonsense"]]).0.result == .unknown)
}

@Test func `what was accepted is sent, whatever the server does then`() throws {
    #expect(try attempt(["leave": 1]).0.result == .sent)
    #expect(try attempt(["close": "quit"]).0.result == .sent)
    #expect(try attempt(["reply": ["end": "250-2.0.0 Ok\r\n250 queued"]]).0.result == .sent)
    #expect(try attempt(["reply": ["end": "252 2.0.0 As you like"]]).0.result == .sent)
}

@Test(arguments: ["greet", "ehlo"])
func `a server that turns everybody away stops the transport`(step: String) throws {
    for reply in ["421 4.3.2 Busy", "554 5.3.2 Not you"] where step == "greet" || reply.hasPrefix("4") {
        let (attempt, connection) = try attempt(["reply": [step: reply]])
        #expect(attempt.step == .connect, "\(reply): \(attempt)")
        #expect(connection?.commands.contains { $0.hasPrefix("MAIL") } == false)
    }
    for way in ["hang", "close"] { #expect(try attempt([way: step]).0.step == .connect, "\(way)") }
}

@Test func `a server that is not there, or has no address, stops the transport`() throws {
    var server = try HostileServer([:]).server()
    server.host = "no-such-host.invalid"
    #expect(SMTPTransport(server).deliver(.sample()).step == .name)
    server.host = "127.0.0.1"
    // The server above has gone with its value.
    #expect(SMTPTransport(server).deliver(.sample()).step == .connect)
}

@Test func `an empty letter, and one whose end could not be told from its text, are never sent`() throws {
    let hostile = try HostileServer([:])
    let transport = SMTPTransport(hostile.server())
    for content in ["", "a", "a\n", "a\r", "a\r\n\n", "a\r\n.\n", "a\rb\r\n", "a\0b\r\n", "a\r\r\n"] {
        var letter = Letter.sample()
        letter.content = Array(content.utf8)
        #expect(transport.deliver(letter).result == .failed, "\(content.debugDescription)")
    }
    #expect(transport.deliver(.sample()).result == .sent)
    #expect(try hostile.connections(0).isEmpty)
    #expect(hostile.mails().count == 1)
}
