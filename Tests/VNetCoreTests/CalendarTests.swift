import Testing
import VNetCore

private func day(_ iso: String) -> CivilDate { CivilDate(iso: iso)! }

@Test func `every day of four centuries follows the one before`() {
    var date = CivilDate(year: 1800, month: 1, day: 1)!
    for _ in 0..<146_097 {
        let next = date.adding(days: 1)
        let isNext =
            next.day == date.day + 1 && next.month == date.month
            || next.day == 1 && (next.month == date.month + 1 || next.month == 1 && next.year == date.year + 1)
        #expect(isNext)
        #expect(CivilDate(year: next.year, month: next.month, day: next.day) == next)
        date = next
    }
    #expect(date.iso == "2200-01-01")
}

@Test func `a date is printed with its weekday`() { #expect(day("2026-11-03").words == "Tuesday 3 November 2026") }

@Test func `the working day before the Monday after half-term is the Friday before half-term`() {
    let calendar = SchoolCalendar(closures: [day("2026-10-26")...day("2026-10-30")])
    #expect(calendar.workingDay(-1, from: day("2026-11-02")) == day("2026-10-23"))
}

@Test func `working days leave out weekends and bank holidays`() {
    let calendar = SchoolCalendar(bankHolidays: [day("2026-12-25"), day("2026-12-28")])
    #expect(calendar.workingDay(1, from: day("2026-12-24")) == day("2026-12-29"))
    #expect(calendar.onOrBefore(day("2026-12-28")) == day("2026-12-24"))
    #expect(calendar.onOrAfter(day("2026-12-25")) == day("2026-12-29"))
}

@Test func `a calendar that is all closures ends its search`() {
    let calendar = SchoolCalendar(closures: [day("0001-01-01")...day("9999-12-31")])
    #expect(calendar.onOrBefore(day("2026-09-01")) == day("2026-09-01"))
}

@Test func `a month later is its last day where it is shorter`() {
    #expect(day("2026-01-31").adding(months: 1) == day("2026-02-28"))
    #expect(day("2028-02-29").adding(months: 12) == day("2029-02-28"))
}

@Test func `no sum of days leaves the calendar`() {
    #expect(day("2026-01-01").adding(days: .max).iso == "9999-12-31")
    #expect(day("2026-01-01").adding(days: .min).iso == "0001-01-01")
}
