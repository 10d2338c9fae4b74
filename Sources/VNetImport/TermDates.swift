import VNetCore

/// Days on which schools are closed, and what for.
public struct TermClosure: Hashable, Sendable {
    public let days: ClosedRange<CivilDate>
    public let title: String
}

/// An event that seems to tell of a closure or a term, though its title may mean something else.
public struct TermGuess: Equatable, Sendable {
    /// The line on which the event begins.
    public let line: Int
    /// As it can be printed.
    public let title: String
    /// Those of the first time that it takes place.
    public let days: ClosedRange<CivilDate>
    /// What it seems to be: “a closure”.
    public let meaning: String
}

/// The term dates of a local authority or of one school, from a calendar file (.ics).
///
/// An event whose title speaks of a holiday, half term, break, closure, INSET or training day is a closure, on all its
/// days. An event that is called a term and lasts at least five days is a term, as are the days from an event like “Autumn
/// term begins” to one like “Autumn term ends”. Other events are left out, and so are those whose titles say more than that,
/// such as “Library closed”, until they are accepted. A title that could mean either of two things is a fault: reminders must
/// not hang on a guess.
public struct TermDates: Sendable {
    /// From the first day that the file speaks of to the last.
    public let span: ClosedRange<CivilDate>
    /// By their first day.
    public let closures: [TermClosure]
    /// By their first day; schools are closed between one and the next.
    public let terms: [ClosedRange<CivilDate>]
    /// What was left out because it is not certain, and how it would be taken; by its line.
    public let guesses: [TermGuess]
    /// What was left out, each with its line.
    public let ignored: [String]

    /// Takes the events that begin on the `accepted` lines as what they seem to be. Throws where one of these is no such
    /// event, too.
    public static func read(
        _ bytes: [UInt8], zones: CalendarZones, accepting accepted: Set<Int> = []
    ) throws(ImportFault) -> TermDates {
        let file = try CalendarFile(bytes)
        var reader = TermReader(zones: zones, replaced: file.replaced, accepted: accepted)
        var endless: [CalendarEvent] = []
        for event in file.events {
            if event.isEndless { endless.append(event) } else { try reader.add(event, until: nil) }
        }
        // What goes on without end is told as far as the rest of the file goes.
        let end = reader.lastDay
        for event in endless { try reader.add(event, until: end) }
        return try reader.finish()
    }
}

/// Sorts events into closures and terms.
private struct TermReader {
    let zones: CalendarZones
    let replaced: [String: [CalendarTime]]
    let accepted: Set<Int>

    private var closures: Set<TermClosure> = []
    private var terms: [ClosedRange<CivilDate>] = []
    private var marks: [(date: CivilDate, isStart: Bool, line: Int, title: String)] = []
    private var guesses: [TermGuess] = []
    private var ignored: [String] = []
    private var used: Set<Int> = []
    private var repeated = 0

    private static let maximum = 1_000
    /// Each may take libical half a second.
    private static let mostRepeated = 20

    init(zones: CalendarZones, replaced: [String: [CalendarTime]], accepted: Set<Int>) {
        (self.zones, self.replaced, self.accepted) = (zones, replaced, accepted)
    }

    /// The last that has been told so far.
    var lastDay: CivilDate? {
        (closures.map(\.days.upperBound) + terms.map(\.upperBound) + marks.map(\.date)).max()
    }

    private var firstDay: CivilDate? {
        (closures.map(\.days.lowerBound) + terms.map(\.lowerBound) + marks.map(\.date)).min()
    }

    mutating func add(_ event: CalendarEvent, until end: CivilDate?) throws(ImportFault) {
        let title = try event.summary()
        // As many days as a week has: what depends on them is decided when they are known.
        guard TermEvent(title: title, days: 7) != .other else { return ignore(title, event) }
        if event.isRepeated { repeated += 1 }
        guard repeated <= Self.mostRepeated else {
            throw ImportFault(
                .line(event.line), "more than \(Self.mostRepeated) closures are repeated: write their days out")
        }
        let others = event.recurrence == nil ? event.uid.flatMap { replaced[$0] } ?? [] : []
        var times = try event.days(in: zones, without: others, until: end)
        // Of what goes on without end, only what the rest of the file is about.
        if event.isEndless, let first = firstDay { times.removeAll { $0.upperBound < first } }
        for (index, days) in times.enumerated() { try add(event, title, days, isFirst: index == 0) }
        guard closures.count + terms.count + marks.count <= Self.maximum else {
            throw ImportFault(.file, "the file has more than \(Self.maximum) dates: is it one of term dates?")
        }
    }

    private mutating func add(
        _ event: CalendarEvent, _ title: String, _ days: ClosedRange<CivilDate>, isFirst: Bool
    ) throws(ImportFault) {
        let meaning = TermEvent(title: title, days: days.lowerBound.days(until: days.upperBound) + 1)
        if !TermEvent.isPlain(title), meaning != .other {
            guard accepted.contains(event.line) else {
                if isFirst {
                    guesses.append(
                        TermGuess(
                            line: event.line, title: ImportFault.printable(title), days: days, meaning: meaning.words))
                }
                return
            }
            used.insert(event.line)
        }
        switch meaning {
        case .closure: closures.insert(TermClosure(days: days, title: ImportFault.printable(title)))
        case .term: terms.append(days)
        case .termStart: marks.append((days.lowerBound, true, event.line, title))
        case .termEnd: marks.append((days.lowerBound, false, event.line, title))
        case .undecidable(let why): throw ImportFault(.line(event.line), value: title, why)
        case .other: if isFirst { ignore(title, event) }
        }
    }

    private mutating func ignore(_ title: String, _ event: CalendarEvent) {
        ignored.append("line \(event.line): “\(ImportFault.printable(title))”")
    }

    mutating func finish() throws(ImportFault) -> TermDates {
        try pairMarks()
        if let line = accepted.subtracting(used).min() {
            let lines = guesses.map { String($0.line) }.joined(separator: ", ")
            throw ImportFault(
                .line(line),
                "no event that is uncertain begins here"
                    + (lines.isEmpty
                        ? ": there is nothing to accept" : ": those that are left are on the lines \(lines)"))
        }
        guard let first = firstDay, let last = lastDay else {
            let hint = guesses.first.map {
                ": “\($0.title)” on line \($0.line) may be \($0.meaning), which “--accept \($0.line)” takes it for"
            }
            throw ImportFault(
                .file,
                "there are no terms, school holidays, closures or INSET days in this file"
                    + (hint ?? ": look at its events' titles"))
        }
        return TermDates(
            span: first...last,
            closures: closures.sorted {
                ($0.days.lowerBound, $0.days.upperBound, $0.title) < ($1.days.lowerBound, $1.days.upperBound, $1.title)
            },
            terms: Set(terms).sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) },
            guesses: guesses.sorted { $0.line < $1.line }, ignored: ignored)
    }

    /// The days from each start of a term to the end that follows it.
    private mutating func pairMarks() throws(ImportFault) {
        func fault(_ mark: (date: CivilDate, isStart: Bool, line: Int, title: String), _ message: String) -> ImportFault
        {
            ImportFault(.line(mark.line), value: mark.title, message)
        }
        var start: (date: CivilDate, isStart: Bool, line: Int, title: String)?
        for mark in marks.sorted(by: { ($0.date, $1.isStart ? 1 : 0) < ($1.date, $0.isStart ? 1 : 0) }) {
            switch (mark.isStart, start) {
            case (true, nil): start = mark
            case (false, let begun?):
                terms.append(begun.date...mark.date)
                start = nil
            case (true, let begun?):
                throw fault(begun, "begins a term that does not end before another begins: add its last day")
            case (false, nil): throw fault(mark, "ends a term that has not begun: add its first day")
            }
        }
        if let start { throw fault(start, "begins a term that does not end: add its last day") }
    }
}
