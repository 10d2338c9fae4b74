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
