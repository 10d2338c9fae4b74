import Testing
import VNetCore

private let start = CivilDate(iso: "2026-11-02")!

private func days(_ first: Int, _ last: Int) -> ClosedRange<CivilDate> {
    start.adding(days: first)...start.adding(days: last)
}

/// Everything that can be said of some of four days.
private let statements = [nil, Availability.unavailable, .preferred].flatMap { availability in
    (0...3).flatMap { first in (first...3).map { (availability: availability, first: first, last: $0) } }
}

@Test func `what is said last of a day holds, and is said in as few periods as can be`() {
    for first in statements {
        for second in statements {
            for third in statements {
                var periods: [AvailabilityPeriod] = []
                var byDay: [Availability?] = [nil, nil, nil, nil]
                for said in [first, second, third] {
                    periods = periods.saying(said.availability, of: days(said.first, said.last))
                    for day in said.first...said.last { byDay[day] = said.availability }
                }
                let expected = (0...3).filter { byDay[$0] != nil && ($0 == 0 || byDay[$0] != byDay[$0 - 1]) }
                #expect(periods.map(\.days.lowerBound) == expected.map { start.adding(days: $0) })
                for day in 0...3 {
                    let covering = periods.filter { $0.days.contains(start.adding(days: day)) }
                    #expect(covering.map(\.availability) == [byDay[day]].compactMap(\.self))
                }
            }
        }
    }
}

@Test func `days without others are what is left before and after them`() {
    #expect(days(2, 5).without(days(6, 9)) == [days(2, 5)])
    #expect(days(2, 5).without(days(0, 9)) == [])
    #expect(days(2, 5).without(days(3, 4)) == [days(2, 2), days(5, 5)])
    #expect(days(2, 5).without(days(0, 2)) == [days(3, 5)])
    #expect(days(2, 5).without(days(5, 5)) == [days(2, 4)])
}
