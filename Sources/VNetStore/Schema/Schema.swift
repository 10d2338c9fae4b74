import GRDB

/// The database's versions, and how one becomes the next.
enum Schema {
    /// “VNET”, in the file's header, so that file(1) and a careful person can tell what it is.
    static let applicationID: Int32 = 0x564E_4554
    /// In order; the number of versions applied is `user_version`.
    static let versions = [v1]

    /// Brings `db` to the present version in one transaction. Refuses, untouched, a file that is not ours or newer.
    static func migrate(_ db: Database, file: String) throws {
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let objects = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        guard application == applicationID || (application == 0 && version == 0 && objects == 0) else {
            throw StoreError.foreign(file: file)
        }
        guard version <= versions.count else { throw StoreError.newer(file: file, version: version) }
        guard version < versions.count else { return }
        try db.inTransaction(.exclusive) {
            for statements in versions[version...] {
                for sql in statements { try db.execute(sql: sql) }
            }
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: "PRAGMA user_version = \(versions.count)")
            return .commit
        }
    }
}
