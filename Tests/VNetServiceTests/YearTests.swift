import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService
import VNetStore

@Test func `confirming a group gives each school a host visit and each visit a lead of its own`() throws {
    let network = try Network()
    try network.grouped()
    let cohort = try network.cohort()
    #expect(cohort.visits.count == 12)
    #expect(Set(cohort.visits.compactMap(\.lead)).count == 12)
    #expect(cohort.summary.phase == "grouped")
}

@Test func `two schools of one trust are kept apart in an outward cohort`() throws {
    let network = try Network()
    try network.grouped()
    // Schools 0 and 1 are of one trust: that they are in groups A and B is what the rule allows.
    let groups = try network.cohort().groups
    #expect(groups.allSatisfy { !($0.schools.contains(URN(120_800)!) && $0.schools.contains(URN(120_807)!)) })
    let other = try Network()
    try other.run(
        CohortCreate.self, ["name": .string("X"), "theme": .string("send"), "policy": .string("outward")]
    ) { try $0.cohortCreate($1, $2) }
    try other.run(CohortOpen.self, ["cohort": .integer(1)]) { try $0.cohortOpen($1, $2) }
    for urn in Network.urns.prefix(3) {
        let school: [String: JSONValue] = ["cohort": .integer(1), "urn": .integer(Int64(urn))]
        try other.run(EnrolmentCreate.self, school) { try $0.enrolmentCreate($1, $2) }
        try other.run(ReadinessAttest.self, school) { try $0.readinessAttest($1, $2) }
        try other.run(EnrolmentConfirm.self, school) { try $0.enrolmentConfirm($1, $2) }
    }
    let refusal = #expect(throws: Refusal.self) {
        try other.run(
            GroupCreate.self,
            [
                "cohort": .integer(1), "name": .string("A"),
                "schools": .array(Network.urns.prefix(3).map { .integer(Int64($0)) }),
            ]
        ) { try $0.groupCreate($1, $2) }
    }
    #expect(refusal?.code == .ruleRefused)
    #expect(refusal?.message.contains("A Trust") == true)
}

@Test func `an agreed date invites host and reviewers, and a new one raises the sequence under the same UID`() throws {
    let network = try Network()
    try network.grouped()
    try network.deliver()
    let before = try network.messages().count
    try network.agree(1, on: "2026-11-03")
    let invitations = try network.messages().prefix(try network.messages().count - before)
    #expect(invitations.map(\.kind) == [.invitation, .invitation, .invitation])
    try network.deliver()
    try network.run(VisitReschedule.self, ["visit": .integer(1), "date": .string("2026-11-10")]) {
        try $0.visitReschedule($1, $2)
    }
    let changes = try network.messages().prefix(3)
    #expect(changes.map(\.kind) == [.change, .change, .change])
    #expect(try network.text(of: changes.first!.id).contains("Tuesday 10 November 2026"))
    #expect(try network.cohort().visits.first { $0.id == 1 }?.reschedules == 1)
}

@Test func `a visit that moves is proposed, and tentative in calendars, until its new day is agreed`() throws {
    let network = try Network()
    try network.grouped()
    try network.agree(1, on: "2026-11-03")
    try network.deliver()
    func entries(_ act: () throws -> Void) throws -> [[String]] {
        let before = Set(try network.messages().map(\.id))
        try act()
        let sent = try network.messages().filter { !before.contains($0.id) }
        try network.deliver()
        return try sent.map {
            let entry = try network.calendarEntry(of: $0.id)
            return ["UID", "SEQUENCE", "STATUS", "DTSTART"].map { entry[$0, default: ""] }
        }.sorted { $0[0] < $1[0] }
    }
    func state() throws -> VisitState? { try network.cohort().visits.first { $0.id == 1 }?.state }
    let moved = try entries {
        try network.run(VisitReschedule.self, ["visit": .integer(1), "date": .string("2026-11-10")]) {
            try $0.visitReschedule($1, $2)
        }
    }
    #expect(moved.map { Array($0[1...]) } == Array(repeating: ["1", "TENTATIVE", "20261110T090000Z"], count: 3))
    #expect(try state() == .proposed)
    let agreed = try entries {
        try network.run(VisitAgree.self, ["visit": .integer(1)]) { try $0.visitAgree($1, $2) }
    }
    #expect(agreed.map { Array($0[1...]) } == Array(repeating: ["2", "CONFIRMED", "20261110T090000Z"], count: 3))
    #expect(agreed.map(\.first) == moved.map(\.first))
    #expect(try state() == .agreed)
}

@Test func `a first proposal is in nobody's calendar, and a day that is agreed already is not tentative`() throws {
    let network = try Network()
    try network.grouped()
    let before = try network.messages().count
    try network.run(VisitPropose.self, ["visit": .integer(1), "date": .string("2026-11-03")]) {
        try $0.visitPropose($1, $2)
    }
    #expect(try network.messages().count == before)
    try network.run(
        VisitReschedule.self, ["visit": .integer(1), "date": .string("2026-11-10"), "agreed": .bool(true)]
    ) { try $0.visitReschedule($1, $2) }
    let entries = try network.messages().prefix(3).map { try network.calendarEntry(of: $0.id) }
    #expect(try network.messages().count == before + 3)
    #expect(entries.allSatisfy { $0["STATUS"] == "CONFIRMED" && $0["SEQUENCE"] == "0" })
}

@Test func `an invitation that never left is not taken back, and what moves meanwhile is invited to, not changed`()
    throws
{
    let network = try Network()
    try network.grouped()
    try network.deliver()
    let before = Set(try network.messages().map(\.id))
    func kinds() throws -> [MessageKind] {
        try network.messages().filter { !before.contains($0.id) && $0.state == .pending }.map(\.kind)
    }
    try network.agree(1, on: "2026-11-03")
    try network.run(
        VisitReschedule.self, ["visit": .integer(1), "date": .string("2026-11-10"), "agreed": .bool(true)]
    ) { try $0.visitReschedule($1, $2) }
    #expect(try kinds() == [.invitation, .invitation, .invitation])
    try network.run(VisitCancel.self, ["visit": .integer(1)]) { try $0.visitCancel($1, $2) }
    #expect(try kinds().isEmpty)
}

@Test func `a visit that moves voids the reminders of its old day`() throws {
    let network = try Network()
    try network.grouped()
    try network.agree(1, on: "2026-11-03")
    try network.run(
        VisitReschedule.self, ["visit": .integer(1), "date": .string("2026-11-10"), "agreed": .bool(true)]
    ) { try $0.visitReschedule($1, $2) }
    let list = try network.service.reminderList(ReminderList.decode(JSONObject([("limit", .integer(1000))])).request)
    let reasons = list.reminders.filter { $0.about == "visit 1" }.map(\.reason)
    #expect(reasons.contains("1 working day before Tuesday 10 November 2026"))
    #expect(!reasons.contains { $0.contains("3 November") })
}

@Test func `a preview is byte for byte what is then delivered`() throws {
    let network = try Network()
    try network.grouped()
    try network.agree(1, on: "2026-11-03")
    try network.deliver()
    let first = try #require(
        try network.service.reminderList(ReminderList.decode(JSONObject([("limit", .integer(1))])).request).reminders
            .first
    )
    let preview = try network.service.reminderPreview(
        ReminderPreview.decode(JSONObject([("reminder", .integer(first.id))])).request)
    let newest = try #require(try network.messages().first?.id)
    try network.advance(to: first.at.rfc3339UTC, delivering: false)
    try network.service.tick(at: network.now)
    #expect(try network.text(of: newest + 1) == preview.content.text)
    #expect(preview.text.text.contains("\nSubject: "))
    #expect(!preview.text.text.contains("=\r\n") && !preview.text.text.contains("quoted-printable"))
}

@Test func `a head who leaves gets a cancellation, and the successor the invitation and the write-up`() throws {
    let network = try Network()
    try network.grouped()
    try network.agree(1, on: "2026-11-03")
    try network.deliver()
    let lead = try network.cohort().visits.first { $0.id == 1 }?.lead
    let urn = Network.urns[4]
    let before = try network.messages().count
    try network.run(
        TenureReplace.self,
        [
            "urn": .integer(Int64(urn)), "role": .string("head"), "name": .string("New Head"),
            "email": .string("new@school.example"),
        ]
    ) { try $0.tenureReplace($1, $2) }
    let messages = try network.messages()
    let new = messages.prefix(messages.count - before).map(\.kind)
    // The two others whom the visit concerns are told who leads it now.
    #expect(new.map(\.rawValue).sorted() == ["cancellation", "change", "change", "invitation"])
    #expect(try network.cohort().visits.first { $0.id == 1 }?.lead != lead)
}

@Test func `a school that withdraws after its visit owes the visits that it was to review`() throws {
    let network = try Network()
    try network.grouped()
    for (visit, date) in [(1, "2026-10-06"), (2, "2026-11-03"), (3, "2026-11-10")] {
        try network.agree(Int64(visit), on: date)
    }
    try network.advance(to: "2026-10-06T16:00:00Z")
    try network.run(VisitHold.self, ["visit": .integer(1)]) { try $0.visitHold($1, $2) }
    let outcome = try network.run(
        EnrolmentWithdraw.self, ["cohort": .integer(1), "urn": .integer(Int64(Network.urns[0]))]
    ) { try $0.enrolmentWithdraw($1, $2) }
    #expect(outcome.warnings.contains { $0.contains("under") || $0.contains("decision") })
    let cohort = try network.cohort()
    #expect(cohort.enrolments.first?.owes == 2)
    #expect(cohort.groups.first?.state == .underStrength)
}

@Test func `a dry run says the same and changes nothing`() throws {
    let network = try Network()
    try network.grouped()
    let params: [String: JSONValue] = ["visit": .integer(1), "date": .string("2026-11-03"), "dry_run": .bool(true)]
    let before = try network.messages().count
    let dry = try network.run(VisitAgree.self, params) { try $0.visitAgree($1, $2) }
    #expect(dry.isDryRun)
    #expect(try network.messages().count == before)
    let wet = try network.run(VisitAgree.self, params.filter { $0.key != "dry_run" }) { try $0.visitAgree($1, $2) }
    #expect(wet.changes == dry.changes)
    // And again: it is already so.
    #expect(
        try network.run(VisitAgree.self, params.filter { $0.key != "dry_run" }) { try $0.visitAgree($1, $2) }.changes
            == [])
}

@Test func `a change is refused when somebody else was first`() throws {
    let network = try Network()
    try network.grouped()
    let refusal = #expect(throws: Refusal.self) {
        try network.run(VisitCancel.self, ["visit": .integer(1), "if_generation": .integer(1)]) {
            try $0.visitCancel($1, $2)
        }
    }
    #expect(refusal?.code == .generationMismatch)
}

@Test func `what was being sent when the daemon stopped is sent again, byte for byte`() throws {
    let network = try Network()
    try network.grouped()
    try network.deliver()
    try network.agree(1, on: "2026-11-03")
    let first = try network.claim()
    try network.restart()
    #expect(try network.service.recoverInterruptedAttempts(at: network.now) == 1)
    // After a while: what takes a mailer down each time is not tried again at once.
    #expect(try network.claim().message != first.message)
    network.now = network.now.adding(seconds: 400)
    var second = try network.claim()
    while second.message != nil, second.message != first.message { second = try network.claim() }
    #expect(second.message == first.message && second.content == first.content && second.attempt == 2)
}

@Test func `a simulation's mail goes to a Maildir and nowhere else`() throws {
    let network = try Network()
    let (claim, _) = try DeliverClaim.decode(JSONObject([("transport", .string("smtp"))]))
    let refusal = #expect(throws: Refusal.self) { try network.service.claim(claim, at: network.now) }
    #expect(refusal?.code == .transportRefused)
}
