import VNetCore

/// The events of a calendar file (RFC 5545).
///
/// Here only the lines are told apart and put to the events that they are of; what they say is libical's to read. Events
/// that are called off, and those of which a later version is in the file, are left out.
struct CalendarFile {
    private(set) var events: [CalendarEvent] = []
    /// Which times of a repeated event other events take the place of, by its UID.
    private(set) var replaced: [String: [CalendarTime]] = [:]

    /// The components that are open, outermost first.
    private var open: [String] = []
    private var draft: CalendarEvent?

    private static let deepest = 16
    /// A school's whole diary of many years has fewer.
    private static let mostEvents = 20_000

    init(_ bytes: [UInt8]) throws(ImportFault) {
        var sawCalendar = false
        for line in CalendarLines(try SourceText(bytes)) {
            guard line.bytes.contains(UInt8(ascii: ":")) else {
                throw line.fault("is not a line of a calendar file: it has no colon")
            }
            if !sawCalendar {
                guard line.name == "BEGIN", line.component == "VCALENDAR" else { break }
                sawCalendar = true
            }
            try take(line)
        }
        guard sawCalendar else {
            throw ImportFault(.line(1), "there is no calendar here: is it an .ics file? It begins with BEGIN:VCALENDAR")
        }
        if let last = open.last {
            throw ImportFault(
                .file, "the file ends inside \(ImportFault.printable(last)): download it again, it is cut off")
        }
        keepWhatCounts()
    }

    private mutating func take(_ line: CalendarLines.Line) throws(ImportFault) {
        switch line.name {
        case "BEGIN":
            guard open.count < Self.deepest else { throw line.fault("is nested too deeply: download it again") }
            open.append(line.component)
            if open.last == "VEVENT" { draft = CalendarEvent(line: line.number) }
        case "END":
            guard open.popLast() == line.component else {
                throw line.fault("ends something that has not begun: download the file again")
            }
            guard line.component == "VEVENT", let event = draft else { return }
            guard events.count < Self.mostEvents else {
                throw ImportFault(.file, "the file has more than \(Self.mostEvents) events: is it one of term dates?")
            }
            events.append(event)
            draft = nil
        default: if open.last == "VEVENT" { try draft?.add(line) }
        }
    }

    /// Of an event with several versions the latest counts, and nothing counts that is called off; what takes the place of
    /// one time of a repeated event does so even then.
    private mutating func keepWhatCounts() {
        var latest: [String: Int] = [:]
        for event in events where event.uid != nil {
            latest[event.identity] = max(latest[event.identity] ?? 0, event.sequence)
        }
        events.removeAll { event in event.uid != nil && event.sequence < latest[event.identity] ?? 0 }
        for event in events {
            if let uid = event.uid, let time = event.recurrence { replaced[uid, default: []].append(time) }
        }
        events.removeAll(where: \.isCancelled)
    }
}
