import VNetAPI
import VNetCore

extension Change {
    /// Refuses what would end before it begins, and what would begin or end while the clocks are put forward. `thing` is
    /// what it is, in one word; without a day, only the order of its times can be told.
    func requireTimes(of thing: String, on date: CivilDate?, from start: CivilTime, to finish: CivilTime) throws {
        guard finish > start else {
            throw Refusal(.ruleRefused, "A \(thing) ends after it begins.", path: "$.finish")
        }
        guard let date else { return }
        try requireTime(start, on: date, path: "$.start")
        try requireTime(finish, on: date, path: "$.finish")
    }

    /// Refuses a time that no clock shows on `date`: it would be in calendars as another one.
    func requireTime(_ time: CivilTime, on date: CivilDate, path: String) throws {
        guard let gap = service.configuration.zone.gap(on: date, at: time) else { return }
        throw Refusal(
            .ruleRefused,
            "There is no \(time.iso) on \(date.words), when the clocks go forward: \(gap.last.iso) is followed by "
                + "\(gap.next.iso). Give \(gap.last.iso) or an earlier time, or \(gap.next.iso) or a later one.",
            path: path)
    }
}
