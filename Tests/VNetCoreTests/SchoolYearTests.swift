import Testing
import VNetCore

private func day(_ iso: String) -> CivilDate { CivilDate(iso: iso)! }

@Test func `a school year begins on 1 September and ends on 31 August`() {
    #expect(SchoolYear(containing: day("2026-08-31")).description == "2025/26")
    #expect(SchoolYear(containing: day("2026-09-01")).description == "2026/27")
    #expect(SchoolYear(containing: day("2100-01-01")).description == "2099/00")
    #expect(SchoolYear(start: 1899) == nil && SchoolYear(start: 2199) == nil)
    for start in 1900...2198 {
        let year = SchoolYear(start: start)!
        #expect(SchoolYear(containing: year.firstDay) == year && SchoolYear(containing: year.lastDay) == year)
        #expect(SchoolYear(containing: year.lastDay.adding(days: 1)).start == start + 1)
    }
}

@Test func `a series has its first day, every so many weeks after it, and nothing after its last`() throws {
    let series = try #require(SessionSeries(first: day("2026-09-28"), until: day("2026-10-26"), weeks: 2))
    #expect(
        series.days(where: SchoolCalendar().isWorkingDay).held.map(\.iso) == ["2026-09-28", "2026-10-12", "2026-10-26"])
    let short = try #require(SessionSeries(first: day("2026-09-28"), until: day("2026-10-25"), weeks: 2))
    #expect(short.days(where: SchoolCalendar().isWorkingDay).held.count == 2)
    let closed = SchoolCalendar(bankHolidays: [day("2026-10-12")])
    #expect(series.days(where: closed.isWorkingDay).skipped.map(\.iso) == ["2026-10-12"])
    // The day it begins is the day of the week that it keeps: a Saturday gives nothing.
    let saturdays = try #require(SessionSeries(first: day("2026-09-26"), until: day("2026-12-01"), weeks: 1))
    #expect(saturdays.days(where: SchoolCalendar().isWorkingDay).held.isEmpty)
}

@Test func `a series without end, or of more than sixty days, is none`() {
    #expect(SessionSeries(first: day("2026-09-28"), until: day("2026-09-27"), weeks: 1) == nil)
    #expect(SessionSeries(first: day("2026-09-28"), until: day("2026-10-28"), weeks: 0) == nil)
    #expect(SessionSeries(first: day("2026-09-28"), until: day("2026-09-28").adding(days: 59 * 7), weeks: 1) != nil)
    #expect(SessionSeries(first: day("2026-09-28"), until: day("2026-09-28").adding(days: 60 * 7), weeks: 1) == nil)
}

@Test func `14 to 28 days lie between inputs, both included`() {
    let first = day("2026-09-14")
    let verdicts = [13, 14, 28, 29].map { CoachingRhythm.judge(first.adding(days: $0), after: first) }
    #expect(verdicts == [.tooSoon(day("2026-09-28")), .inTime, .inTime, .late(day("2026-10-12"))])
}

@Test func `every state of a coaching cycle and of an enquiry can be reached, and ends stay ended`() {
    func reached<M: StateMachine>(from start: M) -> Set<M> {
        var states: Set<M> = [start]
        while true {
            let next = states.union(
                states.flatMap { state in
                    M.Act.allCases.filter { state.allows($0) }.map { M.transition($0).to }
                })
            if next == states { return states }
            states = next
        }
    }
    #expect(reached(from: CoachingState.input) == Set(CoachingState.allCases))
    #expect(reached(from: EnquiryState.received) == Set(EnquiryState.allCases))
    #expect(reached(from: SessionState.planned) == Set(SessionState.allCases))
    for state in [CoachingState.review, .abandoned] { #expect(reached(from: state) == [state]) }
    for state in [EnquiryState.converted, .declined] { #expect(reached(from: state) == [state]) }
}
