import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// A cohort that is cancelled leaves nothing open, and says so to everyone who would have come.
struct CancellingTests {
    @discardableResult
    private func cancel(_ network: Network, dryRun: Bool = false) throws -> Outcome {
        try network.run(CohortCancel.self, ["cohort": .integer(1), "dry_run": .bool(dryRun)]) {
            try $0.cohortCancel($1, $2)
        }
    }

    @Test func `status counts the cohorts under way, from the opening to the end`() throws {
        let network = try Network()
        func count() throws -> Int { try network.service.status(at: network.now, next: nil).cohorts }
        #expect(try count() == 0)
        for (id, name) in [(1, "One"), (2, "Two")] {
            try network.run(
                CohortCreate.self,
                ["name": .string(name), "theme": .string("personal-development"), "policy": .string("outward")]
            ) { try $0.cohortCreate($1, $2) }
            #expect(try count() == id - 1)
            try network.run(CohortOpen.self, ["cohort": .integer(Int64(id))]) { try $0.cohortOpen($1, $2) }
            #expect(try count() == id)
        }
        try cancel(network, dryRun: true)
        #expect(try count() == 2)
        try cancel(network)
        #expect(try count() == 1)
    }

    @Test func `what was still to come of a peer review cohort is cancelled, and what took place stays`() throws {
        let network = try Network()
        try network.grouped()
        try network.agree(1, on: "2026-10-06")
        try network.agree(2, on: "2026-11-03")
        try network.schedule("feedback", on: "2027-03-09")
        try network.advance(to: "2026-10-06T16:00:00Z")
        try network.run(VisitHold.self, ["visit": .integer(1)]) { try $0.visitHold($1, $2) }
        try network.deliver()
        let newest = try #require(try network.messages().first?.id)
        let outcome = try cancel(network)
        let cohort = try network.cohort()
        #expect(cohort.sessions.map(\.state) == [.held, .cancelled])
        #expect(cohort.visits.first { $0.id == 1 }?.state == .held)
        #expect(cohort.visits.filter { $0.id != 1 }.allSatisfy { $0.state == .cancelled })
        // The first group has had a visit, which may still be written up.
        #expect(cohort.groups.map(\.state) == [.active, .dissolved, .dissolved, .dissolved])
        #expect(outcome.changes.contains("The feedback session on Tuesday 9 March 2027 is cancelled."))
        #expect(outcome.changes.contains("Visit 2 to School 4 is cancelled."))
        // Twelve heads lose the feedback session, and three of them the second visit.
        let sent = try network.messages().filter { $0.id > newest }
        #expect(sent.count == 15 && sent.allSatisfy { $0.kind == .cancellation })
        #expect(try network.scheduled().isEmpty)
        #expect(try cancel(network).changes.isEmpty)
    }

    @Test func `a WalkThrus cohort's sessions are cancelled and its coaching is given up`() throws {
        let network = try Network()
        try network.run(WalkthrusCreate.self, ["name": .string("WalkThrus")]) { try $0.walkthrusCreate($1, $2) }
        try network.run(CohortOpen.self, ["cohort": .integer(1)]) { try $0.cohortOpen($1, $2) }
        for urn in Network.urns.prefix(3) {
            let place: [String: JSONValue] = ["cohort": .integer(1), "urn": .integer(Int64(urn))]
            try network.run(MembershipCreate.self, ["urn": .integer(Int64(urn))]) { try $0.membershipCreate($1, $2) }
            try network.run(EnrolmentCreate.self, place) { try $0.enrolmentCreate($1, $2) }
            try network.run(EnrolmentConfirm.self, place) { try $0.enrolmentConfirm($1, $2) }
        }
        for date in ["2026-10-06", "2026-11-03"] {
            try network.schedule("network", on: date, from: "14:00", to: "16:00")
        }
        try network.run(SessionPostpone.self, ["session": .integer(2)]) { try $0.sessionPostpone($1, $2) }
        try network.run(CohortStart.self, ["cohort": .integer(1)]) { try $0.cohortStart($1, $2) }
        try network.run(
            CoachingStart.self, ["cohort": .integer(1), "urn": .integer(Int64(Network.urns[0]))]
        ) { try $0.coachingStart($1, $2) }
        let trial = try cancel(network, dryRun: true)
        #expect(try network.cohort().summary.state == .running)
        let outcome = try cancel(network)
        #expect(trial.changes == outcome.changes)
        #expect(try network.cohort().sessions.map(\.state) == [.cancelled, .cancelled])
        let cycles = try network.service.coachingList(
            CoachingList.decode(JSONObject([("cohort", .integer(1))])).request)
        #expect(cycles.cycles.map(\.state) == [.abandoned])
        #expect(try network.scheduled().isEmpty)
    }

    @Test func `who is no longer head is told nothing of the purge of a cohort that was cancelled before`() throws {
        let network = try Network()
        try network.grouped()
        try network.visited(1, on: "2026-10-06")
        try network.run(WriteupRecord.self, ["visit": .integer(1), "text": .string("What was seen.")]) {
            try $0.writeupRecord($1, $2)
        }
        try cancel(network)
        func notices() throws -> Int {
            try network.scheduled().count { $0.kind == .purgeNotice && $0.to.contains("School 0") }
        }
        #expect(try notices() == 2)
        let tenure = try #require(try network.people(0).first).tenure
        try network.run(TenureEnd.self, ["tenure": .integer(tenure)]) { try $0.tenureEnd($1, $2) }
        #expect(try notices() == 0)
    }
}
