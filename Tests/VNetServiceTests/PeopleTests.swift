import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService
import VNetStore

// Who reviews, who is copied, and who has accepted what.

@Suite struct PeopleTests {
    let network: Network
    init() throws {
        network = try Network()
        try network.grouped()
    }

    private func urn(_ school: Int) -> JSONValue { .integer(Int64(Network.urns[school])) }

    private func add(_ role: String, _ name: String, at school: Int) throws -> Int64 {
        let outcome = try network.run(
            TenureOpen.self,
            [
                "urn": urn(school), "role": .string(role), "name": .string(name),
                "email": .string("\(name.lowercased())@school.example"),
            ]
        ) { try $0.tenureOpen($1, $2) }
        return try #require(outcome.id)
    }

    private func assign(_ people: [Int64], for school: Int, visit: Int64 = 1) throws -> Outcome {
        try network.run(
            ReviewerAssign.self,
            ["visit": .integer(visit), "urn": urn(school), "people": .array(people.map(JSONValue.integer))]
        ) { try $0.reviewerAssign($1, $2) }
    }

    private func letters(to address: String) throws -> [String] {
        try network.messages().map { try network.text(of: $0.id) }.filter { $0.contains(address) }
    }

    @Test func `where nobody who reviews for a school has accepted the protocol, its head is asked`() throws {
        let deputy = try add("deputy", "Dana", at: 4)
        _ = try assign([deputy], for: 4)
        try network.run(VisitLead.self, ["visit": .integer(1), "person": .integer(deputy)]) { try $0.visitLead($1, $2) }
        try network.visited(1, on: "2026-10-06")
        func asked() throws -> Set<String> {
            Set(
                try network.scheduled().filter { $0.kind == .feedbackPrompt }.map { try network.explain($0.id) }
                    .flatMap { $0.split(separator: "\n").filter { $0.contains("School 4") }.map(String.init) })
        }
        let head = try #require(try network.people(4).first { $0.role == .head }).id
        #expect(try asked() == ["It goes to person \(head), head of School 4 (\(Network.urns[4]))."])
        try network.run(ProtocolAccept.self, ["person": .integer(deputy)]) { try $0.protocolAccept($1, $2) }
        #expect(try asked() == ["It goes to person \(deputy), who reviews for School 4 (\(Network.urns[4]))."])
    }

    @Test func `accepting for a session is for those who were there, and not for who follows them`() throws {
        try network.advance(to: "2026-09-24T12:00:00Z")
        try network.run(
            TenureReplace.self,
            ["urn": urn(0), "role": .string("head"), "name": .string("New"), "email": .string("new@school.example")]
        ) { try $0.tenureReplace($1, $2) }
        try network.run(ProtocolPublish.self, ["version": .string("2026-09")]) { try $0.protocolPublish($1, $2) }
        try network.run(ProtocolAccept.self, ["session": .integer(1)]) { try $0.protocolAccept($1, $2) }
        let versions = try network.service.protocolList(ProtocolList.decode(JSONObject([])).request).rows
        #expect(versions.first?.acceptances == 11)
    }

    @Test func `a school that came after the training was not there to accept`() throws {
        let other = try Network()
        try other.recruited(11)
        try other.schedule("training", on: "2026-09-01", from: "07:00", to: "12:30")
        let late: [String: JSONValue] = ["cohort": .integer(1), "urn": urn(11)]
        try other.run(EnrolmentCreate.self, late) { try $0.enrolmentCreate($1, $2) }
        try other.run(CohortStart.self, ["cohort": .integer(1)]) { try $0.cohortStart($1, $2) }
        try other.run(SessionHold.self, ["session": .integer(1)]) { try $0.sessionHold($1, $2) }
        try other.run(ReadinessAttest.self, late) { try $0.readinessAttest($1, $2) }
        try other.run(EnrolmentConfirm.self, late) { try $0.enrolmentConfirm($1, $2) }
        let outcome = try other.run(ProtocolAccept.self, ["session": .integer(1)]) { try $0.protocolAccept($1, $2) }
        #expect(outcome.changes.count { $0.contains("version 1 of the protocol") } == 11)
    }

    @Test func `a deputy who reviews for a school is invited and reminded in place of its head`() throws {
        let deputy = try add("deputy", "Dana", at: 4)
        _ = try assign([deputy], for: 4)
        try network.agree(1, on: "2026-11-03")
        #expect(try letters(to: "dana@school.example").count == 1)
        #expect(try letters(to: "head4@school.example").allSatisfy { !$0.contains("peer review visit to School 0") })
        let cover = try network.scheduled().filter { $0.kind == .cover && $0.about == "visit 1" }
        #expect(cover.count == 2)
    }

    @Test func `only a head, deputy or SENDCo of the reviewing school can review for it`() throws {
        let chair = try #require(
            try network.run(
                TenureReplace.self,
                [
                    "urn": urn(4), "role": .string("chair"), "name": .string("Chair"),
                    "email": .string("chair@school.example"),
                ]
            ) { try $0.tenureReplace($1, $2) }.changes.first)
        #expect(chair.contains("chair"))
        let person = try #require(try network.people(4).first { $0.role == .chair }).id
        let deputy = try add("deputy", "Dana", at: 8)
        for stranger in [person, deputy] {
            let refusal = #expect(throws: Refusal.self) { try assign([stranger], for: 4) }
            #expect(refusal?.code == .ruleRefused)
        }
    }

    @Test func `the lead is whoever has been longest in the role, and can be named otherwise`() throws {
        // Everyone's tenure began on the same day; then the head of school 4 changes, and is the newest.
        try network.advance(to: "2026-09-24T12:00:00Z")
        try network.run(
            TenureReplace.self,
            [
                "urn": urn(4), "role": .string("head"), "name": .string("New Head"),
                "email": .string("new@school.example"),
            ]
        ) { try $0.tenureReplace($1, $2) }
        let fresh = try #require(try network.people(4).first { $0.role == .head && $0.until == nil }).id
        try network.run(EnrolmentWithdraw.self, ["cohort": .integer(1), "urn": urn(0)]) {
            try $0.enrolmentWithdraw($1, $2)
        }
        try network.run(GroupJoin.self, ["group": .integer(2), "urn": urn(4)]) { try $0.groupJoin($1, $2) }
        let visits = try network.cohort().visits.filter { $0.group == "B" && $0.host != URN(Network.urns[4]) }
        #expect(visits.allSatisfy { $0.lead != fresh })
        try network.run(
            VisitLead.self, ["visit": .integer(visits[0].id), "person": .integer(fresh)]
        ) { try $0.visitLead($1, $2) }
        #expect(try network.cohort().visits.first { $0.id == visits[0].id }?.lead == fresh)
    }

    @Test func `a delegate is copied on invitations, and never on what is confidential`() throws {
        _ = try add("delegate", "Pat", at: 0)
        try network.agree(1, on: "2026-10-06")
        let copies = try letters(to: "pat@school.example")
        #expect(copies.count == 1)
        #expect(copies[0].contains("To: Head 0 <head0@school.example>"))
        #expect(copies[0].contains("Cc: Pat <pat@school.example>"))
        try network.advance(to: "2026-10-06T16:00:00Z")
        try network.run(VisitHold.self, ["visit": .integer(1)]) { try $0.visitHold($1, $2) }
        let before = try letters(to: "pat@school.example").count
        try network.advance(to: "2026-10-08T12:00:00Z")
        #expect(try letters(to: "head0@school.example").contains { $0.contains("Your response to the visit") })
        #expect(try letters(to: "pat@school.example").count == before)
    }

    @Test func `a copy that has not left is stopped with its original`() throws {
        _ = try add("delegate", "Pat", at: 0)
        try network.agree(1, on: "2026-11-03")
        try network.run(
            VisitReschedule.self, ["visit": .integer(1), "date": .string("2026-11-10"), "agreed": .bool(true)]
        ) { try $0.visitReschedule($1, $2) }
        let states = try network.messages().filter {
            try network.text(of: $0.id).contains("pat@school.example")
        }.map(\.state)
        #expect(states == [.pending, .cancelled])
    }

    @Test func `a copy that has not left when its delegate goes is not sent`() throws {
        let pat = try add("delegate", "Pat", at: 0)
        _ = try add("delegate", "Kim", at: 0)
        try network.agree(1, on: "2026-11-03")
        let tenure = try #require(try network.people(0).first { $0.id == pat }).tenure
        try network.run(TenureEnd.self, ["tenure": .integer(tenure)]) { try $0.tenureEnd($1, $2) }
        // Who is a delegate of another school is none of this one's.
        _ = try add("delegate", "Pat", at: 1)
        try network.deliver()
        func copies(to address: String) throws -> [MessageState] {
            try network.messages().filter { try network.text(of: $0.id).contains("Cc: \(address)") }.map(\.state)
        }
        #expect(try copies(to: "Pat") == [.cancelled])
        #expect(try copies(to: "Kim") == [.sent])
    }

    @Test func `a new version of the protocol has everyone asked again`() throws {
        try network.advance(to: "2026-09-25T12:00:00Z")
        try network.run(ProtocolPublish.self, ["version": .string("2026-09")]) { try $0.protocolPublish($1, $2) }
        let asked = try network.scheduled().filter { $0.kind == .protocolAcceptance && $0.to != "administrator" }
        #expect(Set(asked.map(\.to)).count == 12)
    }

    @Test func `a tenure that ends takes its holder off coming visits`() throws {
        let deputy = try add("deputy", "Dana", at: 4)
        _ = try assign([deputy], for: 4)
        try network.agree(1, on: "2026-11-03")
        try network.deliver()
        let tenure = try #require(try network.people(4).first { $0.id == deputy }).tenure
        try network.run(TenureEnd.self, ["tenure": .integer(tenure)]) { try $0.tenureEnd($1, $2) }
        let newest = try network.messages().prefix(2)
        // The deputy's place in the diary is cancelled, and the head, who reviews again, is invited.
        #expect(Set(newest.map(\.kind)) == [.cancellation, .invitation])
    }
}
