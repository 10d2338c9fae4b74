import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService
import VNetStore

// The rules under the default schedule.

@Suite struct ReminderRulesTests {
    let network: Network
    init() throws {
        network = try Network()
        try network.grouped()
    }

    private func reconfigure(
        isBackfill: Bool = false, isDryRun: Bool = false, _ edit: (inout NetworkConfiguration) -> Void
    ) throws -> Outcome {
        var fresh = network.service.configuration
        edit(&fresh)
        var options = ChangeOptions()
        options.isDryRun = isDryRun
        return try network.service.reconfigure(
            fresh, isBackfill: isBackfill,
            Service.Context(verb: .daemonReload, principal: Network.principal, now: network.now, options: options))
    }

    private func setDocuments(_ offset: Int) -> (inout NetworkConfiguration) -> Void {
        { $0.reminders.replace(ReminderRule(.documents, [offset])) }
    }

    private func subjects(since newest: Int64) throws -> [String] {
        try network.messages().filter { $0.id > newest }.map { message in
            try network.text(of: message.id).split(separator: "\r\n").first { $0.hasPrefix("Subject: ") }
                .map(String.init) ?? ""
        }
    }

    private func newest() throws -> Int64 { try network.messages().first?.id ?? 0 }

    @Test func `dates set late bring all that is already due in one mail`() throws {
        try network.deliver()
        let newest = try newest()
        try network.agree(1, on: "2026-09-24")
        try network.advance(to: "2026-09-22T13:00:00Z")
        let host = try network.messages().filter { $0.id > newest && $0.kind == .digest }
            .map { try network.text(of: $0.id) }.filter { $0.contains("head0@school.example") }
        #expect(host.count == 1)
        #expect(host[0].contains("Documents for the visit to your school on Thursday 24 September 2026"))
        #expect(host[0].contains("Timetable for the visit to your school on Thursday 24 September 2026"))
    }

    @Test func `a new rule sends nothing late unless it is asked to, and says how much that would be`() throws {
        try network.agree(1, on: "2026-11-03")
        try network.advance(to: "2026-10-01T12:00:00Z")
        let newest = try newest()
        // 15 working days before is 13 October; 30 before is 22 September, which has passed.
        let outcome = try reconfigure(setDocuments(-30))
        #expect(outcome.warnings.contains { $0.hasPrefix("1 reminder, late by these rules, will not go out") })
        try network.advance(to: "2026-10-20T12:00:00Z")
        #expect(try subjects(since: newest).allSatisfy { !$0.contains("Documents") })
        let trial = try reconfigure(isBackfill: true, isDryRun: true, setDocuments(-30))
        #expect(trial.changes.contains { $0.hasPrefix("1 reminder, late by these rules, will go out now") })
        _ = try reconfigure(isBackfill: true, setDocuments(-30))
        try network.advance(to: "2026-10-20T13:00:00Z")
        #expect(try subjects(since: newest).contains { $0.contains("Documents") })
    }

    @Test(arguments: LatePolicy.allCases) func `after downtime, what is late goes as its rule says`(
        policy: LatePolicy
    ) throws {
        try network.agree(1, on: "2026-11-03")
        try network.deliver()
        _ = try reconfigure { configuration in
            for kind in [ReminderKind.documents, .visitors, .timetable] {
                guard var rule = configuration.reminders[kind] else { continue }
                rule.late = policy
                configuration.reminders.replace(rule)
            }
        }
        let newest = try newest()
        // The daemon is down from now until 28 October, when all three are late and still of use.
        network.now = Instant(rfc3339: "2026-10-28T10:00:00Z")!
        var unsent: [String] = []
        while try network.service.agenda(at: network.now) == .work {
            unsent += try network.service.tick(at: network.now).unsent
        }
        let dropped = unsent.filter {
            $0.hasSuffix("about visit 1, is not sent: it is late, and its rule drops what is late.")
        }
        #expect(dropped.count == (policy == .drop ? 3 : 0))
        let host = try network.messages().filter { $0.id > newest }.map { try network.words(of: $0.id) }.filter {
            $0.contains("To: Head 0 <") && $0.contains("Tuesday 3 November 2026")
        }
        switch policy {
        case .digest: #expect(host.count == 1)
        case .send: #expect(host.count == 3)
        case .drop: #expect(host.isEmpty)
        }
    }

    /// Visit 1 takes place on 3 November. The reminders of it that are due the working day before: of the host and both
    /// reviewing schools.
    private func dayBefore() throws -> [ReminderView] {
        try network.agree(1, on: "2026-11-03")
        try network.deliver()
        return try network.scheduled().filter { $0.kind == .visit && $0.about == "visit 1" }
    }

    private func explanation(_ reminder: ReminderView) throws -> ReminderExplain.Response {
        try network.service.reminderExplain(
            ReminderExplain.decode(JSONObject([("reminder", .integer(reminder.id))])).request)
    }

    @Test(arguments: [("2026-11-03T08:30:00Z", ReminderState.composed), ("2026-11-03T12:00:00Z", .expired)])
    func `after downtime a reminder is sent as long as it is of use, and after that recorded and not sent`(
        up: String, state: ReminderState
    ) throws {
        let due = try dayBefore()
        try #require(due.count == 3)
        let newest = try newest()
        network.now = Instant(rfc3339: up)!
        while try network.service.agenda(at: network.now) == .work { try network.service.tick(at: network.now) }
        for reminder in due {
            let explained = try explanation(reminder)
            #expect(explained.state == state)
            #expect(
                explained.text.text.contains("It was not sent: by the time it could be") == (state == .expired))
        }
        let written = try network.messages().filter { $0.id > newest }.map { try network.words(of: $0.id) }
        #expect(written.count { $0.contains("Peer review visit to School 0") } == (state == .composed ? 3 : 0))
        // What was due meanwhile and is still of use went out, so the downtime did end.
        #expect(!written.isEmpty)
    }

    @Test func `a clock that jumped holds mail and purges until it is confirmed`() throws {
        try network.agree(1, on: "2026-11-03")
        try network.service.doubtClock(movedBy: 40 * 86_400)
        #expect(try network.service.agenda(at: Instant(rfc3339: "2026-12-01T12:00:00Z")!) == .idle)
        let (claim, _) = try DeliverClaim.decode(JSONObject([("transport", .string("maildir"))]))
        #expect(try network.service.claim(claim, at: network.now).message == nil)
        let status = try network.service.status(at: network.now, next: nil)
        #expect(status.problems.contains { $0.contains("40 days forward") })
        let refusal = #expect(throws: Refusal.self) { try network.purge("sha256:0") }
        #expect(refusal?.message.contains("clock confirm") == true)
        try network.run(ClockConfirm.self, [:]) { try $0.clockConfirm($1, $2) }
        #expect(try network.service.claim(claim, at: network.now).message != nil)
    }

    @Test func `a clock that is behind at the start is not believed`() throws {
        try network.advance(to: "2026-10-01T12:00:00Z")
        try network.service.checkClock(at: network.now)
        try network.service.checkClock(at: network.now.adding(days: -3))
        #expect(try network.service.store.read { try $0.clockDoubt() } != nil)
    }

    @Test func `an explanation names the days that were not counted`() throws {
        try network.run(
            HolidayImport.self, [:],
            file: """
                {"england-and-wales": {"division": "england-and-wales", "events": [
                {"title": "Made-up day", "date": "2026-10-26", "notes": "", "bunting": false}]}}
                """
        ) { try $0.holidayImport($1, $2) }
        try network.agree(1, on: "2026-11-03")
        let timetable = try #require(try network.scheduled().first { $0.kind == .timetable })
        // Five working days before Tuesday 3 November, of which Monday 26 October is none.
        let text = try network.service.reminderExplain(
            ReminderExplain.decode(JSONObject([("reminder", .integer(timetable.id))])).request
        ).text.text
        #expect(text.contains("5 working days before Tuesday 3 November 2026"))
        #expect(text.contains("head of School 0"))
        #expect(text.contains("So it falls due on Tuesday 27 October 2026 at 08:00"))
    }

    @Test func `before a purge the heads and the administrator have notice`() throws {
        try network.visited(1, on: "2026-10-06")
        try network.run(WriteupRecord.self, ["visit": .integer(1), "text": .string("Well done.")]) {
            try $0.writeupRecord($1, $2)
        }
        try network.closed(on: "2026-11-10")
        let notices = try network.scheduled().filter { $0.kind == .purgeNotice }
        // 90 days after 10 November is Monday 8 February 2027.
        #expect(notices.allSatisfy { $0.reason.contains("Monday 8 February 2027") })
        #expect(notices.count { $0.to == "administrator" } == 2)
        #expect(Set(notices.map(\.to)).count == 13)
    }

    /// Visit 1 is held, written up and answered; the feedback session is on 10 November.
    private func reviewed() throws {
        try network.visited(1, on: "2026-10-06")
        try network.run(WriteupRecord.self, ["visit": .integer(1), "text": .string("Well done.")]) {
            try $0.writeupRecord($1, $2)
        }
        try network.run(
            FeedbackRecord.self,
            ["visit": .integer(1), "urn": .integer(Int64(Network.urns[0])), "text": .string("A useful day.")]
        ) { try $0.feedbackRecord($1, $2) }
        try network.schedule("feedback", on: "2026-11-10")
    }

    private func notices() throws -> [(reason: String, text: String)] {
        try network.scheduled().filter { $0.kind == .purgeNotice && $0.to == "administrator" }.map { notice in
            let request = try ReminderPreview.decode(JSONObject([("reminder", .integer(notice.id))])).request
            let text = try network.service.reminderPreview(request).text.text
            return (notice.reason, text.replacing("=\r\n", with: "").replacing("\r\n", with: " "))
        }
    }

    @Test func `each day on which something goes has its notice, which says what goes`() throws {
        try reviewed()
        try network.advance(to: "2026-11-10T17:00:00Z")
        try network.run(SessionHold.self, ["session": .integer(2)]) { try $0.sessionHold($1, $2) }
        try network.advance(to: "2026-11-20T12:00:00Z")
        try network.run(CohortClose.self, ["cohort": .integer(1)]) { try $0.cohortClose($1, $2) }
        let responses = try notices().filter { $0.reason.contains("Monday 8 February 2027") }
        let writeUps = try notices().filter { $0.reason.contains("Thursday 18 February 2027") }
        #expect(responses.count == 2 && responses.allSatisfy { $0.text.contains("the feedback responses of PD 2026") })
        #expect(writeUps.count == 2 && writeUps.allSatisfy { $0.text.contains("the write-ups of PD 2026") })
    }

    @Test func `a cohort that is cancelled has notice of what goes, and nothing else`() throws {
        try reviewed()
        try network.run(CohortCancel.self, ["cohort": .integer(1)]) { try $0.cohortCancel($1, $2) }
        #expect(try Set(network.scheduled().map(\.kind)) == [.purgeNotice])
        // 90 days after 6 October.
        #expect(try notices().allSatisfy { $0.reason.contains("Monday 4 January 2027") })
        #expect(try notices().count == 2)
        #expect(try notices().first?.text.contains("the write-ups and feedback responses of PD 2026") == true)
    }

    @Test func `closing a cohort keeps the actions after its feedback session, and says what is no longer asked for`()
        throws
    {
        try reviewed()
        try network.advance(to: "2026-11-10T17:00:00Z")
        try network.run(SessionHold.self, ["session": .integer(2)]) { try $0.sessionHold($1, $2) }
        let outcome = try network.run(CohortClose.self, ["cohort": .integer(1)]) { try $0.cohortClose($1, $2) }
        #expect(try network.scheduled().count { $0.kind == .actions } == 12)
        #expect(
            outcome.warnings.contains("2 responses to visits are still missing, and nobody is asked for them any more.")
        )
    }

    @Test func `the programme of the training half day has the network's four parts until it is set`() throws {
        func programme() throws -> [String] {
            try network.service.agendaGet(AgendaGet.decode(JSONObject([("session", .integer(1))])).request)
                .items.map { "\($0.start.iso) \($0.title)" }
        }
        #expect(
            try programme() == [
                "09:00 protocols, including safeguarding and confidentiality",
                "09:50 the framework for peer review", "10:45 the theme: Personal Development",
                "11:35 confirmation of groups and date setting",
            ])
        let other = try Network()
        try other.recruited(3)
        try other.schedule("training", on: "2026-10-06")
        func set(_ items: [String]) throws -> Outcome {
            try other.run(
                AgendaSet.self, ["session": .integer(1), "items": .array(items.map(JSONValue.string))]
            ) { try $0.agendaSet($1, $2) }
        }
        let refusal = #expect(throws: Refusal.self) { try set(["09:00 Welcome", "13:00 Lunch"]) }
        #expect(refusal?.path == "$.items[1]")
        _ = try set(["09:00 Welcome", "09:15 Protocols"])
        try other.advance(to: "2026-10-05T12:00:00Z")
        let reminder = try other.messages().map { try other.words(of: $0.id) }.first {
            $0.contains("The programme: 09:00 Welcome; 09:15 Protocols.")
        }
        #expect(reminder != nil)
    }
}
