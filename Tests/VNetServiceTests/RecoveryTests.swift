import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// Troubles that meet each other, as the histories of Tests/History found them.
struct RecoveryTests {
    let network: Network
    init() throws { network = try Network() }

    private func school(_ index: Int) -> [String: JSONValue] {
        ["cohort": .integer(1), "urn": .integer(Int64(Network.urns[index]))]
    }

    private func withdraw(_ index: Int) throws {
        try network.run(EnrolmentWithdraw.self, school(index)) { try $0.enrolmentWithdraw($1, $2) }
    }

    private func schedule(training date: String) throws {
        try network.schedule("training", on: date)
    }

    private func group(_ name: String) throws -> GroupView {
        try #require(try network.cohort().groups.first { $0.name == name })
    }

    private func join(_ group: Int64, _ index: Int) throws {
        let params: [String: JSONValue] = ["group": .integer(group), "urn": .integer(Int64(Network.urns[index]))]
        try network.run(GroupJoin.self, params) { try $0.groupJoin($1, $2) }
    }

    @Test func `a session stays planned until the first school has its place, which is then invited`() throws {
        try network.recruited(0)
        try schedule(training: "2026-09-22")
        #expect(try network.cohort().sessions.map(\.state) == [.planned])
        try network.run(EnrolmentCreate.self, school(0)) { try $0.enrolmentCreate($1, $2) }
        try network.run(ReadinessAttest.self, school(0)) { try $0.readinessAttest($1, $2) }
        #expect(try network.cohort().sessions.map(\.state) == [.planned])
        try network.run(EnrolmentConfirm.self, school(0)) { try $0.enrolmentConfirm($1, $2) }
        #expect(try network.cohort().sessions.map(\.state) == [.invited])
        #expect(try network.messages().first?.kind == .invitation)
    }

    @Test func `a deputy who leaves after the visit is asked for nothing more, and the head is`() throws {
        try network.grouped()
        try network.agree(1, on: "2026-11-03")
        let deputy: [String: JSONValue] = [
            "urn": .integer(Int64(Network.urns[4])), "role": .string("deputy"), "name": .string("Deputy 4"),
            "email": .string("deputy4@school.example"),
        ]
        try network.run(TenureOpen.self, deputy) { try $0.tenureOpen($1, $2) }
        let person = try #require(try network.people(4).first { $0.role == .deputy })
        try network.run(
            ReviewerAssign.self,
            ["visit": .integer(1), "urn": .integer(Int64(Network.urns[4])), "people": .array([.integer(person.id)])]
        ) { try $0.reviewerAssign($1, $2) }
        try network.run(ProtocolAccept.self, ["person": .integer(person.id)]) { try $0.protocolAccept($1, $2) }
        try network.advance(to: "2026-11-03T16:00:00Z")
        try network.run(VisitHold.self, ["visit": .integer(1)]) { try $0.visitHold($1, $2) }
        try network.run(TenureEnd.self, ["tenure": .integer(person.tenure)]) { try $0.tenureEnd($1, $2) }
        let before = try #require(try network.messages().first).id
        try network.advance(to: "2026-11-12T12:00:00Z")
        let sent = try network.messages().filter { $0.id > before }
        #expect(!sent.contains { $0.person == person.id })
        let head = try #require(try network.people(4).first { $0.role == .head })
        #expect(sent.contains { $0.person == head.id })
    }

    @Test func `a digest that could not leave is written anew without what is of no use any more`() throws {
        try network.grouped()
        try network.deliver()
        try network.agree(1, on: "2026-09-25")
        try network.agree(2, on: "2026-09-28")
        let host = try #require(try network.people(0).first).id
        try network.advance(to: "2026-09-22T13:00:00Z", delivering: false)
        let both = try #require(try network.messages().first { $0.person == host && $0.kind == .digest })
        #expect(try network.text(of: both.id).contains("Cover for your visit to School 4"))
        try network.advance(to: "2026-09-25T12:00:00Z", delivering: false)
        #expect(try network.messages().first { $0.id == both.id }?.state == .expired)
        let rest = try network.messages().filter {
            $0.person == host && $0.id > both.id && $0.state == .pending && [.reminder, .digest].contains($0.kind)
        }
        let texts = try rest.map { try network.text(of: $0.id) }
        #expect(texts.contains { $0.contains("Cover for your visit to School 4") })
        #expect(!texts.contains { $0.contains("Visitor list for Friday 25 September 2026") })
    }

    @Test func `what would only be late on a day off waits for the next working day, or is not sent`() throws {
        try network.grouped()
        try network.advance(to: "2026-10-03T10:00:00Z")
        let before = try #require(try network.messages().first).id
        try network.agree(1, on: "2026-10-04")
        try network.agree(2, on: "2026-10-06")
        try network.advance(to: "2026-10-04T20:00:00Z")
        let kinds = Set(try network.messages().filter { $0.id > before }.map(\.kind))
        #expect(kinds == [.invitation])
        try network.advance(to: "2026-10-05T07:00:00Z")
        #expect(try network.messages().contains { $0.id > before && $0.kind == .digest })
    }

    @Test func `a group that loses a school before it is confirmed gets its visits when another joins`() throws {
        try network.grouped(sizes: [4, 4])
        try network.run(
            GroupCreate.self,
            [
                "cohort": .integer(1), "name": .string("C"),
                "schools": .array([8, 9, 10].map { .integer(Int64(Network.urns[$0])) }),
            ]
        ) { try $0.groupCreate($1, $2) }
        try withdraw(8)
        #expect(try group("C").state == .underStrength)
        try join(try group("C").id, 11)
        #expect(try group("C").state == .confirmed)
        let visits = try network.cohort().visits.filter { $0.group == "C" }
        #expect(Set(visits.map(\.host)) == Set(try group("C").schools))
        #expect(visits.allSatisfy { $0.reviewers.count == 2 && $0.lead != nil })
    }

    @Test func `a group under strength frees a place for the waiting list`() throws {
        try network.open(capacity: 3)
        for index in 1...4 { try network.run(EnrolmentCreate.self, school(index)) { try $0.enrolmentCreate($1, $2) } }
        for index in 1...3 {
            try network.run(ReadinessAttest.self, school(index)) { try $0.readinessAttest($1, $2) }
            try network.run(EnrolmentConfirm.self, school(index)) { try $0.enrolmentConfirm($1, $2) }
        }
        try network.run(CohortStart.self, ["cohort": .integer(1)]) { try $0.cohortStart($1, $2) }
        try network.run(
            GroupCreate.self,
            [
                "cohort": .integer(1), "name": .string("A"),
                "schools": .array((1...3).map { .integer(Int64(Network.urns[$0])) }),
            ]
        ) { try $0.groupCreate($1, $2) }
        try network.run(GroupConfirm.self, ["group": .integer(1)]) { try $0.groupConfirm($1, $2) }
        try withdraw(1)
        #expect(try network.cohort().enrolments.map(\.state) == [.withdrawn, .active, .active, .applied])
    }

    @Test func `two reminders of one thing in a mail that has not left are both void when it is done`() throws {
        try network.grouped()
        let heads = try network.people(4)
        try network.run(
            TenureReplace.self,
            [
                "urn": .integer(Int64(Network.urns[4])), "role": .string("head"), "name": .string("New Head"),
                "email": .string("new4@school.example"),
            ]
        ) { try $0.tenureReplace($1, $2) }
        try network.run(EnrolmentPause.self, school(4)) { try $0.enrolmentPause($1, $2) }
        try network.advance(to: "2026-10-05T10:00:00Z")
        try network.run(EnrolmentResume.self, school(4)) { try $0.enrolmentResume($1, $2) }
        try network.advance(to: "2026-10-05T10:01:00Z", delivering: false)
        let head = try #require(try network.people(4).first { person in !heads.contains { $0.id == person.id } }).id
        func waiting() throws -> [MessageView] {
            try network.messages().filter {
                try $0.person == head && $0.state == .pending && network.text(of: $0.id).contains("the protocol")
            }
        }
        #expect(try waiting().count == 1)
        try network.run(ProtocolAccept.self, ["person": .integer(head)]) { try $0.protocolAccept($1, $2) }
        try network.advance(to: "2026-10-05T10:02:00Z", delivering: false)
        #expect(try waiting().isEmpty)
    }

    @Test func `who heads two schools gets one cancellation`() throws {
        try network.contacts("\(Network.urns[4]),head,Head 0,head0@school.example\n")
        try network.recruited(6)
        try schedule(training: "2026-09-22")
        try network.deliver()
        let before = try #require(try network.messages().first).id
        try network.run(SessionCancel.self, ["session": .integer(1)]) { try $0.sessionCancel($1, $2) }
        try network.deliver()
        let sent = try network.messages().filter { $0.id > before }
        #expect(sent.map(\.kind) == Array(repeating: .cancellation, count: 5))
        #expect(sent.allSatisfy { $0.state == .sent })
        #expect(Set(try sent.map { try network.calendarEntry(of: $0.id)["UID"] }).count == 5)
    }
}
