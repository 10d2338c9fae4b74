import GRDB
import VNetCore

extension RetentionClass {
    /// The sealed table that holds its records.
    var table: SealedTable {
        switch self {
        case .writeUp: .writeUp
        case .feedbackResponse: .feedbackResponse
        case .messageBody: .message
        case .contact: .person
        case .enquiry: .enquiry
        }
    }
}

/// A purge that has begun.
public struct PurgeRun: Sendable {
    public enum State: String, Sendable { case begun, shredded, deleted, complete }

    public let id: Int64
    public let digest: String
    public let records: Int
    public var state: State
}

/// What identifies a sealed record on disk.
public struct SealedRecord: Sendable {
    public let `class`: RetentionClass
    public let id: Int64
    public let slot: Int64
    let sealed: [UInt8]
}

extension Transaction {
    /// Every sealed record whose trigger is known and lies before `today`.
    public func retainedRecords(before today: CivilDate, zone: TimeZoneRules) throws -> [RetainedRecord] {
        try RetentionClass.allCases.flatMap { `class` in
            switch `class`.trigger {
            case .closure: try writtenBeforeClosure(today)
            case .feedbackSession: try answeredBeforeSession(today)
            case .sent: try messagesEnded(today, zone)
            case .lastRoleEnded: try formerPeople(today)
            case .lastContact: try enquiriesHeardOf(before: today)
            }
        }
    }

    private func writtenBeforeClosure(_ today: CivilDate) throws -> [RetainedRecord] {
        try all(
            """
            SELECT write_up.id, cohort.id, closed_on FROM write_up JOIN visit ON visit.id = visit
                JOIN cohort ON cohort.id = visit.cohort WHERE closed_on < ?
            """, [today.iso]
        ) { RetainedRecord(class: .writeUp, id: $0[0], cohort: $0[1], trigger: try $0.date(2)) }
    }

    /// From the feedback session, or from the end of a cohort that never held one.
    private func answeredBeforeSession(_ today: CivilDate) throws -> [RetainedRecord] {
        try all(
            """
            SELECT r.id, cohort.id, ifnull(session.date, closed_on) AS ended
            FROM feedback_response r JOIN visit ON visit.id = visit JOIN cohort ON cohort.id = visit.cohort
                LEFT JOIN session ON session.cohort = cohort.id AND session.kind = 'feedback' AND session.state = 'held'
            WHERE ended < ?
            """, [today.iso]
        ) { RetainedRecord(class: .feedbackResponse, id: $0[0], cohort: $0[1], trigger: try $0.date(2)) }
    }

    private func messagesEnded(_ today: CivilDate, _ zone: TimeZoneRules) throws -> [RetainedRecord] {
        let midnight = zone.instant(on: today, at: CivilTime(hour: 0, minute: 0)!)
        return try all(
            "SELECT id, ended_at FROM message WHERE sealed IS NOT NULL AND ended_at < ?", [midnight.seconds]
        ) {
            RetainedRecord(class: .messageBody, id: $0[0], cohort: nil, trigger: zone.civil(at: $0.instant(1)).date)
        }
    }

    /// People who held a role once and hold none today.
    private func formerPeople(_ today: CivilDate) throws -> [RetainedRecord] {
        try all(
            """
            SELECT person, max(until) FROM role_tenure GROUP BY person
            HAVING count(*) = count(until) AND max(until) < ?
            """, [today.iso]
        ) { RetainedRecord(class: .contact, id: $0[0], cohort: nil, trigger: try $0.date(1)) }
    }

    /// Whatever became of them: an enrolment has what is needed of one that was converted.
    private func enquiriesHeardOf(before today: CivilDate) throws -> [RetainedRecord] {
        try all("SELECT id, last_contact FROM enquiry WHERE last_contact < ?", [today.iso]) {
            RetainedRecord(class: .enquiry, id: $0[0], cohort: nil, trigger: try $0.date(1))
        }
    }

    // The steps of a run, each committed before the next.

    public func unfinishedPurge() throws -> PurgeRun? {
        try first("SELECT id, digest, records, state FROM purge_run WHERE state <> 'complete'") {
            PurgeRun(id: $0[0], digest: $0[1], records: $0[2], state: try $0.value(3))
        }
    }

    public func beginPurge(_ items: [RetentionPlan.Item], digest: String, at now: Instant) throws -> PurgeRun {
        let id = try insert(
            "INSERT INTO purge_run (digest, started_at, records, state) VALUES (?, ?, ?, 'begun')",
            [digest, now.seconds, items.count])
        for item in items {
            try run(
                "INSERT INTO purge_item (purge_run, class, record) VALUES (?, ?, ?)",
                [id, item.record.class.rawValue, item.record.id])
        }
        return PurgeRun(id: id, digest: digest, records: items.count, state: .begun)
    }

    public func setPurge(_ id: Int64, to state: PurgeRun.State, at now: Instant) throws {
        let finished = state == .complete ? now.seconds : nil
        try run("UPDATE purge_run SET state = ?, finished_at = ? WHERE id = ?", [state.rawValue, finished, id])
        if state == .complete { try run("DELETE FROM purge_item WHERE purge_run = ?", [id]) }
    }

    /// The records that an unfinished run is to purge and that are still there.
    func sealedRecords(ofPurge id: Int64) throws -> [SealedRecord] {
        try RetentionClass.allCases.flatMap { `class` in
            try all(
                """
                SELECT id, key_slot, sealed FROM \(`class`.table.rawValue)
                WHERE sealed IS NOT NULL AND id IN (SELECT record FROM purge_item WHERE purge_run = ? AND class = ?)
                """, [id, `class`.rawValue]
            ) { SealedRecord(class: `class`, id: $0[0], slot: $0[1], sealed: $0.bytes(2)) }
        }
    }

    /// Deletes what a run is to purge. A message keeps its row, without its body; the rest goes whole.
    func deleteRecords(ofPurge id: Int64) throws {
        for `class` in RetentionClass.allCases {
            let chosen = "id IN (SELECT record FROM purge_item WHERE purge_run = ? AND class = ?)"
            let table = `class`.table.rawValue
            switch `class` {
            case .messageBody:
                try run("UPDATE message SET sealed = NULL, key_slot = NULL WHERE \(chosen)", [id, `class`.rawValue])
            case .writeUp, .feedbackResponse, .contact, .enquiry:
                try run("DELETE FROM \(table) WHERE \(chosen)", [id, `class`.rawValue])
            }
        }
    }

    /// The key slots that any row still refers to.
    func liveSlots() throws -> Set<Int64> {
        try SealedTable.allCases.reduce(into: []) { slots, table in
            slots.formUnion(
                try all("SELECT key_slot FROM \(table.rawValue) WHERE key_slot IS NOT NULL") { $0[0] as Int64 })
        }
    }

    /// The classes of which a cohort still has anything.
    public func confidentialClasses(in cohort: Int64) throws -> [RetentionClass] {
        try RetentionClass.allCases.filter { `class` in
            switch `class` {
            case .writeUp, .feedbackResponse:
                try exists(
                    "SELECT 1 FROM \(`class`.table.rawValue) JOIN visit ON visit.id = visit WHERE cohort = ?", [cohort])
            case .messageBody, .contact, .enquiry: false
            }
        }
    }

    /// Ended cohorts of which nothing confidential is left.
    public func cohortsWithNothingLeft() throws -> [Int64] {
        try all(
            """
            SELECT id FROM cohort WHERE state IN ('closed', 'cancelled') AND NOT EXISTS (
                SELECT 1 FROM visit WHERE visit.cohort = cohort.id AND (
                    EXISTS (SELECT 1 FROM write_up WHERE visit = visit.id)
                    OR EXISTS (SELECT 1 FROM feedback_response WHERE visit = visit.id)))
            """
        ) { $0[0] }
    }
}
