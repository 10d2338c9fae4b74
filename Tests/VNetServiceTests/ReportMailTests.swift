import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// A mail has the permission of the most confidential thing in it, and goes when that goes.
struct ReportMailTests {
    let network: Network
    let report = "Pupils debate well."

    /// The report of visit 1 to school 0 is on record, and goes to the heads of schools 0 and 4.
    init() throws {
        network = try Network()
        try network.grouped()
        try network.visited(1, on: "2026-10-06")
        try text(WriteupRecord.self) { try $0.writeupRecord($1, $2) }
        try network.run(WriteupAccept.self, visit) { try $0.writeupAccept($1, $2) }
        try text(ReportRecord.self) { try $0.reportRecord($1, $2) }
        try network.run(ConsentGive.self, of(4)) { try $0.consentGive($1, $2) }
    }

    private let visit: [String: JSONValue] = ["visit": .integer(1)]

    private func of(_ school: Int) -> [String: JSONValue] {
        visit.merging(["urn": .integer(Int64(Network.urns[school]))]) { $1 }
    }

    @discardableResult
    private func text<R: Request>(
        _: R.Type, _ text: String? = nil, _ handler: (Service, R, Service.Context) throws -> Outcome
    ) throws -> Outcome {
        try network.run(R.self, visit.merging(["text": .string(text ?? report)]) { $1 }, handler)
    }

    @discardableResult
    private func share(with school: Int) throws -> Outcome {
        try network.run(ReportShare.self, of(school)) { try $0.reportShare($1, $2) }
    }

    /// Of the mails that have text, those that carry the report.
    private func carrying(_ text: String? = nil) throws -> [MessageView] {
        try network.messages().filter { message in
            (try? network.words(of: message.id).contains(text ?? report)) == true
        }
    }

    private func close() throws {
        try network.schedule("feedback", on: "2026-11-24")
        try network.advance(to: "2026-11-24T17:00:00Z")
        try network.run(SessionHold.self, ["session": .integer(2)]) { try $0.sessionHold($1, $2) }
        try network.run(CohortClose.self, ["cohort": .integer(1)]) { try $0.cohortClose($1, $2) }
    }

    @Test func `a mail with a report goes with the report, not ninety days after it was sent`() throws {
        try close()
        try network.advance(to: "2027-02-20T12:00:00Z")
        try share(with: 4)
        try network.deliver()
        #expect(try carrying().count == 1)
        // The report's time is up on 22 February, that of what was sent on 20 February not before May.
        try network.advance(to: "2027-02-23T12:00:00Z")
        try network.purge()
        #expect(try carrying().isEmpty)
        #expect(try network.cohort().summary.state == .purged)
        #expect(try network.preview().records == 0)
    }

    @Test func `to show a mail with a report takes the permission to read reports; others are told so`() throws {
        try share(with: 4)
        let id = try #require(try carrying().first).id
        let request = try OutboxShow.decode(JSONObject([("message", .integer(id))])).request
        func show(_ permission: Permission) throws -> String {
            let principal = Principal(uid: 1001, granted: [.operate, permission])
            let context = Service.Context(
                verb: .outboxShow, principal: principal, now: network.now, options: ChangeOptions())
            return try network.service.outboxShow(request, context).text.text
        }
        for permission: Permission in [.operate, .dpo, .admin] {
            let refusal = #expect(throws: Refusal.self) { _ = try show(permission) }
            #expect(refusal?.code == .permissionDenied)
            #expect(refusal?.message.contains("“confidential”") == true)
        }
        #expect(try show(.confidential).contains(report))
    }

    @Test func `what is exported of a person says that a report was sent, and not what it says`() throws {
        try share(with: 4)
        let head = try #require(try network.people(4).first).id
        let export = try network.service.personExport(
            PersonExport.decode(JSONObject([("person", .integer(head))])).request, network.context(.personExport))
        #expect(export.messages.contains { $0.subject?.hasPrefix("Outcome report of the visit to School 0") == true })
        #expect(!export.text.text.contains(report))
        #expect(export.text.text.contains("It carries a school's report, which is not in here."))
    }

    @Test func `a report that is recorded anew is stopped as it was, and is shared as it now is`() throws {
        try share(with: 4)
        let outcome = try text(ReportRecord.self, "Pupils write well.") { try $0.reportRecord($1, $2) }
        #expect(outcome.warnings == ["1 mail with the report as it was will not leave. Share it anew."])
        #expect(try carrying().map(\.state) == [.cancelled])
        #expect(try share(with: 4).changes.count > 0)
        #expect(try carrying("Pupils write well.").map(\.state) == [.pending])
        #expect(try share(with: 4).changes.isEmpty)
    }

    @Test func `a report whose mail never left is not shared yet`() throws {
        try share(with: 4)
        let id = try #require(try carrying().first).id
        try network.run(OutboxCancel.self, ["message": .integer(id)]) { try $0.outboxCancel($1, $2) }
        #expect(try share(with: 4).changes.count > 0)
        #expect(try carrying().map(\.state) == [.pending, .cancelled])
    }
}
