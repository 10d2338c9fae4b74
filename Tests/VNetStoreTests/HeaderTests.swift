import Foundation
import GRDB
import TestSupport
import Testing
import VNetCore

@testable import VNetStore

/// Whatever the first bytes of the database are, vnetd says what is wrong, and does not end.
struct HeaderTests {
    private let scratch: Scratch
    private var file: String { scratch.path + "/vnet.db" }

    init() throws {
        scratch = try Scratch()
        _ = try open()
        let queue = try DatabaseQueue(path: file)
        try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    }

    private func open() throws -> Store {
        try Store(
            Store.Options(
                directory: scratch.path, masterKey: [UInt8](repeating: 7, count: 32), simulation: nil, newEpoch: "e"))
    }

    @Test(arguments: [-1, Int(Int32.min), 0])
    func `a version that no vnetd has written is refused with the file's name`(_ version: Int) throws {
        try DatabaseQueue(path: file).writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA user_version = \(version)")
        }
        let error = #expect(throws: StoreError.self) { try open() }
        #expect(error == .corrupt("schema version \(version) in the header of \(file)"))
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `a header with any byte changed is opened or refused`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let sound = try Data(contentsOf: URL(filePath: file))
        for place in stride(from: Int(seed), to: 100, by: 4) {
            var bytes = sound
            bytes[place] = UInt8.random(in: 0...255, using: &random)
            for name in ["vnet.db-wal", "vnet.db-shm"] {
                try? FileManager.default.removeItem(atPath: scratch.path + "/" + name)
            }
            try bytes.write(to: URL(filePath: file))
            do { _ = try open() } catch is StoreError {} catch is DatabaseError {} catch is KeyringError {}
        }
    }
}
