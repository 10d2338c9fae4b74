import Crypto
import Foundation
import TestSupport
import Testing

@testable import VNetStore

extension Scratch {
    /// Every file's bytes.
    fileprivate func contents() throws -> [[UInt8]] {
        try FileManager.default.contentsOfDirectory(atPath: path).map {
            [UInt8](try Data(contentsOf: URL(filePath: path + "/" + $0)))
        }
    }
}

private let master = [UInt8](repeating: 7, count: 32)

@Test func `a flushed key is there after opening again`() throws {
    let scratch = try Scratch()
    let ring = try Keyring.open(directory: scratch.path, master: master, isNew: true)
    let (slot, key) = try ring.makeKey(isTaken: { _ in false })
    try ring.flush()
    #expect(try Keyring.open(directory: scratch.path, master: master, isNew: false).key(at: slot) == key)
}

@Test func `shredding keeps the survivors and destroys the rest`() throws {
    let scratch = try Scratch()
    let ring = try Keyring.open(directory: scratch.path, master: master, isNew: true)
    let kept = try ring.makeKey(isTaken: { _ in false })
    let purged = try ring.makeKey(isTaken: { _ in false })
    try ring.flush()
    try ring.shred(keeping: [kept.slot])
    for ring in [ring, try Keyring.open(directory: scratch.path, master: master, isNew: false)] {
        #expect(try ring.key(at: kept.slot) == kept.key)
        #expect(throws: KeyringError.gone) { try ring.key(at: purged.slot) }
    }
}

@Test func `killed at any step of a shredding, all keys are there or it is done`() throws {
    for step in 1...40 {
        let scratch = try Scratch()
        let ring = try Keyring.open(directory: scratch.path, master: master, isNew: true)
        let kept = try ring.makeKey(isTaken: { _ in false })
        let purged = try ring.makeKey(isTaken: { _ in false })
        try ring.flush()
        KeyFile.$faults.withValue(FaultPlan(failing: step, isCrash: true)) {
            try? ring.shred(keeping: [kept.slot])
        }
        let after = try Keyring.open(directory: scratch.path, master: master, isNew: false)
        #expect(try after.key(at: kept.slot) == kept.key)
        #expect((try? after.key(at: purged.slot)).map { $0 == purged.key } ?? true)
    }
}

@Test func `an old copy of the keyring opens nothing with the epoch and master key of today`() throws {
    let scratch = try Scratch()
    let ring = try Keyring.open(directory: scratch.path, master: master, isNew: true)
    let (slot, _) = try ring.makeKey(isTaken: { _ in false })
    try ring.flush()
    let file = scratch.path + "/keyring.1"
    let old = try Data(contentsOf: URL(filePath: file))
    // The control: before the purge, such a copy opens it.
    #expect((try? Keyring.open(directory: scratch.path, master: master, isNew: false).key(at: slot)) != nil)
    try ring.shred(keeping: [])
    for contents in try scratch.contents() { #expect(contents.firstRange(of: [UInt8](old)[64..<124]) == nil) }
    try old.write(to: URL(filePath: scratch.path + "/keyring.2"))
    #expect(throws: KeyringError.self) {
        try Keyring.open(directory: scratch.path, master: master, isNew: false).key(at: slot)
    }
}

@Test func `another master key is refused by name`() throws {
    let scratch = try Scratch()
    _ = try Keyring.open(directory: scratch.path, master: master, isNew: true)
    #expect(throws: KeyringError.wrongKey(file: scratch.path + "/epoch")) {
        try Keyring.open(directory: scratch.path, master: [UInt8](repeating: 8, count: 32), isNew: false)
    }
}

@Test func `a ciphertext moved to another row does not open`() throws {
    let key = SymmetricKey(size: .bits256)
    let sealed = try Seal.seal(Array("text".utf8), key: key, table: "write_up", row: 1, column: "sealed")
    #expect(try Seal.open(sealed, key: key, table: "write_up", row: 1, column: "sealed") == Array("text".utf8))
    #expect(throws: KeyringError.tampered) {
        try Seal.open(sealed, key: key, table: "write_up", row: 2, column: "sealed")
    }
}
