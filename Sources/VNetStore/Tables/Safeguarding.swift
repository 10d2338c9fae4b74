import GRDB
import VNetCore

// That a concern about safety was raised and referred; never what it was.

public struct Referral: Sendable {
    public let id: Int64
    public let visit: Int64
    public let about: ConcernSubject
    public let role: ReferralRole
    public let on: CivilDate
}

/// A feedback response that nobody reads any more: it waits to be handed over.
public struct QuarantinedResponse: Sendable {
    public let id: Int64
    public let visit: Int64
    public let enrolment: Int64
    public let since: CivilDate
}

extension Transaction {
    /// The referral's id, and whether it is new.
    public func recordReferral(
        visit: Int64, about: ConcernSubject, role: ReferralRole, on date: CivilDate
    ) throws -> (id: Int64, isNew: Bool) {
        let values: StatementArguments = [visit, about.rawValue, role.rawValue, date.iso]
        let existing = try first(
            "SELECT id FROM referral WHERE visit = ? AND about = ? AND role = ? AND referred_on = ?", values
        ) { $0[0] as Int64 }
        if let existing { return (existing, false) }
        return (try insert("INSERT INTO referral (visit, about, role, referred_on) VALUES (?, ?, ?, ?)", values), true)
    }

    /// By date.
    public func referrals(in cohort: Int64) throws -> [Referral] {
        try all(
            """
            SELECT referral.id, visit, about, role, referred_on FROM referral JOIN visit ON visit.id = visit
            WHERE cohort = ? ORDER BY referred_on, referral.id
            """, [cohort]
        ) { Referral(id: $0[0], visit: $0[1], about: try $0.value(2), role: try $0.value(3), on: try $0.date(4)) }
    }

    public func quarantine(visit: Int64, enrolment: Int64, on date: CivilDate) throws {
        try run(
            "UPDATE feedback_response SET quarantined_on = ? WHERE visit = ? AND enrolment = ?",
            [date.iso, visit, enrolment])
    }

    public func quarantined(visit: Int64, enrolment: Int64) throws -> QuarantinedResponse? {
        try quarantinedResponses(
            "WHERE visit = ? AND enrolment = ? AND quarantined_on IS NOT NULL", [visit, enrolment]
        )
        .first
    }

    /// Everything that waits to be handed over, oldest first.
    public func quarantinedResponses() throws -> [QuarantinedResponse] {
        try quarantinedResponses("WHERE quarantined_on IS NOT NULL ORDER BY quarantined_on, id", [])
    }

    private func quarantinedResponses(
        _ filter: String, _ arguments: StatementArguments
    ) throws -> [QuarantinedResponse] {
        try all("SELECT id, visit, enrolment, quarantined_on FROM feedback_response " + filter, arguments) {
            QuarantinedResponse(id: $0[0], visit: $0[1], enrolment: $0[2], since: try $0.date(3))
        }
    }
}
