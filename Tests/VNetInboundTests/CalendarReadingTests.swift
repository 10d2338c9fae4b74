import Testing
import VNetCore
import VNetInbound

struct CalendarReadingTests {
    private func calendar(_ method: String, _ lines: String) -> String {
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nMETHOD:\(method)\r\nBEGIN:VEVENT\r\n"
            + lines.replacing("\n", with: "\r\n") + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    }

    private func read(_ method: String, _ lines: String) -> CalendarReading {
        CalendarReading(calendar(method, lines), in: zones)
    }

    private static let head = "UID:visit-7@n.example\nDTSTAMP:20261103T080000Z\nSEQUENCE:2"

    @Test(arguments: [
        ("ACCEPTED", CalendarMessage.Participation.accepted), ("DECLINED", .declined), ("TENTATIVE", .tentative),
        ("NEEDS-ACTION", .needsAction), ("X-MAYBE", .needsAction),
    ])
    func `a reply says who comes`(_ word: String, _ expected: CalendarMessage.Participation) throws {
        let message = try #require(
            read("REPLY", Self.head + "\nATTENDEE;CN=\"Moor, Ada\";PARTSTAT=\(word):MAILTO:Head@a.example").messages
                .first)
        #expect(message.method == .reply && message.uid == "visit-7@n.example" && message.sequence == 2)
        #expect(message.stamp?.rfc3339UTC == "2026-11-03T08:00:00Z" && message.recurrence == nil)
        #expect(message.attendees.map(\.address.text) == ["Head@a.example"])
        #expect(message.attendees.map(\.participation) == [expected])
    }

    @Test func `somebody answers in another's place, or sends another`() throws {
        let attendees = """
            ATTENDEE;PARTSTAT=ACCEPTED;SENT-BY="mailto:office@a.example":mailto:head@a.example
            ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:deputy@a.example":mailto:head@a.example
            ATTENDEE;PARTSTAT=ACCEPTED;DELEGATED-FROM="mailto:head@a.example":mailto:deputy@a.example
            """
        let people = try #require(read("REPLY", Self.head + "\n" + attendees).messages.first).attendees
        #expect(people[0].sentBy?.text == "office@a.example")
        #expect(people[1].participation == .delegated && people[1].delegatedTo.map(\.text) == ["deputy@a.example"])
        #expect(people[2].delegatedFrom.map(\.text) == ["head@a.example"])
    }

    @Test(arguments: [
        ("RECURRENCE-ID;TZID=Europe/London:20260706T090000", "2026-07-06T08:00:00Z"),
        ("RECURRENCE-ID;TZID=GMT Standard Time:20260706T090000", "2026-07-06T08:00:00Z"),
        (
            "RECURRENCE-ID;TZID=\"(UTC+00:00) Dublin, Edinburgh, Lisbon, London\":20261207T090000",
            "2026-12-07T09:00:00Z"
        ),
        ("RECURRENCE-ID;TZID=/x.example/Tzfile/Europe/Paris:20260706T090000", "2026-07-06T07:00:00Z"),
        ("RECURRENCE-ID:20260706T090000Z", "2026-07-06T09:00:00Z"),
        ("RECURRENCE-ID:20260706T090000", "2026-07-06T08:00:00Z"),
    ])
    func `one of a series is named by its time, in whatever zone`(_ line: String, _ expected: String) throws {
        let message = try #require(
            read("REPLY", Self.head + "\n\(line)\nATTENDEE;PARTSTAT=DECLINED:mailto:a@a.example").messages.first)
        #expect(message.recurrence == .moment(Instant(rfc3339: expected)!))
    }

    @Test func `another time is proposed, with or without its end`() throws {
        let attendee = "\nATTENDEE;PARTSTAT=TENTATIVE:mailto:head@a.example\nCOMMENT:After lunch\\, please"
        let ended = try #require(
            read(
                "COUNTER",
                Self.head + attendee
                    + "\nDTSTART;TZID=Europe/London:20261110T133000\nDTEND;TZID=Europe/London:20261110T153000"
            )
            .messages.first)
        #expect(ended.proposal?.start == .moment(Instant(rfc3339: "2026-11-10T13:30:00Z")!))
        #expect(ended.proposal?.end == .moment(Instant(rfc3339: "2026-11-10T15:30:00Z")!))
        #expect(ended.comment == "After lunch, please")
        let long = try #require(
            read("COUNTER", Self.head + attendee + "\nDTSTART:20261110T133000Z\nDURATION:PT2H").messages.first)
        #expect(long.proposal?.end == .moment(Instant(rfc3339: "2026-11-10T15:30:00Z")!))
        let day = try #require(read("COUNTER", Self.head + attendee + "\nDTSTART;VALUE=DATE:20261110").messages.first)
        #expect(day.proposal?.start == .day(CivilDate(iso: "2026-11-10")!) && day.proposal?.end == nil)
        #expect(read("COUNTER", Self.head + attendee).faults == [.unclearTime])
        #expect(
            read("COUNTER", Self.head + attendee + "\nDTSTART;TZID=Nowhere/Never:20261110T133000").faults == [
                .unclearTime
            ])
    }

    @Test func `the entry is asked for`() throws {
        #expect(try #require(read("REFRESH", Self.head).messages.first).method == .refresh)
    }

    @Test func `what cannot be acted upon is named`() {
        let attendee = "\nATTENDEE;PARTSTAT=ACCEPTED:mailto:head@a.example"
        #expect(read("REPLY", Self.head).faults == [.noAttendee])
        #expect(read("REPLY", "DTSTAMP:20261103T080000Z" + attendee).faults == [.noUID])
        #expect(read("REPLY", Self.head + "\nATTENDEE;PARTSTAT=ACCEPTED:mailto:nobody").faults == [.noAttendee])
        #expect(read("REQUEST", Self.head + attendee).faults == [.otherMethod("request")])
        #expect(CalendarReading("Not a calendar", in: zones).faults == [.unreadable])
        #expect(CalendarReading("", in: zones).faults == [.unreadable])
        let deep = String(repeating: "BEGIN:VEVENT\r\n", count: 20_000)
        #expect(CalendarReading(deep, in: zones).faults == [.unreadable])
    }

    @Test func `a calendar in a mail is found, attached or not, and one that came back is not`() {
        let reply = calendar("REPLY", Self.head + "\nATTENDEE;PARTSTAT=ACCEPTED:mailto:head@a.example").replacing(
            "\r\n", with: "\n")
        func text(_ type: String, _ body: String) -> String {
            "From: head@a.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nAccepted\n--b\nContent-Type: \(type)\n\n\(body)\n--b--\n"
        }
        for type in [
            "text/calendar; method=REPLY", "text/calendar\nContent-Disposition: attachment; filename=a.ics",
            "application/ics; name=a.ics",
        ] {
            guard case .calendar(let reading) = facts(text(type, reply)).kind else {
                Issue.record("\(type) is not found.")
                continue
            }
            #expect(reading.messages.count == 1 && reading.faults.isEmpty)
        }
        let inner = "From: vnet@n.example\nContent-Type: text/calendar\n\n\(reply)"
        let invitation = reply.replacing("METHOD:REPLY", with: "METHOD:REQUEST")
        guard case .answer(let answer) = facts(text("text/calendar", invitation)).kind, answer.text == "Accepted" else {
            return #expect(Bool(false), "What is beside another's invitation is not read.")
        }
        guard case .answer = facts(text("message/rfc822", inner)).kind else {
            return #expect(Bool(false), "What is passed on is taken for an answer of a calendar.")
        }
        let undeclared = reply.replacing("METHOD:REPLY\n", with: "")
        guard case .calendar(let reading) = facts(text("text/calendar; method=REPLY", undeclared)).kind else {
            return #expect(Bool(false), "It is not found.")
        }
        #expect(reading.messages.count == 1)
    }
}
