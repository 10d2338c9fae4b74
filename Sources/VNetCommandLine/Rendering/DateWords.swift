import VNetCore

extension Style {
    /// “today”, “Tue  3 Nov”, and with its year where it is more than half a year away.
    func words(_ date: CivilDate) -> String {
        guard let today else { return date.iso }
        switch today.days(until: date) {
        case 0: return "today"
        case 1: return "tomorrow"
        case -1: return "yesterday"
        case -182...182: return short(date)
        default: return "\(short(date)) \(date.year)"
        }
    }

    /// With the time of day where the network lives.
    func words(_ instant: Instant) -> String {
        guard let zone, today != nil else { return instant.rfc3339UTC }
        let (date, time) = zone.civil(at: instant)
        return "\(words(date)) \(time.iso)"
    }

    /// “Tue 1 Sep 2026 08:00”, however near.
    func fullWords(_ instant: Instant, padded: Bool = false) -> String {
        guard let zone else { return instant.rfc3339UTC }
        let (date, time) = zone.civil(at: instant)
        return "\(short(date, padded: padded)) \(date.year) \(time.iso)"
    }

    /// Days of the month stand below one another.
    func short(_ date: CivilDate, padded: Bool = true) -> String {
        let day = padded && date.day < 10 ? " \(date.day)" : "\(date.day)"
        return "\(date.weekday.name.prefix(3)) \(day) \(date.monthName.prefix(3))"
    }
}

extension CivilDate {
    /// “November”
    var monthName: String { words.split(separator: " ").dropFirst(2).first.map(String.init) ?? "" }

    var firstOfMonth: CivilDate { adding(days: 1 - day) }
}
