import VNetCore

/// One event of a calendar file: what it is called, and its days.
struct CalendarFileEvent {
    /// The line on which it begins.
    let line: Int
    let summary: String
    let days: ClosedRange<CivilDate>
}

/// Reads the events of an iCalendar file (RFC 5545), as far as days and titles go.
///
/// Strict about what decides a day, and indifferent to all else: properties and components that it does not know are
/// skipped. What would need guessing, such as an event that repeats, is a fault with its line.
struct CalendarFile {
    private(set) var events: [CalendarFileEvent] = []
    private let zone: TimeZoneRules
    /// The components that are open, outermost first.
    private var open: [String] = []
    private var draft: Draft?

    /// The longest that an event of a school year lasts, in days.
    private static let longest = 400
    private static let deepest = 16
    /// A school's whole diary of many years has fewer.
    private static let mostEvents = 20_000

    private struct Draft {
        let line: Int
        var summary = ""
        var start: Moment?
        var end: Moment?
        var duration: (days: Int, line: Int)?
        var isCancelled = false
    }

    private struct Moment {
        let line: Int
        let date: CivilDate
        /// Whether it is the very beginning of its day, at which something ends that filled the day before.
        let isMidnight: Bool
    }

    /// `zone` is the one in which instants become days.
    init(_ bytes: [UInt8], zone: TimeZoneRules) throws(ImportFault) {
        self.zone = zone
        let source = try SourceText(bytes)
        guard source.encoding == .utf8 else {
            throw ImportFault(.file, "the file is not UTF-8, as calendar files are: download it again")
        }
        var sawCalendar = false
        for line in ContentLines(source) {
            let property = try CalendarProperty(line)
            if property.name == "BEGIN", property.value.uppercased() == "VCALENDAR" { sawCalendar = true }
            guard sawCalendar else { break }
            try take(property)
        }
        guard sawCalendar else {
            throw ImportFault(.line(1), "there is no calendar here: is it an .ics file? It begins with BEGIN:VCALENDAR")
        }
        guard let last = open.last else { return }
        throw ImportFault(
            .file, "the file ends inside \(ImportFault.printable(last)): download it again, it is cut off")
    }

    private mutating func take(_ property: CalendarProperty) throws(ImportFault) {
        switch property.name {
        case "BEGIN":
            guard open.count < Self.deepest else { throw property.fault("is nested too deeply: download it again") }
            open.append(property.value.uppercased())
            if open.last == "VEVENT" { draft = Draft(line: property.line) }
        case "END":
            guard open.popLast() == property.value.uppercased() else {
                throw property.fault("ends something that has not begun: download the file again")
            }
            if property.value.uppercased() == "VEVENT" { try finishEvent() }
        default:
            if open.last == "VEVENT" { try describe(property) }
        }
    }

    private mutating func describe(_ property: CalendarProperty) throws(ImportFault) {
        switch property.name {
        case "SUMMARY": draft?.summary = property.text
        case "DTSTART":
            let start = try moment(property)
            draft?.start = start
        case "DTEND":
            let end = try moment(property)
            draft?.end = end
        case "DURATION": draft?.duration = (try property.wholeDays(), property.line)
        case "STATUS": draft?.isCancelled = property.value.uppercased() == "CANCELLED"
        case "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID":
            throw property.fault("repeats an event: write each of its days as an event of its own")
        default: break
        }
    }

    private mutating func finishEvent() throws(ImportFault) {
        defer { draft = nil }
        guard let draft, !draft.isCancelled else { return }
        guard let start = draft.start else {
            throw ImportFault(.line(draft.line), "the event has no first day (DTSTART): add it")
        }
        var last = start.date
        if let end = draft.end {
            guard end.date >= start.date else {
                throw ImportFault(.line(end.line), value: end.date.iso, "is before the event begins: correct it")
            }
            last = end.isMidnight && end.date > start.date ? end.date.adding(days: -1) : end.date
        } else if let duration = draft.duration, duration.days > 0 {
            guard duration.days <= Self.longest else { throw Self.tooLong(duration.line) }
            last = start.date.adding(days: duration.days - 1)
        }
        guard start.date.days(until: last) < Self.longest else { throw Self.tooLong(draft.line) }
        guard events.count < Self.mostEvents else {
            throw ImportFault(.file, "the file has more than \(Self.mostEvents) events: is it one of term dates?")
        }
        events.append(CalendarFileEvent(line: draft.line, summary: draft.summary, days: start.date...last))
    }

    private static func tooLong(_ line: Int) -> ImportFault {
        ImportFault(.line(line), "the event lasts longer than \(longest) days: correct its last day")
    }

    /// `20261026`, or `20261026T090000` in local time, or with `Z` in UTC.
    private func moment(_ property: CalendarProperty) throws(ImportFault) -> Moment {
        let digits = Array(property.value.utf8)
        let isInstant = digits.count == 16 && digits[15] == UInt8(ascii: "Z")
        let isTime = isInstant || digits.count == 15
        guard digits.count == 8 || (isTime && digits[8] == UInt8(ascii: "T")),
            digits.prefix(8).allSatisfy(\.isDigit), digits.dropFirst(9).prefix(6).allSatisfy(\.isDigit)
        else { throw property.fault("is not a day such as 20261026") }
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } }
        guard let date = CivilDate(year: number(0..<4), month: number(4..<6), day: number(6..<8)) else {
            throw property.fault("is no day of the calendar: correct it")
        }
        guard isTime else { return Moment(line: property.line, date: date, isMidnight: true) }
        guard let time = CivilTime(hour: number(9..<11), minute: number(11..<13)) else {
            throw property.fault("is no time of day: correct it")
        }
        guard isInstant else {
            return Moment(line: property.line, date: date, isMidnight: time.hour == 0 && time.minute == 0)
        }
        guard let instant = Instant(rfc3339: "\(date.iso)T\(time.iso):00Z") else {
            throw property.fault("is no time of day: correct it")
        }
        let local = zone.civil(at: instant)
        return Moment(line: property.line, date: local.date, isMidnight: local.time.hour == 0 && local.time.minute == 0)
    }
}
