/// The rule by which sessions come again: every so many weeks from a first day until a last, on working days.
///
/// The rule makes single sessions, and is then forgotten. Each has a calendar entry of its own, in UTC and under its own
/// UID, rather than one entry with a recurrence rule: a session is moved, postponed or cancelled, reminded of and
/// attended by itself, and calendars disagree about exceptions to a rule that come from somebody else's system.
public struct SessionSeries: Equatable, Sendable {
    public let first: CivilDate
    public let until: CivilDate
    public let weeks: Int
    /// Days of the series to leave out.
    public let except: Set<CivilDate>

    /// How many sessions one series has at the most.
    public static let limit = 60

    /// Nil unless `until` is not before `first`, `weeks` is from 1 to 26, and there are at most `limit` days.
    public init?(first: CivilDate, until: CivilDate, weeks: Int, except: Set<CivilDate> = []) {
        guard (1...26).contains(weeks), first <= until, first.days(until: until) / (7 * weeks) < Self.limit else {
            return nil
        }
        self.first = first
        self.until = until
        self.weeks = weeks
        self.except = except
    }

    /// The days of the rule, exceptions left out, and of these those that are no working days.
    public func days(
        where isWorkingDay: (CivilDate) throws -> Bool
    ) rethrows -> (held: [CivilDate], skipped: [CivilDate]) {
        let all = stride(from: 0, through: first.days(until: until), by: 7 * weeks)
            .map { first.adding(days: $0) }
            .filter { !except.contains($0) }
        let held = try all.filter(isWorkingDay)
        return (held, all.filter { !held.contains($0) })
    }
}
