/// The working days of a school: Monday to Friday, without bank holidays and the days on which the school is closed.
public struct SchoolCalendar: Equatable, Sendable {
    private let bankHolidays: Set<CivilDate>
    /// Sorted, without overlaps.
    private let closures: [ClosedRange<CivilDate>]

    /// How far a working day is looked for before the plain date is taken instead: ten years.
    private static let horizon = 3_653

    public init(bankHolidays: Set<CivilDate> = [], closures: [ClosedRange<CivilDate>] = []) {
        self.bankHolidays = bankHolidays
        var merged: [ClosedRange<CivilDate>] = []
        for closure in closures.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, closure.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, closure.upperBound)
            } else {
                merged.append(closure)
            }
        }
        self.closures = merged
    }

    public func isWorkingDay(_ date: CivilDate) -> Bool {
        !date.weekday.isWeekend && !bankHolidays.contains(date) && !isClosed(date)
    }

    /// The day `offset` working days from `date`, which itself need not be one. With 0 it is `onOrBefore(date)`.
    public func workingDay(_ offset: Int, from date: CivilDate) -> CivilDate {
        guard offset != 0 else { return onOrBefore(date) }
        let step = offset < 0 ? -1 : 1
        var day = date
        var left = min(abs(offset), Self.horizon)
        for _ in 0..<Self.horizon {
            day = day.adding(days: step)
            if isWorkingDay(day) { left -= 1 }
            if left == 0 { return day }
        }
        return date.adding(days: offset)
    }

    /// The last working day that is not after `date`.
    public func onOrBefore(_ date: CivilDate) -> CivilDate { nearest(date, step: -1) }

    /// The first working day that is not before `date`.
    public func onOrAfter(_ date: CivilDate) -> CivilDate { nearest(date, step: 1) }

    private func nearest(_ date: CivilDate, step: Int) -> CivilDate {
        for distance in 0..<Self.horizon {
            let day = date.adding(days: distance * step)
            if isWorkingDay(day) { return day }
        }
        return date
    }

    private func isClosed(_ date: CivilDate) -> Bool {
        var (low, high) = (0, closures.count)
        while low < high {
            let middle = (low + high) / 2
            if closures[middle].upperBound < date { low = middle + 1 } else { high = middle }
        }
        return low < closures.count && closures[low].contains(date)
    }
}
