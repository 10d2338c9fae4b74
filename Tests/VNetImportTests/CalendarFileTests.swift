import TestSupport
import Testing
import VNetCore
import VNetImport

/// What calendar programs write, read as they mean it.
struct CalendarFileTests {
    private func closures(_ events: String...) throws -> [String] {
        TermFile.closures(try TermFile.read(TermFile.calendar(events)))
    }

    private let week = "2026-10-26...2026-10-30 Half term"

    @Test(arguments: ["PT120H", "P5DT0H0M0S", "P5D", "P4DT24H", "PT7200M"])
    func `a duration is as many days as it has, however it is written`(_ duration: String) throws {
        let event = TermFile.event("Half term", "DTSTART:20261026T000000", "DURATION:\(duration)")
        #expect(try closures(event) == [week])
    }

    @Test func `an hour of a day is that day, and clocks that change make a day no longer`() throws {
        #expect(
            try closures(TermFile.event("INSET day", "DTSTART:20260907T090000", "DURATION:PT6H"))
                == ["2026-09-07...2026-09-07 INSET day"])
        #expect(
            try closures(TermFile.event("Half term", "DTSTART:20261024T000000", "DURATION:PT72H"))
                == ["2026-10-24...2026-10-26 Half term"])
    }

    @Test(arguments: [("20260907", "20260908"), ("20270104", "20270105")])
    func `a whole day that is written from midnight to midnight of UTC is that day, in summer too`(
        _ first: String, _ end: String
    ) throws {
        let event = TermFile.event("INSET day", "DTSTART:\(first)T000000Z", "DTEND:\(end)T000000Z")
        let day = CivilDate(iso: "\(first.prefix(4))-\(first.dropFirst(4).prefix(2))-\(first.suffix(2))")!
        #expect(try closures(event) == ["\(day)...\(day) INSET day"])
        let long = TermFile.event("INSET day", "DTSTART:\(first)T000000Z", "DURATION:PT24H")
        #expect(try closures(long) == ["\(day)...\(day) INSET day"])
    }

    @Test
    func `times in another zone are days of London, and those of a zone that nobody knows are taken as they stand`()
        throws
    {
        func day(_ zone: String) throws -> [String] {
            try closures(
                TermFile.event(
                    "INSET day", "DTSTART;TZID=\(zone):20260907T210000", "DTEND;TZID=\(zone):20260907T220000"))
        }
        #expect(try day("America/New_York") == ["2026-09-08...2026-09-08 INSET day"])
        #expect(try day("GMT Standard Time") == ["2026-09-07...2026-09-07 INSET day"])
        #expect(try day("/../../../etc/passwd") == ["2026-09-07...2026-09-07 INSET day"])
    }

    @Test func `an event that is repeated closes each of its days, without those that are excepted`() throws {
        let rule = "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=4"
        #expect(
            try closures(
                TermFile.event(
                    "INSET day", "DTSTART;VALUE=DATE:20260907", rule, "EXDATE;VALUE=DATE:20260914,20260921",
                    "RDATE;VALUE=DATE:20261016"))
                == [
                    "2026-09-07...2026-09-07 INSET day", "2026-09-28...2026-09-28 INSET day",
                    "2026-10-16...2026-10-16 INSET day",
                ])
        // The last is at 08:00 by UTC, which is nine o'clock in summer.
        #expect(
            try closures(
                TermFile.event(
                    "INSET day", "DTSTART;TZID=Europe/London:20260907T090000", "DURATION:PT6H",
                    "RRULE:FREQ=DAILY;UNTIL=20260909T080000Z")
            ).count == 3)
    }

    @Test func `one time of a repeated event can be moved, called off or become something else`() throws {
        func event(_ title: String, _ lines: String...) -> String {
            TermFile.event(title, (["UID:a@b"] + lines).joined(separator: "\r\n"))
        }
        #expect(
            try closures(
                event("INSET day", "DTSTART;VALUE=DATE:20260907", "RRULE:FREQ=WEEKLY;COUNT=4"),
                event("INSET day", "RECURRENCE-ID;VALUE=DATE:20260914", "DTSTART;VALUE=DATE:20260915"),
                event(
                    "INSET day", "RECURRENCE-ID;VALUE=DATE:20260921", "DTSTART;VALUE=DATE:20260921", "STATUS:CANCELLED"),
                event("Open as usual", "RECURRENCE-ID;VALUE=DATE:20260928", "DTSTART;VALUE=DATE:20260928"))
                == ["2026-09-07...2026-09-07 INSET day", "2026-09-15...2026-09-15 INSET day"])
    }

    @Test func `what is repeated without end is told as far as the rest of the file goes`() throws {
        let yearly = TermFile.event("Boxing Day holiday", "DTSTART;VALUE=DATE:20151226", "RRULE:FREQ=YEARLY")
        let dates = try TermFile.read(
            TermFile.calendar([
                yearly, TermFile.event("Autumn term", "DTSTART;VALUE=DATE:20260903", "DTEND;VALUE=DATE:20261219"),
                TermFile.event("Spring term", "DTSTART;VALUE=DATE:20270105", "DTEND;VALUE=DATE:20270326"),
            ]))
        #expect(dates.closures.map(\.days.lowerBound.iso) == ["2026-12-26"])
        #expect(dates.span.upperBound.iso == "2027-03-25")
        #expect(throws: ImportFault.self) { try TermFile.read(TermFile.calendar([yearly])) }
    }

    @Test func `what has nothing to do with terms may be repeated, damaged or called off, and stops nothing`() throws {
        let half = TermFile.event("Half term", "DTSTART;VALUE=DATE:20261026", "DTEND;VALUE=DATE:20261031")
        #expect(
            try closures(
                half, TermFile.event("Assembly", "DTSTART:20260907T090000", "RRULE:FREQ=SECONDLY"),
                TermFile.event("Concert", "DTSTART:tomorrow"), TermFile.event("Concert"),
                TermFile.event("Canceled: INSET day", "DTSTART;VALUE=DATE:20260904", "STATUS:CONFIRMED"),
                TermFile.event("INSET day", "DTSTART;VALUE=DATE:20260904", "STATUS:CANCELLED", "RRULE:FREQ=NEVER")) == [
                    week
                ])
    }

    @Test func `of two versions of an event the later counts`() throws {
        func version(_ number: Int, _ date: String, _ status: String = "CONFIRMED") -> String {
            TermFile.event(
                "INSET day", "UID:x@t", "SEQUENCE:\(number)", "DTSTART;VALUE=DATE:\(date)", "STATUS:\(status)")
        }
        let other = TermFile.event("INSET day", "UID:y@t", "DTSTART;VALUE=DATE:20261102")
        #expect(
            try closures(version(1, "20260907"), version(0, "20260904"), other)
                == ["2026-09-07...2026-09-07 INSET day", "2026-11-02...2026-11-02 INSET day"])
        #expect(
            try closures(version(0, "20260904"), version(2, "20260904", "CANCELLED"), other)
                == ["2026-11-02...2026-11-02 INSET day"])
    }

    @Test func `a line that is folded within a character is whole again`() throws {
        let text = TermFile.calendar([TermFile.event("Café, INSET day", "DTSTART;VALUE=DATE:20260907")])
        let bytes = Array(text.utf8)
        let cut = try #require(bytes.firstIndex(of: 0xC3)) + 1
        let dates = try TermFile.read(bytes[..<cut] + Array("\r\n ".utf8) + bytes[cut...], accepting: [3])
        #expect(dates.closures.map(\.title) == ["Café, INSET day"])
    }

    @Test func `a title that is not UTF-8 is named with its line`() throws {
        let bytes = Array(TermFile.calendar([TermFile.event("Caf? closed", "DTSTART:20260907")]).utf8)
            .map { $0 == UInt8(ascii: "?") ? 0xE9 : $0 }
        #expect(try #require(throws: ImportFault.self) { try TermFile.read(bytes) }.line == 4)
    }

    @Test(arguments: [
        "Half term reports sent home", "Library closed", "Ski holiday (Y9)", "Year 6 holiday club closed",
    ])
    func `what a title does not say for certain is listed with its guess, and taken when its line is accepted`(
        _ title: String
    ) throws {
        let half = TermFile.event("Half term", "DTSTART;VALUE=DATE:20261026", "DTEND;VALUE=DATE:20261031")
        let file = TermFile.calendar([half, TermFile.event(title, "DTSTART;VALUE=DATE:20261016")])
        let dates = try TermFile.read(file)
        #expect(TermFile.closures(dates) == [week])
        guard !title.contains("club") else { return #expect(dates.guesses.isEmpty) }
        let day = CivilDate(iso: "2026-10-16")!
        let guess = try #require(dates.guesses.first)
        #expect(dates.guesses.count == 1)
        #expect((guess.line, guess.title, guess.meaning) == (8, title, "a closure"))
        #expect(guess.days == day...day)
        let taken = try TermFile.read(file, accepting: [8])
        #expect(TermFile.closures(taken) == ["2026-10-16...2026-10-16 \(title)", week])
        #expect(taken.guesses == [])
        let fault = try #require(throws: ImportFault.self) { try TermFile.read(file, accepting: [3]) }
        #expect(fault.line == 3)
    }

    @Test(arguments: [
        "Autumn half term", "Bank holiday Monday", "INSET day 2 of 5", "Christmas holidays 2026/27", "Easter break",
        "Schools closed to all pupils", "Early May bank holiday", "Professional development day", "Half-term week",
    ])
    func `a title in the usual words is certain`(_ title: String) throws {
        let dates = try TermFile.read(TermFile.calendar([TermFile.event(title, "DTSTART;VALUE=DATE:20261016")]))
        #expect(dates.closures.map(\.title) == [title])
    }

    @Test func `a hostile file is refused soon, whatever it repeats and however deep it goes`() throws {
        func closed(_ rule: String) -> String { TermFile.event("INSET day", "DTSTART:20260910", "RRULE:FREQ=" + rule) }
        let many = Array(repeating: closed("WEEKLY;COUNT=2"), count: 21)
        #expect(throws: ImportFault.self) { try TermFile.read(TermFile.calendar(many)) }
        #expect(try TermFile.read(TermFile.calendar(Array(many.dropLast()))).closures.count == 2)
        // Libical looks for such a day through centuries.
        #expect(try closures(many[0], closed("MONTHLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1")).count == 2)
        let deep = String(repeating: "BEGIN:VEVENT\n", count: 100_000)
        #expect(throws: ImportFault.self) { try TermFile.read("BEGIN:VCALENDAR\n" + deep) }
    }
}
