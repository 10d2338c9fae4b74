import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService
import VNetStore

/// What is asked for is asked while it can be of use, of whom it concerns, and in words that are so.
struct UsefulRemindersTests {
    let network: Network

    init() throws {
        network = try Network()
        try network.grouped()
    }

    private func configure(_ rule: ReminderRule) throws {
        var configuration = network.service.configuration
        configuration.reminders.replace(rule)
        _ = try network.service.reconfigure(configuration, network.context(.daemonReload))
    }

    /// What was written, without line breaks, to people or to the administrator.
    private func letters(toAdmin: Bool = false) throws -> [String] {
        try network.messages().filter { ($0.person == nil) == toAdmin }.map { try network.words(of: $0.id) }
    }

    @Test func `the days after which a reminder is of no use count from when it was to go out`() throws {
        // 10 working days after 14 December is after Christmas, more than 12 days later.
        try configure(ReminderRule(.feedbackPrompt, [10], expiresAfter: 2))
        try network.visited(1, on: "2026-12-14")
        try network.advance(to: "2027-01-10T12:00:00Z")
        #expect(try letters().contains { $0.contains("Your response to the visit") })
    }

    @Test func `a write-up is not chased before the working day after its visit, however near the feedback session`()
        throws
    {
        try network.schedule("feedback", on: "2026-11-10")
        try network.visited(1, on: "2026-11-03")
        func chased() throws -> Bool { try letters().contains { $0.contains("before the feedback session") } }
        try network.advance(to: "2026-11-04T07:59:59Z")
        #expect(try !chased())
        try network.advance(to: "2026-11-04T08:00:00Z")
        #expect(try chased())
    }

    @Test func `the impact mail goes a week before what it asks about does`() throws {
        try network.visited(1, on: "2026-10-06")
        try network.run(WriteupRecord.self, ["visit": .integer(1), "text": .string("Well done.")]) {
            try $0.writeupRecord($1, $2)
        }
        try network.closed(on: "2026-11-10")
        // Write-ups go 90 days after 10 November, on Monday 8 February.
        let impact = try network.scheduled().filter { $0.kind == .impactCheck }
        #expect(!impact.isEmpty)
        #expect(Set(impact.map(\.at.rfc3339UTC)) == ["2027-02-01T08:00:00Z"])
    }

    @Test func `what has no mail for the administrator is not sent to them in the words for a head`() throws {
        var rule = ReminderRule(.documents, [-15], escalations: [-10])
        rule.late = .send
        try configure(rule)
        try network.agree(1, on: "2026-11-03")
        try network.advance(to: "2026-10-25T12:00:00Z")
        let letters = try letters(toAdmin: true)
        #expect(letters.contains { $0.contains("Subject: For your information: documents, PD 2026") })
        #expect(letters.allSatisfy { !$0.contains("Subject: Documents") })
    }

    @Test func `while nobody leads a visit, nobody is called its lead reviewer`() throws {
        try network.agree(1, on: "2026-11-03")
        try network.advance(to: "2026-11-03T16:00:00Z")
        try network.service.store.write { try $0.setLead(nil, ofVisit: 1) }
        try network.run(VisitHold.self, ["visit": .integer(1)]) { try $0.visitHold($1, $2) }
        let before = try network.messages().count
        try network.advance(to: "2026-11-10T12:00:00Z")
        let new = try network.messages().prefix(network.messages().count - before).map { try network.words(of: $0.id) }
        #expect(new.count { $0.contains("no lead reviewer is named") } == 2)
        #expect(new.allSatisfy { !$0.contains("You are lead reviewer") })
    }

    @Test func `an enquiry lapses on its day, whether or not a mail says so`() throws {
        var rule = try #require(network.service.configuration.reminders[.enquiryLapse])
        rule.isEnabled = false
        try configure(rule)
        try network.run(
            EnquiryCreate.self,
            [
                "contact": .string("Pat Enquirer"), "email": .string("pat@school.example"),
                "question": .string("May we join?"), "urn": .integer(Int64(Network.urns[0])),
            ]
        ) { try $0.enquiryCreate($1, $2) }
        func state() throws -> EnquiryState {
            try network.service.enquiryGet(EnquiryGet.decode(JSONObject([("enquiry", .integer(1))])).request)
                .summary.state
        }
        // 11 working days after 22 September.
        try network.advance(to: "2026-10-07T06:59:59Z")
        #expect(try state() == .received)
        try network.advance(to: "2026-10-07T07:00:00Z")
        #expect(try state() == .lapsed)
        #expect(try letters(toAdmin: true).allSatisfy { !$0.contains("has lapsed") })
    }
}
