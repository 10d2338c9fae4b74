import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// A request that comes again is answered with what there is only while that is so. `RepetitionTests` goes through the
/// parameters of every verb; here are the things that were so once.
struct AlreadySoTests {
    let network: Network

    init() throws { network = try Network() }

    private func refusal(_ body: () throws -> Outcome) -> Refusal? { #expect(throws: Refusal.self) { _ = try body() } }

    private func create(_ name: String = "Again") throws -> Outcome {
        try network.run(
            CohortCreate.self, ["name": .string(name), "theme": .string("send"), "policy": .string("outward")]
        ) { try $0.cohortCreate($1, $2) }
    }

    @Test func `a cohort of the name of one that was cancelled is another`() throws {
        let first = try create()
        #expect(try create().id == first.id && create().changes.isEmpty)
        try network.run(CohortCancel.self, ["cohort": .integer(1)]) { try $0.cohortCancel($1, $2) }
        let second = try create()
        #expect(second.id == 2 && !second.changes.isEmpty)
        #expect(try network.cohort(1).summary.state == .cancelled && network.cohort(2).summary.state == .draft)
    }

    @Test func `cohorts of one name that were cancelled are purged together, and the name goes on`() throws {
        try network.run(
            EnquiryCreate.self,
            [
                "contact": .string("Sam"), "email": .string("sam@asker.example"), "question": .string("May we join?"),
                "organisation": .string("Asker"),
            ]
        ) { try $0.enquiryCreate($1, $2) }
        for id: Int64 in [1, 2] {
            _ = try create()
            try network.run(CohortCancel.self, ["cohort": .integer(id)]) { try $0.cohortCancel($1, $2) }
        }
        _ = try create()
        try network.advance(to: "2027-10-01T12:00:00Z")
        try network.purge()
        #expect(try (1...3).map { try network.cohort($0).summary.state } == [.purged, .purged, .draft])
    }

    @Test func `a cohort that has been opened is no draft: to create it again is refused`() throws {
        _ = try create()
        try network.run(CohortOpen.self, ["cohort": .integer(1)]) { try $0.cohortOpen($1, $2) }
        #expect(refusal { try create() }?.code == .exists)
        #expect(try create("Another").id == 2)
    }

    @Test func `a group of the name of one that was dissolved is another`() throws {
        try network.grouped()
        let schools = try network.cohort().groups[0].schools.map { JSONValue.integer(Int64($0.number)) }
        try network.run(GroupDissolve.self, ["group": .integer(1)]) { try $0.groupDissolve($1, $2) }
        let group: [String: JSONValue] = ["cohort": .integer(1), "name": .string("A"), "schools": .array(schools)]
        let outcome = try network.run(GroupCreate.self, group) { try $0.groupCreate($1, $2) }
        #expect(outcome.id == 5 && !outcome.changes.isEmpty)
        #expect(try network.run(GroupCreate.self, group) { try $0.groupCreate($1, $2) }.changes.isEmpty)
    }

    @Test func `a session that is postponed is not set: to set it again points at rescheduling`() throws {
        try network.recruited(3)
        try network.schedule("training", on: "2026-09-22")
        #expect(try network.schedule("training", on: "2026-09-22").changes.isEmpty)
        try network.run(SessionPostpone.self, ["session": .integer(1)]) { try $0.sessionPostpone($1, $2) }
        let refusal = refusal { try network.schedule("training", on: "2026-09-22") }
        #expect(refusal?.code == .exists && refusal?.message.contains("is postponed") == true)
    }

    @Test func `a series without a day that was set before is refused, and names that session`() throws {
        let urn = JSONValue.integer(Int64(Network.urns[5]))
        try network.run(MembershipCreate.self, ["urn": urn]) { try $0.membershipCreate($1, $2) }
        try network.run(WalkthrusCreate.self, ["name": .string("W")]) { try $0.walkthrusCreate($1, $2) }
        try network.run(CohortOpen.self, ["cohort": .integer(1)]) { try $0.cohortOpen($1, $2) }
        func series(_ more: [String: JSONValue] = [:]) throws -> Outcome {
            let params: [String: JSONValue] = [
                "cohort": .integer(1), "kind": .string("network"), "first": .string("2026-10-05"),
                "until": .string("2026-11-30"), "start": .string("14:00"), "finish": .string("16:00"),
                "place": .string("Norwich"),
            ]
            return try network.run(SessionRepeat.self, params.merging(more) { $1 }) { try $0.sessionRepeat($1, $2) }
        }
        _ = try series()
        #expect(try series().changes.isEmpty)
        let refusal = refusal { try series(["except": .array([.string("2026-10-05")])]) }
        #expect(refusal?.code == .exists && refusal?.message.contains("session 1, on Monday 5 October 2026") == true)
        // Where there is something new, what is otherwise stays, and is named.
        let more = try series(["until": .string("2027-01-31"), "place": .string("Cromer")])
        #expect(!more.changes.isEmpty)
        #expect(more.warnings.contains { $0.hasPrefix("It stays as it is: session 1,") })
    }
}
