import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// Outcome reports are shared with the host's consent only, and with whom it named.
struct OutcomeTests {
    let network: Network

    /// Visit 1 to school 0, reviewed by 4 and 8, is written up and accepted; its report is on record.
    init() throws {
        network = try Network()
        try network.grouped()
        try network.visited(1, on: "2026-10-06")
        let visit: [String: JSONValue] = ["visit": .integer(1)]
        #expect(refusal { try record() }?.code == .stateRefused)
        try network.run(WriteupRecord.self, visit.merging(["text": .string("Well done.")]) { $1 }) {
            try $0.writeupRecord($1, $2)
        }
        try network.run(WriteupAccept.self, visit) { try $0.writeupAccept($1, $2) }
        try record()
        try network.deliver()
    }

    private func refusal(_ body: () throws -> Void) -> Refusal? { #expect(throws: Refusal.self) { try body() } }

    private func of(_ school: Int) -> [String: JSONValue] {
        ["visit": .integer(1), "urn": .integer(Int64(Network.urns[school]))]
    }

    private func record(_ text: String = "Pupils debate well.\n\nWorship is\ttheirs.") throws {
        try network.run(ReportRecord.self, ["visit": .integer(1), "text": .string(text)]) {
            try $0.reportRecord($1, $2)
        }
    }

    @discardableResult
    private func consent(to school: Int) throws -> Outcome {
        try network.run(ConsentGive.self, of(school)) { try $0.consentGive($1, $2) }
    }

    @discardableResult
    private func share(with school: Int) throws -> Outcome {
        try network.run(ReportShare.self, of(school)) { try $0.reportShare($1, $2) }
    }

    private func withdraw(from school: Int) throws -> Outcome {
        try network.run(ConsentWithdraw.self, of(school)) { try $0.consentWithdraw($1, $2) }
    }

    private func reports() throws -> [(to: String, text: String, state: MessageState)] {
        try network.messages().map { ($0.state, try network.words(of: $0.id)) }
            .filter { $1.contains("Subject: Outcome report of the visit to ") }
            .map { state, text in
                (text.split(separator: "\r\n").first { $0.hasPrefix("To: ") }.map(String.init) ?? "", text, state)
            }
    }

    @Test func `a report goes to nobody for whom the host has not consented, but back to the host`() throws {
        #expect(refusal { try share(with: 4) }?.code == .ruleRefused)
        #expect(try reports().isEmpty)
        try share(with: 0)
        let sent = try reports()
        #expect(sent.map(\.to) == ["To: Head 0 <head0@school.example>"])
        #expect(sent[0].text.contains("It is yours") && !sent[0].text.contains("lets you have"))
        #expect(sent[0].text.contains("You are receiving this because the visit was to your school."))
    }

    @Test func `with the host's consent a report goes once to the school that it named, paragraph by paragraph`() throws
    {
        #expect(try consent(to: 4).changes.count == 1)
        #expect(try consent(to: 4).changes.isEmpty)
        try share(with: 4)
        #expect(try share(with: 4).changes.isEmpty)
        let sent = try reports()
        #expect(sent.map(\.to) == ["To: Head 4 <head4@school.example>"])
        #expect(sent[0].text.contains("Pupils debate well.\r\n\r\nWorship is theirs."))
        #expect(sent[0].text.contains("<p>Worship is theirs.</p>"))
        #expect(refusal { try share(with: 8) }?.code == .ruleRefused)
    }

    @Test func `a head who has not accepted the protocol in force gets no report`() throws {
        try consent(to: 4)
        try network.run(ProtocolPublish.self, ["version": .string("2")]) { try $0.protocolPublish($1, $2) }
        #expect(refusal { try share(with: 4) }?.message.contains("has not accepted the protocol") == true)
    }

    @Test func `a consent that is taken back stops what has not left, and says so of what has`() throws {
        for school in [4, 8] { try consent(to: school) }
        try share(with: 4)
        #expect(try withdraw(from: 4).warnings.isEmpty)
        #expect(try reports().map(\.state) == [.cancelled])
        try share(with: 8)
        try network.deliver()
        #expect(try withdraw(from: 8).warnings == ["It has been sent there. Ask School 8 to destroy it."])
        #expect(refusal { try share(with: 8) }?.code == .ruleRefused)
        let list = try network.service.consentList(ConsentList.decode(JSONObject([("visit", .integer(1))])).request)
        #expect(list.rows.map { $0.withdrawnOn?.iso } == ["2026-10-06", "2026-10-06"])
    }

    @Test func `a report that has not left does not go to a head who has`() throws {
        try consent(to: 4)
        try share(with: 4)
        try network.run(
            TenureReplace.self,
            [
                "urn": .integer(Int64(Network.urns[4])), "role": .string("head"), "name": .string("New Head"),
                "email": .string("new@school.example"),
            ]
        ) { try $0.tenureReplace($1, $2) }
        try network.deliver()
        #expect(try reports().map(\.state) == [.cancelled])
    }

    @Test func `a report is sealed, and its copy at the network is purged 90 days after closure`() throws {
        #expect(try !network.find("Pupils debate well"))
        let read = try network.service.reportGet(
            ReportGet.decode(JSONObject([("visit", .integer(1))])).request, network.context(.reportGet))
        #expect(read.text.text.hasPrefix("Pupils debate well."))
        try network.run(CohortCancel.self, ["cohort": .integer(1)]) { try $0.cohortCancel($1, $2) }
        // 90 days after 6 October 2026.
        #expect(try network.due(.outcomeReport, on: "2027-01-03") == 0)
        #expect(try network.due(.outcomeReport, on: "2027-01-04") == 1)
    }
}
