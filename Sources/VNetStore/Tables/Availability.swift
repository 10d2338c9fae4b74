import GRDB
import VNetCore

extension Transaction {
    /// What a school has said of days in a cohort, by day.
    public func availability(of enrolment: Int64) throws -> [AvailabilityPeriod] {
        try all(
            "SELECT first, last, availability FROM availability WHERE enrolment = ? ORDER BY first", [enrolment]
        ) { AvailabilityPeriod(days: try $0.date(0)...$0.date(1), availability: try $0.value(2)) }
    }

    /// Has a school have said this, and nothing else.
    public func setAvailability(_ periods: [AvailabilityPeriod], of enrolment: Int64) throws {
        try run("DELETE FROM availability WHERE enrolment = ?", [enrolment])
        for period in periods {
            try run(
                "INSERT INTO availability (enrolment, first, last, availability) VALUES (?, ?, ?, ?)",
                [
                    enrolment, period.days.lowerBound.iso, period.days.upperBound.iso, period.availability.rawValue,
                ])
        }
    }

    /// Those of a cohort's schools that still take part and cannot on a day, by enrolment, in its order.
    public func unavailable(on date: CivilDate, in cohort: Int64) throws -> [(enrolment: Int64, school: String)] {
        try all(
            """
            SELECT e.id, school.name FROM enrolment e JOIN availability a ON a.enrolment = e.id
                JOIN school ON school.urn = e.urn
            WHERE e.cohort = ?1 AND e.state NOT IN ('deferred', 'withdrawn', 'replaced')
                AND a.availability = 'unavailable' AND first <= ?2 AND last >= ?2
            ORDER BY e.id
            """, [cohort, date.iso]
        ) { ($0[0], $0[1]) }
    }
}
