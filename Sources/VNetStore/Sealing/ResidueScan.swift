import Foundation
import GRDB
import GRDBSQLite

extension Store {
    /// Looks in the database's files for the ciphertexts that `run` purged.
    func search(forPurge run: Int64) throws -> PurgeSearch {
        let marks = try read { try $0.tombstones(ofPurge: run).compactMap(\.mark) }
        let scan = ResidueScan(Set(marks.map { $0.map { ~$0 } }))
        var search = PurgeSearch(ciphertexts: marks.count, files: ["vnet.db", "vnet.db-wal"], residue: [])
        guard !marks.isEmpty else { return search }
        do {
            search.residue = try queue.unsafeRead { db in
                try zip(search.files, [SQLITE_FCNTL_FILE_POINTER, SQLITE_FCNTL_JOURNAL_POINTER]).filter {
                    try scan.finds(in: OpenDatabaseFile(db, $0.1))
                }.map(\.0)
            }
        } catch { throw StoreError.wrapping(error) }
        return search
    }
}

/// What was looked for when a purge was done, and where it was found.
struct PurgeSearch {
    let ciphertexts: Int
    let files: [String]
    var residue: [String]
}

/// A file of the database, read through SQLite's own handle of it.
///
/// Opened and closed in any other way, it would have SQLite's locks go with it, for POSIX locks belong to the process and to the
/// file: another program could then delete the log under the daemon, with what was acknowledged in it.
struct OpenDatabaseFile {
    private let file: UnsafeMutablePointer<sqlite3_file>?

    /// `which` is SQLite's code for the database file or its log.
    init(_ db: Database, _ which: Int32) throws {
        var file: UnsafeMutablePointer<sqlite3_file>?
        let code = sqlite3_file_control(db.sqliteConnection, "main", which, &file)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
        // A log that is not open has no methods, and nothing in it.
        self.file = file?.pointee.pMethods == nil ? nil : file
    }

    var size: Int {
        get throws {
            guard let file else { return 0 }
            var size: sqlite3_int64 = 0
            let code = file.pointee.pMethods.pointee.xFileSize(file, &size)
            guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
            return Int(size)
        }
    }

    /// Up to `count` bytes; what is beyond the end of the file is left out.
    func read(_ count: Int, at offset: Int) throws -> [UInt8] {
        let count = min(count, try size - offset)
        guard let file, count > 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: count)
        let code = file.pointee.pMethods.pointee.xRead(file, &bytes, Int32(count), sqlite3_int64(offset))
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
        return bytes
    }
}

/// Looks for any of many fingerprints at every offset of a file, in bounded memory.
struct ResidueScan {
    private static let block = 1 << 20
    private let fingerprints: [UInt64: [[UInt8]]]
    /// One bit for each value of the first two bytes: most offsets are settled by it.
    private let first: [Bool]

    init(_ fingerprints: Set<[UInt8]>) {
        self.fingerprints = Dictionary(grouping: fingerprints) {
            $0.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
        }
        var first = [Bool](repeating: false, count: 1 << 16)
        for bytes in fingerprints { first[Int(bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt16.self) })] = true }
        self.first = first
    }

    func finds(in file: OpenDatabaseFile) throws -> Bool {
        for start in stride(from: 0, to: try file.size, by: Self.block) {
            let bytes = try file.read(Self.block + Tombstone.width - 1, at: start)
            if bytes.count >= Tombstone.width, bytes.withUnsafeBytes(finds) { return true }
        }
        return false
    }

    private func finds(in bytes: UnsafeRawBufferPointer) -> Bool {
        for offset in 0...(bytes.count - Tombstone.width) {
            guard first[Int(bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))] else { continue }
            let key = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            guard let candidates = fingerprints[key] else { continue }
            let found = UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + Tombstone.width)])
            if candidates.contains(where: { found.elementsEqual($0) }) { return true }
        }
        return false
    }
}
