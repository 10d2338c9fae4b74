import Foundation
import GRDB
import TestSupport
import Testing
import VNetCore

@testable import VNetStore

private let now = Instant(rfc3339: "2027-01-01T00:00:00Z")!

private func open(_ scratch: Scratch) throws -> Store {
    try Store(Store.Options(directory: scratch.path, masterKey: nil, simulation: nil, newEpoch: "first"))
}

/// Whether another program is refused the bytes that SQLite keeps locked for as long as it has a database open.
private func isLocked(_ scratch: Scratch) async throws -> Bool {
    let program = """
        import fcntl, sys
        try: fcntl.lockf(open(sys.argv[1], 'r+b'), fcntl.LOCK_EX | fcntl.LOCK_NB, 510, 0x40000002)
        except OSError: print('locked')
        """
    let finished = try await Programs.run("/usr/bin/python3", ["-c", program, scratch.path + "/vnet.db"])
    try #require(finished.status == 0, "\(finished.errors)")
    return finished.output == "locked\n"
}

@Test func `SQLite's locks on the database outlive a purge, so that no other program takes its log away`()
    async throws
{
    let scratch = try Scratch()
    let store = try open(scratch)
    try store.addPerson("Doomed")
    // The control: there is a lock to lose.
    #expect(try await isLocked(scratch))
    try store.purge(person: 1, at: now)
    #expect(try await isLocked(scratch))
    // What an administrator may do beside a running daemon, and then the power goes.
    try store.addPerson("Ann")
    let program = """
        import sqlite3, sys
        print(sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM person').fetchall())
        """
    let finished = try await Programs.run("/usr/bin/python3", ["-c", program, scratch.path + "/vnet.db"])
    #expect(finished.output == "[(1,)]\n", "\(finished.errors)")
    let copy = try Scratch()
    for name in try FileManager.default.contentsOfDirectory(atPath: scratch.path) where name != "vnet.db-shm" {
        try FileManager.default.copyItem(atPath: "\(scratch.path)/\(name)", toPath: "\(copy.path)/\(name)")
    }
    #expect(try open(copy).name(of: 2) == "Ann")
}

@Test func `SQLite finds a database with rows in every table sound`() throws {
    // SQLite 3.40 finds NULLs in a WITHOUT ROWID table whose key is not its first columns, in their order.
    try DatabaseQueue().writeWithoutTransaction { db in
        try Schema.migrate(db, file: ":memory:")
        let tables = try String.fetchAll(
            db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%WITHOUT ROWID%'")
        #expect(tables.count > 10)
        for table in tables {
            let key = try Int.fetchAll(db, sql: "SELECT pk FROM pragma_table_info(?) ORDER BY cid", arguments: [table])
            let length = key.count { $0 > 0 }
            #expect(Array(key.prefix(length)) == Array(1...length), "\(table)")
        }
    }
}

@Test func `a finding of SQLite's that looking does not bear out is no damage`() throws {
    let scratch = try Scratch()
    let store = try open(scratch)
    try store.queue.writeWithoutTransaction { db in
        try db.execute(
            sql: """
                CREATE TABLE odd (a INTEGER NOT NULL, b TEXT NOT NULL, PRIMARY KEY (b)) STRICT, WITHOUT ROWID;
                INSERT INTO odd VALUES (1, 'x');
                """)
        // The control: this version finds one where there is none.
        #expect(try String.fetchAll(db, sql: "PRAGMA quick_check") == ["NULL value in odd.a"])
    }
    #expect(try store.quickCheck() == [])
}

@Test func `what is damaged is found`() throws {
    let scratch = try Scratch()
    let page: Int
    do {
        let store = try open(scratch)
        for number in 0..<200 { try store.addPerson("P\(number)") }
        page = try store.read { try $0.count("SELECT rootpage FROM sqlite_schema WHERE name = 'person'") }
        store.close()
    }
    let path = scratch.path + "/vnet.db"
    var bytes = try Data(contentsOf: URL(filePath: path))
    for offset in 0..<8 { bytes[(page - 1) * 4096 + offset] = 0xFF }
    try bytes.write(to: URL(filePath: path))
    #expect(try !open(scratch).quickCheck().isEmpty)
}
