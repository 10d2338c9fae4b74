import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// What is held about one person, as the person is told it.
struct PersonRecordTests {
    let network: Network
    init() throws {
        network = try Network()
        try network.grouped()
    }

    /// The head of school 4, who reviews visit 1 to school 0.
    private var head: Int64 { get throws { try #require(try network.people(4).first).id } }

    private func export(_ person: Int64) throws -> PersonExport.Response {
        let request = try PersonExport.decode(JSONObject([("person", .integer(person))])).request
        return try network.service.personExport(request, network.context(.personExport))
    }

    private func get(_ person: Int64) throws -> PersonGet.Response {
        try network.service.personGet(PersonGet.decode(JSONObject([("person", .integer(person))])).request)
    }

    private func enquire(_ email: String, question: String, school: Int) throws {
        try network.run(
            EnquiryCreate.self,
            [
                "contact": .string("Head 4"), "email": .string(email), "question": .string(question),
                "urn": .integer(Int64(Network.urns[school])),
            ]
        ) { try $0.enquiryCreate($1, $2) }
    }

    @Test func `a person's record has every role, acceptance and visit`() throws {
        try network.run(VisitLead.self, ["visit": .integer(1), "person": .integer(head)]) { try $0.visitLead($1, $2) }
        try network.run(
            ReviewerAssign.self,
            [
                "visit": .integer(3), "urn": .integer(Int64(Network.urns[4])),
                "people": .array([.integer(try head)]),
            ]
        ) { try $0.reviewerAssign($1, $2) }
        try network.run(
            TenureReplace.self,
            [
                "urn": .integer(Int64(Network.urns[5])), "role": .string("chair"), "name": .string("Head 4"),
                "email": .string("head4@school.example"),
            ]
        ) { try $0.tenureReplace($1, $2) }
        let person = try get(head)
        #expect(person.name == "Head 4")
        #expect(person.record.tenures.map(\.role) == [.head, .chair])
        #expect(person.record.tenures.map(\.school) == ["School 4", "School 5"])
        #expect(person.record.acceptances.map(\.version) == ["1"])
        #expect(person.record.reviews.map(\.visit) == [1, 3])
        #expect(person.record.reviews.first?.isLead == true)
        #expect(person.record.reviews.last?.school == "School 4")
        #expect(throws: Refusal.self) { try get(999) }
    }

    @Test func `a person's bundle has what was written to them and asked by them, in words, and nobody else's`() throws
    {
        try enquire("HEAD4@school.example", question: "May School 6 join?", school: 6)
        try enquire("head5@school.example", question: "Somebody else's question", school: 7)
        try network.agree(1, on: "2026-11-03")
        let bundle = try export(head)
        #expect(bundle.enquiries.map(\.question) == ["May School 6 join?"])
        let mine = try network.messages().filter { $0.person == bundle.record.id }
        #expect(!mine.isEmpty)
        #expect(Set(bundle.messages.map(\.id)) == Set(mine.map(\.id)))
        for message in bundle.messages {
            #expect(message.subject?.isEmpty == false)
            #expect(message.body?.text.contains("Content-Type") == false)
        }
        let text = bundle.text.text
        for words in [
            "Head 4", "head4@school.example", "head of School 4, from Tuesday 1 September 2026",
            "version 1, on Tuesday 22 September 2026", "peer review visit to School 0", "May School 6 join?",
        ] { #expect(text.contains(words), "\(words) is not in:\n\(text)") }
        #expect(!text.contains("head5@school.example") && !text.contains("Somebody else"))
    }

    @Test func `of a message whose text was purged the bundle has the day`() throws {
        try network.agree(1, on: "2026-11-03")
        try network.deliver()
        try network.advance(to: "2027-02-15T09:00:00Z")
        try network.purge()
        let bundle = try export(head)
        let purged = try #require(bundle.messages.first)
        #expect(purged.subject == nil && purged.body == nil)
        #expect(bundle.text.text.contains("message \(purged.id), \(purged.kind),"))
        #expect(bundle.text.text.contains("its text is no longer kept"))
    }

    @Test func `reading a person's bundle is noted by the person's number, and their record shows no address to all`()
        throws
    {
        _ = try export(head)
        let audit = try network.service.auditList(AuditList.decode(JSONObject([])).request).rows
        #expect(audit.first?.verb == "person.export")
        #expect(try audit.first?.subject == "person \(head)")
        var bytes: [UInt8] = []
        ReplyFields.append(try get(head), to: &bytes, readers: [.connect, .read, .dpo])
        let seen = String(decoding: bytes, as: UTF8.self)
        #expect(!seen.contains("head4@school.example") && !seen.contains("Head 4"))
        #expect(seen.contains(#""withheld":["name","email"]"#))
    }
}
