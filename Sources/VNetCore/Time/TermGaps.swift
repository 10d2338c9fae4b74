/// The holidays that term dates leave unsaid.
public enum TermGaps {
    /// A longer time without school between two terms is one that nobody has told of yet, in days.
    public static let longest = 80

    /// The days between each term and the next, whichever files they come from, that are not weekends only and that no
    /// closure covers already; none where they are more than `longest`. `terms` are by their first day.
    public static func holidays(
        between terms: [ClosedRange<CivilDate>], told closures: [ClosedRange<CivilDate>]
    ) -> [ClosedRange<CivilDate>] {
        var holidays: [ClosedRange<CivilDate>] = []
        var schoolUntil: CivilDate?
        for term in terms {
            if let end = schoolUntil, end.days(until: term.lowerBound) > 1 {
                let gap = end.adding(days: 1)...term.lowerBound.adding(days: -1)
                let isTold = closures.contains { $0.contains(gap.lowerBound) && $0.contains(gap.upperBound) }
                let length = gap.lowerBound.days(until: gap.upperBound) + 1
                let isWeekend = (0..<min(length, 7)).allSatisfy { gap.lowerBound.adding(days: $0).weekday.isWeekend }
                if !isTold, !isWeekend, length <= longest { holidays.append(gap) }
            }
            schoolUntil = max(schoolUntil ?? term.upperBound, term.upperBound)
        }
        return holidays
    }
}
