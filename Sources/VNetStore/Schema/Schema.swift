import GRDB

/// The database's versions, and how one becomes the next.
enum Schema {
    /// “VNET”, in the file's header, so that file(1) and a careful person can tell what it is.
    static let applicationID: Int32 = 0x564E_4554
    /// In order; the number of versions applied is `user_version`.
    static let versions = [v1]

    /// The version that `db` is of; 0 for a new one. Refuses a file that is not ours or newer, and changes nothing.
    static func version(of db: Database, file: String, versions: [[String]] = versions) throws -> Int {
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let objects = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        guard application == applicationID || (application == 0 && version == 0 && objects == 0) else {
            throw StoreError.foreign(file: file)
        }
        // Both are written in the transaction that makes the tables, so that neither is ever there without the other.
        guard version > 0 || (version == 0 && application == 0) else {
            throw StoreError.corrupt("schema version \(version) in the header of \(file)")
        }
        guard version <= versions.count else { throw StoreError.newer(file: file, version: version) }
        return version
    }

    /// Brings `db` to the last of `versions` in one transaction, after a copy of it has been made and checked.
    static func migrate(_ db: Database, file: String, versions: [[String]] = versions) throws {
        let version = try version(of: db, file: file, versions: versions)
        guard version < versions.count else { return }
        if version > 0 { try keepCopy(of: db, file: file, version: version) }
        try db.inTransaction(.exclusive) {
            for statements in versions[version...] {
                for sql in statements { try db.execute(sql: sql) }
            }
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: "PRAGMA user_version = \(versions.count)")
            return .commit
        }
    }

    /// Where the database of an earlier version is kept when it is migrated.
    static func copy(of file: String, version: Int) -> String { "\(file).v\(version)" }

    /// A copy made by `VACUUM INTO` holds nothing that was deleted. One that a crash cut off is made anew.
    private static func keepCopy(of db: Database, file: String, version: Int) throws {
        let copy = copy(of: file, version: version)
        try KeyFile.remove(copy)
        try db.execute(sql: "VACUUM INTO ?", arguments: [copy])
        try KeyFile(copy, create: false).sync()
        try KeyFile.syncDirectory(String(copy[..<(copy.lastIndex(of: "/") ?? copy.endIndex)]))
        var configuration = Configuration()
        configuration.readonly = true
        let (check, kept) = try DatabaseQueue(path: copy, configuration: configuration).read {
            (
                try String.fetchAll($0, sql: "PRAGMA quick_check(1)"),
                try Int.fetchOne($0, sql: "PRAGMA user_version")
            )
        }
        guard check == ["ok"], kept == version else {
            throw StoreError.failed("the copy before migrating, \(copy), is not sound")
        }
    }
}
