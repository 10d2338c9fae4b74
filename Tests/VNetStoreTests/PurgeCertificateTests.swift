import Crypto
import Foundation
import GRDB
import TestSupport
import Testing
import VNetCore

@testable import VNetStore

private let now = Instant(rfc3339: "2027-09-01T08:00:00Z")!
private let master = [UInt8](repeating: 7, count: 32)

private func open(_ scratch: Scratch, master: [UInt8] = master) throws -> Store {
    try Store(Store.Options(directory: scratch.path, masterKey: master, simulation: nil, newEpoch: "first"))
}

extension Store {
    /// A purge of one enquiry, begun and no more.
    fileprivate func begin() throws -> PurgeRun {
        try write { transaction in
            let day = CivilDate(iso: "2026-09-01")!
            let letter = EnquiryLetter(
                contact: Contact(name: PersonName("Pat Asker")!, email: EmailAddress("pat@asker.example")!),
                question: Label("May we join?")!)
            let id = try transaction.addEnquiry(from: .organisation(Label("Asker")!), letter, on: day)
            let record = RetainedRecord(class: .enquiry, id: id, cohort: nil, trigger: day)
            return try transaction.purge(
                [RetentionPlan.Item(record: record, due: day.adding(months: 12))], digest: "d", by: 1000,
                rule: { _ in "12 months after the last contact" }, at: now, verifyBy: now)
        }
    }

    /// The runs that are complete, and those that have a certificate.
    fileprivate func runs() throws -> (complete: [Int64], certified: [Int64]) {
        try read { transaction in
            (
                try transaction.purgeRuns(limit: 9).filter { $0.state == .complete }.map(\.id),
                try transaction.certificates(limit: 9).map(\.purge)
            )
        }
    }

    fileprivate func finish() throws {
        try shred(at: now)
        _ = try verifyPurges(at: now, network: "N") { _, _ in }
    }
}

@Test func `killed at any step of a purge, a run is complete exactly when it has a certificate`() throws {
    var finished = 0
    for step in 1...60 {
        let scratch = try Scratch()
        var store: Store? = try open(scratch)
        let run = try #require(try store?.begin())
        try KeyFile.$faults.withValue(FaultPlan(failing: step, isCrash: true)) {
            if (try? store?.finish()) != nil { finished += 1 }
            let (complete, certified) = try #require(try store?.runs())
            #expect(complete == certified, "step \(step)")
        }
        store = nil
        let again = try open(scratch)
        try again.finish()
        #expect(try again.runs() == ([run.id], [run.id]), "step \(step)")
    }
    // The control: some of the faults came before the end of the purge, and some would have come after it.
    #expect((1..<60).contains(finished))
}

@Test func `without its signing key no purge becomes complete, and no other key takes its place`() throws {
    let scratch = try Scratch()
    let store = try open(scratch)
    _ = try store.begin()
    try store.finish()
    let path = SigningKey.path(scratch.path)
    let key = try Data(contentsOf: URL(filePath: path))
    #expect(try store.read { try $0.certifyingFault() } == nil)
    try FileManager.default.removeItem(atPath: path)
    // It is said before a purge needs it.
    #expect(try store.read { try $0.certifyingFault() } == KeyringError.noSigningKey(file: path).message)
    _ = try store.begin()
    #expect(throws: KeyringError.noSigningKey(file: path)) { try store.finish() }
    #expect(try store.runs() == ([1], [1]))
    try key.write(to: URL(filePath: path))
    try store.finish()
    #expect(try store.runs() == ([2, 1], [2, 1]))
}

@Test func `the signing key is in its file only wrapped, for its own user, and opens with the master key alone`() throws
{
    let scratch = try Scratch()
    _ = try open(scratch)
    let path = SigningKey.path(scratch.path)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let key = try SigningKey(scratch.path, master: .init(data: master))
    let again = try SigningKey(scratch.path, master: .init(data: master))
    #expect(key.publicKey == again.publicKey)
    #expect(throws: KeyringError.wrongKey(file: path)) {
        try SigningKey(scratch.path, master: .init(data: [UInt8](repeating: 8, count: 32)))
    }
}

@Test func `the schema itself refuses a run that is complete without a certificate`() throws {
    let scratch = try Scratch()
    let store = try open(scratch)
    let run = try store.begin()
    #expect(throws: StoreError.self) {
        try store.write { transaction throws in
            let shredded = try #require(try transaction.apply(.shred, to: run))
            try transaction.complete(shredded, at: now)
        }
    }
}
