import GRDB
import VNetCore

/// A purge that has begun.
public struct PurgeRun: Sendable {
    public let id: Int64
    /// Of the list that was previewed; another word where there was none.
    public let digest: String
    public let records: Int
    /// The user of the machine who had it run.
    public let approvedBy: UInt32
    public let startedAt: Instant
    public var finishedAt: Instant?
    public var state: PurgeState
}

/// How many records of a class a purge is of, and the rule by which.
public struct PurgeCount: Sendable {
    public let `class`: RetentionClass
    public let records: Int
    public let rule: String
}

/// What identifies a sealed record on disk.
public struct SealedRecord: Sendable {
    public let `class`: RetentionClass
    public let id: Int64
    public let slot: Int64
    let sealed: [UInt8]
}

extension Transaction {
    public func purgeRun(_ id: Int64) throws -> PurgeRun? {
        try first(Self.selectPurge + " WHERE id = ?", [id], Self.purge)
    }

    /// Newest first.
    public func purgeRuns(before id: Int64? = nil, limit: Int) throws -> [PurgeRun] {
        try all(Self.selectPurge + " WHERE id < ? ORDER BY id DESC LIMIT ?", [id ?? .max, limit], Self.purge)
    }

    public func unfinishedPurge() throws -> PurgeRun? {
        try first(Self.selectPurge + " WHERE state <> 'complete'", [], Self.purge)
    }

    /// In the order of the classes.
    public func purgeCounts(of run: Int64) throws -> [PurgeCount] {
        let counts = try all("SELECT class, records, rule FROM purge_count WHERE purge_run = ?", [run]) {
            PurgeCount(class: try $0.value(0), records: $0[1], rule: $0[2])
        }
        return RetentionClass.allCases.flatMap { `class` in counts.filter { $0.class == `class` } }
    }

    private static let selectPurge =
        "SELECT id, digest, records, approved_by, started_at, finished_at, state FROM purge_run"

    private static func purge(_ row: Row) throws -> PurgeRun {
        PurgeRun(
            id: row[0], digest: row[1], records: row[2], approvedBy: row[3], startedAt: row.instant(4),
            finishedAt: (row[5] as Int64?).map(Instant.init(seconds:)), state: try row.value(6))
    }

    // The steps of a run, each committed before the next.

    /// `rule` says of each class why it goes; it is kept in these words.
    public func beginPurge(
        _ items: [RetentionPlan.Item], digest: String, by uid: UInt32, rule: (RetentionClass) -> String,
        at now: Instant
    ) throws -> PurgeRun {
        let id = try insert(
            "INSERT INTO purge_run (digest, started_at, records, approved_by, state) VALUES (?, ?, ?, ?, 'begun')",
            [digest, now.seconds, items.count, Int64(uid)])
        for item in items {
            try run(
                "INSERT INTO purge_item (purge_run, class, record) VALUES (?, ?, ?)",
                [id, item.record.class.rawValue, item.record.id])
        }
        for (`class`, items) in Dictionary(grouping: items, by: \.record.class) {
            try run(
                "INSERT INTO purge_count (purge_run, class, records, rule) VALUES (?, ?, ?, ?)",
                [id, `class`.rawValue, items.count, rule(`class`)])
        }
        return PurgeRun(
            id: id, digest: digest, records: items.count, approvedBy: uid, startedAt: now, state: .begun)
    }

    /// Of one record, at once.
    public func beginPurge(
        of record: RecordID, in cohort: Int64, digest: String, by uid: UInt32, rule: String, on today: CivilDate,
        at now: Instant
    ) throws -> PurgeRun {
        let retained = RetainedRecord(class: record.class, id: record.id, cohort: cohort, trigger: today)
        let item = RetentionPlan.Item(record: retained, due: today)
        return try beginPurge([item], digest: digest, by: uid, rule: { _ in rule }, at: now)
    }

    public func setPurge(_ id: Int64, to state: PurgeState, at now: Instant) throws {
        let finished = state == .complete ? now.seconds : nil
        try run("UPDATE purge_run SET state = ?, finished_at = ? WHERE id = ?", [state.rawValue, finished, id])
        if state == .complete { try run("DELETE FROM purge_item WHERE purge_run = ?", [id]) }
    }

    /// The sealed records that an unfinished run is to purge and that are still there.
    func sealedRecords(ofPurge id: Int64) throws -> [SealedRecord] {
        try RetentionClass.allCases.flatMap { `class` -> [SealedRecord] in
            guard let table = `class`.table else { return [] }
            return try all(
                """
                SELECT id, key_slot, sealed FROM \(table.rawValue)
                WHERE sealed IS NOT NULL AND id IN (SELECT record FROM purge_item WHERE purge_run = ? AND class = ?)
                """, [id, `class`.rawValue]
            ) { SealedRecord(class: `class`, id: $0[0], slot: $0[1], sealed: $0.bytes(2)) }
        }
    }

    /// Deletes what a run is to purge. A message keeps its row, without its body; of a person the suppression list keeps a
    /// keyed hash; the rest goes whole.
    func deleteRecords(ofPurge id: Int64) throws {
        try suppressPeople(ofPurge: id)
        for `class` in RetentionClass.allCases {
            let chosen = "IN (SELECT record FROM purge_item WHERE purge_run = ? AND class = ?)"
            let statement =
                switch `class` {
                case .messageBody: "UPDATE message SET sealed = NULL, key_slot = NULL WHERE id"
                case .evidenceNote: "DELETE FROM evidence_note WHERE id"
                case .draftWriteUp, .writeUp: "DELETE FROM write_up WHERE id"
                case .outcomeReport: "DELETE FROM outcome_report WHERE id"
                case .feedbackResponse: "DELETE FROM feedback_response WHERE id"
                case .contact: "DELETE FROM person WHERE id"
                case .enquiry: "DELETE FROM enquiry WHERE id"
                case .pairing: "DELETE FROM pairing WHERE cohort"
                case .availability:
                    "DELETE FROM availability WHERE (SELECT cohort FROM enrolment WHERE id = availability.enrolment)"
                case .erasureRequest: "DELETE FROM erasure_request WHERE id"
                }
            try run("\(statement) \(chosen)", [id, `class`.rawValue])
        }
    }
}
