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
            WHERE e.cohort = ?1 AND e.state NOT IN \(EnrolmentState.gone)
                AND a.availability = 'unavailable' AND first <= ?2 AND last >= ?2
            ORDER BY e.id
            """, [cohort, date.iso]
        ) { ($0[0], $0[1]) }
    }

    /// Where a cohort's schools are expected on a day in other cohorts, by enrolment, in its order.
    ///
    /// The joins are CROSS so that SQLite keeps their order: from a school to the few cohorts that it is in. It would go by
    /// the day otherwise, once for each school through all that any cohort has on it.
    public func engagements(on date: CivilDate, besides cohort: Int64) throws -> [Engagement] {
        try all(
            """
            SELECT e.id, school.name, o.cohort, s.kind FROM enrolment e
                CROSS JOIN enrolment o ON o.urn = e.urn AND o.cohort <> e.cohort AND o.state IN \(EnrolmentState.expected)
                CROSS JOIN session s ON s.cohort = o.cohort AND s.date = ?2 AND s.state IN \(SessionState.coming)
                JOIN school ON school.urn = e.urn
            WHERE e.cohort = ?1
            UNION ALL
            SELECT e.id, school.name, o.cohort, NULL FROM enrolment e
                CROSS JOIN enrolment o ON o.urn = e.urn AND o.cohort <> e.cohort AND o.state IN \(EnrolmentState.expected)
                CROSS JOIN visit v ON v.cohort = o.cohort AND v.date = ?2 AND v.state IN \(VisitState.coming)
                    AND (v.host = o.id OR EXISTS
                        (SELECT 1 FROM reviewer_assignment r WHERE r.visit = v.id AND r.enrolment = o.id))
                JOIN school ON school.urn = e.urn
            WHERE e.cohort = ?1
            ORDER BY 1
            """, [cohort, date.iso]
        ) {
            Engagement(
                enrolment: $0[0], school: $0[1], cohort: $0[2], session: try $0.hasNull(atIndex: 3) ? nil : $0.value(3))
        }
    }
}

/// That a school is expected somewhere on a day.
public struct Engagement: Sendable {
    /// Its place in the cohort that was asked about.
    public let enrolment: Int64
    public let school: String
    /// The other cohort, where it is expected.
    public let cohort: Int64
    /// What it comes to there; nil for a visit, as host or reviewer.
    public let session: SessionKind?
}
