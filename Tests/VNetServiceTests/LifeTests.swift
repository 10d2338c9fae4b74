import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService
import VNetStore

// “What happens when life happens”: a test a row.

@Suite struct LifeTests {
    let network: Network
    init() throws { network = try Network() }

    private func school(_ index: Int, in cohort: Int64 = 1) -> [String: JSONValue] {
        ["cohort": .integer(cohort), "urn": .integer(Int64(Network.urns[index]))]
    }

    private func kinds(newest count: Int) throws -> [String] {
        try network.messages().prefix(count).map(\.kind.rawValue)
    }

    private func group(_ index: Int) throws -> GroupView { try network.cohort().groups[index] }

    private func withdraw(_ index: Int) throws -> Outcome {
        try network.run(EnrolmentWithdraw.self, school(index)) { try $0.enrolmentWithdraw($1, $2) }
    }

    @Test func `a school that withdraws before grouping frees its place for the first on the waiting list`() throws {
        try network.open(capacity: 3)
        for index in 0..<5 { try network.run(EnrolmentCreate.self, school(index)) { try $0.enrolmentCreate($1, $2) } }
        #expect(try network.cohort().enrolments.map(\.state) == [.applied, .applied, .applied, .waiting, .waiting])
        _ = try withdraw(1)
        let states = try network.cohort().enrolments.map(\.state)
        #expect(states == [.applied, .withdrawn, .applied, .applied, .waiting])
        let letter = try network.text(of: try #require(try network.messages().first?.id))
        #expect(letter.contains("To: Head 3 <head3@school.example>"))
        #expect(letter.contains("waiting list"))
    }

    @Test func `a school that withdraws after grouping has its visit cancelled and leaves its group under strength`()
        throws
    {
        try network.grouped()
        try network.agree(1, on: "2026-11-03")
        try network.deliver()
        let outcome = try withdraw(0)
        #expect(try network.cohort().visits.first { $0.id == 1 }?.state == .cancelled)
        #expect(try group(0).state == .underStrength)
        #expect(outcome.warnings.contains { $0.contains("group options 1") })
        // Host and two reviewers are told, and the administrator is asked for a decision.
        #expect(try kinds(newest: 4).sorted() == ["cancellation", "cancellation", "cancellation", "notice"])
    }

    @Test func `who pauses a school is told which of its visits stand`() throws {
        try network.grouped()
        try network.agree(1, on: "2026-11-03")
        func pause(_ school: Int) throws -> Outcome {
            try network.run(
                EnrolmentPause.self, ["cohort": .integer(1), "urn": .integer(Int64(Network.urns[school]))]
            ) { try $0.enrolmentPause($1, $2) }
        }
        let reason = "to School 0 on Tuesday 3 November 2026, which stands"
        #expect(try pause(0).warnings.contains { $0.contains("School 0 hosts visit 1 " + reason) })
        #expect(try pause(4).warnings.contains { $0.contains("School 4 reviews visit 1 " + reason) })
        #expect(try pause(1).warnings.isEmpty)
    }

    @Test func `a school that has left is neither resumed nor made ready, and that is said`() throws {
        try network.grouped()
        _ = try withdraw(0)
        let school: [String: JSONValue] = ["cohort": .integer(1), "urn": .integer(Int64(Network.urns[0]))]
        let resumed = #expect(throws: Refusal.self) {
            try network.run(EnrolmentResume.self, school) { try $0.enrolmentResume($1, $2) }
        }
        let attested = #expect(throws: Refusal.self) {
            try network.run(ReadinessAttest.self, school) { try $0.readinessAttest($1, $2) }
        }
        for refusal in [resumed, attested] {
            #expect(refusal?.code == .stateRefused && refusal?.message.contains("withdrawn") == true)
        }
    }

    @Test func `a tetrad that drops to three goes on as a triad`() throws {
        try network.grouped(sizes: [4, 4, 4])
        let outcome = try withdraw(0)
        #expect(outcome.changes.contains { $0.contains("goes on as a triad") })
        #expect(try group(0).state == .confirmed)
        let open = try network.cohort().visits.filter { $0.group == "A" && $0.state != .cancelled }
        #expect(open.count == 3)
        let rest = try network.service.obligationList(
            ObligationList.decode(JSONObject([("cohort", .integer(1))])).request)
        let members = Set(try group(0).schools)
        #expect(rest.obligations.filter { members.contains($0.urn) }.map(\.toReview) == [2, 2, 2])
    }

    @Test func `a triad that drops to two is offered only what the rules allow`() throws {
        try network.grouped()
        _ = try withdraw(0)
        let options = try network.service.groupOptions(
            GroupOptions.decode(JSONObject([("group", .integer(1))])).request
        ).options
        #expect(Set(options.map(\.option)) == [.join, .assist, .defer, .pair, .dissolve])
        // Two schools are left, each of which could join any of the three other triads.
        #expect(options.count { $0.option == .join } == 6)
    }

    @Test func `a group that all its schools have left can only be dissolved`() throws {
        try network.grouped()
        try network.visited(1, on: "2026-10-06")
        _ = try withdraw(0)
        for index in [4, 8] {
            try network.run(
                EnrolmentDefer.self, ["cohort": .integer(1), "urn": .integer(Int64(Network.urns[index]))]
            ) { try $0.enrolmentDefer($1, $2) }
        }
        #expect(try group(0).schools.isEmpty)
        let options = try network.service.groupOptions(
            GroupOptions.decode(JSONObject([("group", .integer(1))])).request
        ).options
        // What joins from outside the groups could still make it up again.
        #expect(Set(options.map(\.option)).subtracting([.add]) == [.dissolve])
    }

    @Test func `the schools of a broken triad join two others, which become tetrads`() throws {
        try network.grouped()
        _ = try withdraw(0)
        for (group, index) in [(Int64(2), 4), (3, 8)] {
            try network.run(
                GroupJoin.self, ["group": .integer(group), "urn": .integer(Int64(Network.urns[index]))]
            ) { try $0.groupJoin($1, $2) }
        }
        let cohort = try network.cohort()
        #expect(cohort.groups.map(\.state) == [.merged, .confirmed, .confirmed, .confirmed])
        #expect(cohort.groups.map(\.schools.count) == [0, 4, 4, 3])
        // Each school still hosts once, and in a tetrad is reviewed by three.
        let visits = cohort.visits.filter { $0.state != .cancelled }
        #expect(Set(visits.map(\.host)).count == 11)
        #expect(visits.filter { $0.group == "B" }.allSatisfy { $0.reviewers.count == 3 })
        #expect(visits.filter { $0.group == "D" }.allSatisfy { $0.reviewers.count == 2 })
    }

    @Test func `a reviewer of the network helps a pair out and is invited to its visits`() throws {
        try network.grouped()
        _ = try withdraw(0)
        try network.agree(2, on: "2026-11-03")
        let reviewer = try network.run(
            ReviewerCreate.self, ["name": .string("Network Reviewer"), "email": .string("reviewer@vnet.example")]
        ) { try $0.reviewerCreate($1, $2) }
        try network.run(
            GroupAssist.self, ["group": .integer(1), "person": .integer(try #require(reviewer.id))]
        ) { try $0.groupAssist($1, $2) }
        #expect(try group(0).state == .confirmed)
        let invitation = try network.text(of: try #require(try network.messages().first?.id))
        #expect(invitation.contains("reviewer@vnet.example"))
        #expect(invitation.contains("method=REQUEST"))
    }

    @Test func `two schools go on as a pair only for a reason, which is recorded`() throws {
        try network.grouped()
        let pair: [String: JSONValue] = ["group": .integer(1), "reason": .string("Neighbours, term is short")]
        let early = #expect(throws: Refusal.self) {
            try network.run(GroupContinue.self, pair) { try $0.groupContinue($1, $2) }
        }
        #expect(early?.code == .ruleRefused)
        _ = try withdraw(0)
        try network.run(GroupContinue.self, pair) { try $0.groupContinue($1, $2) }
        #expect(try group(0).state == .confirmed)
        #expect(try group(0).pairReason == "Neighbours, term is short")
    }

    @Test func `a pair one of whose visits took place is active`() throws {
        try network.grouped()
        try network.visited(2, on: "2026-10-06")
        _ = try withdraw(0)
        #expect(try group(0).state == .underStrength)
        try network.run(GroupContinue.self, ["group": .integer(1), "reason": .string("Neighbours")]) {
            try $0.groupContinue($1, $2)
        }
        #expect(try group(0).state == .active)
    }

    @Test func `a deferred school goes to a later cohort at once`() throws {
        try network.grouped()
        try network.run(
            CohortCreate.self,
            ["name": .string("Spring"), "theme": .string("send"), "policy": .string("outward")]
        ) { try $0.cohortCreate($1, $2) }
        try network.run(CohortOpen.self, ["cohort": .integer(2)]) { try $0.cohortOpen($1, $2) }
        try network.run(EnrolmentDefer.self, school(0).merging(["to": .integer(2)]) { $1 }) {
            try $0.enrolmentDefer($1, $2)
        }
        #expect(try network.cohort().enrolments.first?.state == .deferred)
        #expect(try network.cohort(2).enrolments.map(\.state) == [.applied])
    }

    @Test func `the second time that a visit moves, the administrator is told`() throws {
        try network.grouped()
        try network.agree(1, on: "2026-11-03")
        func move(to date: String, agreed: Bool = false) throws {
            try network.run(
                VisitReschedule.self, ["visit": .integer(1), "date": .string(date), "agreed": .bool(agreed)]
            ) { try $0.visitReschedule($1, $2) }
        }
        func notices() throws -> [String] {
            try network.messages().filter { $0.kind == .notice }.map { try network.words(of: $0.id) }
        }
        try move(to: "2026-11-10")
        #expect(try notices().isEmpty)
        try move(to: "2026-11-17")
        let proposed = try #require(try notices().first)
        #expect(proposed.contains("To: Network administrator"))
        #expect(proposed.contains("That day is proposed only") && proposed.contains("vnetctl visit agree 1"))
        // To agree to the day is not to move it again.
        try move(to: "2026-11-17", agreed: true)
        #expect(try notices().count == 1)
        try move(to: "2026-11-24", agreed: true)
        #expect(try notices().first?.contains("Everyone invited has the new date.") == true)
    }

    @Test func `a write-up due after the feedback session brings a warning and a better day`() throws {
        try network.grouped()
        try network.agree(1, on: "2026-11-03")
        try network.schedule("feedback", on: "2026-12-01")
        let outcome = try network.run(
            VisitReschedule.self, ["visit": .integer(1), "date": .string("2026-11-24")]
        ) { try $0.visitReschedule($1, $2) }
        #expect(outcome.warnings.contains { $0.contains("Tuesday 8 December 2026 would be the first good day") })
    }

    @Test func `a new head gets nothing confidential before accepting the protocol`() throws {
        try network.grouped()
        try network.agree(1, on: "2026-10-06")
        try network.run(
            TenureReplace.self,
            [
                "urn": .integer(Int64(Network.urns[0])), "role": .string("head"), "name": .string("New Head"),
                "email": .string("new@school.example"),
            ]
        ) { try $0.tenureReplace($1, $2) }
        try network.advance(to: "2026-10-06T16:00:00Z")
        try network.run(VisitHold.self, ["visit": .integer(1)]) { try $0.visitHold($1, $2) }
        func prompts() throws -> Int {
            try network.scheduled().count { $0.kind == .feedbackPrompt && $0.to.contains("School 0") }
        }
        #expect(try prompts() == 0)
        // Since the day of the change they have been asked, and chased twice, and the administrator was told.
        let asked = try network.messages().map { try network.text(of: $0.id) }.filter {
            $0.contains("Please accept the protocol") && $0.contains("new@school.example")
        }
        #expect(asked.count == 3)
        let people = try network.people(0)
        let head = try #require(people.first { $0.role == .head && $0.until == nil })
        try network.run(ProtocolAccept.self, ["person": .integer(head.id)]) { try $0.protocolAccept($1, $2) }
        #expect(try prompts() == 3)
    }

    @Test func `a paused school gets no reminders, and what is still of use when it is resumed`() throws {
        try network.grouped()
        try network.agree(1, on: "2026-11-03")
        func reminders() throws -> [ReminderView] { try network.scheduled().filter { $0.to.contains("School 0") } }
        let before = try reminders()
        #expect(!before.isEmpty)
        try network.run(EnrolmentPause.self, school(0)) { try $0.enrolmentPause($1, $2) }
        #expect(try reminders().isEmpty)
        #expect(try network.scheduled().allSatisfy { $0.about != "visit 1" })
        // They are held, and said to be.
        let held = try network.reminders().filter { $0.isHeld && $0.to == "head of School 0" }
        #expect(Set(held.map(\.id)) == Set(before.map(\.id)))
        #expect(try network.explain(try #require(held.first).id).contains("It is held while the school is paused."))
        // Three weeks later the documents are late, and are asked for at once.
        try network.advance(to: "2026-10-14T10:00:00Z")
        try network.run(EnrolmentResume.self, school(0)) { try $0.enrolmentResume($1, $2) }
        let after = try reminders()
        #expect(after.contains { $0.kind == .documents && $0.at <= network.now })
        #expect(after.contains { $0.kind == .visit })
        #expect(try network.reminders().allSatisfy { !$0.isHeld })
    }

    @Test func `visits on one day, before the training, or of a school without a head are warned of`() throws {
        try network.grouped()
        try network.agree(1, on: "2026-11-03")
        let same = try network.run(VisitAgree.self, ["visit": .integer(2), "date": .string("2026-11-03")]) {
            try $0.visitAgree($1, $2)
        }
        #expect(same.warnings == ["Group A visits School 0 on Tuesday 3 November 2026 as well."])
        let head = try #require(try network.people(8).first).tenure
        try network.run(TenureEnd.self, ["tenure": .integer(head)]) { try $0.tenureEnd($1, $2) }
        let vacant = try network.run(VisitAgree.self, ["visit": .integer(3), "date": .string("2026-11-05")]) {
            try $0.visitAgree($1, $2)
        }
        #expect(
            vacant.warnings.first?.hasPrefix("No head of School 8 is on record, so nobody there is invited.") == true)
        let other = try Network()
        try other.recruited(3)
        func schedule(_ kind: String, _ date: String) throws -> [String] {
            try other.schedule(kind, on: date, from: "09:00", to: "12:00").warnings
        }
        #expect(try schedule("training", "2026-09-29") == [])
        #expect(
            try schedule("feedback", "2026-09-22") == [
                "The training half day is on Tuesday 29 September 2026, and the feedback session on Tuesday 22 September "
                    + "2026. Training comes first."
            ])
    }

    @Test func `a school that comes back to a full cohort waits like any other`() throws {
        try network.open(capacity: 3)
        for index in 0..<3 { try network.run(EnrolmentCreate.self, school(index)) { try $0.enrolmentCreate($1, $2) } }
        try network.run(EnrolmentWithdraw.self, school(0)) { try $0.enrolmentWithdraw($1, $2) }
        try network.run(EnrolmentCreate.self, school(3)) { try $0.enrolmentCreate($1, $2) }
        let outcome = try network.run(EnrolmentCreate.self, school(0)) { try $0.enrolmentCreate($1, $2) }
        #expect(outcome.changes.first == "Cohort 1 is full; School 0 is on its waiting list.")
        #expect(try network.cohort().enrolments.first { $0.urn == URN(Network.urns[0]) }?.state == .waiting)
    }

    @Test func `what comes to be called for while a school is paused is held as well`() throws {
        try network.grouped()
        try network.run(EnrolmentPause.self, school(0)) { try $0.enrolmentPause($1, $2) }
        try network.agree(1, on: "2026-11-03")
        #expect(try network.scheduled().allSatisfy { $0.about != "visit 1" })
        #expect(try network.reminders().contains { $0.about == "visit 1" && $0.isHeld })
        try network.run(VisitCancel.self, ["visit": .integer(1)]) { try $0.visitCancel($1, $2) }
        #expect(try network.reminders().allSatisfy { $0.about != "visit 1" })
    }

    @Test func `a group is paused and resumed as one`() throws {
        try network.grouped()
        try network.agree(1, on: "2026-11-03")
        try network.run(GroupPause.self, ["group": .integer(1)]) { try $0.groupPause($1, $2) }
        #expect(try network.scheduled().allSatisfy { $0.about != "visit 1" })
        try network.run(GroupResume.self, ["group": .integer(1)]) { try $0.groupResume($1, $2) }
        #expect(try network.scheduled().contains { $0.about == "visit 1" })
    }

    @Test func `another school takes over what a school was still to host and review`() throws {
        try network.grouped(sizes: [3, 3, 3])
        // Schools 9 to 11 are confirmed and in no group.
        try network.run(
            EnrolmentReplace.self, school(0).merging(["by": .integer(Int64(Network.urns[9]))]) { $1 }
        ) { try $0.enrolmentReplace($1, $2) }
        let cohort = try network.cohort()
        #expect(cohort.enrolments[0].state == .replaced && cohort.enrolments[9].state == .active)
        #expect(cohort.visits.first { $0.id == 1 }?.host == URN(Network.urns[9]))
        #expect(
            cohort.visits.filter { $0.group == "A" && $0.id != 1 }.allSatisfy {
                $0.reviewers.contains(URN(Network.urns[9])!) && !$0.reviewers.contains(URN(Network.urns[0])!)
            })
    }

    @Test(arguments: [1, 2, 5]) func `a cohort that cannot be split into threes and fours is refused plainly`(
        count: Int
    ) throws {
        try network.recruited(count)
        let refusal = #expect(throws: Refusal.self) {
            try network.run(CohortStart.self, ["cohort": .integer(1)]) { try $0.cohortStart($1, $2) }
        }
        #expect(refusal?.message.contains("\(count) confirmed") == true)
    }
}
