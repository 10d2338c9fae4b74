import Foundation
import TestSupport
import Testing
import VNetAPI
import VNetCore
import VNetDelivery

/// The connection is cut after each byte of the dialogue, in both directions; what the server knows then is what the client
/// may say.
private func cutEverywhere(_ security: SMTPServer.Security, step: Int) throws {
    let whole: Behaviour = [
        "tls": security == .tls ? "implicit" : security.rawValue, "certificate": Certificates.stem("good"),
    ]
    // As many bytes as a dialogue has at the most; what comes after the end makes no difference.
    let cuts = Array(stride(from: 0, through: security == .none ? 750 : 4200, by: step))
    let plans = cuts.map { whole.merging(["cut": $0]) { $1 } } + [whole]
    let hostile = try HostileServer(plans: plans)
    var outcomes: [Attempt] = []
    for _ in cuts {
        let transport = SMTPTransport(hostile.server(security))
        let attempt = transport.deliver(.sample())
        transport.rest()
        outcomes.append(attempt)
    }
    let connections = try hostile.connections(cuts.count)
    for (cut, (attempt, connection)) in zip(cuts, zip(outcomes, connections)) {
        let said: Comment = "cut after \(cut): \(attempt), \(connection)"
        switch attempt {
        case .ended(.sent, _): #expect(connection.accepted == 1, said)
        case .ended(.unknown, _): #expect(connection.awaited == 1, said)
        case .ended(.deferred, _): #expect(connection.whole == 0, said)
        case .ended(.failed, _): Issue.record(said)
        case .stopped: #expect(connection.awaited == 0, said)
        }
        // Where the server has the whole message, it is not for the client to say that it has not.
        if connection.whole == 1 { #expect([.sent, .unknown].contains(attempt.result), said) }
        if security != .none {
            #expect(connection.plain.allSatisfy { !$0.hasPrefix("MAIL") && !$0.hasPrefix("AUTH") }, said)
        }
    }
    #expect(Set(outcomes.map(\.result)) == [nil, .deferred, .unknown, .sent], "Every way to end is to be met.")
}

@Test func `a connection that breaks off at any byte loses nothing, and is unknown only where it is`() throws {
    try cutEverywhere(.none, step: 1)
}

@Test(arguments: [SMTPServer.Security.starttls, .tls])
func `a secured connection that breaks off at any byte tells nothing that it should not`(
    security: SMTPServer.Security
) throws { try cutEverywhere(security, step: 23) }
