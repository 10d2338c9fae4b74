import Foundation
import GRDB
import VNetCore

// What is written about a visit. Sealed, each under a key of its own.

public struct Received: Sendable {
    public let on: CivilDate
    public let text: String
}

/// One of the write-ups that a visit has had.
public struct WriteUpVersion: Sendable {
    public let id: Int64
    public let receivedOn: CivilDate
    /// When another took its place; nil for the one in force.
    public let supersededOn: CivilDate?
}

extension Transaction {
    /// What was there before is kept as a draft.
    public func recordWriteUp(_ text: String, ofVisit visit: Int64, on date: CivilDate) throws {
        try run(
            "UPDATE write_up SET superseded_on = max(received_on, ?) WHERE visit = ? AND superseded_on IS NULL",
            [date.iso, visit])
        let id = try nextID(.writeUp)
        let (sealed, slot) = try seal(Array(text.utf8), .writeUp, row: id)
        try run(
            "INSERT INTO write_up (id, visit, received_on, sealed, key_slot) VALUES (?, ?, ?, ?, ?)",
            [id, visit, date.iso, Data(sealed), slot])
    }

    public func writeUp(ofVisit visit: Int64) throws -> Received? {
        try received(
            "SELECT id, received_on FROM write_up WHERE visit = ? AND superseded_on IS NULL", [visit], .writeUp)
    }

    /// One of a visit's write-ups, the latest or a draft.
    public func writeUp(_ id: Int64, ofVisit visit: Int64) throws -> Received? {
        try received("SELECT id, received_on FROM write_up WHERE id = ? AND visit = ?", [id, visit], .writeUp)
    }

    /// In the order in which they were received; the last one is in force.
    public func writeUps(ofVisit visit: Int64) throws -> [WriteUpVersion] {
        try all("SELECT id, received_on, superseded_on FROM write_up WHERE visit = ? ORDER BY id", [visit]) {
            WriteUpVersion(id: $0[0], receivedOn: try $0.date(1), supersededOn: try $0.optionalDate(2))
        }
    }

    /// The days on which a cohort's write-ups were received, by visit.
    public func writeUpDays(in cohort: Int64) throws -> [Int64: CivilDate] {
        Dictionary(
            uniqueKeysWithValues: try all(
                """
                SELECT visit, received_on FROM write_up JOIN visit ON visit.id = visit
                WHERE cohort = ? AND superseded_on IS NULL
                """, [cohort]
            ) { ($0[0], try $0.date(1)) })
    }

    /// In the place of what the school responded before.
    public func recordFeedback(_ text: String, visit: Int64, enrolment: Int64, on date: CivilDate) throws {
        try run("DELETE FROM feedback_response WHERE visit = ? AND enrolment = ?", [visit, enrolment])
        let id = try nextID(.feedbackResponse)
        let (sealed, slot) = try seal(Array(text.utf8), .feedbackResponse, row: id)
        try run(
            """
            INSERT INTO feedback_response (id, visit, enrolment, received_on, sealed, key_slot)
            VALUES (?, ?, ?, ?, ?, ?)
            """, [id, visit, enrolment, date.iso, Data(sealed), slot])
        try run(
            "INSERT OR REPLACE INTO answered (visit, enrolment, received_on) VALUES (?, ?, ?)",
            [visit, enrolment, date.iso])
    }

    /// Nil where there is no response, or it has been purged.
    public func feedbackID(visit: Int64, enrolment: Int64) throws -> Int64? {
        try first("SELECT id FROM feedback_response WHERE visit = ? AND enrolment = ?", [visit, enrolment]) { $0[0] }
    }

    public func feedback(visit: Int64, enrolment: Int64) throws -> Received? {
        try received(
            "SELECT id, received_on FROM feedback_response WHERE visit = ? AND enrolment = ?", [visit, enrolment],
            .feedbackResponse)
    }

    /// Who has answered which of a cohort's visits.
    public func answers(in cohort: Int64) throws -> [(visit: Int64, enrolment: Int64)] {
        try all(
            "SELECT visit, enrolment FROM answered JOIN visit ON visit.id = visit WHERE cohort = ?", [cohort]
        ) { ($0[0], $0[1]) }
    }

    /// The days on which a visit was answered, by enrolment.
    public func answerDays(of visit: Int64) throws -> [Int64: CivilDate] {
        Dictionary(
            uniqueKeysWithValues: try all("SELECT enrolment, received_on FROM answered WHERE visit = ?", [visit]) {
                ($0[0], try $0.date(1))
            })
    }

    func received(_ sql: String, _ arguments: StatementArguments, _ table: SealedTable) throws -> Received? {
        guard let (id, on) = try first(sql, arguments, { ($0[0] as Int64, try $0.date(1)) }) else { return nil }
        guard let bytes = try unsealed(table, row: id) else { return nil }
        return Received(on: on, text: String(decoding: bytes, as: UTF8.self))
    }
}
