import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// What becomes of mail while nothing can be delivered.
struct StoppedMailTests {
    let network: Network

    /// Invitations to a training half day wait, from 1 September on.
    init() throws {
        network = try Network()
        try network.recruited(3)
        try network.schedule("training", on: "2026-10-06")
        network.service.mailer = { MailerConnection(isConnected: true) }
    }

    private func stop(_ claim: DeliverClaim.Response, _ step: String = "auth") throws {
        let params: [String: JSONValue] = [
            "message": .integer(try #require(claim.message)), "token": .string(try #require(claim.token)),
            "step": .string(step), "cause": .string("mail.example:587 refuses the login (535 5.7.8)"),
        ]
        try network.run(DeliverStop.self, params) { try $0.deliverStop($1, $2) }
    }

    private func problems() throws -> [String] { try network.service.status(at: network.now, next: nil).problems }

    private func message(_ id: Int64) throws -> MessageView {
        try #require(try network.messages().first { $0.id == id })
    }

    @Test func `a message that is handed back counts as never tried, however often`() throws {
        let before = try message(1)
        for _ in 0..<500 { try stop(network.claim()) }
        #expect(try message(1).state == .pending && message(1).attempts == 0)
        #expect(try message(1).expiresAt == before.expiresAt)
        try network.report(network.claim(), .deferred, reason: "451 later")
        #expect(try message(1).attempts == 1)
        network.now = try #require(try network.service.nextDelivery()).adding(days: 1)
        var claim = try network.claim()
        while claim.message != 1 { claim = try network.claim() }
        try stop(claim)
        #expect(try message(1).state == .pending && message(1).attempts == 1)
    }

    @Test func `only the last claim can be handed back, and what has ended cannot`() throws {
        let first = try network.claim()
        try stop(first)
        let second = try network.claim()
        #expect(second.message == first.message && second.token != first.token)
        #expect(throws: Refusal.self) { try stop(first) }
        try network.report(second)
        #expect(throws: Refusal.self) { try stop(second) }
        #expect(try message(1).state == .sent)
    }

    @Test func `status says what stopped the mail and what to do, until something is delivered or the mailer goes`()
        throws
    {
        #expect(try !problems().contains { $0.hasPrefix("No mail leaves") })
        try stop(network.claim())
        let said = try problems().filter { $0.hasPrefix("No mail leaves") }
        #expect(
            said == [
                "No mail leaves: mail.example:587 refuses the login (535 5.7.8). Check “user” and the password or token in "
                    + "mailer.toml, and that the account may send by SMTP. vnet-mailer tries again by itself."
            ])
        try network.report(network.claim())
        #expect(try !problems().contains { $0.hasPrefix("No mail leaves") })
        try stop(network.claim())
        network.service.forgetStoppage()
        #expect(try !problems().contains { $0.hasPrefix("No mail leaves") })
    }

    @Test func `status says why mail that is due does not leave`() throws {
        let waiting = { try problems().filter { $0.hasPrefix("Mail has been waiting since") } }
        let due = network.now
        network.service.mailer = { MailerConnection(isConnected: false) }
        network.now = due.adding(seconds: 300)
        #expect(try waiting().isEmpty)
        network.now = due.adding(seconds: 301)
        #expect(try waiting().map { $0.contains("no mailer is connected") } == [true])
        let until = network.now.adding(seconds: 5 * 3600)
        network.service.mailer = { MailerConnection(isConnected: true, pausesUntil: until) }
        #expect(try waiting().map { $0.contains("is sent more at") } == [true])
        network.service.mailer = { MailerConnection(isConnected: true) }
        #expect(try waiting().map { $0.contains("journalctl -u vnet-mailer") } == [true])
        while try network.claim().message != nil {}
        #expect(try waiting().isEmpty)
    }
}
