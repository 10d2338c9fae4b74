import Foundation
import GRDB
import TestSupport
import Testing
import VNetCore

@testable import VNetStore

/// An empty database of the present version, in memory.
private func database() throws -> DatabaseQueue {
    var configuration = GRDB.Configuration()
    configuration.foreignKeysEnabled = true
    let queue = try DatabaseQueue(configuration: configuration)
    try queue.writeWithoutTransaction { try Schema.migrate($0, file: ":memory:") }
    return queue
}

@Test func `each CHECK, NOT NULL, UNIQUE and foreign key of the schema refuses what violates it`() throws {
    try database().writeWithoutTransaction { db throws in
        var rows = try SchemaRows(db)
        for table in rows.tables {
            for violation in table.violations {
                let found = try rows.violate(violation, of: table)
                #expect(found, "nothing that was tried violates \(violation) of \(table.name)")
            }
        }
        // The control: what is not in the schema is not found to be violated.
        let school = try #require(rows.tables.first { $0.name == "school" })
        #expect(try !rows.violate(.check("pupils < 10"), of: school))
    }
}

/// A constraint by the words that SQLite refuses with.
enum Violation: CustomStringConvertible {
    case check(String)
    case notNull(String)
    case unique([String], message: String)
    case foreignKey([String])

    var description: String {
        switch self {
        case .check(let text): "CHECK (\(text))"
        case .notNull(let column): "NOT NULL of \(column)"
        case .unique(_, let message): message
        case .foreignKey(let columns): "the foreign key of \(columns.joined(separator: ", "))"
        }
    }

    func isMatched(by message: String, in table: String) -> Bool {
        switch self {
        case .check(let text): message == "CHECK constraint failed: \(text)"
        case .notNull(let column): message == "NOT NULL constraint failed: \(table).\(column)"
        case .unique(_, let wanted): message == "UNIQUE constraint failed: \(wanted)"
        case .foreignKey: message == "FOREIGN KEY constraint failed"
        }
    }
}

/// Makes rows that the schema takes, and rows that it does not, by trying: SQLite says what is wrong, and the columns that it
/// names get other values. So a new table or constraint needs no new test.
struct SchemaRows {
    struct Column {
        let name: String
        let type: String
        var candidates: [DatabaseValue]
        let references: (table: String, column: String)?
    }

    struct Table {
        let name: String
        var columns: [Column]
        let checks: [String]
        var violations: [Violation]
    }

    private(set) var tables: [Table] = []
    private let db: Database
    private var generator = SeededGenerator(seed: 0x5EED)

    init(_ db: Database) throws {
        self.db = db
        let names = try String.fetchAll(
            db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        var left = try names.map { try Self.table($0, db) }
        while !left.isEmpty {
            // Parents first, so that children have something to refer to.
            let index = try #require(
                left.firstIndex { table in
                    table.columns.allSatisfy { column in
                        column.references.map { parent in
                            parent.table == table.name || !left.contains { $0.name == parent.table }
                        }
                            ?? true
                    }
                })
            let table = left.remove(at: index)
            tables.append(table)
            try fill(table)
        }
    }

    /// A few rows that the schema takes, for children to refer to.
    private mutating func fill(_ table: Table) throws {
        for count in 0..<12 {
            var row = try draw(table)
            var message: String? = ""
            for _ in 0..<(count == 0 ? 20_000 : 500) {
                message = try insert(row, table)
                guard let message else { break }
                try change(&row, table, after: message)
            }
            if count > 0, message != nil { return }
            #expect(message == nil, "no row of \(table.name) was found: \(message ?? "")")
        }
    }

    /// Looks for a row that is refused for `violation` and nothing else.
    mutating func violate(_ violation: Violation, of table: Table) throws -> Bool {
        for _ in 0..<4_000 {
            // From a row that is right but for what is then done to it.
            var row = try taken(table)
            for _ in 0..<12 {
                try spoil(&row, violation, table)
                var isFound = false
                try db.inSavepoint {
                    let message = try insert(row, table)
                    isFound = message.map { violation.isMatched(by: $0, in: table.name) } ?? false
                    if let message, !isFound { try change(&row, table, after: message) }
                    return .rollback
                }
                if isFound { return true }
            }
        }
        return false
    }

    /// Sets what has to be so for `violation`.
    private mutating func spoil(_ row: inout [String: DatabaseValue], _ violation: Violation, _ table: Table) throws {
        switch violation {
        case .check(let text):
            let named = table.columns.filter { mentions(text, $0.name) }
            for _ in 0..<Int.random(in: 1...2, using: &generator) {
                if let column = named.randomElement(using: &generator) { row[column.name] = try value(of: column) }
            }
        case .notNull(let column): row[column] = .null
        case .foreignKey(let columns):
            for column in columns {
                let isNumber = row[column].map { Int.fromDatabaseValue($0) != nil } ?? true
                row[column] = isNumber ? 555_555.databaseValue : "nothing".databaseValue
            }
        case .unique(let columns, _):
            let other = try taken(table)
            for column in columns { row[column] = other[column] }
        }
    }

    /// A row that the schema has taken.
    private mutating func taken(_ table: Table) throws -> [String: DatabaseValue] {
        let rows = try Row.fetchAll(db, sql: "SELECT * FROM \(table.name)")
        let row = try #require(rows.randomElement(using: &generator))
        return Dictionary(uniqueKeysWithValues: row.map { ($0, $1) })
    }

    private mutating func draw(_ table: Table) throws -> [String: DatabaseValue] {
        var row: [String: DatabaseValue] = [:]
        for column in table.columns { row[column.name] = try value(of: column) }
        return row
    }

    private mutating func change(_ row: inout [String: DatabaseValue], _ table: Table, after message: String) throws {
        let named = table.columns.filter { mentions(message, $0.name) }
        guard let column = (named.isEmpty ? table.columns : named).randomElement(using: &generator) else { return }
        // Where one of several is to be there, the others are to be null, which is seldom drawn.
        let isOneOf = message.contains("NULL) + (") || message.contains("NULL) <> (")
        let isNull = isOneOf && Int.random(in: 0..<3, using: &generator) == 0
        row[column.name] = isNull ? .null : try value(of: column)
    }

    private mutating func value(of column: Column) throws -> DatabaseValue {
        if let parent = column.references, Int.random(in: 0..<8, using: &generator) > 0 {
            let values = try DatabaseValue.fetchAll(db, sql: "SELECT \(parent.column) FROM \(parent.table)")
            if let value = values.randomElement(using: &generator) { return value }
        }
        if Int.random(in: 0..<5, using: &generator) == 0 { return .null }
        return Int.random(in: 0..<4, using: &generator) == 0
            ? fresh(column.type) : column.candidates.randomElement(using: &generator) ?? .null
    }

    /// One that no row has, for what has to be unique.
    private mutating func fresh(_ type: String) -> DatabaseValue {
        let number = Int.random(in: 600_000...900_000, using: &generator)
        return switch type {
        case "INTEGER": number.databaseValue
        case "BLOB": Data(Array("\(number)".utf8) + [UInt8](repeating: 0, count: 26)).databaseValue
        // A day as likely as a word.
        default: (number % 2 == 0 ? "x\(number)" : "\(number % 8000 + 1000)-01-01").databaseValue
        }
    }

    private func mentions(_ text: String, _ column: String) -> Bool {
        text.split { !$0.isLetter && $0 != "_" && !$0.isNumber }.contains(Substring(column))
    }

    /// What SQLite refuses the row with; nil when it takes it.
    private func insert(_ row: [String: DatabaseValue], _ table: Table) throws -> String? {
        let columns = row.keys.sorted()
        do {
            let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
            let places = columns.map { _ in "?" }.joined(separator: ", ")
            try db.cachedStatement(sql: "INSERT INTO \(table.name) (\(names)) VALUES (\(places))")
                .execute(arguments: StatementArguments(columns.map { row[$0] ?? .null }))
            return nil
        } catch let error as DatabaseError { return error.message ?? "" }
    }
}

extension SchemaRows {
    /// A table as SQLite describes it.
    private static func table(_ name: String, _ db: Database) throws -> Table {
        let sql = try String.fetchOne(db, sql: "SELECT sql FROM sqlite_schema WHERE name = ?", arguments: [name]) ?? ""
        let checks = checks(in: sql)
        let keys = try Row.fetchAll(db, sql: "PRAGMA foreign_key_list(\(name))")
        let info = try Row.fetchAll(db, sql: "PRAGMA table_info(\(name))")
        let isKeyed = info.filter { $0["pk"] as Int > 0 }.count == 1
        let columns = info.map { row in
            let name: String = row["name"]
            let key = keys.first { $0["from"] == name }
            return Column(
                name: name, type: row["type"], candidates: candidates(row["type"], checks.filter { $0.contains(name) }),
                references: key.map { ($0["table"], $0["to"] ?? "id") })
        }
        var violations = checks.map(Violation.check)
        // An INTEGER PRIMARY KEY that is null is given the next number.
        violations += info.filter { $0["notnull"] == 1 && !(isKeyed && $0["pk"] as Int > 0) }.map {
            .notNull($0["name"])
        }
        violations += Dictionary(grouping: keys) { $0["id"] as Int }.sorted { $0.key < $1.key }.map {
            .foreignKey($0.value.map { $0["from"] })
        }
        violations += try uniques(name, db)
        return Table(name: name, columns: columns, checks: checks, violations: violations)
    }

    private static func uniques(_ table: String, _ db: Database) throws -> [Violation] {
        try Row.fetchAll(db, sql: "PRAGMA index_list(\(table))").filter { $0["unique"] == 1 }.map { index in
            let name: String = index["name"]
            let columns = try Row.fetchAll(db, sql: "PRAGMA index_info(\(name))").map { $0["name"] as String? }
            let all = try String.fetchAll(db, sql: "SELECT name FROM pragma_table_info(?)", arguments: [table])
            let sql = try String.fetchOne(
                db, sql: "SELECT sql FROM sqlite_schema WHERE name = ?", arguments: [name])
            // An index on an expression is named; one on columns names them. A partial one needs its condition's columns too.
            let message =
                columns.contains(nil)
                ? "index '\(name)'" : columns.compactMap(\.self).map { "\(table).\($0)" }.joined(separator: ", ")
            let same = sql.map { sql in all.filter { sql.split { !$0.isLetter && $0 != "_" }.contains(Substring($0)) } }
            return .unique(same ?? columns.compactMap(\.self), message: message)
        }
    }

    /// Values worth trying for a column: what its checks mention, what is usual, and what is not.
    private static func candidates(_ type: String, _ checks: [String]) -> [DatabaseValue] {
        var values: [DatabaseValue] = [.null]
        let literals = checks.flatMap { check in
            check.split(separator: "'", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }.map
            { String($0.element) }
        }
        let numbers = checks.flatMap { $0.split { !$0.isNumber }.compactMap { Int($0) } }
        switch type {
        case "INTEGER":
            values += ([-1, 0, 1, 2, 3, 4, 100_001, 200_002] + numbers.flatMap { [$0 - 1, $0, $0 + 1] }).map(
                \.databaseValue)
        case "BLOB":
            values += [0, 1, 2].flatMap { byte in [16, 32, 64].map { Data(repeating: byte, count: $0).databaseValue } }
        default:
            values +=
                (["", "a", "b", "2026-09-01", "2026-09-02", "2026-09-03", "2026-09-04", "2026-09-05", "09:00", "10:00"]
                + literals
                + numbers.filter { (2...64).contains($0) }.flatMap { count in
                    ["k", "l", "m", "n"].map { String(repeating: $0, count: count) }
                }).map(\.databaseValue)
        }
        return values
    }

    /// The expressions of all CHECKs, as they stand in the schema.
    private static func checks(in sql: String) -> [String] {
        let text = sql.split(separator: "\n").filter { !$0.contains("--") }.joined(separator: "\n")
        return text.ranges(of: "CHECK (").map { range in
            var depth = 1
            var end = range.upperBound
            while depth > 0 {
                if text[end] == "(" { depth += 1 }
                if text[end] == ")" { depth -= 1 }
                end = text.index(after: end)
            }
            return String(text[range.upperBound..<text.index(before: end)])
        }
    }
}
