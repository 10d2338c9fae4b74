import Foundation
import GRDB
import TestSupport
import Testing
import VNetCore

@testable import VNetStore

// Key files that are not what they should be: named, and never replaced.

private let master = [UInt8](repeating: 7, count: 32)

private func open(_ scratch: Scratch, master: [UInt8]? = master, epoch: String = "first") throws -> Store {
    try Store(Store.Options(directory: scratch.path, masterKey: master, simulation: nil, newEpoch: epoch))
}

extension Store {
    /// Adds a person, sealed under a key of their own.
    @discardableResult
    func addPerson(_ name: String) throws -> Int64 {
        try write { try $0.savePerson(Contact(name: PersonName(name)!, email: EmailAddress("\(name)@a.example")!)).id }
    }

    func name(of person: Int64) throws -> String? { try read { try $0.contact(person)?.name.text } }

    fileprivate func slot(of person: Int64) throws -> Int {
        try read { try $0.count("SELECT key_slot FROM person WHERE id = ?", [person]) }
    }
}

extension Scratch {
    fileprivate func url(_ name: String) -> URL { URL(filePath: path + "/" + name) }

    /// Every file but the database's, with its bytes.
    fileprivate func keys() throws -> [String: Data] {
        try FileManager.default.contentsOfDirectory(atPath: path).filter { !$0.hasPrefix("vnet.db") }
            .reduce(into: [:]) { $0[$1] = try Data(contentsOf: url($1)) }
    }

    fileprivate func removeDatabase() throws {
        for name in ["vnet.db", "vnet.db-wal", "vnet.db-shm"] { try? FileManager.default.removeItem(at: url(name)) }
    }
}

/// A store that has sealed something, closed.
private func used() throws -> Scratch {
    let scratch = try Scratch()
    for name in ["Ann", "Ben", "Cem"] { try open(scratch).addPerson(name) }
    return scratch
}

@Test(arguments: [master, nil, [UInt8](repeating: 8, count: 32)] as [[UInt8]?])
func `beside a missing database no key file is replaced, whichever master key is given`(given: [UInt8]?) throws {
    let scratch = try used()
    let before = try scratch.keys()
    try scratch.removeDatabase()
    for _ in 0..<2 {
        #expect(throws: KeyringError.orphaned(file: scratch.path + "/certificate.key")) {
            try open(scratch, master: given)
        }
        #expect(try scratch.keys() == before)
        #expect(!FileManager.default.fileExists(atPath: scratch.path + "/vnet.db"))
    }
}

@Test(arguments: ["epoch", "keyring.1", "certificate.key"])
func `beside a database that is new, keys that were used are not replaced`(lost: String) throws {
    let scratch = try used()
    try scratch.removeDatabase()
    // As a start leaves it that was killed before it made its keys.
    try Data().write(to: scratch.url("vnet.db"))
    try FileManager.default.removeItem(at: scratch.url(lost))
    let before = try scratch.keys()
    #expect(throws: (any Error).self) { try open(scratch) }
    #expect(try scratch.keys() == before)
}

@Test func `the advice about the key of certificates is about that file and no other`() {
    for error in [
        KeyringError.noSigningKey(file: "certificate.key"),
        .damagedSigningKey(file: "certificate.key", "it was cut off"),
    ] {
        #expect(error.message.contains("this one file"))
        #expect(!error.message.contains("the keys"))
    }
}

@Test func `another master key, or none, changes nothing`() throws {
    let scratch = try used()
    let before = try scratch.keys()
    #expect(throws: KeyringError.wrongKey(file: scratch.path + "/epoch")) {
        try open(scratch, master: [UInt8](repeating: 8, count: 32))
    }
    #expect(throws: KeyringError.missing(file: scratch.path + "/host.key")) { try open(scratch, master: nil) }
    #expect(try scratch.keys() == before)
    #expect(try open(scratch).name(of: 3) == "Cem")
}

@Test(arguments: [0, 63, 64, 127, 128, 200])
func `a keyring that was cut off is named, and nothing is taken for purged`(length: Int) throws {
    let scratch = try used()
    let whole = try Data(contentsOf: scratch.url("keyring.1"))
    try whole.prefix(length).write(to: scratch.url("keyring.1"))
    let error = #expect(throws: KeyringError.self) { try open(scratch) }
    guard case .damaged(file: scratch.path + "/keyring.1", _)? = error else {
        Issue.record("\(String(describing: error))")
        return
    }
    try whole.write(to: scratch.url("keyring.1"))
    #expect(try open(scratch).name(of: 1) == "Ann")
}

@Test func `the keys of another store are refused, wholly or in part`() throws {
    let scratch = try used()
    let other = try used()
    let own = try scratch.keys()
    try Data(contentsOf: other.url("keyring.1")).write(to: scratch.url("keyring.1"))
    #expect(throws: KeyringError.self) { try open(scratch) }
    for (name, bytes) in try other.keys() { try bytes.write(to: scratch.url(name)) }
    #expect(throws: KeyringError.foreign(directory: scratch.path)) { try open(scratch) }
    #expect(try scratch.keys() == other.keys())
    for (name, bytes) in own { try bytes.write(to: scratch.url(name)) }
    #expect(try open(scratch).name(of: 2) == "Ben")
}

@Test func `one damaged key is one damaged record: others are read, purged and written`() throws {
    let scratch = try used()
    let now = Instant(rfc3339: "2027-01-01T00:00:00Z")!
    let slot = try open(scratch).slot(of: 2)
    var bytes = try Data(contentsOf: scratch.url("keyring.1"))
    bytes[(slot + 1) * 64 + 20] ^= 1
    try bytes.write(to: scratch.url("keyring.1"))
    let store = try open(scratch)
    #expect(try store.unreadableRecords(limit: 9) == ["person 2"])
    #expect(try store.name(of: 2) == nil)
    #expect(throws: StoreError.unreadable(KeyringError.unreadable(file: scratch.path + "/keyring.1").message)) {
        try store.read { try $0.unsealed(.person, row: 2) }
    }
    try store.purge(person: 1, at: now)
    #expect(try store.name(of: 3) == "Cem")
    #expect(try store.unreadableRecords(limit: 9) == ["person 2"])
    // The same address puts the record right.
    #expect(try store.addPerson("Ben") == 2)
    #expect(try open(scratch).unreadableRecords(limit: 9) == [])
}

@Test func `where many keys do not open, nothing is shredded`() throws {
    let scratch = try Scratch()
    do {
        let store = try open(scratch)
        for number in 0..<80 { try store.addPerson("P\(number)") }
    }
    let whole = try Data(contentsOf: scratch.url("keyring.1"))
    var bytes = whole
    for slot in 0..<70 { bytes[(slot + 1) * 64 + 20] ^= 1 }
    try bytes.write(to: scratch.url("keyring.1"))
    let now = Instant(rfc3339: "2027-01-01T00:00:00Z")!
    #expect(throws: KeyringError.manyUnreadable(file: scratch.path + "/keyring.1", keys: 70)) {
        try open(scratch).purge(person: 80, at: now)
    }
    // The copy of the keys still helps.
    try whole.write(to: scratch.url("keyring.1"))
    let store = try open(scratch)
    try store.shred(at: now)
    #expect(try store.name(of: 1) == "P0")
    #expect(try store.unreadableRecords(limit: 9) == [])
}

extension Store {
    /// Purges a person and carries it to its end.
    func purge(person: Int64, at now: Instant) throws {
        try write { transaction in
            let record = RetainedRecord(
                class: .contact, id: person, cohort: nil, trigger: CivilDate(iso: "2026-01-01")!)
            _ = try transaction.purge(
                [RetentionPlan.Item(record: record, due: CivilDate(iso: "2027-01-01")!)], digest: "d", by: 1000,
                rule: { _ in "a rule" }, at: now, verifyBy: now)
        }
        try carryOn(at: now)
    }

    func carryOn(at now: Instant) throws {
        try shred(at: now)
        _ = try verifyPurges(at: now, network: "N") { _, _ in }
    }
}
