import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// `status` counts the write-ups that are late by the working days of whoever writes them.
struct OverdueTests {
    let network: Network

    /// Visit 1 to school 0 was held on Tuesday 6 October and is not written up; its lead is of school 4.
    init() throws {
        network = try Network()
        try network.grouped()
        try network.agree(1, on: "2026-10-06")
        let lead = try #require(try network.people(4).first).id
        try network.run(VisitLead.self, ["visit": .integer(1), "person": .integer(lead)]) { try $0.visitLead($1, $2) }
        try network.advance(to: "2026-10-06T16:00:00Z")
        try network.run(VisitHold.self, ["visit": .integer(1)]) { try $0.visitHold($1, $2) }
    }

    private func close(_ school: Int) throws {
        try network.terms(
            [("INSET days", "20261012", "20261014")], ["urn": .integer(Int64(Network.urns[school]))])
    }

    private func overdue(on day: String) throws -> Int {
        try network.service.status(at: try #require(Instant(rfc3339: day + "T12:00:00Z")), next: nil).overdue
    }

    @Test func `a write-up is overdue ten working days after the visit`() throws {
        #expect(try overdue(on: "2026-10-20") == 0)
        #expect(try overdue(on: "2026-10-21") == 1)
    }

    @Test func `days on which the lead reviewer's school is closed do not count`() throws {
        try close(4)
        #expect(try overdue(on: "2026-10-22") == 0)
        #expect(try overdue(on: "2026-10-23") == 1)
    }

    @Test func `days on which the host is closed count, for it does not write`() throws {
        try close(0)
        #expect(try overdue(on: "2026-10-21") == 1)
    }

    @Test func `what was to be purged a week ago and has not been is named by its day`() throws {
        try network.run(
            EvidenceRecord.self,
            ["visit": .integer(1), "urn": .integer(Int64(Network.urns[4])), "text": .string("A note.")]
        ) { try $0.evidenceRecord($1, $2) }
        try network.run(CohortCancel.self, ["cohort": .integer(1)]) { try $0.cohortCancel($1, $2) }
        let (request, _) = try RetentionPreview.decode(JSONObject([("on", .string("2027-03-01"))]))
        let due = try network.service.retentionPreview(request, at: network.now).groups.filter { $0.cohort != nil }
        let first = try #require(due.map(\.firstDue).min())
        func problems(after days: Int) throws -> [String] {
            let day = first.adding(days: days)
            return try network.service.status(at: try #require(Instant(rfc3339: "\(day.iso)T12:00:00Z")), next: nil)
                .problems.filter { $0.contains("to be purged by now") }
        }
        #expect(try problems(after: 7).isEmpty)
        #expect(try problems(after: 8).first?.contains("the first by \(first.words)") == true)
    }

    @Test func `nothing of a cohort that was cancelled is overdue`() throws {
        try network.run(CohortCancel.self, ["cohort": .integer(1)]) { try $0.cohortCancel($1, $2) }
        #expect(try overdue(on: "2026-12-01") == 0)
    }
}
