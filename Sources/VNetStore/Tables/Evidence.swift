import Foundation
import GRDB
import VNetCore

/// A reviewer's note of a visit, without what it says.
public struct EvidenceNote: Sendable {
    public let id: Int64
    public let visit: Int64
    /// Nil for a reviewer of the network.
    public let urn: URN?
    public let school: String?
    public let receivedOn: CivilDate
}

extension Transaction {
    /// Gives the note's id.
    public func recordEvidence(_ text: String, visit: Int64, enrolment: Int64?, on date: CivilDate) throws -> Int64 {
        let id = try nextID(.evidenceNote)
        let (sealed, slot) = try seal(Array(text.utf8), .evidenceNote, row: id)
        try run(
            """
            INSERT INTO evidence_note (id, visit, enrolment, received_on, sealed, key_slot) VALUES (?, ?, ?, ?, ?, ?)
            """, [id, visit, enrolment, date.iso, Data(sealed), slot])
        return id
    }

    /// The key of what it said before is left to the next purge.
    public func amendEvidence(_ id: Int64, to text: String, on date: CivilDate) throws {
        let (sealed, slot) = try seal(Array(text.utf8), .evidenceNote, row: id)
        try run(
            "UPDATE evidence_note SET sealed = ?, key_slot = ?, received_on = ? WHERE id = ?",
            [Data(sealed), slot, date.iso, id])
    }

    public func evidenceNote(_ id: Int64) throws -> EvidenceNote? {
        try first(Self.selectEvidence + " WHERE note.id = ?", [id], Self.evidenceNote)
    }

    /// In the order in which they were recorded.
    public func evidenceNotes(ofVisit visit: Int64) throws -> [EvidenceNote] {
        try all(Self.selectEvidence + " WHERE visit = ? ORDER BY note.id", [visit], Self.evidenceNote)
    }

    /// What a note says; nil where there is none.
    public func evidenceText(_ id: Int64) throws -> String? {
        try unsealed(.evidenceNote, row: id).map { String(decoding: $0, as: UTF8.self) }
    }

    private static let selectEvidence = """
        SELECT note.id, visit, school.urn, name, received_on FROM evidence_note AS note
            LEFT JOIN enrolment ON enrolment.id = enrolment LEFT JOIN school ON school.urn = enrolment.urn
        """

    private static func evidenceNote(_ row: Row) throws -> EvidenceNote {
        EvidenceNote(
            id: row[0], visit: row[1], urn: try row.optionalURN(2), school: row[3], receivedOn: try row.date(4))
    }
}
