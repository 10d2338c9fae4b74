import GRDB
import VNetCore

/// Access to the database within one transaction. Its methods are the store's vocabulary; each is one statement, or few.
///
/// A value of this type is of use only inside the closure that it was handed to.
public struct Transaction {
    let db: Database
    let keyring: Keyring
    let ledger: AttemptLedger

    /// Every row of `sql`, as `make` reads it. Statements are prepared once a connection.
    func all<T>(_ sql: String, _ arguments: StatementArguments = [], _ make: (Row) throws -> T) throws -> [T] {
        let cursor = try Row.fetchCursor(try db.cachedStatement(sql: sql), arguments: arguments)
        var values: [T] = []
        while let row = try cursor.next() { values.append(try make(row)) }
        return values
    }

    /// The first row of `sql`, or nil.
    func first<T>(_ sql: String, _ arguments: StatementArguments = [], _ make: (Row) throws -> T) throws -> T? {
        let cursor = try Row.fetchCursor(try db.cachedStatement(sql: sql), arguments: arguments)
        return try cursor.next().map(make)
    }

    func exists(_ sql: String, _ arguments: StatementArguments = []) throws -> Bool {
        try first(sql, arguments) { _ in true } ?? false
    }

    /// The number in the first column of the first row; 0 without one.
    func count(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
        try first(sql, arguments) { $0[0] as Int } ?? 0
    }

    /// Carries out `sql` and gives the number of rows that it changed.
    @discardableResult
    func run(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
        return db.changesCount
    }

    /// Carries out an INSERT and gives the new row's id.
    func insert(_ sql: String, _ arguments: StatementArguments) throws -> Int64 {
        try run(sql, arguments)
        return db.lastInsertedRowID
    }
}

extension Row {
    /// A state or kind that the schema's CHECKs allow.
    func value<T: RawRepresentable<String>>(_ index: Int, _: T.Type = T.self) throws -> T {
        let raw: String = self[index]
        guard let value = T(rawValue: raw) else { throw StoreError.corrupt("\(T.self) “\(raw)”") }
        return value
    }

    func date(_ index: Int) throws -> CivilDate {
        let iso: String = self[index]
        guard let date = CivilDate(iso: iso) else { throw StoreError.corrupt("day “\(iso)”") }
        return date
    }

    func optionalDate(_ index: Int) throws -> CivilDate? {
        self[index] as String? == nil ? nil : try date(index)
    }

    func time(_ index: Int) throws -> CivilTime {
        let iso: String = self[index]
        guard let time = CivilTime(iso: iso) else { throw StoreError.corrupt("time “\(iso)”") }
        return time
    }

    func instant(_ index: Int) -> Instant { Instant(seconds: self[index]) }

    func urn(_ index: Int) throws -> URN {
        let number: Int = self[index]
        guard let urn = URN(number) else { throw StoreError.corrupt("URN \(number)") }
        return urn
    }

    func optionalURN(_ index: Int) throws -> URN? { self[index] as Int? == nil ? nil : try urn(index) }
}
