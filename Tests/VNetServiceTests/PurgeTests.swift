import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// What was purged stays on record by count and rule, when what it was is gone.
struct PurgeTests {
    let network: Network

    /// Two enquiries and nothing else are to be purged a year later.
    init() throws {
        network = try Network()
        for index in 0..<2 {
            try network.run(
                EnquiryCreate.self,
                [
                    "contact": .string("Pat Enquirer"), "email": .string("pat@school.example"),
                    "question": .string("May we join?"), "urn": .integer(Int64(Network.urns[index])),
                ]
            ) { try $0.enquiryCreate($1, $2) }
            try network.run(EnquiryDecline.self, ["enquiry": .integer(Int64(index + 1))]) {
                try $0.enquiryDecline($1, $2)
            }
        }
        network.now = Instant(rfc3339: "2027-09-15T08:00:00Z")!
    }

    private func purge(_ id: Int64) throws -> PurgeGet.Response {
        try network.service.purgeGet(PurgeGet.decode(JSONObject([("purge", .integer(id))])).request)
    }

    private func rules() throws -> [RetentionRules.Row] {
        try network.service.retentionRules(RetentionRules.decode(JSONObject([])).request).rows
    }

    private func configure(_ periods: [RetentionClass: RetentionPeriod]) throws {
        var configuration = network.service.configuration
        configuration.retention = RetentionSchedule(periods)
        _ = try network.service.reconfigure(configuration, network.context(.daemonReload))
    }

    @Test func `a purge is on record with who ran it, when, and how many of each class went by which rule`() throws {
        try network.purge()
        let purge = try purge(1)
        #expect(purge.summary.approvedBy == Int(Network.principal.uid))
        #expect(purge.summary.state == .complete && purge.summary.records == 2)
        #expect(purge.summary.startedAt == network.now && purge.summary.finishedAt == network.now)
        #expect(purge.summary.digest.hasPrefix("sha256:"))
        #expect(purge.classes.map(\.class) == [.enquiry])
        #expect(purge.classes.map(\.records) == [2])
        #expect(purge.classes.map(\.rule) == ["12 months after the last contact"])
        #expect(try network.service.purgeList(PurgeList.decode(JSONObject([])).request).purges.map(\.id) == [1])
        let missing = #expect(throws: Refusal.self) { try self.purge(2) }
        #expect(missing?.code == .notFound)
    }

    @Test func `nothing more is recorded of the visits of a cohort that was purged`() throws {
        let network = try Network()
        try network.grouped()
        try network.visited(1, on: "2026-10-06")
        let text: [String: JSONValue] = [
            "visit": .integer(1), "urn": .integer(Int64(Network.urns[4])), "text": .string("In confidence."),
        ]
        try network.run(FeedbackRecord.self, text) { try $0.feedbackRecord($1, $2) }
        try network.run(CohortCancel.self, ["cohort": .integer(1)]) { try $0.cohortCancel($1, $2) }
        network.now = Instant(rfc3339: "2027-09-15T08:00:00Z")!
        try network.purge()
        #expect(try network.cohort().summary.state == .purged)
        let refusals = [
            #expect(throws: Refusal.self) {
                try network.run(FeedbackRecord.self, text) { try $0.feedbackRecord($1, $2) }
            },
            #expect(throws: Refusal.self) {
                try network.run(EvidenceRecord.self, text) { try $0.evidenceRecord($1, $2) }
            },
            #expect(throws: Refusal.self) {
                try network.run(WriteupRecord.self, text.filter { $0.key != "urn" }) { try $0.writeupRecord($1, $2) }
            },
        ]
        for refusal in refusals { #expect(refusal?.message.contains("has been purged") == true) }
    }

    @Test func `a visit and a session cannot have been held before their cohort was opened`() throws {
        let network = try Network()
        try network.grouped()
        try network.agree(1, on: "2026-10-06")
        try network.advance(to: "2026-10-06T16:00:00Z")
        let mistyped = #expect(throws: Refusal.self) {
            try network.run(VisitHold.self, ["visit": .integer(1), "on": .string("1926-10-06")]) {
                try $0.visitHold($1, $2)
            }
        }
        #expect(mistyped?.code == .ruleRefused && mistyped?.message.contains("Check the year") == true)
        try network.schedule("feedback", on: "2026-10-07")
        try network.advance(to: "2026-10-07T18:00:00Z")
        let session = try #require(try network.cohort().sessions.first { $0.kind == .feedback })
        let other = #expect(throws: Refusal.self) {
            try network.run(SessionHold.self, ["session": .integer(session.id), "on": .string("1926-10-07")]) {
                try $0.sessionHold($1, $2)
            }
        }
        #expect(other?.message.contains("Check the year") == true)
    }

    @Test func `a purge that was run by an earlier rule keeps the words of that rule`() throws {
        try configure([.enquiry: .days(30)])
        try network.purge()
        try configure([:])
        #expect(try purge(1).classes.map(\.rule) == ["30 days after the last contact"])
    }

    @Test func `each class has a rule, which says its period, whether that is the default, and what is done`() throws {
        #expect(try rules().map(\.class) == RetentionClass.allCases)
        #expect(try rules().allSatisfy { $0.isDefault && !$0.action.isEmpty })
        try configure([.pairing: .months(72)])
        let pairing = try #require(try rules().first { $0.class == .pairing })
        #expect(!pairing.isDefault)
        #expect(pairing.period == "6y" && pairing.trigger == .closure)
        #expect(pairing.rule == "72 months after the cohort was closed")
        #expect(try rules().filter { !$0.isDefault }.count == 1)
    }
}
