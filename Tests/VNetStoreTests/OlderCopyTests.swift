import Foundation
import TestSupport
import Testing
import VNetCore

@testable import VNetStore

private let now = Instant(rfc3339: "2026-09-01T08:00:00Z")!

private func open(_ scratch: Scratch, epoch: String = "first") throws -> Store {
    try Store(
        Store.Options(
            directory: scratch.path, masterKey: [UInt8](repeating: 7, count: 32), simulation: nil, newEpoch: epoch))
}

extension Store {
    fileprivate func freeze(_ count: Int) throws {
        try write { transaction in
            for _ in 0..<count {
                let id = try transaction.nextMessageID()
                try transaction.freeze(
                    NewMessage(kind: .reminder, recipient: .admin, composedAt: now, expiresAt: now.adding(days: 1)),
                    id: id,
                    messageID: "\(id)@\(epoch)", content: Array("text".utf8))
            }
        }
    }

    fileprivate func send(_ id: Int64) throws {
        try write { try $0.beginAttempt(id, at: now) }
        confirmAttempt()
        try write { try $0.setMessage(id, to: .sent, ended: now) }
    }

    fileprivate func states() throws -> [MessageState] {
        try read { try $0.messages(in: nil, limit: 100).reversed().map(\.state) }
    }
}

/// The database's files, as a backup has them.
private func copy(_ scratch: Scratch) throws -> [String: Data] {
    Dictionary(
        uniqueKeysWithValues: ["vnet.db", "vnet.db-wal"].compactMap { name in
            (try? Data(contentsOf: URL(filePath: "\(scratch.path)/\(name)"))).map { (name, $0) }
        })
}

private func putBack(_ copy: [String: Data], _ scratch: Scratch) throws {
    for name in ["vnet.db", "vnet.db-wal", "vnet.db-shm"] {
        try? FileManager.default.removeItem(atPath: "\(scratch.path)/\(name)")
    }
    for (name, bytes) in copy { try bytes.write(to: URL(filePath: "\(scratch.path)/\(name)")) }
}

@Test func `after an older copy is put back, nothing leaves and no Message-ID can come twice`() throws {
    let scratch = try Scratch()
    var before: [String: Data] = [:]
    do {
        let store = try open(scratch)
        try store.freeze(3)
        try store.send(1)
        before = try copy(scratch)
        try store.send(2)
        try store.send(3)
    }
    try putBack(before, scratch)
    let store = try open(scratch, epoch: "second")
    #expect(try store.recogniseOlderCopy(at: now).isOutboxHeld)
    #expect(store.epoch == "second")
    #expect(try store.states() == [.sent, .held, .held])
    try store.freeze(1)
    #expect(try store.states().last == .held)
    // And it is recognised once, not at every start.
    let again = try open(scratch, epoch: "third")
    #expect(try again.recogniseOlderCopy(at: now) == OlderCopy())
    #expect(again.epoch == "second")
}

@Test func `a copy that lacks one delivery alone is an older copy`() throws {
    let scratch = try Scratch()
    var before: [String: Data] = [:]
    do {
        let store = try open(scratch)
        try store.freeze(2)
        try store.send(1)
        before = try copy(scratch)
        try store.send(2)
    }
    try putBack(before, scratch)
    let store = try open(scratch, epoch: "second")
    #expect(try store.recogniseOlderCopy(at: now).isOutboxHeld)
    #expect(try store.states() == [.sent, .held])
    #expect(try open(scratch, epoch: "third").recogniseOlderCopy(at: now) == OlderCopy())
}

@Test func `a crash between the ledger and the commit is not taken for an older copy`() throws {
    let scratch = try Scratch()
    do {
        let store = try open(scratch)
        try store.freeze(2)
        try store.send(1)
        struct Crash: Error {}
        #expect(throws: Crash.self) {
            try store.write { transaction in
                try transaction.beginAttempt(2, at: Instant(seconds: 0))
                throw Crash()
            }
        }
    }
    let store = try open(scratch, epoch: "second")
    #expect(try store.recogniseOlderCopy(at: now) == OlderCopy())
    #expect(try store.states() == [.sent, .pending])
    try store.send(2)
    #expect(try store.recogniseOlderCopy(at: now) == OlderCopy())
}

@Test func `a store whose ledger is lost holds its outbox`() throws {
    let scratch = try Scratch()
    do {
        let store = try open(scratch)
        try store.freeze(2)
        try store.send(1)
    }
    try FileManager.default.removeItem(atPath: scratch.path + "/attempts")
    let store = try open(scratch, epoch: "second")
    #expect(try store.recogniseOlderCopy(at: now).isOutboxHeld)
    #expect(try store.states() == [.sent, .held])
}

@Test func `an attempt is in the ledger before it is in the database`() throws {
    let scratch = try Scratch()
    let store = try open(scratch)
    try store.freeze(1)
    KeyFile.$faults.withValue(FaultPlan(failing: 1, isCrash: true)) {
        #expect(throws: StoreError.full) { try store.write { try $0.beginAttempt(1, at: Instant(seconds: 0)) } }
    }
    #expect(try store.states() == [.pending])
}

@Test func `who was purged since an older copy was made is purged again before anything is served`() throws {
    let scratch = try Scratch()
    var before: [String: Data] = [:]
    do {
        let store = try open(scratch)
        for name in ["Ann", "Ben", "Cem"] { try store.addPerson(name) }
        try store.purge(person: 1, at: now)
        store.close()
        before = try copy(scratch)
        let again = try open(scratch)
        try again.purge(person: 2, at: now)
        // Later than the copy, so that only the ledger knows of it.
        try again.addPerson("Dan")
        try again.purge(person: 4, at: now)
    }
    try putBack(before, scratch)
    let store = try open(scratch)
    // The control: the copy has the row still, which opens no more, and harms no other.
    #expect(try store.read { try $0.keeps(person: 2) })
    #expect(try store.name(of: 2) == nil)
    #expect(try store.name(of: 3) == "Cem")
    #expect(try store.recogniseOlderCopy(at: now).purgedAgain == 1)
    try store.carryOn(at: now)
    #expect(try !store.read { try $0.keeps(person: 2) })
    #expect(try store.name(of: 3) == "Cem")
    for name in ["Ann", "Ben", "Dan"] {
        #expect(try store.read { try $0.suppression(of: EmailAddress("\(name)@a.example")!)?.reason } == .retention)
    }
    #expect(try store.read { try $0.suppression(of: EmailAddress("Cem@a.example")!) } == nil)
    // Ids begin anew from the copy's: who gets one that was purged before is not taken for it.
    #expect(try store.addPerson("Eve") == 4)
    #expect(try open(scratch, epoch: "second").recogniseOlderCopy(at: now) == OlderCopy())
    #expect(try open(scratch).name(of: 4) == "Eve")
    try store.purge(person: 3, at: now)
    #expect(try store.name(of: 4) == "Eve")
    #expect(try store.read { try $0.unfinishedPurges().isEmpty })
}

@Test func `a line that a full disk cut off takes no other with it`() throws {
    let scratch = try Scratch()
    let ledger = Tombstones(directory: scratch.path)
    let stone = Tombstone(record: RecordID(.messageBody, 1), mark: [UInt8](repeating: 1, count: 16))
    try ledger.append([stone], run: "a")
    let path = scratch.path + "/tombstones"
    try Data(contentsOf: URL(filePath: path)).dropLast(9).write(to: URL(filePath: path))
    #expect(try ledger.lastRun() == nil)
    try ledger.append([stone], run: "b")
    #expect(try ledger.lastRun() == "b")
    #expect(try ledger.all().map(\.run) == ["b"])
    #expect(try ledger.all().map(\.tombstone) == [stone])
}
