import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// What mails say: true for the one who gets them, and with all that is needed to do what they ask.
@Suite struct LetterTests {
    let network: Network
    init() throws { network = try Network() }

    private func school(_ index: Int) -> [String: JSONValue] {
        ["cohort": .integer(1), "urn": .integer(Int64(Network.urns[index]))]
    }

    /// The texts of messages to an address, the newest first.
    private func letters(to address: String) throws -> [String] {
        try network.messages().map { try network.words(of: $0.id) }.filter { $0.contains("<\(address)>") }
    }

    private func newest(to school: Int) throws -> String {
        try #require(try letters(to: "head\(school)@school.example").first)
    }

    private func newestToAdmin() throws -> String { try #require(try letters(to: "admin@vnet.example").first) }

    private func schedule(_ kind: String, on day: String) throws {
        try network.schedule(kind, on: day, from: "13:00", to: "16:00")
    }

    private func replaceHead(of school: Int) throws {
        try network.run(
            TenureReplace.self,
            [
                "urn": .integer(Int64(Network.urns[school])), "role": .string("head"), "name": .string("New Head"),
                "email": .string("new@school.example"),
            ]
        ) { try $0.tenureReplace($1, $2) }
    }

    // What is no longer in the calendar

    @Test func `a school that withdrew is told so, and the others that the visit is called off`() throws {
        try network.grouped()
        try network.agree(1, on: "2026-11-03")
        try network.deliver()
        try network.run(EnrolmentWithdraw.self, school(0)) { try $0.enrolmentWithdraw($1, $2) }
        #expect(try newest(to: 0).contains("calendar: School 0 no longer takes part in PD 2026."))
        #expect(try newest(to: 0).contains("You are receiving this because you were invited for School 0."))
        #expect(try newest(to: 4).contains("calendar: it has been called off."))
    }

    @Test func `a session that is cancelled is called off for everyone`() throws {
        try network.grouped()
        try schedule("feedback", on: "2026-12-01")
        try network.deliver()
        try network.run(SessionCancel.self, ["session": .integer(2)]) { try $0.sessionCancel($1, $2) }
        #expect(try newest(to: 3).contains("calendar: it has been called off."))
    }

    @Test func `a head who was replaced is told that somebody else takes part`() throws {
        try network.grouped()
        try network.agree(1, on: "2026-11-03")
        try network.deliver()
        try replaceHead(of: 0)
        #expect(try newest(to: 0).contains("calendar: somebody else now takes part for School 0."))
    }

    @Test func `a host that is replaced loses the visit to itself, and the reviewers learn whom they visit now`() throws
    {
        try network.grouped(sizes: [3, 3, 3])
        try network.agree(1, on: "2026-11-03")
        try network.deliver()
        try network.run(EnrolmentReplace.self, school(0).merging(["by": school(9)["urn"]!]) { $1 }) {
            try $0.enrolmentReplace($1, $2)
        }
        let old = try newest(to: 0)
        #expect(old.contains("Subject: Cancelled: peer review visit to School 0 on Tuesday 3 November 2026"))
        #expect(old.contains("another school has taken the place of School 0 in PD 2026"))
        #expect(try newest(to: 9).contains("Subject: Invitation: peer review visit to School 9"))
        let reviewer = try #require(try network.messages().first { try network.text(of: $0.id).contains("head3@") })
        #expect(try network.words(of: reviewer.id).contains("School 9 has taken the place of School 0"))
        #expect(try network.calendarEntry(of: reviewer.id)["SUMMARY"]?.contains("visit to School 9") == true)
        #expect(try network.calendarEntry(of: reviewer.id)["SEQUENCE"] == "1")
    }

    // What is asked for

    @Test func `who is to be ready is asked for what is missing, and is not said to take part`() throws {
        try network.recruited(1)
        try network.run(EnrolmentCreate.self, school(1)) { try $0.enrolmentCreate($1, $2) }
        try network.run(ReadinessAttest.self, school(1).merging(["criterion": .string("documentation")]) { $1 }) {
            try $0.readinessAttest($1, $2)
        }
        try schedule("training", on: "2026-10-13")
        try network.advance(to: "2026-09-30T12:00:00Z")
        let letters = try letters(to: "head1@school.example")
        #expect(letters.count == 2)
        #expect(letters[0].contains("Subject: Readiness for PD 2026: please confirm before Tuesday 13 October 2026"))
        #expect(letters[0].contains("practised in self-evaluation") && letters[0].contains("committed to supporting"))
        #expect(!letters[0].contains("prepared to share"))
        #expect(letters[0].contains("You are receiving this because School 1 has applied to"))
        #expect(letters[0].contains("We asked for it on Tuesday 15 September 2026, and have not had it yet."))
        #expect(!letters[1].contains("We asked for it"))
        try network.advance(to: "2026-10-06T12:00:00Z")
        let urn = Network.urns[1]
        #expect(try newestToAdmin().contains("vnetctl readiness attest 1 \(urn)"))
        #expect(try newestToAdmin().contains("vnetctl enrolment withdraw 1 \(urn)"))
    }

    @Test func `who is asked again for a response is told so`() throws {
        try network.grouped()
        try network.agree(1, on: "2026-10-06")
        try network.advance(to: "2026-10-06T17:00:00Z")
        try network.run(VisitHold.self, ["visit": .integer(1)]) { try $0.visitHold($1, $2) }
        try network.advance(to: "2026-10-07T12:00:00Z")
        #expect(try newest(to: 8).contains("Your response to the visit to School 0"))
        #expect(try !newest(to: 8).contains("We asked you"))
        try network.advance(to: "2026-10-13T12:00:00Z")
        #expect(
            try newest(to: 8).contains("We asked you on Wednesday 7 October 2026, and have not had your response yet."))
        try network.advance(to: "2026-10-21T12:00:00Z")
        #expect(try newestToAdmin().contains("vnetctl feedback list 1"))
    }

    @Test func `the administrator is told which group and which visit to decide about`() throws {
        try network.grouped()
        try network.run(EnrolmentWithdraw.self, school(1)) { try $0.enrolmentWithdraw($1, $2) }
        #expect(try newestToAdmin().contains("Subject: Group B of PD 2026 needs a decision"))
        #expect(try newestToAdmin().contains("vnetctl group options 2"))
        try network.advance(to: "2026-10-06T12:00:00Z")
        #expect(try newestToAdmin().contains("vnetctl visit agree 1 --date"))
    }

    @Test func `the administrator is told who has not accepted the protocol`() throws {
        try network.grouped()
        try replaceHead(of: 0)
        let person = try #require(try network.people(0).first { $0.until == nil }).id
        try network.advance(to: "2026-10-20T12:00:00Z")
        let letter = try #require(
            try letters(to: "admin@vnet.example").first { $0.contains("The protocol is not accepted for School 0") })
        #expect(letter.contains("vnetctl protocol accept --person \(person)"))
    }

    // Who comes

    @Test func `the host has the names and roles of those who come, and all who come know who leads`() throws {
        try network.grouped()
        let deputy = try network.run(
            TenureOpen.self,
            [
                "urn": school(8)["urn"]!, "role": .string("deputy"), "name": .string("Dana"),
                "email": .string("dana@school.example"),
            ]
        ) { try $0.tenureOpen($1, $2) }
        #expect(deputy.changes == ["Person \(deputy.id ?? 0) is deputy head of School 8 now."])
        try network.run(
            ReviewerAssign.self,
            ["visit": .integer(1), "urn": school(8)["urn"]!, "people": .array([.integer(deputy.id ?? 0)])]
        ) { try $0.reviewerAssign($1, $2) }
        try network.agree(1, on: "2026-11-03")
        #expect(try newest(to: 4).contains("You are the lead reviewer, and will write up the visit."))
        #expect(try newest(to: 0).contains("The lead reviewer, who will write up the visit, is Head 4."))
        try network.advance(to: "2026-10-27T12:00:00Z")
        let list = try #require(try letters(to: "head0@school.example").first { $0.contains("Visitor list for") })
        #expect(list.contains("Head 4 (head of School 4) and Dana (deputy head of School 8)"))
    }

    @Test func `who accepts the protocol is told by school and role`() throws {
        try network.grouped()
        try network.run(ProtocolPublish.self, ["version": .string("2")]) { try $0.protocolPublish($1, $2) }
        let head = try #require(try network.people(3).first).id
        let outcome = try network.run(ProtocolAccept.self, ["person": .integer(head)]) { try $0.protocolAccept($1, $2) }
        #expect(outcome.changes.first == "The head of School 3 accepts version 2 of the protocol.")
    }
}
