import Foundation
import TestSupport
import Testing
import VNetCore
import VNetImport

/// A calendar file of all-day events, each given as title, first day and last day.
enum TermFile {
    static let zone: TimeZoneRules? = {
        guard let bytes = FileManager.default.contents(atPath: "/usr/share/zoneinfo/Europe/London") else { return nil }
        return try? TimeZoneRules(name: "Europe/London", tzif: [UInt8](bytes))
    }()

    static func calendar(_ events: [String]) -> String {
        (["BEGIN:VCALENDAR", "VERSION:2.0"] + events + ["END:VCALENDAR", ""]).joined(separator: "\r\n")
    }

    static func event(_ title: String, _ lines: String...) -> String {
        (["BEGIN:VEVENT", "SUMMARY:\(title)"] + lines + ["END:VEVENT"]).joined(separator: "\r\n")
    }

    static func read(_ text: String, accepting lines: Set<Int> = []) throws -> TermDates {
        try read(Array(text.utf8), accepting: lines)
    }
    static func read(_ bytes: [UInt8], accepting lines: Set<Int> = []) throws -> TermDates {
        try TermDates.read(bytes, zones: CalendarZones(local: #require(zone)) { zones[$0] }, accepting: lines)
    }

    /// What closes schools, told or between terms, in words.
    static func closures(_ dates: TermDates) -> [String] {
        let holidays = TermGaps.holidays(between: dates.terms, told: dates.closures.map(\.days))
        return (dates.closures.map { ($0.days, $0.title) } + holidays.map { ($0, "Between terms") })
            .sorted { $0.0.lowerBound < $1.0.lowerBound }
            .map { "\($0.lowerBound)...\($0.upperBound) \($1)" }
    }

    private static let zones: [String: TimeZoneRules] = ["America/New_York", "UTC"].reduce(into: [:]) { zones, name in
        let bytes = FileManager.default.contents(atPath: "/usr/share/zoneinfo/" + name).map { [UInt8]($0) }
        zones[name] = bytes.flatMap { try? TimeZoneRules(name: name, tzif: $0) }
    }
}

struct TermDatesTests {
    private func closures(_ events: String...) throws -> [String] {
        TermFile.closures(try TermFile.read(TermFile.calendar(events)))
    }

    private func fault(_ events: String...) throws -> ImportFault {
        try #require(throws: ImportFault.self) { try TermFile.read(TermFile.calendar(events)) }
    }

    private func day(_ title: String, _ date: String = "20261102") -> String {
        TermFile.event(title, "DTSTART;VALUE=DATE:\(date)")
    }

    private func days(_ title: String, _ first: String, until end: String) -> String {
        TermFile.event(title, "DTSTART;VALUE=DATE:\(first)", "DTEND;VALUE=DATE:\(end)")
    }

    @Test(arguments: [
        "Half term", "October Half-Term", "Half term holiday", "Autumn break", "INSET day", "Inset Day 1 (all staff)",
        "Staff training day", "School closed", "School closed for polling", "Non-pupil day", "Bank Holiday", "Closure",
    ])
    func `an event that is called a holiday or a closure closes its days`(_ title: String) throws {
        #expect(try closures(day(title)) == ["2026-11-02...2026-11-02 \(title)"])
    }

    @Test func `the last day of an all-day event is the one before its end`() throws {
        #expect(
            try closures(days("Half term", "20261026", until: "20261031")) == ["2026-10-26...2026-10-30 Half term"])
        #expect(try closures(days("Closed", "20261026", until: "20261026")) == ["2026-10-26...2026-10-26 Closed"])
        #expect(
            try closures(TermFile.event("Half term", "DTSTART:20261026", "DURATION:P1W"))
                == ["2026-10-26...2026-11-01 Half term"])
    }

    @Test func `instants are days of London, in summer time too`() throws {
        #expect(
            try closures(TermFile.event("Closed", "DTSTART:20260630T230000Z", "DTEND:20260702T230000Z"))
                == ["2026-07-01...2026-07-02 Closed"])
        #expect(
            try closures(TermFile.event("INSET", "DTSTART;TZID=Europe/London:20260901T090000", "DTEND:20260901T150000"))
                == ["2026-09-01...2026-09-01 INSET"])
    }

    @Test func `schools are closed between terms, however terms are told`() throws {
        let christmas = ["2026-12-19...2027-01-04 Between terms"]
        #expect(
            try closures(
                days("Autumn Term", "20260901", until: "20261219"), days("Spring Term", "20270105", until: "20270326"))
                == christmas)
        #expect(
            try closures(
                day("Spring term ends", "20270325"), day("Autumn Term begins", "20260901"),
                day("School breaks up for Christmas holidays", "20261218"),
                day("Return to school after Christmas holidays", "20270105")) == christmas)
    }

    @Test func `a holiday that the file tells is not told again as a gap, and a weekend is none`() throws {
        #expect(
            try closures(
                days("Term 1", "20260901", until: "20261024"), days("Term 2", "20261102", until: "20261219"),
                days("Half term", "20261024", until: "20261102"))
                == ["2026-10-24...2026-11-01 Half term"])
        #expect(
            try closures(
                days("Term 1", "20260901", until: "20261024"), days("Term 2", "20261026", until: "20261219")) == [])
    }

    @Test func `nothing is assumed of a summer between years that the file does not tell`() throws {
        #expect(
            try closures(
                days("Autumn Term", "20260901", until: "20261219"), days("Autumn Term", "20270901", until: "20271218"))
                == [])
    }

    @Test(arguments: [
        "Half term begins", "Last day of half term", "Christmas holidays start", "Summer holiday ends",
        "Term starts and ends",
    ])
    func `a title that could mean either is refused with its line`(_ title: String) throws {
        let fault = try fault(day("INSET"), day(title))
        #expect(fault.value == title)
        #expect(fault.line == 7)
    }

    @Test func `a half term that lasts seven weeks may be a term and is refused`() throws {
        #expect(try fault(days("Half term 1", "20260901", until: "20261024")).message.contains("lasts 53 days"))
    }

    @Test func `a term that does not end, or does not begin, is refused with its line`() throws {
        #expect(try fault(day("Autumn term begins", "20260901")).message.contains("add its last day"))
        #expect(try fault(day("Autumn term ends", "20261218")).message.contains("add its first day"))
        #expect(
            try fault(day("Autumn term begins", "20260901"), day("Spring term begins", "20270105")).value
                == "Autumn term begins")
    }

    @Test func `what has nothing to do with terms is left out and said`() throws {
        let dates = try TermFile.read(
            TermFile.calendar([
                day("Parents’ evening"), day("Half term"), day("Holiday club"), day("GCSE exams start"),
            ]))
        #expect(dates.closures.count == 1)
        #expect(
            dates.ignored == ["line 3: “Parents’ evening”", "line 11: “Holiday club”", "line 15: “GCSE exams start”"])
    }

    @Test func `folded lines, escapes, alarms, time zones and cancelled events are understood`() throws {
        let text = """
            BEGIN:VCALENDAR
            BEGIN:VTIMEZONE
            BEGIN:DAYLIGHT
            DTSTART:19700329T010000
            RRULE:FREQ=YEARLY
            END:DAYLIGHT
            END:VTIMEZONE
            BEGIN:VEVENT
            DTSTART;X="a:b";VALUE=DATE:20261026
            DTEND;VALUE=DATE:202610
             31
            SUMMARY:Half term\\, all scho
             ols
            BEGIN:VALARM
            DTSTART:nonsense
            END:VALARM
            END:VEVENT
            BEGIN:VEVENT
            DTSTART:20261102
            SUMMARY:INSET
            STATUS:CANCELLED
            END:VEVENT
            END:VCALENDAR
            """
        for ending in ["\n", "\r\n", "\r"] {
            let dates = try TermFile.read("\u{FEFF}" + text.replacing("\n", with: ending))
            #expect(TermFile.closures(dates) == ["2026-10-26...2026-10-30 Half term, all schools"])
        }
    }

    @Test(arguments: [
        "DTSTART:20261301", "DTSTART:20260230", "DTSTART:20261026T250000", "DTSTART:", "DTSTART:22000101",
        "DTSTART:18991231", "DTSTART;VALUE=TEXT:20261026", "DTEND:20261026", "DTSTART:20261026\r\nDTEND:20261001",
        "DTSTART:20261026\r\nDTEND:20291026", "DTSTART:20261026\r\nDURATION:P9999D",
        "DTSTART:20261026\r\nDURATION:-P1D", "DTSTART:20261026\r\nDURATION:days", "DTSTART",
        "DTSTART:20261026\r\nRRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
        "DTSTART:20261026\r\nRRULE:FREQ=DAILY;COUNT=401",
        "DTSTART:20261026\r\nRRULE:FREQ=YEARLY;RSCALE=HEBREW;COUNT=3",
        "DTSTART:20261026\r\nRRULE;VALUE=TEXT:FREQ=DAILY",
        "DTSTART:20261026\r\nRRULE:FREQ=DAILY;COUNT=2\r\nRRULE:FREQ=DAILY;COUNT=3",
    ])
    func `a day that is none is refused`(_ lines: String) throws {
        #expect(try fault(TermFile.event("Half term", lines)).line ?? 0 > 2)
    }

    @Test(arguments: [
        "", "URN,role\n", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "BEGIN:VCALENDAR\nEND:VEVENT\n", "<html>",
        "BEGIN:VCALENDAR\nEND:VCALENDAR\n",
    ])
    func `a file that is no whole calendar of terms is refused`(_ text: String) throws {
        #expect(throws: ImportFault.self) { try TermFile.read(text) }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `damaged calendars are read or refused and never trap`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let original = Array(
            TermFile.calendar([
                days("Autumn Term", "20260901", until: "20261219"), day("Spring term begins", "20270105"),
                day("Spring term ends", "20270325"),
                TermFile.event("Half term", "DTSTART:20261026T000000Z", "DURATION:P5D"),
            ]).utf8)
        for _ in 0..<200 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let position = Int.random(in: 0..<bytes.count, using: &random)
                let likely = Array("0 9:;PTZ\"\\\r\n".utf8) + [UInt8.random(in: 0...255, using: &random)]
                bytes[position] = try #require(likely.randomElement(using: &random))
            }
            if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0...bytes.count, using: &random)) }
            do {
                let dates = try TermFile.read(bytes)
                #expect(dates.closures.allSatisfy { $0.days.lowerBound >= dates.span.lowerBound })
                #expect(dates.closures.allSatisfy { $0.days.upperBound <= dates.span.upperBound })
            } catch let fault as ImportFault { #expect(fault.text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }) }
        }
    }
}
