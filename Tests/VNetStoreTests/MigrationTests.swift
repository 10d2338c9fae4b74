import Foundation
import GRDB
import TestSupport
import Testing

@testable import VNetStore

private func open(_ scratch: Scratch) throws -> (queue: DatabaseQueue, file: String) {
    let file = scratch.path + "/vnet.db"
    return (try DatabaseQueue(path: file), file)
}

private let second = ["CREATE TABLE novelty (id INTEGER PRIMARY KEY) STRICT"]

@Test func `a migration keeps a sound copy of the database as it was before`() throws {
    let scratch = try Scratch()
    let (queue, file) = try open(scratch)
    try queue.writeWithoutTransaction { db throws in
        try Schema.migrate(db, file: file, versions: [Schema.v1])
        try db.execute(sql: "INSERT INTO trust VALUES ('1', 'A Trust')")
        try Schema.migrate(db, file: file, versions: [Schema.v1, second])
        #expect(try Int.fetchOne(db, sql: "PRAGMA user_version") == 2)
        #expect(try db.tableExists("novelty"))
    }
    let copy = try DatabaseQueue(path: Schema.copy(of: file, version: 1))
    try copy.read { db throws in
        #expect(try Int.fetchOne(db, sql: "PRAGMA user_version") == 1)
        #expect(try Int32.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID)
        #expect(try String.fetchAll(db, sql: "SELECT name FROM trust") == ["A Trust"])
        #expect(try !db.tableExists("novelty"))
    }
}

@Test func `a migration that fails changes nothing, and can be tried again`() throws {
    let scratch = try Scratch()
    let (queue, file) = try open(scratch)
    try queue.writeWithoutTransaction { db throws in
        try Schema.migrate(db, file: file, versions: [Schema.v1])
        #expect(throws: DatabaseError.self) {
            try Schema.migrate(db, file: file, versions: [Schema.v1, second + ["CREATE TABLE meta (id)"]])
        }
        #expect(try Int.fetchOne(db, sql: "PRAGMA user_version") == 1)
        #expect(try !db.tableExists("novelty"))
        try Schema.migrate(db, file: file, versions: [Schema.v1, second])
        #expect(try db.tableExists("novelty"))
    }
}

@Test func `a new database is made without a copy`() throws {
    let scratch = try Scratch()
    let (queue, file) = try open(scratch)
    try queue.writeWithoutTransaction { try Schema.migrate($0, file: file, versions: [Schema.v1, second]) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["vnet.db"])
}
