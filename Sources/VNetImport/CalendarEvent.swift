import VNetCore

/// One event of a calendar file: the lines that matter, read when they are needed, for most events have nothing to do with
/// terms, and nothing that is wrong with those is to stop the others.
struct CalendarEvent {
    /// The line on which it begins.
    let line: Int
    private var lines: [String: [CalendarLines.Line]] = [:]

    /// The longest that an event of a school year lasts, in days.
    private static let longest = 400
    private static let wanted: Set<String> = [
        "SUMMARY", "DTSTART", "DTEND", "DURATION", "STATUS", "UID", "SEQUENCE", "RRULE", "RDATE", "EXDATE",
        "RECURRENCE-ID",
    ]
    /// Of one event; nobody writes more by hand.
    private static let mostLines = 500

    init(line: Int) { self.line = line }

    mutating func add(_ line: CalendarLines.Line) throws(ImportFault) {
        let name = line.name
        guard Self.wanted.contains(name) else { return }
        guard lines[name, default: []].count < Self.mostLines else {
            throw line.fault("is there more than \(Self.mostLines) times in one event: download the file again")
        }
        lines[name, default: []].append(line)
    }

    private func first<T>(_ name: String, _ read: (CalendarLines.Line) -> T?) -> T? { lines[name]?.first.flatMap(read) }

    var uid: String? { first("UID", CalendarProperty.text) }
    var sequence: Int { first("SEQUENCE", CalendarProperty.number) ?? 0 }
    /// Which time of a repeated event this one takes the place of.
    var recurrence: CalendarTime? { first("RECURRENCE-ID", CalendarProperty.times)?.first }
    /// The same for all versions of one event.
    var identity: String {
        (uid ?? "") + "\n" + (lines["RECURRENCE-ID"]?.first.map { String(decoding: $0.bytes, as: UTF8.self) } ?? "")
    }
    /// Outlook says it in the title only.
    var isCancelled: Bool {
        let words = (first("SUMMARY", CalendarProperty.text) ?? "").lowercased()
        return first("STATUS", CalendarProperty.isCancelled) == true || words.hasPrefix("canceled:")
            || words.hasPrefix("cancelled:")
    }
    var isRepeated: Bool { lines["RRULE"] != nil }

    /// Its title; empty where it has none.
    func summary() throws(ImportFault) -> String {
        guard let line = lines["SUMMARY"]?.first else { return "" }
        if line.bytes.last == UInt8(ascii: ":") { return "" }
        guard let text = CalendarProperty.text(line) else {
            throw line.fault("is not text in UTF-8, as calendar files are: download the file again")
        }
        return text
    }

    /// The days of each time that it takes place, in order. `end` is the last day on which an event that goes on without end
    /// is looked for; nil leaves such an event out.
    func days(
        in zones: CalendarZones, without replaced: [CalendarTime], until end: CivilDate?
    ) throws(ImportFault) -> [ClosedRange<CivilDate>] {
        guard let line = lines["DTSTART"]?.first else {
            throw ImportFault(.line(line), "the event has no first day (DTSTART): add it")
        }
        let start = try time(line)
        var times = try ruled(from: start, in: zones, until: end)
        for line in lines["RDATE"] ?? [] { times += try self.times(line) }
        var excluded = replaced
        for line in lines["EXDATE"] ?? [] { excluded += try self.times(line) }
        let length = try length(from: start, in: zones)
        let moments = Set(times.map { $0.moment(in: zones) }).subtracting(excluded.map { $0.moment(in: zones) })
        let days = Set(excluded.filter(\.isDate).map { $0.moment(in: zones).date })
        return moments.filter { !days.contains($0.date) }.map { Self.days(from: $0, length) }
            .sorted { $0.lowerBound < $1.lowerBound }
    }

    private func ruled(
        from start: CalendarTime, in zones: CalendarZones, until end: CivilDate?
    ) throws(ImportFault) -> [CalendarTime] {
        guard let line = lines["RRULE"]?.first else { return [start] }
        guard lines["RRULE"]?.count == 1, let rule = CalendarProperty.rule(line) else {
            throw line.fault(
                "repeats the event in a way that is not read: write each of its days as an event of its own")
        }
        guard !rule.isEndless || end != nil else { return [] }
        let last = rule.isEndless ? end ?? CivilDate.window.upperBound : CivilDate.window.upperBound
        guard let times = rule.times(from: start, until: last, in: zones), times.count <= CalendarRule.mostTimes else {
            throw line.fault("repeats the event more than \(CalendarRule.mostTimes) times: give it an end (UNTIL)")
        }
        return times
    }

    /// Whether it is repeated without end.
    var isEndless: Bool { first("RRULE", CalendarProperty.rule)?.isEndless == true }

    /// How long it lasts, by clocks that are never changed, and whether that is whole days of UTC, as many programs write
    /// whole days of anywhere.
    private func length(
        from start: CalendarTime, in zones: CalendarZones
    ) throws(ImportFault) -> (seconds: Int, isUTC: Bool) {
        let begin = start.moment(in: zones)
        var seconds = start.isDate ? 86_400 : 0
        var isUTC = begin.utcMidnight != nil
        if let line = lines["DTEND"]?.first {
            let end = try time(line).moment(in: zones)
            isUTC = isUTC && end.utcMidnight != nil
            seconds = begin.seconds(until: end)
            if start.isDate, seconds == 0 { seconds = 86_400 }
            if isUTC, let first = begin.utcMidnight, let last = end.utcMidnight {
                seconds = first.days(until: last) * 86_400
            }
            guard seconds >= 0 else { throw line.fault("is before the event begins: correct it") }
        } else if let line = lines["DURATION"]?.first {
            guard let duration = CalendarProperty.duration(line), duration >= 0 else {
                throw line.fault("is not how long an event lasts, such as P5D: correct it")
            }
            isUTC = isUTC && duration % 86_400 == 0
            seconds = duration
        }
        guard seconds < Self.longest * 86_400 else {
            throw ImportFault(.line(line), "the event lasts longer than \(Self.longest) days: correct its last day")
        }
        return (seconds, isUTC)
    }

    private static func days(
        from begin: CalendarMoment, _ length: (seconds: Int, isUTC: Bool)
    ) -> ClosedRange<CivilDate> {
        let (date, second) = length.isUTC ? (begin.utcMidnight ?? begin.date, 0) : (begin.date, begin.second)
        let end = second + length.seconds
        // What ends at midnight has filled the day before.
        let days = length.seconds > 0 && end % 86_400 == 0 ? end / 86_400 - 1 : end / 86_400
        return date...date.adding(days: days)
    }

    private func time(_ line: CalendarLines.Line) throws(ImportFault) -> CalendarTime {
        guard let time = try times(line).first else { throw line.fault("is not a day such as 20261026") }
        return time
    }

    private func times(_ line: CalendarLines.Line) throws(ImportFault) -> [CalendarTime] {
        guard let times = CalendarProperty.times(line) else {
            throw line.fault("is not a day such as 20261026, from 1900 to 2199")
        }
        return times
    }
}
