import GRDB
import VNetCore

// What of the records is one person's.

/// How many writings of a class, of one cohort, a person had a part in.
public struct WritingCount: Sendable {
    public let `class`: RetentionClass
    public let cohort: Int64
    public let records: Int
}

extension Transaction {
    /// Messages of which the text is kept and that were written to a person, with the copies that others had of them.
    public func messageBodies(to person: Int64) throws -> [Int64] {
        try all(
            """
            SELECT id FROM message WHERE sealed IS NOT NULL
                AND (person = ?1 OR copy_of IN (SELECT id FROM message WHERE person = ?1)) ORDER BY id
            """, [person]
        ) { $0[0] }
    }

    /// Takes what a person was invited to out of the record, without a word to them. How many days were still to come.
    public func forgetInvites(of person: Int64, today: CivilDate) throws -> Int {
        let coming = try invites(ofPerson: person).filter { $0.standing != .cancelled && $0.date > today }
            .count
        try run("DELETE FROM invite WHERE person = ?", [person])
        return coming
    }

    /// What was written about visits that a person led or was named for, and what their schools noted and responded.
    public func writings(with person: Int64) throws -> [WritingCount] {
        let visits = "(SELECT id FROM visit WHERE lead = ?1 UNION SELECT visit FROM named_reviewer WHERE person = ?1)"
        let schools = "(SELECT urn FROM role_tenure WHERE person = ?1 AND role = 'head')"
        let written = "(visit.id IN \(visits) OR kept.enrolment IN (SELECT id FROM enrolment WHERE urn IN \(schools)))"
        let filters: [(RetentionClass, String, String)] = [
            (.evidenceNote, "evidence_note", written),
            (.draftWriteUp, "write_up", "superseded_on IS NOT NULL AND visit.id IN \(visits)"),
            (.writeUp, "write_up", "superseded_on IS NULL AND visit.id IN \(visits)"),
            (.outcomeReport, "outcome_report", "visit.id IN \(visits)"),
            (.feedbackResponse, "feedback_response", written),
        ]
        return try filters.flatMap { `class`, table, filter in
            try all(
                """
                SELECT visit.cohort, count(*) FROM \(table) AS kept CROSS JOIN visit ON visit.id = kept.visit
                WHERE \(filter) GROUP BY visit.cohort ORDER BY visit.cohort
                """, [person]
            ) { WritingCount(class: `class`, cohort: $0[0], records: $0[1]) }
        }
    }
}
