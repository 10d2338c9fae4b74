import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// A school that left a cohort and comes back starts again, and nothing stands in its way.
struct ReturningTests {
    let network: Network

    init() throws { network = try Network() }

    private func school(_ index: Int) -> [String: JSONValue] {
        ["cohort": .integer(1), "urn": .integer(Int64(Network.urns[index]))]
    }

    private func enrolment(_ index: Int) throws -> EnrolmentView {
        try #require(try network.cohort().enrolments.first { $0.urn == URN(Network.urns[index]) })
    }

    private func enrol(_ index: Int) throws {
        try network.run(EnrolmentCreate.self, school(index)) { try $0.enrolmentCreate($1, $2) }
    }

    private func attest(_ index: Int) throws -> Outcome {
        try network.run(ReadinessAttest.self, school(index)) { try $0.readinessAttest($1, $2) }
    }

    private func confirm(_ index: Int) throws {
        try network.run(EnrolmentConfirm.self, school(index)) { try $0.enrolmentConfirm($1, $2) }
    }

    private func leave(_ index: Int, deferred: Bool) throws {
        if deferred {
            try network.run(EnrolmentDefer.self, school(index)) { try $0.enrolmentDefer($1, $2) }
        } else {
            try network.run(EnrolmentWithdraw.self, school(index)) { try $0.enrolmentWithdraw($1, $2) }
        }
    }

    @Test(arguments: [false, true])
    func `one that withdrew or was deferred attests anew, and gets its place`(deferred: Bool) throws {
        try network.recruited(3)
        try leave(0, deferred: deferred)
        try enrol(0)
        #expect(try enrolment(0).state == .applied && enrolment(0).attested == 0)
        #expect(throws: Refusal.self) { try confirm(0) }
        #expect(try attest(0).changes.count == 4)
        #expect(try enrolment(0).state == .ready)
        try confirm(0)
        #expect(try enrolment(0).state == .confirmed)
    }

    @Test func `one that comes back is asked for its readiness as if it had not been before`() throws {
        try network.recruited(3)
        try enrol(3)
        try network.schedule("training", on: "2026-10-06")
        func asked() throws -> Int {
            try network.messages().filter { try network.words(of: $0.id).contains("School 3") }.count {
                $0.kind == .reminder
            }
        }
        try network.advance(to: "2026-09-09T12:00:00Z")
        let before = try asked()
        #expect(before == 1)
        try leave(3, deferred: false)
        try enrol(3)
        try network.advance(to: "2026-09-11T12:00:00Z")
        #expect(try asked() == before + 1)
    }

    @Test func `what it was reminded of before stays on record, with the mail that it was in`() throws {
        try network.recruited(3)
        try enrol(3)
        try network.schedule("training", on: "2026-10-06")
        let first = try #require(try network.scheduled().first { $0.kind == .readiness && $0.to == "head of School 3" })
        try network.advance(to: "2026-09-09T12:00:00Z")
        func said() throws -> Substring? {
            try network.explain(first.id).split(separator: "\n").first { $0.hasPrefix("It went into message ") }
        }
        let before = try #require(try said())
        try leave(3, deferred: false)
        try enrol(3)
        try network.advance(to: "2026-09-11T12:00:00Z")
        #expect(try said() == before)
        let newest = try #require(try network.messages().first { $0.kind == .reminder })
        let words = try network.words(of: newest.id)
        #expect(words.contains("School 3 has applied to PD 2026") && !words.contains("We asked for it"))
    }

    @Test func `one that attested while it waited is ready when a place comes free`() throws {
        try network.open(capacity: 3)
        for index in 0..<3 {
            try enrol(index)
            _ = try attest(index)
            try confirm(index)
        }
        try enrol(3)
        #expect(try enrolment(3).state == .waiting)
        _ = try attest(3)
        #expect(try enrolment(3).state == .waiting)
        try leave(0, deferred: false)
        #expect(try enrolment(3).state == .ready)
        try confirm(3)
    }

    @Test func `one that comes back to a full cohort waits, and is offered a place without what it attested before`()
        throws
    {
        try network.open(capacity: 3)
        for index in 0..<3 {
            try enrol(index)
            _ = try attest(index)
        }
        try leave(0, deferred: false)
        try enrol(3)
        try enrol(0)
        #expect(try enrolment(0).state == .waiting && enrolment(0).attested == 0)
        try leave(1, deferred: false)
        #expect(try enrolment(0).state == .applied)
        _ = try attest(0)
        try confirm(0)
    }

    @Test func `somebody who takes a role up again is invited anew, by what they accepted before`() throws {
        try network.grouped()
        try network.agree(1, on: "2026-11-03")
        try network.deliver()
        let head = try #require(try network.people(0).first)
        try network.run(TenureEnd.self, ["tenure": .integer(head.tenure)]) { try $0.tenureEnd($1, $2) }
        try network.deliver()
        func sent() throws -> [MessageKind] {
            try network.messages().filter { $0.person == head.id && $0.kind != .reminder }.map(\.kind)
        }
        #expect(try sent().first == .cancellation)
        try network.run(
            TenureReplace.self,
            [
                "urn": .integer(Int64(Network.urns[0])), "role": .string("head"), "name": .string("Head 0"),
                "email": .string("head0@school.example"),
            ]
        ) { try $0.tenureReplace($1, $2) }
        #expect(try sent().first == .invitation)
        let again = try #require(try network.people(0).first { $0.until == nil })
        #expect(again.id == head.id && again.acceptedOn == head.acceptedOn)
    }
}
