import Foundation
import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// One damaged record is one damaged record: whatever comes after it in a queue or a list goes on, and the administrator
/// learns which it is.
struct DamagedRecordTests {
    let network: Network

    init() throws { network = try Network() }

    private var keyring: URL { URL(filePath: network.directory + "/keyring.1") }

    /// The keys, each with its slot.
    private func keys() throws -> [Int: Data] {
        let bytes = try Data(contentsOf: keyring)
        let slots = stride(from: 64, to: bytes.count - 63, by: 64).map { bytes[$0..<$0 + 64] }
        return Dictionary(uniqueKeysWithValues: slots.enumerated().filter { $1.contains { $0 != 0 } })
    }

    /// Damages the first of the keys that `body` has made; the daemon starts again.
    private func damagingFirstKey(of body: () throws -> Void) throws {
        let known = try keys()
        try body()
        let slot = try #require(try keys().filter { known[$0.key] != $0.value }.keys.min())
        var bytes = try Data(contentsOf: keyring)
        bytes[(slot + 1) * 64 + 20] ^= 1
        try bytes.write(to: keyring)
        try network.restart()
    }

    private func urn(_ school: Int) -> JSONValue { .integer(Int64(Network.urns[school])) }

    private func appoint(_ name: String, _ role: String = "head", at school: Int) throws {
        try network.run(
            TenureReplace.self,
            [
                "urn": urn(school), "role": .string(role), "name": .string(name),
                "email": .string("\(name.lowercased())@school.example"),
            ]
        ) { try $0.tenureReplace($1, $2) }
    }

    /// The name and address of Pat, who is head of school 0, cannot be read; the record comes before anything is sent.
    private func damagedHead() throws {
        try damagingFirstKey { try appoint("Pat", at: 0) }
    }

    private func repairHead() throws {
        let file = "URN,role,name,e-mail\n\(Network.urns[0]),head,Pat,pat@school.example\n"
        try network.run(ContactImport.self, [:], file: file) { try $0.contactImport($1, $2) }
    }

    private func problems() throws -> [String] { try network.service.status(at: network.now, next: nil).problems }

    @Test func `a message whose text cannot be read fails and says so, and those behind it leave`() throws {
        try network.recruited(3)
        try damagingFirstKey { try network.schedule("training", on: "2026-10-06") }
        try network.deliver()
        let messages = try network.messages()
        #expect(messages.map(\.state).sorted { $0.rawValue < $1.rawValue } == [.failed, .sent, .sent])
        let failed = try #require(messages.first { $0.state == .failed })
        #expect(failed.lastError == "its text can no longer be read: ring whom it was for")
        #expect(failed.attempts == 0)
        #expect(try problems().contains("1 message has failed: “outbox list --state failed” says why."))
        // What can be done with it.
        let params: [String: JSONValue] = ["message": .integer(failed.id)]
        let refusal = #expect(throws: Refusal.self) {
            try network.run(OutboxRetry.self, params) { try $0.outboxRetry($1, $2) }
        }
        #expect(refusal?.code == .recordGone)
        try network.run(OutboxCancel.self, params) { try $0.outboxCancel($1, $2) }
        #expect(try problems().allSatisfy { !$0.contains("failed") })
    }

    @Test func `a message to somebody whose address cannot be read fails, and is sent once it is put right`() throws {
        try network.recruited(3)
        try damagingFirstKey {
            try appoint("Pat", at: 0)
            try network.schedule("training", on: "2026-10-06")
        }
        try network.deliver()
        let failed = try network.messages().filter { $0.state == .failed }
        #expect(failed.count == 1)
        #expect(failed.first?.lastError?.contains("“contact import” with the same address puts them right") == true)
        #expect(try network.messages().count { $0.state == .sent } == 2)
        try repairHead()
        let id = try #require(failed.first).id
        try network.run(OutboxRetry.self, ["message": .integer(id)]) { try $0.outboxRetry($1, $2) }
        try network.deliver()
        let sent = try #require(try network.messages().first { $0.id == id })
        #expect(sent.state == .sent && sent.lastError == nil)
    }

    @Test func `what is due for somebody whose address cannot be read waits, and nobody waits behind them`() throws {
        try network.recruited(3)
        try damagedHead()
        try network.schedule("training", on: "2026-10-06")
        try network.advance(to: "2026-09-22T12:00:00Z")
        func reminded() throws -> [String] {
            try network.messages().filter { $0.kind == .reminder }.map { try network.words(of: $0.id) }
        }
        #expect(try reminded().count == 2)
        #expect(try reminded().allSatisfy { !$0.contains("To: Pat") })
        try repairHead()
        try network.advance(to: "2026-09-23T12:00:00Z")
        #expect(try reminded().count == 3)
        #expect(try reminded().count { $0.contains("To: Pat") } == 1)
        // Nor has the invitation been forgotten.
        #expect(try network.messages().count { $0.kind == .invitation && $0.state == .sent } == 3)
    }

    @Test func `an erasure and an export get past a message that cannot be read`() throws {
        try network.recruited(3)
        try damagingFirstKey { try network.schedule("training", on: "2026-10-06") }
        for school in 0..<3 {
            let person = try #require(try network.people(school).first).id
            let export = try PersonExport.decode(JSONObject([("person", .integer(person))])).request
            #expect(try network.service.personExport(export, network.context(.personExport)).messages.count == 1)
        }
        let person: [String: JSONValue] = [
            "person": .integer(try #require(try network.people(1).first).id), "channel": .string("email"),
        ]
        try network.run(ErasureRequest.self, person) { try $0.erasureRequest($1, $2) }
        try network.run(ErasureComplete.self, ["erasure": .integer(1)]) { try $0.erasureComplete($1, $2) }
        #expect(try network.people(1).isEmpty)
    }

    @Test func `a text that can no longer be read is replaced by the one that is recorded anew`() throws {
        try network.grouped()
        try network.visited(1, on: "2026-10-06")
        let text: [String: JSONValue] = ["visit": .integer(1), "text": .string("Debate in Year 5.")]
        func record() throws -> Outcome { try network.run(WriteupRecord.self, text) { try $0.writeupRecord($1, $2) } }
        try damagingFirstKey { _ = try record() }
        #expect(try !record().changes.isEmpty)
        let request = try WriteupGet.decode(JSONObject([("visit", .integer(1))])).request
        #expect(try network.service.writeupGet(request, network.context(.writeupGet)).text.text == "Debate in Year 5.")
        // The control: what can be read is so already.
        #expect(try record().changes.isEmpty)

        let note = text.merging(["urn": urn(4)]) { $1 }
        try damagingFirstKey { try network.run(EvidenceRecord.self, note) { try $0.evidenceRecord($1, $2) } }
        #expect(try network.run(EvidenceRecord.self, note) { try $0.evidenceRecord($1, $2) }.id == 2)
    }

    @Test func `an enquiry that cannot be read does not stop what holds keep from being found`() throws {
        try network.recruited(3)
        try damagingFirstKey {
            try network.run(
                EnquiryCreate.self,
                [
                    "contact": .string("Pat"), "email": .string("pat@school.example"),
                    "question": .string("May we join?"), "urn": urn(5),
                ]
            ) { try $0.enquiryCreate($1, $2) }
        }
        let person = try #require(try network.people(1).first).id
        let hold: [String: JSONValue] = [
            "person": .integer(person), "reason": .string("complaint"), "owner": .string("director"),
            "review": .string("2027-09-01"),
        ]
        #expect(try network.run(HoldPlace.self, hold) { try $0.holdPlace($1, $2) }.id == 1)
        // Purges are planned for what has ended, and nobody is told of what is held.
        try network.run(CohortCancel.self, ["cohort": .integer(1)]) { try $0.cohortCancel($1, $2) }
        #expect(try network.cohort().summary.state == .cancelled)
        #expect(try !network.preview(on: "2026-09-02").digest.isEmpty)
    }
}
