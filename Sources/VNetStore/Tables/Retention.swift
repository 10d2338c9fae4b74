import GRDB
import VNetCore

extension RetentionClass {
    /// The sealed table that holds its records; nil for what is not sealed.
    var table: SealedTable? {
        switch self {
        case .evidenceNote: .evidenceNote
        case .draftWriteUp, .writeUp: .writeUp
        case .outcomeReport: .outcomeReport
        case .feedbackResponse: .feedbackResponse
        case .messageBody: .message
        case .contact: .person
        case .enquiry: .enquiry
        case .pairing, .availability, .erasureRequest: nil
        }
    }
}

extension Transaction {
    /// Every record whose period may be over on `today`: what has long to go is not looked at.
    public func retainedRecords(
        by rules: RetentionSchedule, on today: CivilDate, zone: TimeZoneRules
    ) throws -> [RetainedRecord] {
        try RetentionClass.allCases.flatMap { `class` in
            let last = rules.period(of: `class`).latestTrigger(endingBy: today)
            return switch `class` {
            case .evidenceNote:
                // “min” of what is missing is nothing.
                try written(
                    `class`, in: "evidence_note", by: last,
                    from: "coalesce(min(accepted_on, session.date), accepted_on, session.date, closed_on)")
            case .draftWriteUp:
                try written(
                    `class`, in: "write_up", where: "superseded_on IS NOT NULL", by: last,
                    from: "ifnull(accepted_on, closed_on)")
            case .writeUp:
                try written(`class`, in: "write_up", where: "superseded_on IS NULL", by: last, from: "closed_on")
            case .outcomeReport: try written(`class`, in: "outcome_report", by: last, from: "closed_on")
            case .feedbackResponse:
                // A concern goes when it has been handed over, and not before.
                try written(
                    `class`, in: "feedback_response", where: "quarantined_on IS NULL", by: last,
                    from: "ifnull(session.date, closed_on)")
            case .messageBody:
                try messagesEnded(by: last, zone)
                    + reportsSent(by: rules.period(of: .outcomeReport).latestTrigger(endingBy: today))
            case .contact: try formerPeople(by: last)
            case .enquiry: try enquiriesHeardOf(by: last)
            case .pairing: try pairingsCompleted(by: last)
            case .availability: try availabilityBeforeClosure(by: last)
            case .erasureRequest: try erasuresEnded(by: last)
            }
        }
    }

    /// What was written about visits, whose period counts `from` a day of the visit, of the feedback session where it was
    /// held, or of the end of the cohort.
    private func written(
        _ class: RetentionClass, in table: String, where condition: String = "TRUE", by day: CivilDate,
        from ended: String
    ) throws -> [RetainedRecord] {
        // “CROSS JOIN” has SQLite begin with what is still kept, which is purged in its time, and not with all visits ever.
        try all(
            """
            SELECT kept.id, cohort.id, \(ended) AS ended
            FROM \(table) AS kept CROSS JOIN visit ON visit.id = visit
                CROSS JOIN cohort ON cohort.id = visit.cohort
                LEFT JOIN session ON session.cohort = cohort.id AND session.kind = 'feedback'
                    AND session.state = \(SessionState.held.sql)
            WHERE ended <= ? AND \(condition)
            """, [day.iso]
        ) { RetainedRecord(class: `class`, id: $0[0], cohort: $0[1], trigger: try $0.date(2)) }
    }

    private func messagesEnded(by day: CivilDate, _ zone: TimeZoneRules) throws -> [RetainedRecord] {
        let midnight = zone.instant(on: day.adding(days: 1), at: CivilTime(hour: 0, minute: 0)!)
        return try all(
            "SELECT id, ended_at FROM message WHERE sealed IS NOT NULL AND ended_at < ?", [midnight.seconds]
        ) {
            RetainedRecord(class: .messageBody, id: $0[0], cohort: nil, trigger: zone.civil(at: $0.instant(1)).date)
        }
    }

    /// Mails that carry an outcome report go when the report does.
    private func reportsSent(by day: CivilDate) throws -> [RetainedRecord] {
        try all(
            """
            SELECT kept.id, cohort.id, closed_on FROM message AS kept CROSS JOIN visit ON visit.id = subject_id
                CROSS JOIN cohort ON cohort.id = visit.cohort
            WHERE confidential AND sealed IS NOT NULL AND closed_on <= ?
            """, [day.iso]
        ) {
            RetainedRecord(
                class: .messageBody, id: $0[0], cohort: nil, trigger: try $0.date(2), rule: .outcomeReport)
        }
    }

    /// People who held a role once and have held none since. From the roles that have ended, for they are few.
    private func formerPeople(by day: CivilDate) throws -> [RetainedRecord] {
        try all(
            """
            SELECT person, max(until) FROM role_tenure AS ended WHERE until <= ?1
                AND NOT EXISTS (SELECT 1 FROM role_tenure WHERE person = ended.person AND until > ?1)
                AND NOT EXISTS (SELECT 1 FROM role_tenure WHERE person = ended.person AND until IS NULL)
            -- With the plus, so that it is not for grouping that everybody is walked through.
            GROUP BY +person
            """, [day.iso]
        ) { RetainedRecord(class: .contact, id: $0[0], cohort: nil, trigger: try $0.date(1)) }
    }

    /// Whatever became of them: an enrolment has what is needed of one that was converted.
    private func enquiriesHeardOf(by day: CivilDate) throws -> [RetainedRecord] {
        try all("SELECT id, last_contact FROM enquiry WHERE last_contact <= ?", [day.iso]) {
            RetainedRecord(class: .enquiry, id: $0[0], cohort: nil, trigger: try $0.date(1))
        }
    }

    private func erasuresEnded(by day: CivilDate) throws -> [RetainedRecord] {
        try all("SELECT id, ended_on FROM erasure_request WHERE ended_on <= ?", [day.iso]) {
            RetainedRecord(class: .erasureRequest, id: $0[0], cohort: nil, trigger: try $0.date(1))
        }
    }

    /// One record a cohort, known by its id.
    private func pairingsCompleted(by day: CivilDate) throws -> [RetainedRecord] {
        try all(
            "SELECT cohort, max(completed_on) FROM pairing WHERE completed_on <= ? GROUP BY cohort", [day.iso]
        ) { RetainedRecord(class: .pairing, id: $0[0], cohort: $0[0], trigger: try $0.date(1)) }
    }

    /// One record a cohort, known by its id.
    private func availabilityBeforeClosure(by day: CivilDate) throws -> [RetainedRecord] {
        try all(
            """
            SELECT DISTINCT cohort.id, closed_on FROM availability AS kept
                CROSS JOIN enrolment ON enrolment.id = kept.enrolment CROSS JOIN cohort ON cohort.id = enrolment.cohort
            WHERE closed_on <= ?
            """, [day.iso]
        ) { RetainedRecord(class: .availability, id: $0[0], cohort: $0[0], trigger: try $0.date(1)) }
    }

    /// The key slots that any row still refers to.
    func liveSlots() throws -> Set<SealedKeySlot> {
        try SealedTable.allCases.reduce(into: []) { slots, table in
            slots.formUnion(
                try all("SELECT key_slot FROM \(table.rawValue) WHERE key_slot IS NOT NULL") {
                    SealedKeySlot(rawValue: $0[0])
                })
        }
    }

    /// The last slot that any row refers to; nil where nothing is sealed.
    func lastSlot() throws -> Int64? {
        try SealedTable.allCases.compactMap { table in
            try first("SELECT max(key_slot) FROM \(table.rawValue)") { $0[0] as Int64? } ?? nil
        }.max()
    }

    /// The confidential classes of which a cohort still has anything that no hold keeps, but for what goes before a cohort is
    /// closed.
    public func confidentialClasses(in cohort: Int64, held: [HeldRecords]) throws -> [RetentionClass] {
        try [RetentionClass.writeUp, .outcomeReport, .feedbackResponse].filter { `class` in
            guard let table = `class`.table else { return false }
            let latest = `class` == .writeUp ? " AND superseded_on IS NULL" : ""
            return try all(
                "SELECT kept.id FROM \(table.rawValue) AS kept JOIN visit ON visit.id = visit WHERE cohort = ?\(latest)",
                [cohort]
            ) { RecordID(`class`, $0[0]) }.contains { record in !held.contains { $0.records.contains(record) } }
        }
    }

    /// Ended cohorts of which nothing is left that goes with them, neither what is confidential nor when schools could, and that no
    /// hold is on.
    public func cohortsWithNothingLeft() throws -> [Int64] {
        try all(
            """
            SELECT id FROM cohort WHERE state IN \(CohortState.awaitingPurge) AND NOT EXISTS (
                SELECT 1 FROM enrolment JOIN availability ON enrolment = enrolment.id WHERE enrolment.cohort = cohort.id)
            AND NOT EXISTS (
                SELECT 1 FROM visit WHERE visit.cohort = cohort.id AND (
                    EXISTS (SELECT 1 FROM evidence_note WHERE visit = visit.id)
                    OR EXISTS (SELECT 1 FROM write_up WHERE visit = visit.id)
                    OR EXISTS (SELECT 1 FROM outcome_report WHERE visit = visit.id)
                    OR EXISTS (SELECT 1 FROM message WHERE confidential AND subject_id = visit.id AND sealed IS NOT NULL)
                    OR EXISTS (SELECT 1 FROM feedback_response WHERE visit = visit.id)))
                AND NOT EXISTS (
                    SELECT 1 FROM hold WHERE subject_kind = 'cohort' AND subject_id = cohort.id AND lifted_on IS NULL)
            """
        ) { $0[0] }
    }
}
