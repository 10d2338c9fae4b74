import Foundation
import GRDB
import VNetCore

// What visits came to, and whom their hosts let have it.

/// That the host of a visit lets another school have its outcome report.
public struct Consent: Sendable {
    public let id: Int64
    public let urn: URN
    public let school: String
    public let givenOn: CivilDate
    /// When the report as it now is was last sent there.
    public let sharedOn: CivilDate?
    public let withdrawnOn: CivilDate?
}

extension Transaction {
    /// In the place of the one that there was; a new report is one that nobody has been sent.
    public func recordOutcome(_ text: String, ofVisit visit: Int64, on date: CivilDate) throws {
        try run("DELETE FROM outcome_report WHERE visit = ?", [visit])
        let id = try nextID(.outcomeReport)
        let (sealed, slot) = try seal(Array(text.utf8), .outcomeReport, row: id)
        try run(
            "INSERT INTO outcome_report (id, visit, received_on, sealed, key_slot) VALUES (?, ?, ?, ?, ?)",
            [id, visit, date.iso, Data(sealed), slot])
        try run("UPDATE consent SET shared_on = NULL WHERE visit = ? AND withdrawn_on IS NULL", [visit])
    }

    public func outcomeID(ofVisit visit: Int64) throws -> Int64? {
        try first("SELECT id FROM outcome_report WHERE visit = ?", [visit]) { $0[0] }
    }

    public func outcome(ofVisit visit: Int64) throws -> Received? {
        try received("SELECT id, received_on FROM outcome_report WHERE visit = ?", [visit], .outcomeReport)
    }

    /// Those that were withdrawn too, in the order in which they were given.
    public func consents(ofVisit visit: Int64) throws -> [Consent] {
        try all(
            """
            SELECT id, consent.urn, name, given_on, shared_on, withdrawn_on
            FROM consent JOIN school ON school.urn = consent.urn WHERE visit = ? ORDER BY id
            """, [visit]
        ) {
            Consent(
                id: $0[0], urn: try $0.urn(1), school: $0[2], givenOn: try $0.date(3), sharedOn: try $0.optionalDate(4),
                withdrawnOn: try $0.optionalDate(5))
        }
    }

    /// The one in force that lets `urn` have the report.
    public func consent(ofVisit visit: Int64, to urn: URN) throws -> Consent? {
        try consents(ofVisit: visit).first { $0.urn == urn && $0.withdrawnOn == nil }
    }

    public func giveConsent(ofVisit visit: Int64, to urn: URN, on date: CivilDate) throws -> Int64 {
        try insert(
            "INSERT INTO consent (visit, urn, given_on) VALUES (?, ?, ?)", [visit, urn.number, date.iso])
    }

    public func withdrawConsent(_ id: Int64, on date: CivilDate) throws {
        try run("UPDATE consent SET withdrawn_on = max(given_on, ?) WHERE id = ?", [date.iso, id])
    }

    public func setShared(consent id: Int64, on date: CivilDate) throws {
        try run("UPDATE consent SET shared_on = max(given_on, ?) WHERE id = ?", [date.iso, id])
    }

    /// Whether a person has accepted a version of the protocol.
    public func hasAccepted(_ version: String, person: Int64) throws -> Bool {
        try exists("SELECT 1 FROM protocol_acceptance WHERE person = ? AND version = ?", [person, version])
    }
}
