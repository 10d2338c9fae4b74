import Foundation
import GRDB
import VNetCore

/// A purge whose records are deleted.
public struct PurgeRun: Stateful {
    public static let table = "purge_run"
    public let id: Int64
    /// Random, so that it is the same in no two histories: ids begin anew where an older database was put back.
    let name: String
    /// Of the list that was previewed; another word where there was none.
    public let digest: String
    public let records: Int
    /// The user of the machine who had it run.
    public let approvedBy: UInt32
    public let startedAt: Instant
    /// When its files are rewritten at the latest, which it may wait for so that several are rewritten at once.
    public let verifyBy: Instant
    public var finishedAt: Instant?
    public var state: PurgeState
}

/// How many records of a class a purge is of, and the rule by which.
public struct PurgeCount: Sendable {
    public let `class`: RetentionClass
    public let records: Int
    public let rule: String
}

extension Transaction {
    public func purgeRun(_ id: Int64) throws -> PurgeRun? {
        try first(Self.selectPurge + " WHERE id = ?", [id], Self.purge)
    }

    /// Newest first.
    public func purgeRuns(before id: Int64? = nil, limit: Int) throws -> [PurgeRun] {
        try all(Self.selectPurge + " WHERE id < ? ORDER BY id DESC LIMIT ?", [id ?? .max, limit], Self.purge)
    }

    /// Those that are not yet complete, oldest first.
    public func unfinishedPurges() throws -> [PurgeRun] {
        try all(Self.selectPurge + " WHERE state <> \(PurgeState.complete.sql) ORDER BY id", [], Self.purge)
    }

    /// In the order of the classes.
    public func purgeCounts(of run: Int64) throws -> [PurgeCount] {
        let counts = try all("SELECT class, records, rule FROM purge_count WHERE purge_run = ?", [run]) {
            PurgeCount(class: try $0.value(0), records: $0[1], rule: $0[2])
        }
        return RetentionClass.allCases.flatMap { `class` in counts.filter { $0.class == `class` } }
    }

    private static let selectPurge = """
        SELECT id, name, digest, records, approved_by, started_at, verify_by, finished_at, state FROM purge_run
        """

    private static func purge(_ row: Row) throws -> PurgeRun {
        PurgeRun(
            id: row[0], name: row[1], digest: row[2], records: row[3], approvedBy: row[4], startedAt: row.instant(5),
            verifyBy: row.instant(6), finishedAt: (row[7] as Int64?).map(Instant.init(seconds:)),
            state: try row.value(8))
    }

    // The steps of a run, each committed before the next

    /// Deletes `items`, and remembers what they were until their keys are destroyed and it is proved that they are gone.
    ///
    /// `rule` says of each class why it goes; it is kept in these words. A person goes on the suppression list.
    public func purge(
        _ items: [RetentionPlan.Item], digest: String, by uid: UInt32, rule: (RetentionClass) -> String,
        at now: Instant, verifyBy: Instant
    ) throws -> PurgeRun {
        let name = Hex.text(withUnsafeBytes(of: UInt64.random(in: .min ... .max), Array.init))
        let id = try insert(
            """
            INSERT INTO purge_run (name, digest, started_at, verify_by, records, approved_by, state)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                name, digest, now.seconds, verifyBy.seconds, items.count, Int64(uid), PurgeState.deleted.rawValue,
            ])
        for item in items { try remember(item.record.recordID, in: id) }
        for (`class`, items) in Dictionary(grouping: items, by: \.record.class) {
            try run(
                "INSERT INTO purge_count (purge_run, class, records, rule) VALUES (?, ?, ?, ?)",
                [id, `class`.rawValue, items.count, rule(`class`)])
        }
        try suppressPeople(ofPurge: id)
        try deleteRecords(ofPurge: id)
        return PurgeRun(
            id: id, name: name, digest: digest, records: items.count, approvedBy: uid, startedAt: now,
            verifyBy: verifyBy, state: .deleted)
    }

    /// Deletes one record. Its files may wait for up to an hour to be rewritten, with those of others.
    public func purge(
        _ record: RecordID, in cohort: Int64, digest: String, by uid: UInt32, rule: String, on today: CivilDate,
        at now: Instant
    ) throws -> PurgeRun {
        let retained = RetainedRecord(class: record.class, id: record.id, cohort: cohort, trigger: today)
        return try purge(
            [RetentionPlan.Item(record: retained, due: today)], digest: digest, by: uid, rule: { _ in rule }, at: now,
            verifyBy: now.adding(seconds: 3600))
    }

    private func remember(_ record: RecordID, in run: Int64) throws {
        let mark = try record.class.table.flatMap { table in
            try first("SELECT sealed FROM \(table.rawValue) WHERE id = ? AND sealed IS NOT NULL", [record.id]) {
                Data(Tombstone.mark(of: $0.bytes(0)))
            }
        }
        try self.run(
            "INSERT INTO purge_item (purge_run, class, record, mark) VALUES (?, ?, ?, ?)",
            [run, record.class.rawValue, record.id, mark])
        guard record.class == .contact else { return }
        try self.run(
            """
            UPDATE purge_item SET email_index = person.email_index, reason =
                iif(EXISTS (SELECT 1 FROM erasure_request WHERE person = record AND state IN \(ErasureState.open)),
                    'erasure', 'retention')
            FROM person WHERE person.id = record AND purge_run = ? AND class = 'contact' AND record = ?
            """, [run, record.id])
    }

    /// What an unfinished run has purged.
    func tombstones(ofPurge id: Int64) throws -> [Tombstone] {
        try all(
            "SELECT class, record, mark, reason, email_index FROM purge_item WHERE purge_run = ?", [id]
        ) { row in
            var tombstone = Tombstone(
                record: RecordID(try row.value(0), row[1]), mark: (row[2] as Data?).map([UInt8].init))
            if row[3] as String? != nil { tombstone.suppression = (try row.value(3), row.bytes(4)) }
            return tombstone
        }
    }

    /// Records that a run is proved, and forgets what it was of.
    func complete(_ run: PurgeRun, at now: Instant) throws {
        _ = try apply(.complete, to: run, with: ["finished_at": now.seconds])
        try self.run("DELETE FROM purge_item WHERE purge_run = ?", [run.id])
    }

    /// The slots of keys that no row refers to any more and that are still to be destroyed. The schema adds each when its row
    /// is deleted or gets another key.
    func doomedSlots() throws -> [Int64] { try all("SELECT slot FROM doomed_key") { $0[0] } }

    public func hasDoomedKeys() throws -> Bool { try exists("SELECT 1 FROM doomed_key") }

    func forgetDoomed(_ slots: [Int64]) throws {
        for slot in slots { try run("DELETE FROM doomed_key WHERE slot = ?", [slot]) }
    }

    /// A message keeps its row, without its body; of a person the suppression list keeps a keyed hash; the rest goes whole.
    private func deleteRecords(ofPurge id: Int64) throws {
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
