import VNetCore

/// Days on which schools are closed, and what for.
public struct TermClosure: Hashable, Sendable {
    public let days: ClosedRange<CivilDate>
    public let title: String
}

/// The term dates of a local authority or of one school, from a calendar file (.ics).
///
/// An event whose title speaks of a holiday, half term, break, closure, INSET or training day is a closure, on all its
/// days. An event that is called a term and lasts at least five days is a term, as are the days from an event like “Autumn
/// term begins” to one like “Autumn term ends”; schools are closed between one term and the next. Other events are left
/// out. A title that could mean either is a fault: reminders must not hang on a guess.
public struct TermDates: Sendable {
    /// From the first day that the file speaks of to the last.
    public let span: ClosedRange<CivilDate>
    /// By their first day.
    public let closures: [TermClosure]
    /// What was left out, each with its line.
    public let ignored: [String]

    /// `zone` is the one in which the file's instants become days.
    public static func read(_ bytes: [UInt8], zone: TimeZoneRules) throws(ImportFault) -> TermDates {
        var reader = TermReader()
        for event in try CalendarFile(bytes, zone: zone).events { try reader.add(event) }
        return try reader.finish()
    }
}

/// Sorts events into closures and terms.
private struct TermReader {
    private var closures: Set<TermClosure> = []
    private var terms: [ClosedRange<CivilDate>] = []
    private var marks: [(date: CivilDate, isStart: Bool, event: CalendarFileEvent)] = []
    private var ignored: [String] = []

    /// A longer time without school between two terms is one that the file does not speak of, in days.
    private static let longestHoliday = 80
    private static let maximum = 1_000

    mutating func add(_ event: CalendarFileEvent) throws(ImportFault) {
        switch TermEvent(title: event.summary, days: event.days.lowerBound.days(until: event.days.upperBound) + 1) {
        case .closure:
            closures.insert(TermClosure(days: event.days, title: ImportFault.printable(event.summary)))
        case .term: terms.append(event.days)
        case .termStart: marks.append((event.days.lowerBound, true, event))
        case .termEnd: marks.append((event.days.lowerBound, false, event))
        case .undecidable(let why): throw Self.fault(event, why)
        case .other: ignored.append("line \(event.line): “\(ImportFault.printable(event.summary))”")
        }
        guard closures.count + terms.count + marks.count <= Self.maximum else {
            throw ImportFault(.file, "the file has more than \(Self.maximum) dates: is it one of term dates?")
        }
    }

    mutating func finish() throws(ImportFault) -> TermDates {
        try pairMarks()
        let known = closures.map(\.days) + terms
        guard let first = known.map(\.lowerBound).min(), let last = known.map(\.upperBound).max() else {
            throw ImportFault(
                .file,
                "there are no terms, school holidays, closures or INSET days in this file: look at its events' titles")
        }
        addHolidaysBetweenTerms()
        return TermDates(
            span: first...last,
            closures: closures.sorted {
                ($0.days.lowerBound, $0.days.upperBound, $0.title) < ($1.days.lowerBound, $1.days.upperBound, $1.title)
            }, ignored: ignored)
    }

    /// The days from each start of a term to the end that follows it.
    private mutating func pairMarks() throws(ImportFault) {
        var start: (date: CivilDate, event: CalendarFileEvent)?
        for mark in marks.sorted(by: { ($0.date, $1.isStart ? 1 : 0) < ($1.date, $0.isStart ? 1 : 0) }) {
            switch (mark.isStart, start) {
            case (true, nil): start = (mark.date, mark.event)
            case (false, let begun?):
                terms.append(begun.date...mark.date)
                start = nil
            case (true, let begun?):
                throw Self.fault(begun.event, "begins a term that does not end before another begins: add its last day")
            case (false, nil): throw Self.fault(mark.event, "ends a term that has not begun: add its first day")
            }
        }
        if let start { throw Self.fault(start.event, "begins a term that does not end: add its last day") }
    }

    private mutating func addHolidaysBetweenTerms() {
        let explicit = closures
        var schoolUntil: CivilDate?
        for term in terms.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let end = schoolUntil, end.days(until: term.lowerBound) > 1 {
                let gap = end.adding(days: 1)...term.lowerBound.adding(days: -1)
                let isTold = explicit.contains { $0.days.contains(gap.lowerBound) && $0.days.contains(gap.upperBound) }
                let length = gap.lowerBound.days(until: gap.upperBound) + 1
                let isWeekend = (0..<min(length, 7)).allSatisfy { gap.lowerBound.adding(days: $0).weekday.isWeekend }
                if !isTold, !isWeekend, length <= Self.longestHoliday {
                    closures.insert(TermClosure(days: gap, title: "Between terms"))
                }
            }
            schoolUntil = max(schoolUntil ?? term.upperBound, term.upperBound)
        }
    }

    private static func fault(_ event: CalendarFileEvent, _ message: String) -> ImportFault {
        ImportFault(.line(event.line), value: event.summary, message)
    }
}
