/// How a day suits a school.
public enum Availability: String, CaseIterable, Sendable {
    /// It can neither host nor review, nor come to a session.
    case unavailable
    /// It would rather have it on this day than on another.
    case preferred
}

/// What a school has said of some days; never why.
public struct AvailabilityPeriod: Hashable, Sendable {
    public var days: ClosedRange<CivilDate>
    public let availability: Availability

    public init(days: ClosedRange<CivilDate>, availability: Availability) {
        self.days = days
        self.availability = availability
    }
}

extension [AvailabilityPeriod] {
    /// These, with something else said of `days`, or nothing any more; by day, and as few as can say it.
    public func saying(_ availability: Availability?, of days: ClosedRange<CivilDate>) -> [AvailabilityPeriod] {
        var periods = flatMap { period in
            period.days.without(days).map { AvailabilityPeriod(days: $0, availability: period.availability) }
        }
        if let availability { periods.append(AvailabilityPeriod(days: days, availability: availability)) }
        return periods.sorted { $0.days.lowerBound < $1.days.lowerBound }.reduce(into: []) { merged, next in
            if let last = merged.last, last.availability == next.availability,
                last.days.upperBound.adding(days: 1) == next.days.lowerBound
            {
                merged[merged.count - 1].days = last.days.lowerBound...next.days.upperBound
            } else {
                merged.append(next)
            }
        }
    }
}

extension ClosedRange<CivilDate> {
    /// What is left of these days without `others`: none, one span or two.
    public func without(_ others: ClosedRange<CivilDate>) -> [ClosedRange<CivilDate>] {
        guard overlaps(others) else { return [self] }
        var left: [ClosedRange<CivilDate>] = []
        if lowerBound < others.lowerBound { left.append(lowerBound...others.lowerBound.adding(days: -1)) }
        if upperBound > others.upperBound { left.append(others.upperBound.adding(days: 1)...upperBound) }
        return left
    }
}
