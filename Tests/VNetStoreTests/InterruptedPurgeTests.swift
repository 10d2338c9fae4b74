import Foundation
import GRDB
import TestSupport
import Testing
import VNetCore

@testable import VNetStore

// A purge that meets a fault, while the network goes on writing. What is acknowledged is there afterwards, and what was purged
// is not.

private let now = Instant(rfc3339: "2027-01-01T00:00:00Z")!
private let master = [UInt8](repeating: 7, count: 32)

private func open(_ scratch: Scratch) throws -> Store {
    try Store(Store.Options(directory: scratch.path, masterKey: master, simulation: nil, newEpoch: "first"))
}

/// A network that goes on, and remembers what it was told is on record.
private struct Oracle {
    let scratch = try! Scratch()
    var acknowledged: [Int64: String] = [:]
    var attempts = 0

    /// Refused is fine; acknowledged is for ever.
    mutating func write(_ store: Store, as prefix: String) {
        attempts += 1
        let name = "\(prefix)\(attempts)"
        if let id = try? store.addPerson(name) { acknowledged[id] = name }
    }

    func check(_ store: Store, _ comment: Comment) throws {
        for (id, name) in acknowledged { #expect(try store.name(of: id) == name, comment) }
        #expect(try store.name(of: 1) == nil, comment)
        #expect(try store.read { try $0.purgeRuns(limit: 9).map(\.state) } == [.complete], comment)
        #expect(try store.read { try $0.doomedSlots() } == [], comment)
        #expect(try store.unreadableRecords(limit: 9) == [], comment)
        #expect(!store.hasLeftovers, comment)
    }
}

/// Every step with a fault that lasts, and with one that comes once; of other faults every fifth.
@Test(arguments: [(true, ENOSPC, 1), (false, EIO, 1), (true, EMFILE, 5)])
func `whatever fails in a purge, what is written meanwhile and afterwards stays`(
    lasts: Bool, code: Int32, stride: Int
) throws {
    var (tried, failed) = (0, 0)
    for step in Swift.stride(from: 1, through: 70, by: stride) {
        tried += 1
        var oracle = Oracle()
        do {
            // Two, as on the loop and the worker.
            let (loop, worker) = (try open(oracle.scratch), try open(oracle.scratch))
            try loop.addPerson("Doomed")
            for _ in 0..<3 { oracle.write(loop, as: "before") }
            worker.invalidateKeys()
            KeyFile.$faults.withValue(FaultPlan(failing: step, isCrash: lasts, errno: code)) {
                do { try worker.purge(person: 1, at: now) } catch { failed += 1 }
                loop.invalidateKeys()
                oracle.write(loop, as: "during")
            }
            for _ in 0..<3 { oracle.write(loop, as: "after") }
            worker.invalidateKeys()
            // As after a kill, now and then.
            if step.isMultiple(of: 2) { try worker.carryOn(at: now) }
            loop.invalidateKeys()
            oracle.write(loop, as: "later")
        }
        let again = try open(oracle.scratch)
        if try again.read({ try $0.purgeRuns(limit: 9).isEmpty }) { try again.purge(person: 1, at: now) }
        try again.carryOn(at: now)
        oracle.write(again, as: "last")
        try oracle.check(again, "step \(step), \(lasts ? "lasting" : "once"), error \(code)")
        #expect(oracle.acknowledged.count >= 8, "step \(step)")
    }
    // The control: some of the faults came in the purge, and some would have come after it.
    #expect((tried / 4..<tried).contains(failed))
}

@Test func `a slot that is to be shredded is given to no other record`() throws {
    let scratch = try Scratch()
    let store = try open(scratch)
    try store.addPerson("Doomed")
    try store.write { transaction in
        let record = RetainedRecord(class: .contact, id: 1, cohort: nil, trigger: CivilDate(iso: "2026-01-01")!)
        _ = try transaction.purge(
            [RetentionPlan.Item(record: record, due: CivilDate(iso: "2027-01-01")!)], digest: "d", by: 1000,
            rule: { _ in "a rule" }, at: now, verifyBy: now)
    }
    // The run has begun, and its keys are still to be destroyed.
    #expect(try store.read { try $0.doomedSlots() } == [0])
    try store.addPerson("Ann")
    try store.carryOn(at: now)
    #expect(try open(scratch).name(of: 2) == "Ann")
    // Once they are, the slot is free.
    try store.addPerson("Ben")
    #expect(try store.read { try $0.liveSlots().map(\.rawValue).sorted() } == [0, 1])
}

@Test func `the key of a text that is replaced is destroyed, and not that of the new one`() throws {
    let scratch = try Scratch()
    let store = try open(scratch)
    let email = EmailAddress("ann@a.example")!
    try store.write { _ = try $0.savePerson(Contact(name: PersonName("Ann Old")!, email: email)) }
    let old = try store.read { try $0.first("SELECT sealed, key_slot FROM person") { ($0.bytes(0), $0[1] as Int64) } }
    try store.write { _ = try $0.savePerson(Contact(name: PersonName("Ann New")!, email: email)) }
    let (sealed, slot) = try #require(old)
    // The control: until then, who has a copy of the row reads it.
    #expect(try store.read { try $0.unseal(sealed, slot: slot, .person, row: 1) }.starts(with: Array("Ann Old".utf8)))
    try store.shred(at: now)
    #expect(throws: StoreError.gone) { try store.read { try $0.unseal(sealed, slot: slot, .person, row: 1) } }
    #expect(try store.name(of: 1) == "Ann New")
}

@Test func `keys that cannot be looked at again take nothing until they can`() throws {
    let scratch = try Scratch()
    let (loop, worker) = (try open(scratch), try open(scratch))
    try loop.addPerson("Doomed")
    try loop.addPerson("Ann")
    try worker.purge(person: 1, at: now)
    loop.invalidateKeys()
    KeyFile.$faults.withValue(FaultPlan(failing: 1, isCrash: true, errno: EMFILE)) {
        #expect(throws: KeyringError.self) { try loop.addPerson("Ben") }
    }
    try loop.addPerson("Ben")
    #expect(try open(scratch).read { try $0.contact(3)?.name.text } == "Ben")
    // The control: without being told, it finds out by itself.
    try worker.addPerson("Doomed")
    try worker.purge(person: 4, at: now)
    try loop.addPerson("Cem")
    #expect(try open(scratch).name(of: 5) == "Cem")
}

@Test func `a file of the keys that is replaced under the daemon takes nothing more`() throws {
    let scratch = try Scratch()
    let store = try open(scratch)
    try store.addPerson("Ann")
    let path = scratch.path + "/keyring.1"
    let bytes = try Data(contentsOf: URL(filePath: path))
    try FileManager.default.removeItem(atPath: path)
    try bytes.write(to: URL(filePath: path))
    try store.addPerson("Ben")
    #expect(try open(scratch).name(of: 2) == "Ben")
}

@Test func `texts are read while the keys are wrapped anew`() async throws {
    let scratch = try Scratch()
    let store = try open(scratch)
    for number in 0..<60 { try store.addPerson("P\(number)") }
    try await confirmation(expectedCount: 20) { isShredded in
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                let worker = try open(scratch)
                for round in 0..<20 {
                    try worker.purge(person: Int64(round + 1), at: now)
                    isShredded()
                }
            }
            group.addTask {
                let reader = try open(scratch)
                for round in 0..<4_000 {
                    let person = 21 + round % 40
                    guard try reader.name(of: Int64(person)) == "P\(person - 1)" else {
                        Issue.record("person \(person) was not read")
                        return
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
