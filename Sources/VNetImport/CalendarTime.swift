import CLibical
import VNetCore

/// A day, or a day and a time, as a calendar file gives it.
struct CalendarTime {
    /// As it stands there: in the zone that is named, in UTC, or in that of whoever reads it.
    let civil: icaltimetype
    /// The zone's name, where one is named.
    let zone: String?

    /// Nil where there is no such day or time.
    init?(_ time: icaltimetype, zone: String?) {
        guard let date = CivilDate(year: Int(time.year), month: Int(time.month), day: Int(time.day)),
            CivilDate.window.contains(date),
            time.is_date != 0 || CivilTime(hour: Int(time.hour), minute: Int(time.minute)) != nil,
            (0...60).contains(time.second)
        else { return nil }
        civil = time
        self.zone = zone
    }

    /// Whether it is a day without a time.
    var isDate: Bool { civil.is_date != 0 }
    var isUTC: Bool { icaltime_is_utc(civil) != 0 }

    /// What it is by the clocks that `zones` are of.
    func moment(in zones: CalendarZones) -> CalendarMoment {
        let date = CivilDate(year: Int(civil.year), month: Int(civil.month), day: Int(civil.day))!
        let second = isDate ? 0 : Int(civil.hour) * 3600 + Int(civil.minute) * 60 + Int(civil.second)
        guard !isDate else { return CalendarMoment(date: date, second: 0, isDate: true) }
        let utc: Instant
        if isUTC {
            utc = Instant(seconds: Int64(date.daysSinceEpoch * 86_400 + second))
        } else if let zone, let rules = zones.named(zone), rules.name != zones.local.name {
            let time = CivilTime(hour: Int(civil.hour), minute: Int(civil.minute))!
            utc = rules.instant(on: date, at: time)
        } else {
            return CalendarMoment(date: date, second: second)
        }
        let (day, time) = zones.local.civil(at: utc)
        return CalendarMoment(
            date: day, second: time.hour * 3600 + time.minute * 60, utcMidnight: isUTC && second == 0 ? date : nil)
    }
}

/// The time zones in which a calendar file is read.
public struct CalendarZones {
    /// In which instants, and times without a zone, become days.
    let local: TimeZoneRules
    /// Nil for a name that the system does not know, whose times are then taken for local ones.
    let named: (String) -> TimeZoneRules?

    public init(local: TimeZoneRules, named: @escaping (String) -> TimeZoneRules? = { _ in nil }) {
        self.local = local
        self.named = named
    }
}

/// What the clock on the wall shows.
struct CalendarMoment: Hashable {
    var date: CivilDate
    /// Of the day.
    var second: Int
    var isDate = false
    /// The day that it is the very beginning of in UTC: what many programs write for a whole day.
    var utcMidnight: CivilDate?

    /// Seconds until a later moment, by clocks that are never changed.
    func seconds(until other: CalendarMoment) -> Int { date.days(until: other.date) * 86_400 + other.second - second }
}

/// How an event is repeated.
struct CalendarRule {
    private var rule: icalrecurrencetype

    /// Nil for what goes by hours or less, and by another calendar: libical counts through centuries for them.
    init?(_ rule: icalrecurrencetype) {
        let unset = Int16(ICAL_RECURRENCE_ARRAY_MAX.rawValue)
        let frequencies = [
            ICAL_DAILY_RECURRENCE, ICAL_WEEKLY_RECURRENCE, ICAL_MONTHLY_RECURRENCE, ICAL_YEARLY_RECURRENCE,
        ]
        guard frequencies.contains(rule.freq), rule.rscale == nil, rule.by_hour.0 == unset, rule.by_minute.0 == unset,
            rule.by_second.0 == unset
        else { return nil }
        self.rule = rule
    }

    var isEndless: Bool { rule.count == 0 && icaltime_is_null_time(rule.until) != 0 }

    /// The most days on which one event is looked for, and found.
    static let mostSteps = 20_000
    static let mostTimes = 400

    /// When an event that begins at `start` begins again, until the end of `last`; nil where that is too often.
    func times(from start: CalendarTime, until last: CivilDate, in zones: CalendarZones) -> [CalendarTime]? {
        var rule = rule
        // An end in UTC of something in local time: libical would compare the two as they stand.
        if !start.isUTC, let end = CalendarTime(rule.until, zone: nil), end.isUTC {
            let local = end.moment(in: zones)
            (rule.until.year, rule.until.month, rule.until.day) = (
                Int32(local.date.year), Int32(local.date.month), Int32(local.date.day)
            )
            (rule.until.hour, rule.until.minute) = (Int32(local.second / 3600), Int32(local.second / 60 % 60))
            rule.until.zone = nil
            if start.isDate { (rule.until.is_date, rule.until.hour, rule.until.minute) = (1, 0, 0) }
        }
        guard let iterator = icalrecur_iterator_new(rule, start.civil) else { return nil }
        defer { icalrecur_iterator_free(iterator) }
        var times: [CalendarTime] = []
        for _ in 0..<Self.mostSteps {
            let next = icalrecur_iterator_next(iterator)
            guard icaltime_is_null_time(next) == 0, let time = CalendarTime(next, zone: start.zone),
                time.moment(in: zones).date <= last
            else { return times }
            times.append(time)
        }
        return nil
    }
}
