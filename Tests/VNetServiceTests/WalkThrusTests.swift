import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

extension Network {
    /// A recruiting WalkThrus cohort, cohort 1, with the first `count` schools, all members, confirmed.
    fileprivate func walkthrus(schools count: Int = 3) throws {
        try run(WalkthrusCreate.self, ["name": .string("WalkThrus 2026/27")]) { try $0.walkthrusCreate($1, $2) }
        try run(CohortOpen.self, ["cohort": .integer(1)]) { try $0.cohortOpen($1, $2) }
        for urn in Self.urns.prefix(count) {
            try join(urn)
            try enrol(urn)
            try run(EnrolmentConfirm.self, place(urn)) { try $0.enrolmentConfirm($1, $2) }
        }
    }

    fileprivate func start() throws {
        try run(CohortStart.self, ["cohort": .integer(1)]) { try $0.cohortStart($1, $2) }
    }

    fileprivate func place(_ urn: Int) -> [String: JSONValue] { ["cohort": .integer(1), "urn": .integer(Int64(urn))] }

    @discardableResult
    fileprivate func enrol(_ urn: Int) throws -> Outcome {
        try run(EnrolmentCreate.self, place(urn)) { try $0.enrolmentCreate($1, $2) }
    }

    @discardableResult
    fileprivate func repeatSession(_ params: [String: JSONValue] = [:]) throws -> Outcome {
        try run(
            SessionRepeat.self,
            [
                "cohort": .integer(1), "kind": .string("network"), "first": .string("2026-09-28"),
                "until": .string("2027-07-10"), "start": .string("14:00"), "finish": .string("16:00"),
                "place": .string("Norwich"), "weeks": .integer(7),
            ].merging(params) { $1 }
        ) { try $0.sessionRepeat($1, $2) }
    }

    fileprivate func holidays(_ dates: [String]) throws {
        let events = dates.map { #"{"title": "Bank holiday", "date": "\#($0)", "notes": "", "bunting": true}"# }
        let file = """
            {"england-and-wales": {"division": "england-and-wales", "events": [\(events.joined(separator: ", "))]}}
            """
        try run(HolidayImport.self, [:], file: file) { try $0.holidayImport($1, $2) }
    }

    fileprivate func sessionDates() throws -> [String] { try cohort().sessions.map(\.date.iso) }

    fileprivate func refusal(_ body: () throws -> Void) throws -> Refusal {
        try #require(#expect(throws: Refusal.self) { try body() })
    }

    @discardableResult
    fileprivate func input(_ urn: Int, on day: String) throws -> Outcome {
        try run(CoachingStart.self, place(urn).merging(["on": .string(day)]) { $1 }) { try $0.coachingStart($1, $2) }
    }

    @discardableResult
    fileprivate func record(_ cycle: Int64, _ step: String, on day: String) throws -> Outcome {
        try run(CoachingRecord.self, ["cycle": .integer(cycle), "step": .string(step), "on": .string(day)]) {
            try $0.coachingRecord($1, $2)
        }
    }

    fileprivate func complete(_ cycle: Int64, on day: String) throws {
        for step in CoachingStep.allCases { try record(cycle, step.rawValue, on: day) }
    }

    fileprivate func counts(_ year: Int64) throws -> [CoachingCount.Row] {
        try service.coachingCount(
            CoachingCount.decode(JSONObject([("year", .integer(year))])).request, at: now
        ).schools
    }
}

@Test func `a school enrols in a WalkThrus cohort while its membership is active, and needs no readiness`() throws {
    let network = try Network()
    try network.run(WalkthrusCreate.self, ["name": .string("W")]) { try $0.walkthrusCreate($1, $2) }
    try network.run(CohortOpen.self, ["cohort": .integer(1)]) { try $0.cohortOpen($1, $2) }
    #expect(try network.refusal { try network.enrol(120_800) }.message.contains("is not a member of the network"))
    try network.join(120_800, since: "2026-10-01")
    // A membership that is still to begin is not active today.
    #expect(throws: Refusal.self) { try network.enrol(120_800) }
    try network.advance(to: "2026-10-01T08:00:00Z")
    try network.enrol(120_800)
    #expect(try network.cohort().enrolments.map(\.state) == [.ready])
    #expect(try network.cohort().summary.theme == nil)
}

@Test func `a place is not confirmed once the membership has ended`() throws {
    let network = try Network()
    try network.walkthrus(schools: 1)
    try network.join(120_807, since: "2026-09-01", until: "2026-09-10")
    try network.enrol(120_807)
    try network.advance(to: "2026-09-11T08:00:00Z")
    let refusal = try network.refusal {
        try network.run(EnrolmentConfirm.self, network.place(120_807)) { try $0.enrolmentConfirm($1, $2) }
    }
    #expect(refusal.code == .ruleRefused)
}

@Test func `ending the membership of a school that takes part warns of the cohort`() throws {
    let network = try Network()
    try network.walkthrus()
    let outcome = try network.run(MembershipEnd.self, ["membership": .integer(1), "on": .string("2026-12-31")]) {
        try $0.membershipEnd($1, $2)
    }
    #expect(outcome.warnings.count == 1 && outcome.warnings[0].contains("takes part in cohort 1"))
}

@Test func `network sessions come every so many weeks on working days, and exceptions are left out`() throws {
    let network = try Network()
    try network.walkthrus()
    // 28 September, 16 November, 4 January, 22 February, 12 April, 31 May: seven weeks apart.
    try network.holidays(["2027-05-31"])
    let outcome = try network.repeatSession(["except": .array([.string("2027-01-04")])])
    #expect(try network.sessionDates() == ["2026-09-28", "2026-11-16", "2027-02-22", "2027-04-12"])
    #expect(outcome.warnings == ["There is none on Monday 31 May 2027, which is not a school working day."])
    #expect(outcome.changes.last == "12 invitations in the outbox.")
}

@Test func `a series set again leaves what was moved and what was cancelled as it is`() throws {
    let network = try Network()
    try network.walkthrus()
    try network.repeatSession()
    try network.deliver()
    try network.run(SessionReschedule.self, ["session": .integer(2), "date": .string("2026-11-18")]) {
        try $0.sessionReschedule($1, $2)
    }
    try network.run(SessionCancel.self, ["session": .integer(3)]) { try $0.sessionCancel($1, $2) }
    let moved = try network.messages().filter { $0.kind == .change }
    #expect(moved.count == 3)
    #expect(try network.text(of: moved[0].id).contains("network session"))
    let before = try network.cohort().sessions.map { "\($0.id) \($0.date) \($0.state)" }
    #expect(try network.repeatSession().changes == [])
    #expect(try network.cohort().sessions.map { "\($0.id) \($0.date) \($0.state)" } == before)
}

@Test func `heads are reminded of a network session 10 and 2 working days before`() throws {
    let network = try Network()
    try network.walkthrus(schools: 1)
    try network.repeatSession(["until": .string("2026-09-28")])
    let reminders = try network.scheduled().filter { $0.to != "administrator" }
    #expect(reminders.map(\.at.rfc3339UTC) == ["2026-09-14T07:00:00Z", "2026-09-24T07:00:00Z"])
    try network.advance(to: "2026-09-14T07:00:00Z")
    let mail = try network.text(of: try #require(try network.messages().first?.id))
    #expect(mail.contains("WalkThrus 2026/27: network session on Monday 28 September 2026"))
}

@Test func `a postponed session leaves the calendars, and comes back under the same UID with its new day`() throws {
    let network = try Network()
    try network.walkthrus(schools: 1)
    try network.repeatSession(["until": .string("2026-09-28")])
    try network.deliver()
    func last() throws -> (subject: String, entry: [String: String]) {
        let id = try #require(try network.messages().first?.id)
        let subject = try network.text(of: id).split(separator: "\r\n").first { $0.hasPrefix("Subject:") }
        return (String(try #require(subject)), try network.calendarEntry(of: id))
    }
    let invited = try last()
    #expect(invited.entry["METHOD"] == "REQUEST" && invited.entry["SEQUENCE"] == "0")
    try network.run(SessionPostpone.self, ["session": .integer(1)]) { try $0.sessionPostpone($1, $2) }
    #expect(try network.cohort().sessions.map(\.state) == [.postponed])
    let postponed = try last()
    #expect(postponed.subject == "Subject: Postponed: network session on Monday 28 September 2026")
    #expect(postponed.entry["METHOD"] == "CANCEL" && postponed.entry["SEQUENCE"] == "1")
    #expect(try network.service.reminderList(ReminderList.decode(JSONObject([])).request).reminders.isEmpty)
    try network.deliver()
    try network.run(SessionReschedule.self, ["session": .integer(1), "date": .string("2026-10-12")]) {
        try $0.sessionReschedule($1, $2)
    }
    #expect(try network.cohort().sessions.map(\.state) == [.invited])
    let again = try last()
    #expect(again.subject == "Subject: Invitation: network session on Monday 12 October 2026")
    #expect(again.entry["METHOD"] == "REQUEST" && again.entry["SEQUENCE"] == "2")
    #expect(again.entry["DTSTART"] == "20261012T130000Z")
    #expect(Set([invited, postponed, again].map { $0.entry["UID"] }).count == 1 && invited.entry["UID"] != nil)
}

@Test func `what belongs to the other programme is refused plainly`() throws {
    let network = try Network()
    try network.walkthrus()
    let group = try network.refusal {
        try network.run(
            GroupCreate.self,
            [
                "cohort": .integer(1), "name": .string("A"),
                "schools": .array(Network.urns.prefix(3).map { .integer(Int64($0)) }),
            ]
        ) { try $0.groupCreate($1, $2) }
    }
    #expect(group.message == "Cohort 1 is a WalkThrus network cohort, which has no groups.")
    let training = try network.refusal { try network.repeatSession(["kind": .string("training")]) }
    #expect(training.message.contains("it has network, coaching and CPD sessions, and no training half day"))
    let readiness = try network.refusal {
        try network.run(ReadinessAttest.self, network.place(120_800)) { try $0.readinessAttest($1, $2) }
    }
    #expect(readiness.message.contains("has no readiness criteria"))

    let other = try Network()
    try other.grouped()
    #expect(try other.refusal { try other.repeatSession() }.message.contains("peer review cohort"))
    #expect(try other.refusal { try other.input(120_800, on: "2026-09-22") }.message.contains("no coaching cycles"))
}

@Test func `a coaching cycle goes from input to review, step by step`() throws {
    let network = try Network()
    try network.walkthrus()
    try network.start()
    try network.advance(to: "2026-10-30T08:00:00Z")
    try network.input(120_800, on: "2026-09-14")
    let early = try network.refusal { try network.record(1, "feedback", on: "2026-09-17") }
    #expect(early.message.contains("is at its input."))
    #expect(early.message.contains("“coaching record” records its next step, lesson_visit."))
    #expect(throws: Refusal.self) { try network.record(1, "lesson_visit", on: "2026-10-31") }
    try network.record(1, "lesson_visit", on: "2026-09-17")
    #expect(throws: Refusal.self) { try network.record(1, "feedback", on: "2026-09-16") }
    try network.record(1, "feedback", on: "2026-09-17")
    try network.record(1, "practice", on: "2026-09-21")
    try network.record(1, "review", on: "2026-09-25")
    #expect(throws: Refusal.self) {
        try network.run(CoachingAbandon.self, ["cycle": .integer(1)]) {
            try $0.coachingAbandon($1, $2)
        }
    }
    let list = try network.service.coachingList(CoachingList.decode(JSONObject([("cohort", .integer(1))])).request)
    #expect(list.cycles.map(\.state) == [.review])
}

@Test func `two to four weeks lie between the inputs of a school`() throws {
    let network = try Network()
    try network.walkthrus()
    try network.start()
    try network.advance(to: "2027-01-30T08:00:00Z")
    try network.input(120_800, on: "2026-09-14")
    let unfinished = try network.refusal { try network.input(120_800, on: "2026-09-28") }
    #expect(unfinished.message.contains("still at “input”"))
    try network.complete(1, on: "2026-09-25")
    let tooSoon = try network.refusal { try network.input(120_800, on: "2026-09-27") }
    #expect(tooSoon.message.contains("Monday 28 September 2026 is the first good day"))
    #expect(try network.input(120_800, on: "2026-09-28").warnings == [])
    try network.complete(2, on: "2026-10-02")
    let late = try network.input(120_800, on: "2026-10-27")
    #expect(late.warnings.count == 1 && late.warnings[0].contains("due by Monday 26 October 2026"))
    // Other schools go by their own count.
    try network.input(120_807, on: "2026-09-20")
}

@Test func `cycles are counted by school and school year, from September to August`() throws {
    let network = try Network()
    try network.walkthrus()
    try network.start()
    try network.advance(to: "2027-09-20T08:00:00Z")
    for (cycle, day) in [(1, "2027-08-04"), (2, "2027-08-31"), (3, "2027-09-14")] {
        try network.input(120_800, on: day)
        if cycle < 3 { try network.complete(Int64(cycle), on: day) }
    }
    #expect(try network.counts(2026).map(\.begun) == [2])
    #expect(try network.counts(2026).map(\.completed) == [2])
    #expect(try network.counts(2027).map { [$0.begun, $0.completed] } == [[1, 0]])
    #expect(try network.counts(2025).isEmpty)
}

@Test func `a WalkThrus cohort starts, shows its year, and closes without a feedback session`() throws {
    let network = try Network()
    try network.walkthrus()
    try network.repeatSession()
    try network.start()
    #expect(try network.cohort().enrolments.allSatisfy { $0.state == .active })
    try network.advance(to: "2026-09-28T17:00:00Z")
    try network.run(SessionHold.self, ["session": .integer(1)]) { try $0.sessionHold($1, $2) }
    try network.run(AttendanceRecord.self, ["session": .integer(1), "absent": .array([.integer(120_807)])]) {
        try $0.attendanceRecord($1, $2)
    }
    try network.input(120_800, on: "2026-09-21")
    let chart = try network.service.cohortTimeline(
        CohortTimeline.decode(JSONObject([("cohort", .integer(1))])).request, at: network.now)
    #expect(chart.rows.map(\.state) == ["running", "1 of 6 held", "0 of 1 completed"])
    try network.run(EnrolmentWithdraw.self, network.place(120_800)) { try $0.enrolmentWithdraw($1, $2) }
    let closed = try network.run(CohortClose.self, ["cohort": .integer(1)]) { try $0.cohortClose($1, $2) }
    #expect(closed.changes.count { $0.hasSuffix("is cancelled.") } == 5)
    #expect(closed.changes.last == "10 cancellations in the outbox.")
    #expect(try network.cohort().sessions.map(\.state) == [.held] + Array(repeating: .cancelled, count: 5))
    #expect(try network.cohort().enrolments.map(\.state) == [.withdrawn, .completed, .completed])
}

@Test func `a WalkThrus cohort that is cancelled leaves every calendar, and nobody is reminded`() throws {
    let network = try Network()
    try network.walkthrus()
    try network.repeatSession()
    try network.deliver()
    let outcome = try network.run(CohortCancel.self, ["cohort": .integer(1)]) { try $0.cohortCancel($1, $2) }
    #expect(outcome.changes.last == "18 cancellations in the outbox.")
    #expect(try network.service.reminderList(ReminderList.decode(JSONObject([])).request).reminders.isEmpty)
}

@Test func `a school joins a WalkThrus network that runs, or waits for a place in it`() throws {
    let network = try Network()
    try network.run(WalkthrusCreate.self, ["name": .string("W"), "capacity": .integer(3)]) {
        try $0.walkthrusCreate($1, $2)
    }
    try network.run(CohortOpen.self, ["cohort": .integer(1)]) { try $0.cohortOpen($1, $2) }
    func join(_ index: Int) throws {
        try network.join(Network.urns[index])
        try network.enrol(Network.urns[index])
    }
    func confirm(_ index: Int) throws {
        try network.run(EnrolmentConfirm.self, network.place(Network.urns[index])) { try $0.enrolmentConfirm($1, $2) }
    }
    for index in 0..<2 {
        try join(index)
        try confirm(index)
    }
    try network.start()
    try join(2)
    try confirm(2)
    try join(3)
    #expect(try network.cohort().enrolments.map(\.state) == [.active, .active, .active, .waiting])
    try network.run(EnrolmentWithdraw.self, network.place(Network.urns[0])) { try $0.enrolmentWithdraw($1, $2) }
    #expect(try network.cohort().enrolments.last?.state == .ready)
    let mail = try network.text(of: try #require(try network.messages().first?.id))
    #expect(mail.contains("Please reply to say whether you would like it."))
    #expect(!mail.contains("self-evaluation"))
    try confirm(3)
    #expect(try network.cohort().enrolments.last?.state == .active)
}

@Test func `a school that withdraws from a WalkThrus network gives up its open coaching cycle`() throws {
    let network = try Network()
    try network.walkthrus()
    try network.start()
    try network.input(120_800, on: "2026-09-01")
    try network.run(EnrolmentWithdraw.self, network.place(120_800)) { try $0.enrolmentWithdraw($1, $2) }
    let list = try network.service.coachingList(CoachingList.decode(JSONObject([("cohort", .integer(1))])).request)
    #expect(list.cycles.map(\.state) == [.abandoned])
}
