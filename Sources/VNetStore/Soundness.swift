import GRDB
import VNetCore

// Whether what is stored can be relied on; looked at on the worker, after the start.

extension Store {
    /// SQLite's own check of the file; empty when it is sound.
    ///
    /// SQLite 3.40 finds NULL values in WITHOUT ROWID tables where there are none. So that a sound database is not taken for a
    /// damaged one, such a finding counts only if the value is found.
    public func quickCheck() throws -> [String] {
        do {
            return try queue.unsafeRead { db in
                let lines = try String.fetchAll(db, sql: "PRAGMA quick_check(10)")
                return lines == ["ok"] ? [] : try lines.filter { try !Self.isFalseAlarm($0, db) }
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            return [error.message ?? "its file is malformed"]
        } catch { throw StoreError.wrapping(error) }
    }

    private static func isFalseAlarm(_ line: String, _ db: Database) throws -> Bool {
        let prefix = "NULL value in "
        guard line.hasPrefix(prefix) else { return false }
        let name = line.dropFirst(prefix.count).split(separator: ".").map(String.init)
        guard name.count == 2, try db.tableExists(name[0]) else { return false }
        let (table, column) = (name[0].quotedDatabaseIdentifier, name[1].quotedDatabaseIdentifier)
        return try Row.fetchOne(db, sql: "SELECT 1 FROM \(table) WHERE \(column) IS NULL") == nil
    }

    /// The records whose keys are missing or do not open though nobody purged them, at most `limit` of them, such as “message 3”.
    public func unreadableRecords(limit: Int) throws -> [String] {
        try read { transaction in
            var found: [String] = []
            for table in SealedTable.allCases where found.count < limit {
                let rows = try transaction.all(
                    "SELECT id, key_slot FROM \(table.rawValue) WHERE key_slot IS NOT NULL ORDER BY key_slot"
                ) { (id: $0[0] as Int64, slot: SealedKeySlot(rawValue: $0[1])) }
                for row in rows where found.count < limit {
                    do { _ = try keyring.key(at: row.slot) } catch KeyringError.gone, KeyringError.unreadable {
                        found.append("\(table.title) \(row.id)")
                    }
                }
            }
            return found
        }
    }
}

extension SealedTable {
    /// What a row of it is, in words.
    fileprivate var title: String {
        switch self {
        case .person: "person"
        case .evidenceNote: "evidence note"
        case .writeUp: "write-up"
        case .outcomeReport: "outcome report"
        case .feedbackResponse: "feedback response"
        case .message: "message"
        case .enquiry: "enquiry"
        }
    }
}
