import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// What becomes of a message that the mail server refuses for now.
struct RetryTests {
    let network: Network

    /// Invitations to a training half day on Tuesday 6 October wait, from 1 September on.
    init() throws {
        network = try Network()
        try network.recruited(3)
        try network.schedule("training", on: "2026-10-06")
    }

    /// Has every attempt end badly for now, until `iso`. The instants of the attempts to deliver message 1.
    private func refuseAll(until iso: String, _ result: DeliveryResult = .deferred) throws -> [Instant] {
        var attempts: [Instant] = []
        let end = try #require(Instant(rfc3339: iso))
        while network.now < end {
            // One that is tried again at once would be tried for ever.
            while attempts.count < 1000 {
                let claim = try network.claim()
                guard try network.report(claim, result, reason: "451 try later") else { break }
                if claim.message == 1 { attempts.append(network.now) }
            }
            network.now = min(end, try network.service.nextDelivery() ?? end)
        }
        return attempts
    }

    private func first() throws -> MessageView { try #require(try network.messages().last) }

    @Test(arguments: [DeliveryResult.deferred, .unknown])
    func `it is tried again after 5 minutes, then less and less often, and given up after five days`(
        _ result: DeliveryResult
    ) throws {
        let attempts = try refuseAll(until: "2026-09-10T07:00:00Z", result)
        let gaps = zip(attempts.dropFirst(), attempts).map { $0.seconds - $1.seconds }
        for (gap, minutes) in zip(gaps, [5, 10, 20, 40, 80, 160, 240, 240, 240]) {
            #expect((Int64(minutes) * 48...Int64(minutes) * 72).contains(gap))
        }
        #expect(gaps.allSatisfy { $0 <= 5 * 3600 })
        let last = try #require(attempts.last)
        #expect(last <= attempts[0].adding(days: 5))
        #expect(last > attempts[0].adding(days: 4).adding(seconds: 12 * 3600))
        #expect(try first().state == .failed)
        #expect(try first().lastError == "451")
    }

    @Test func `what the server said of somebody is nowhere kept, and the codes say what it was`() throws {
        let words = "550 5.1.1 <zqrobinqz@school.example>: Recipient zqrobinqz unknown"
        #expect(try network.report(network.claim(), .failed, reason: words))
        #expect(try first().lastError == "550 5.1.1, there is no such mailbox")
        #expect(try !network.find("zqrobinqz"))
    }

    @Test func `the same history is tried at the same instants, and no two messages keep step`() throws {
        let other = try RetryTests()
        #expect(try refuseAll(until: "2026-09-03T07:00:00Z") == other.refuseAll(until: "2026-09-03T07:00:00Z"))
        let waits = (1...50).map { RetrySchedule.delay(ofMessage: $0, afterAttempt: 1) }
        #expect(Set(waits).count > 20)
        #expect(waits.allSatisfy { (240...360).contains($0) })
    }

    @Test func `one that was given up and is tried again at an operator's word has five days more`() throws {
        _ = try refuseAll(until: "2026-09-10T07:00:00Z")
        try network.run(OutboxRetry.self, ["message": .integer(1)]) { try $0.outboxRetry($1, $2) }
        _ = try refuseAll(until: "2026-09-14T07:00:00Z")
        #expect(try first().state == .deferred)
        _ = try refuseAll(until: "2026-09-16T07:00:00Z")
        #expect(try first().state == .failed)
    }

    @Test func `to try again all that wait releases nothing that is held`() throws {
        try network.report(network.claim(), .deferred)
        try network.report(network.claim(), .unknown)
        try network.run(OutboxHold.self, ["message": .integer(3)]) { try $0.outboxHold($1, $2) }
        let outcome = try network.run(OutboxRetry.self, [:]) { try $0.outboxRetry($1, $2) }
        #expect(outcome.changes == ["Message 1 is pending.", "Message 2 is pending."])
        #expect(try network.messages().first { $0.id == 3 }?.state == .held)
    }

    @Test func `to hold all mail where none waits says that what comes is not held`() throws {
        while let message = try network.claim().message { _ = message }
        let outcome = try network.run(OutboxHold.self, [:]) { try $0.outboxHold($1, $2) }
        #expect(outcome.changes.isEmpty)
        #expect(outcome.warnings == ["No message is waiting to leave. Messages written from now on are not held."])
    }

    @Test func `a report that does not name the last attempt settles nothing`() throws {
        let first = try network.claim()
        try network.report(first, .deferred)
        network.now = try #require(try network.service.nextDelivery()).adding(days: 1)
        var others: [DeliverClaim.Response] = []
        while let claim = Optional(try network.claim()), let message = claim.message {
            others.append(claim)
            if message == 1 { break }
        }
        let second = try #require(others.last)
        #expect(second.message == 1 && second.token != first.token)
        // The first attempt's report, come late; and another message's token.
        for token in [first.token, others[0].token] {
            var late = second
            late.token = token
            let refusal = #expect(throws: Refusal.self) { try network.report(late) }
            #expect(refusal?.code == .stateRefused && refusal?.path == "$.token")
            #expect(try self.first().state == .sending)
        }
        try network.report(second)
        #expect(try self.first().state == .sent)
        // What comes twice changes nothing.
        try network.report(second)
        #expect(try self.first().state == .sent)
    }

    @Test func `one that was given up cannot be tried again once its text is purged`() throws {
        _ = try refuseAll(until: "2026-09-10T07:00:00Z")
        try network.advance(to: "2027-01-04T12:00:00Z", delivering: false)
        try network.purge()
        let refusal = #expect(throws: Refusal.self) {
            try network.run(OutboxRetry.self, ["message": .integer(1)]) { try $0.outboxRetry($1, $2) }
        }
        #expect(refusal?.code == .recordGone)
        #expect(try first().state == .failed)
    }

    @Test func `to retry what waits leaves at rest what was given up, and whose text is purged`() throws {
        _ = try refuseAll(until: "2026-09-10T07:00:00Z")
        try network.advance(to: "2027-01-04T12:00:00Z", delivering: false)
        try network.purge()
        try network.schedule("feedback", on: "2027-03-02")
        let waiting = try network.messages().filter { $0.state == .pending }.map(\.id)
        try #require(!waiting.isEmpty)
        _ = try refuseAll(until: "2027-01-04T12:01:00Z")
        let states = { try network.messages().filter { waiting.contains($0.id) }.map(\.state) }
        #expect(try states().allSatisfy { $0 == .deferred })
        #expect(try claimable() == nil)
        try network.run(OutboxRetry.self, [:]) { try $0.outboxRetry($1, $2) }
        #expect(try states().allSatisfy { $0 == .pending })
        #expect(try first().state == .failed)
        #expect(try claimable().map(waiting.contains) == true)
    }

    /// The message that the mailer would get now.
    private func claimable() throws -> Int64? { try network.claim().message }
}
