import CLibical
import VNetCore

/// A calendar as libical parses it.
struct CalendarReader {
    private let calendar: OpaquePointer
    private let zones: CalendarZones
    private let method: String

    init(_ calendar: OpaquePointer, zones: CalendarZones, declared: String?) {
        self.calendar = calendar
        self.zones = zones
        let property = icalcomponent_get_first_property(calendar, ICAL_METHOD_PROPERTY)
        method = (property.flatMap(Self.value) ?? declared ?? "").lowercased().trimmed.description
    }

    // MARK: Parsing

    /// What libical made of a text: one calendar, or several below one root.
    struct Parsed {
        fileprivate let root: OpaquePointer

        var all: [OpaquePointer] {
            if icalcomponent_isa(root) == ICAL_VCALENDAR_COMPONENT { return [root] }
            return CalendarReader.children(of: root, ICAL_VCALENDAR_COMPONENT)
        }

        func free() { icalcomponent_free(root) }
    }

    private static let longest = 256 << 10
    private static let deepest = 8
    private static let mostComponents = 400

    /// libical goes as deep as a calendar does, and the stack is only so large.
    static func isHarmless(_ text: String) -> Bool {
        guard text.utf8.count <= longest else { return false }
        var (depth, count) = (0, 0)
        for line in text.split(whereSeparator: \.isNewline) {
            let head = line.prefix(6).uppercased()
            if head.hasPrefix("BEGIN") { (depth, count) = (depth + 1, count + 1) }
            if head.hasPrefix("END") { depth -= 1 }
            if depth > deepest || count > mostComponents { return false }
        }
        return true
    }

    static func calendars(_ text: String) -> Parsed? {
        errorsAreAnswers
        return icalparser_parse_string(text).map(Parsed.init)
    }

    /// An error is a value that it returns, never an abort.
    private static let errorsAreAnswers: Void = icalerror_set_errors_are_fatal(0)

    fileprivate static func children(of parent: OpaquePointer, _ kind: icalcomponent_kind) -> [OpaquePointer] {
        var found: [OpaquePointer] = []
        var next = icalcomponent_get_first_component(parent, kind)
        while let child = next {
            found.append(child)
            next = icalcomponent_get_next_component(parent, kind)
        }
        return found
    }

    // MARK: What it says

    func read(into reading: inout CalendarReading) {
        guard let known = CalendarMessage.Method(rawValue: method) else {
            reading.faults.append(.otherMethod(method))
            return
        }
        for event in Self.children(of: calendar, ICAL_VEVENT_COMPONENT) {
            do { reading.messages.append(try message(event, known)) } catch { reading.faults.append(error) }
        }
    }

    private func message(
        _ event: OpaquePointer, _ method: CalendarMessage.Method
    ) throws(CalendarFault) -> CalendarMessage {
        guard let uid = text(event, ICAL_UID_PROPERTY), !uid.isEmpty, uid.utf8.count <= 1_000 else {
            throw .noUID
        }
        let attendees = properties(event, ICAL_ATTENDEE_PROPERTY).compactMap(CalendarAttendee.read)
        guard !attendees.isEmpty || method == .refresh else { throw .noAttendee }
        let recurrence = property(event, ICAL_RECURRENCEID_PROPERTY)
        let occurrence = recurrence.flatMap(time)
        guard recurrence == nil || occurrence != nil else { throw .unclearTime }
        let proposal = method == .counter ? proposal(event) : nil
        guard method != .counter || proposal != nil else { throw .unclearTime }
        let stamp: Instant? =
            if case .moment(let instant) = property(event, ICAL_DTSTAMP_PROPERTY).flatMap(time) { instant } else { nil }
        let sequence = text(event, ICAL_SEQUENCE_PROPERTY).flatMap { Int($0) } ?? 0
        return CalendarMessage(
            method: method, uid: uid, recurrence: occurrence, sequence: max(0, sequence), stamp: stamp,
            attendees: attendees, proposal: proposal, comment: comment(event))
    }

    private func comment(_ event: OpaquePointer) -> String? {
        let text = text(event, ICAL_COMMENT_PROPERTY).map { String($0.prefix(2_000).trimmed) }
        return text?.isEmpty == false ? text : nil
    }

    private func proposal(_ event: OpaquePointer) -> CalendarMessage.Proposal? {
        guard let start = property(event, ICAL_DTSTART_PROPERTY).flatMap(time) else { return nil }
        if let end = property(event, ICAL_DTEND_PROPERTY) {
            return time(end).map { CalendarMessage.Proposal(start: start, end: $0) }
        }
        guard let property = property(event, ICAL_DURATION_PROPERTY), let value = icalproperty_get_value(property),
            icalvalue_isa(value) == ICAL_DURATION_VALUE
        else { return CalendarMessage.Proposal(start: start, end: nil) }
        let seconds = Int(icaldurationtype_as_int(icalvalue_get_duration(value)))
        guard (0...(400 * 86_400)).contains(seconds) else { return nil }
        return CalendarMessage.Proposal(start: start, end: start.adding(seconds: seconds))
    }

    /// Nil where it is no day or time, or in a zone that nobody knows.
    private func time(_ property: OpaquePointer) -> CalendarMessage.Time? {
        guard let value = icalproperty_get_value(property),
            [ICAL_DATE_VALUE, ICAL_DATETIME_VALUE].contains(icalvalue_isa(value))
        else { return nil }
        let time = icalvalue_isa(value) == ICAL_DATE_VALUE ? icalvalue_get_date(value) : icalvalue_get_datetime(value)
        guard let date = CivilDate(year: Int(time.year), month: Int(time.month), day: Int(time.day)),
            CivilDate.window.contains(date)
        else { return nil }
        if time.is_date != 0 { return .day(date) }
        guard let clock = CivilTime(hour: Int(time.hour), minute: Int(time.minute)), (0...60).contains(time.second)
        else { return nil }
        let seconds = Int64(min(59, time.second))
        if icaltime_is_utc(time) != 0 {
            let minutes = Int64(clock.hour * 60 + clock.minute)
            return .moment(Instant(seconds: Int64(date.daysSinceEpoch) * 86_400 + minutes * 60 + seconds))
        }
        let zone = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER).flatMap {
            icalparameter_get_tzid($0)
        }
        guard let rules = zone.map({ zones.named(String(cString: $0)) }) ?? zones.local else { return nil }
        return .moment(rules.instant(on: date, at: clock).adding(seconds: seconds))
    }

    // MARK: Properties

    private func properties(_ event: OpaquePointer, _ kind: icalproperty_kind) -> [OpaquePointer] {
        var found: [OpaquePointer] = []
        var next = icalcomponent_get_first_property(event, kind)
        while let property = next, found.count < 200 {
            found.append(property)
            next = icalcomponent_get_next_property(event, kind)
        }
        return found
    }

    private func property(_ event: OpaquePointer, _ kind: icalproperty_kind) -> OpaquePointer? {
        icalcomponent_get_first_property(event, kind)
    }

    private func text(_ event: OpaquePointer, _ kind: icalproperty_kind) -> String? {
        guard let property = property(event, kind), let value = icalproperty_get_value(property) else { return nil }
        if icalvalue_isa(value) == ICAL_TEXT_VALUE { return icalvalue_get_text(value).map { String(cString: $0) } }
        return Self.value(property)
    }

    /// As it is written.
    static func value(_ property: OpaquePointer) -> String? {
        guard let text = icalproperty_get_value_as_string_r(property) else { return nil }
        defer { icalmemory_free_buffer(text) }
        return String(cString: text)
    }
}

extension CalendarMessage.Time {
    func adding(seconds: Int) -> CalendarMessage.Time {
        switch self {
        case .day(let date): .day(date.adding(days: seconds / 86_400))
        case .moment(let instant): .moment(instant.adding(seconds: Int64(seconds)))
        }
    }
}
