import CLibical
import VNetCore

/// What libical makes of one line of a calendar file.
///
/// It is given one line at a time, so that a fault has its place, and no more of a hostile file than the few properties that
/// matter: nothing nested, no attachment, and no time zone, which it would look for on the disk.
enum CalendarProperty {
    /// A value is looked at only where it is of the kind wanted: to libical it is a union.
    private static func values<T>(
        of line: CalendarLines.Line, _ kinds: [icalvalue_kind], _ read: (OpaquePointer, OpaquePointer) -> T?
    ) -> [T]? {
        guard line.bytes.allSatisfy({ $0 >= 0x20 || $0 == 0x09 }) else { return nil }
        errorsAreAnswers
        let text = (Array("BEGIN:VEVENT\r\n".utf8) + line.bytes + Array("\r\nEND:VEVENT\r\n".utf8) + [0])
            .map(CChar.init(bitPattern:))
        guard let event = icalparser_parse_string(text) else { return nil }
        defer { icalcomponent_free(event) }
        var values: [T] = []
        var next = icalcomponent_get_first_property(event, ICAL_ANY_PROPERTY)
        while let property = next {
            guard let value = icalproperty_get_value(property), kinds.contains(icalvalue_isa(value)),
                let result = read(property, value)
            else { return nil }
            values.append(result)
            next = icalcomponent_get_next_property(event, ICAL_ANY_PROPERTY)
        }
        return values.isEmpty ? nil : values
    }

    /// An error is a value that it returns, never an abort.
    private static let errorsAreAnswers: Void = icalerror_set_errors_are_fatal(0)

    /// The value as text: its escapes resolved, in one line. Nil where it is no text in UTF-8.
    static func text(_ line: CalendarLines.Line) -> String? {
        values(of: line, [ICAL_TEXT_VALUE, ICAL_STRING_VALUE]) { _, value in
            icalvalue_get_text(value).flatMap { String(validatingCString: $0) }
        }?.first.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    }

    static func isCancelled(_ line: CalendarLines.Line) -> Bool {
        values(of: line, [ICAL_STATUS_VALUE]) { _, value in icalvalue_get_status(value) } == [ICAL_STATUS_CANCELLED]
    }

    static func number(_ line: CalendarLines.Line) -> Int? {
        values(of: line, [ICAL_INTEGER_VALUE]) { _, value in Int(icalvalue_get_integer(value)) }?.first
    }

    /// Days and times; of periods, when they begin.
    static func times(_ line: CalendarLines.Line) -> [CalendarTime]? {
        values(of: line, [ICAL_DATE_VALUE, ICAL_DATETIME_VALUE, ICAL_PERIOD_VALUE]) { property, value in
            let time =
                switch icalvalue_isa(value) {
                case ICAL_DATE_VALUE: icalvalue_get_date(value)
                case ICAL_PERIOD_VALUE: icalvalue_get_period(value).start
                default: icalvalue_get_datetime(value)
                }
            let zone = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER)
                .flatMap { icalparameter_get_tzid($0) }.flatMap { String(validatingCString: $0) }
            return CalendarTime(time, zone: zone)
        }
    }

    /// In seconds; a day has 86,400 of them.
    static func duration(_ line: CalendarLines.Line) -> Int? {
        values(of: line, [ICAL_DURATION_VALUE]) { _, value in
            let duration = icalvalue_get_duration(value)
            let days = Int(duration.weeks) * 7 + Int(duration.days)
            let seconds = (days * 24 + Int(duration.hours)) * 3600 + Int(duration.minutes) * 60 + Int(duration.seconds)
            return duration.is_neg == 0 ? seconds : -seconds
        }?.first
    }

    /// Nil for what goes by hours or by another calendar too, which no holiday does and libical takes long to count.
    static func rule(_ line: CalendarLines.Line) -> CalendarRule? {
        values(of: line, [ICAL_RECUR_VALUE]) { _, value in CalendarRule(icalvalue_get_recur(value)) }?.first
    }
}
