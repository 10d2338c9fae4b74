import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService
import VNetStore

@Suite struct SafeguardingTests {
    let network: Network
    private static let narrative = "narrative-7f3a"

    /// Visit 1, to school 0, has taken place; school 4 has responded, and says something of concern.
    init() throws {
        network = try Network()
        try network.grouped()
        try network.visited(1, on: "2026-10-06")
        try network.run(
            FeedbackRecord.self,
            response.merging(["text": .string(Self.narrative), "concern": .bool(true)]) { $1 }
        ) { try $0.feedbackRecord($1, $2) }
    }

    private var response: [String: JSONValue] {
        ["visit": .integer(1), "urn": .integer(Int64(Network.urns[4]))]
    }

    private func handOver(about: String, to role: String) throws -> Outcome {
        try network.run(
            ConcernHandover.self, response.merging(["about": .string(about), "role": .string(role)]) { $1 }
        ) { try $0.concernHandover($1, $2) }
    }

    private func read() throws {
        let (request, _) = try FeedbackGet.decode(JSONObject(response.map { ($0.key, $0.value) }))
        _ = try network.service.feedbackGet(request, network.context(.feedbackGet))
    }

    @Test func `a response that is a concern is read by nobody, and the contact is alerted without its text`() throws {
        #expect(throws: Refusal.self) { try read() }
        let alert = try network.text(of: try #require(try network.messages().first?.id))
        #expect(alert.contains("marked as a concern"))
        #expect(!alert.contains(Self.narrative))
        #expect(try network.service.status(at: network.now, next: nil).problems.contains { $0.contains("concern") })
    }

    @Test func `a concern stays open when its school responds again, until it is handed over`() throws {
        func respond() throws {
            try network.run(FeedbackRecord.self, response.merging(["text": .string("All is well.")]) { $1 }) {
                try $0.feedbackRecord($1, $2)
            }
        }
        func states() throws -> [FeedbackStanding?] {
            try network.service.feedbackList(FeedbackList.decode(JSONObject([("visit", .integer(1))])).request).rows
                .filter { $0.urn == URN(Network.urns[4]) }.map(\.standing)
        }
        let refusal = #expect(throws: Refusal.self) { try respond() }
        #expect(refusal?.code == .stateRefused)
        #expect(try states() == [.quarantined])
        #expect(try network.service.concernList(ConcernList.decode(JSONObject()).request).concerns.count == 1)
        _ = try handOver(about: "child", to: "dsl")
        #expect(try states() == [.purged])
        try respond()
        #expect(try states() == [.kept])
        try read()
    }

    @Test func `handing it over leaves a day and a role, and destroys the text`() throws {
        #expect(try network.find(Self.narrative) == false)
        let outcome = try handOver(about: "child", to: "dsl")
        #expect(outcome.changes.contains { $0.hasPrefix("Its key is destroyed.") })
        let gone = #expect(throws: Refusal.self) { try read() }
        #expect(gone?.code == .notFound)
        let referrals = try network.service.referralList(
            ReferralList.decode(JSONObject([("cohort", .integer(1))])).request
        ).referrals
        #expect(referrals.map(\.role) == [.dsl])
        let purge = try network.service.purgeGet(PurgeGet.decode(JSONObject([("purge", .integer(1))])).request)
        #expect(purge.classes.map(\.rule) == ["when the concern was handed over"])
        #expect(try network.service.concernList(ConcernList.decode(JSONObject()).request).concerns.isEmpty)
        // It counts as answered: the school is not chased again.
        #expect(
            try network.scheduled().allSatisfy { !($0.kind == .feedbackPrompt && $0.to.contains("School 4")) })
    }

    @Test func `a response that a hold keeps is not destroyed by handing it over, but stays in quarantine`() throws {
        try network.run(
            HoldPlace.self,
            [
                "cohort": .integer(1), "reason": .string("claim"), "owner": .string("legal"),
                "review": .string("2027-01-04"),
            ]
        ) { try $0.holdPlace($1, $2) }
        let refusal = #expect(throws: Refusal.self) { try handOver(about: "child", to: "dsl") }
        #expect(refusal?.code == .ruleRefused)
        #expect(refusal?.message.contains("Ask the legal adviser to have it lifted.") == true)
        #expect(try network.service.concernList(ConcernList.decode(JSONObject()).request).concerns.count == 1)
        try network.run(HoldLift.self, ["hold": .integer(1)]) { try $0.holdLift($1, $2) }
        #expect(try handOver(about: "child", to: "dsl").changes.contains { $0.hasPrefix("Its key is destroyed.") })
    }

    @Test func `a concern that nobody has handed over outlives its period, and whoever closes the cohort is told`()
        throws
    {
        let closing = try network.closed(on: "2026-11-10")
        #expect(closing.warnings.contains { $0.hasPrefix("1 concern waits to be handed over") })
        network.now = Instant(rfc3339: "2027-06-01T08:00:00Z")!
        try network.purge()
        #expect(try network.service.concernList(ConcernList.decode(JSONObject()).request).concerns.count == 1)
        #expect(try network.cohort().summary.state == .closed)
        #expect(try handOver(about: "child", to: "dsl").changes.contains { $0.hasPrefix("Its key is destroyed.") })
    }

    @Test func `until a concern is handed over the administrator is told of it each working day`() throws {
        func told() throws -> Int {
            try network.messages().filter { $0.person == nil }.count {
                try network.words(of: $0.id).contains("nobody has recorded that it was handed over")
            }
        }
        #expect(try told() == 0)
        // Marked on Tuesday 6 October.
        for (day, count) in [("07", 1), ("08", 2), ("09", 3), ("12", 3), ("13", 4)] {
            try network.advance(to: "2026-10-\(day)T12:00:00Z")
            #expect(try told() == count, "\(day)")
        }
        _ = try handOver(about: "child", to: "dsl")
        try network.advance(to: "2026-11-30T12:00:00Z")
        #expect(try told() == 4)
    }

    @Test func `a concern about the head never goes to the school's own safeguarding lead`() throws {
        let refusal = #expect(throws: Refusal.self) { try handOver(about: "head", to: "dsl") }
        #expect(refusal?.code == .ruleRefused)
        let outcome = try handOver(about: "head", to: "chair")
        #expect(outcome.warnings.contains { $0.contains("designated officer") })
    }
}
