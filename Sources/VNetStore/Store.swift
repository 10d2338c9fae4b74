import Foundation
import GRDB
import VNetCore

/// The network's state: an SQLite database, and beside it the keyring that opens what is sealed in it.
///
/// One connection, used by one thread at a time. A program that works on two threads opens two stores on the same
/// directory and sees to it that only one of them writes at a time.
public final class Store {
    /// How a store is to be opened.
    public struct Options: Sendable {
        /// The state directory; it must exist, and belong to one running vnetd.
        public var directory: String
        /// The key that wraps the keyring's: 32 bytes, or nil to use a key kept beside it.
        public var masterKey: [UInt8]?
        /// The instant at which a simulation begins; nil opens a real store.
        public var simulation: Instant?
        /// Identifies a store that is made new: it must not repeat.
        public var newEpoch: String

        public init(directory: String, masterKey: [UInt8]?, simulation: Instant?, newEpoch: String) {
            self.directory = directory
            self.masterKey = masterKey
            self.simulation = simulation
            self.newEpoch = newEpoch
        }
    }

    public let options: Options
    public let isSimulated: Bool
    /// Identifies this store; kept outside the database too, so that a restored copy is known by another.
    public internal(set) var epoch: String
    let keyring: Keyring
    let ledger: AttemptLedger
    let queue: DatabaseQueue

    /// Opens the store, making it where there is none. Throws `StoreError` or `KeyringError`.
    public init(_ options: Options) throws {
        self.options = options
        let file = options.directory + "/vnet.db"
        do {
            var configuration = Configuration()
            configuration.foreignKeysEnabled = true
            configuration.busyMode = .timeout(5)
            configuration.prepareDatabase { db in
                for pragma in [
                    "synchronous = FULL", "trusted_schema = OFF", "cell_size_check = ON", "temp_store = 2",
                    "secure_delete = ON",
                ] { try db.execute(sql: "PRAGMA \(pragma)") }
            }
            if !KeyFile.exists(file) { try Keyring.requireNone(in: options.directory) }
            queue = try DatabaseQueue(path: file, configuration: configuration)
            try queue.writeWithoutTransaction { db in
                // Before anything is written to it: what is not ours is left as it is.
                _ = try Schema.version(of: db, file: file)
                try db.execute(sql: "PRAGMA journal_mode = WAL")
                try Schema.migrate(db, file: file)
            }
            let isNew = try queue.unsafeRead { try Int.fetchOne($0, sql: "SELECT count(*) FROM meta") } == 0
            keyring = try Keyring.open(directory: options.directory, master: options.masterKey, isNew: isNew)
            if isNew { try Self.stamp(queue, options, keyring) }
            (isSimulated, epoch) = try Self.checkStamp(queue, options)
            try Self.checkOwner(of: keyring, queue)
            ledger = try AttemptLedger(directory: options.directory)
            try checkLength(of: keyring)
        } catch { throw StoreError.wrapping(error) }
    }

    /// Closes the database, and keeps GRDB's empty queue for ever: its end would be handed to libdispatch, whose threads then
    /// wake once a second for as long as the process lives, and end it where it has no descriptor left.
    deinit {
        close()
        _ = Unmanaged.passRetained(queue)
    }

    /// Closes the database, whose log is then all in its file. The store is of no more use.
    public func close() { try? queue.close() }

    /// Writes what is set for ever when a store is made.
    private static func stamp(_ queue: DatabaseQueue, _ options: Options, _ keyring: Keyring) throws {
        try queue.inTransaction { db in
            let values: [(String, any DatabaseValueConvertible)] = [
                ("epoch", options.newEpoch), ("generation", 0), ("simulated", options.simulation != nil),
                ("keyring", keyring.identity),
            ]
            for (key, value) in values {
                try db.execute(sql: "INSERT INTO meta (key, value) VALUES (?, ?)", arguments: [key, value])
            }
            if let start = options.simulation {
                try db.execute(
                    sql: "INSERT INTO meta (key, value) VALUES ('simulated_now', ?)", arguments: [start.seconds])
            }
            return .commit
        }
    }

    private static func checkStamp(_ queue: DatabaseQueue, _ options: Options) throws -> (Bool, String) {
        let isSimulated = try queue.unsafeRead {
            try Bool.fetchOne($0, sql: "SELECT value FROM meta WHERE key = 'simulated'") ?? false
        }
        if isSimulated, options.simulation == nil {
            throw StoreError.simulation(
                "\(options.directory) holds a simulation. Start vnetd with --simulate to go on with it.")
        }
        if !isSimulated, options.simulation != nil {
            throw StoreError.simulation(
                "\(options.directory) holds a real network's data, which is never simulated with. "
                    + "Name an empty state directory.")
        }
        let epoch = try queue.unsafeRead {
            try String.fetchOne($0, sql: "SELECT value FROM meta WHERE key = 'epoch'") ?? ""
        }
        return (isSimulated, epoch)
    }

    /// Refuses a keyring of another database.
    private static func checkOwner(of keyring: Keyring, _ queue: DatabaseQueue) throws {
        let identity = try queue.unsafeRead {
            try String.fetchOne($0, sql: "SELECT value FROM meta WHERE key = 'keyring'")
        }
        guard identity == keyring.identity else { throw KeyringError.foreign(directory: keyring.directory) }
    }

    /// Refuses a keyring that was cut off.
    private func checkLength(of keyring: Keyring) throws {
        guard let last = try read({ try $0.lastSlot() }) else { return }
        let count = try keyring.slotCount
        guard last >= count else { return }
        throw KeyringError.damaged(
            file: keyring.files[1], "it ends after \(count) keys, and the database refers to key \(last + 1)")
    }

    /// Reads; what it sees is one state of the database.
    public func read<T>(_ body: (Transaction) throws -> T) throws -> T {
        do {
            return try queue.unsafeRead { db in
                try db.beginTransaction(.deferred)
                defer { try? db.rollback() }
                return try body(Transaction(db: db, keyring: keyring, ledger: ledger))
            }
        } catch { throw StoreError.wrapping(error) }
    }

    /// Writes, in one transaction that is on disk when this returns. With `isDryRun` it does all the same, and then
    /// undoes it. Whatever `body` throws undoes it too.
    public func write<T>(isDryRun: Bool = false, _ body: (Transaction) throws -> T) throws -> T {
        do {
            return try queue.writeWithoutTransaction { db in
                try db.beginTransaction(.immediate)
                do {
                    let result = try body(Transaction(db: db, keyring: keyring, ledger: ledger))
                    if isDryRun {
                        try db.rollback()
                        keyring.discardUnflushed()
                    } else {
                        try keyring.flush()
                        try db.commit()
                    }
                    return result
                } catch {
                    try? db.rollback()
                    keyring.discardUnflushed()
                    throw error
                }
            }
        } catch { throw StoreError.wrapping(error) }
    }

    /// Has the keyring looked at anew before it is next written to, after another store on the same directory has written.
    public func invalidateKeys() { keyring.invalidate() }
}
