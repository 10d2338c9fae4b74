import Testing
import VNetAPI
import VNetCompose
import VNetCore
import VNetService

/// What the administrator is told of mail that is refused for good.
struct RefusedMailTests {
    let network: Network

    /// Invitations to a training half day wait, from 1 September on.
    init() throws {
        network = try Network()
        try network.recruited(6)
        try network.schedule("training", on: "2026-10-06")
    }

    /// Has so many of the messages that wait refused for good.
    private func refuse(_ count: Int) throws {
        for _ in 0..<count { try network.report(network.claim(), .failed, reason: "550 5.1.1 no such user") }
    }

    /// The mails to the administrator about it until `iso`, by the instant at which each was written.
    private func told(until iso: String) throws -> [(at: Instant, text: String)] {
        try network.advance(to: iso, delivering: false)
        return try network.messages().filter { $0.kind == .notice }.reversed().compactMap { message in
            let text = try network.words(of: message.id)
            return text.contains("Mail refused for good") ? (message.composedAt, text) : nil
        }
    }

    @Test func `what is refused together is told in one mail, ten minutes later`() throws {
        let start = network.now
        try refuse(3)
        let told = try told(until: "2026-09-01T20:00:00Z")
        #expect(told.map(\.at) == [start.adding(seconds: 600)])
        #expect(told.first?.text.contains("3 messages") == true)
        #expect(told.first?.text.contains("vnetctl outbox list --state failed") == true)
    }

    @Test func `there is no more than one mail a day, and what was refused meanwhile is in the next`() throws {
        let start = network.now
        try refuse(1)
        try network.advance(to: "2026-09-01T09:00:00Z", delivering: false)
        try refuse(1)
        try network.advance(to: "2026-09-01T10:00:00Z", delivering: false)
        try refuse(1)
        let told = try told(until: "2026-09-04T20:00:00Z")
        #expect(told.map(\.at) == [start.adding(seconds: 600), start.adding(seconds: 600).adding(days: 1)])
        #expect(told.last?.text.contains("2 messages") == true)
    }

    @Test func `a mail to the administrator that is refused brings no other`() throws {
        try refuse(1)
        let first = try told(until: "2026-09-01T20:00:00Z")
        #expect(first.count == 1)
        while let claim = Optional(try network.claim()), claim.message != nil {
            try network.report(claim, claim.recipient == network.service.configuration.admin.address ? .failed : .sent)
        }
        #expect(try told(until: "2026-09-10T20:00:00Z").count == 1)
    }
}
