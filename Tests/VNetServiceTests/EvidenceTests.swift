import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService
import VNetStore

/// What reviewers note on the way to a write-up is sealed, read by who may, and gone soon after it has served.
struct EvidenceTests {
    let network: Network

    /// Visit 1 to school 0, reviewed by 4 and 8, has taken place.
    init() throws {
        network = try Network()
        try network.grouped()
        try network.visited(1, on: "2026-10-06")
    }

    private var visit: [String: JSONValue] { ["visit": .integer(1)] }

    private func refusal(_ body: () throws -> Void) -> Refusal? { #expect(throws: Refusal.self) { try body() } }

    @discardableResult
    private func record(_ text: String, by school: Int?) throws -> Int64? {
        var params = visit.merging(["text": .string(text)]) { $1 }
        params["urn"] = school.map { .integer(Int64(Network.urns[$0])) }
        return try network.run(EvidenceRecord.self, params) { try $0.evidenceRecord($1, $2) }.id
    }

    private func notes() throws -> [Int64] {
        try network.service.evidenceList(EvidenceList.decode(JSONObject([("visit", .integer(1))])).request)
            .rows.map(\.id)
    }

    private func text(_ note: Int64) throws -> String {
        let request = try EvidenceGet.decode(JSONObject([("note", .integer(note))])).request
        return try network.service.evidenceGet(request, network.context(.evidenceGet)).text.text
    }

    private func writeUp(_ text: String) throws {
        try network.run(WriteupRecord.self, visit.merging(["text": .string(text)]) { $1 }) {
            try $0.writeupRecord($1, $2)
        }
    }

    private func accept() throws { try network.run(WriteupAccept.self, visit) { try $0.writeupAccept($1, $2) } }

    private func classes(on day: String) throws -> [RetentionClass] { try network.preview(on: day).groups.map(\.class) }

    @Test func `a note is sealed, is one note however often it arrives, and reading it is on record`() throws {
        let first = try record("Debate in Year 5.", by: 4)
        #expect(try record("Debate in Year 5.", by: 4) == first)
        let other = try record("Debate in Year 5.", by: 8)
        #expect(try notes() == [first, other])
        #expect(try !network.find("Debate in Year 5."))
        #expect(try text(1) == "Debate in Year 5.")
        let audit = try network.service.auditList(AuditList.decode(JSONObject([])).request).rows
        #expect(audit.contains { $0.verb == "evidence.get" && $0.subject == "evidence note 1" })
    }

    @Test func `notes are of those who review, of visits that took place, while their write-up is not final`() throws {
        #expect(refusal { try record("Mine.", by: 0) }?.code == .ruleRefused)
        #expect(refusal { try record("Whose?", by: nil) }?.path == "$.urn")
        try writeUp("Well done.")
        try record("A late one.", by: 4)
        try accept()
        #expect(refusal { try record("Too late.", by: 4) }?.code == .stateRefused)
        let amending = refusal {
            try network.run(EvidenceAmend.self, ["note": .integer(1), "text": .string("Other.")]) {
                try $0.evidenceAmend($1, $2)
            }
        }
        #expect(amending?.code == .stateRefused)
        try network.agree(2, on: "2026-12-01")
        let early = refusal {
            try network.run(
                EvidenceRecord.self,
                ["visit": .integer(2), "urn": .integer(Int64(Network.urns[0])), "text": .string("Early.")]
            ) { try $0.evidenceRecord($1, $2) }
        }
        #expect(early?.message.contains("Record it as held first.") == true)
    }

    @Test func `a note that is amended says only what it now says`() throws {
        try record("Debate in Year 5.", by: 4)
        try network.run(EvidenceAmend.self, ["note": .integer(1), "text": .string("Debate in Year 6.")]) {
            try $0.evidenceAmend($1, $2)
        }
        #expect(try text(1) == "Debate in Year 6.")
        #expect(try notes() == [1])
    }

    @Test func `a note that is destroyed is gone at once, and the others stay`() throws {
        try record("Debate in Year 5.", by: 4)
        try record("Worship in the hall.", by: 8)
        let outcome = try network.run(EvidenceDestroy.self, ["note": .integer(1)]) { try $0.evidenceDestroy($1, $2) }
        #expect(outcome.changes.last?.hasPrefix("Its key is destroyed. Purge 1 is verified") == true)
        #expect(refusal { _ = try text(1) }?.code == .notFound)
        #expect(try text(2) == "Worship in the hall.")
    }

    @Test func `notes that are destroyed within the hour have the files rewritten once, and a certificate each`() throws
    {
        for (index, text) in ["First.", "Second.", "Third."].enumerated() {
            try record(text, by: 4)
            let note = Int64(index + 1)
            try network.run(EvidenceDestroy.self, ["note": .integer(note)]) { try $0.evidenceDestroy($1, $2) }
            network.now = network.now.adding(seconds: 600)
        }
        let due = try #require(try network.finishPurges())
        #expect(due == network.now.adding(seconds: 1800))
        #expect(try purges() == [.shredded, .shredded, .shredded])
        network.now = due
        let statements = try network.service.store.statements { try network.finishPurges() }
        #expect(statements.count { $0.hasPrefix("VACUUM") } == 1)
        #expect(try purges() == [.complete, .complete, .complete])
        #expect(
            try network.service.certificateList(CertificateList.decode(JSONObject()).request).certificates.count == 3)
    }

    private func purges() throws -> [PurgeState] {
        try network.service.purgeList(PurgeList.decode(JSONObject()).request).purges.map(\.state)
    }

    @Test func `notes are due thirty days after the write-up was accepted`() throws {
        try record("Debate in Year 5.", by: 4)
        try writeUp("Well done.")
        try network.advance(to: "2026-10-20T12:00:00Z")
        #expect(try classes(on: "2030-01-01").filter { $0 == .evidenceNote }.isEmpty)
        try accept()
        #expect(try !classes(on: "2026-11-18").contains(.evidenceNote))
        #expect(try classes(on: "2026-11-19").contains(.evidenceNote))
        #expect(try network.preview(on: "2026-11-19").groups.first?.firstDue == CivilDate(iso: "2026-11-19"))
        try network.advance(to: "2026-11-19T12:00:00Z")
        try network.purge()
        #expect(try notes().isEmpty)
    }

    @Test func `notes of a visit that was never written up are due after the feedback session, or after the cohort`()
        throws
    {
        try record("Debate in Year 5.", by: 4)
        try network.schedule("feedback", on: "2026-12-01")
        try network.advance(to: "2026-12-01T17:00:00Z")
        try network.run(SessionHold.self, ["session": .integer(2)]) { try $0.sessionHold($1, $2) }
        #expect(try !classes(on: "2026-12-30").contains(.evidenceNote))
        #expect(try classes(on: "2026-12-31").contains(.evidenceNote))
    }

    @Test func `notes of a cancelled cohort are due thirty days after that day, and then the cohort is purged`() throws
    {
        try record("Debate in Year 5.", by: 4)
        try network.run(CohortCancel.self, ["cohort": .integer(1)]) { try $0.cohortCancel($1, $2) }
        #expect(try !classes(on: "2026-11-04").contains(.evidenceNote))
        #expect(try classes(on: "2026-11-05").contains(.evidenceNote))
        try network.advance(to: "2026-11-05T12:00:00Z")
        try network.purge()
        #expect(try network.cohort().summary.state == .purged)
    }

    @Test func `a write-up that gives way to another is a draft, which can be read until thirty days after acceptance`()
        throws
    {
        try writeUp("First thoughts.")
        try writeUp("Well done.")
        func version(_ version: Int64?) throws -> String {
            var params = [("visit", JSONValue.integer(1))]
            if let version { params.append(("version", .integer(version))) }
            let request = try WriteupGet.decode(JSONObject(params)).request
            return try network.service.writeupGet(request, network.context(.writeupGet)).text.text
        }
        let list = try network.service.writeupList(WriteupList.decode(JSONObject([("visit", .integer(1))])).request)
            .rows
        #expect(list.map(\.version) == [1, 2])
        #expect(list.map { $0.supersededOn == nil } == [false, true])
        #expect(try version(nil) == "Well done.")
        #expect(try version(1) == "First thoughts.")
        #expect(refusal { _ = try version(3) }?.path == "$.version")
        try accept()
        #expect(try classes(on: "2026-11-05") == [.draftWriteUp])
        try network.advance(to: "2026-11-05T12:00:00Z")
        try network.purge()
        #expect(refusal { _ = try version(1) }?.code == .notFound)
        #expect(try version(nil) == "Well done.")
    }
}
