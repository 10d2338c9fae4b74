import TestSupport
import Testing
import VNetCore

@testable import VNetStore

private let today = CivilDate(iso: "2026-09-01")!

private func open(_ scratch: Scratch) throws -> Store {
    try Store(
        Store.Options(
            directory: scratch.path, masterKey: [UInt8](repeating: 7, count: 32), simulation: nil, newEpoch: "first"))
}

extension Transaction {
    fileprivate func draft() throws -> Cohort {
        let id = try addCohort(name: CohortName(checked: "Send"), theme: "send", policy: .outward, capacity: 12)
        return try #require(try cohort(id))
    }
}

@Test func `an act is done once, and what there is then is told`() throws {
    let scratch = try Scratch()
    try open(scratch).write { transaction throws in
        let draft = try transaction.draft()
        #expect(try transaction.apply(.open, to: draft, on: today))
        let open = try #require(try transaction.cohort(draft.id))
        #expect(open.state == .recruiting && open.openedOn == today)
        #expect(try !transaction.apply(.open, to: open, on: today))
        let running = try #require(try transaction.apply(.start, to: open))
        #expect(running.state == .running)
        #expect(try transaction.cohort(draft.id)?.state == .running)
        #expect(try transaction.apply(.start, to: running) == nil)
    }
}

@Test func `what a state does not allow is refused in the words of its machine, and changes nothing`() throws {
    let scratch = try Scratch()
    try open(scratch).write { transaction throws in
        let draft = try transaction.draft()
        let refused = #expect(throws: RefusedAct.self) { try transaction.apply(.close, to: draft, on: today) }
        #expect(refused?.message.hasPrefix("The cohort is a draft. It can be closed only while it is running.") == true)
        #expect(try transaction.cohort(draft.id)?.state == .draft)
    }
}

@Test func `what was decided on an older state is not done`() throws {
    let scratch = try Scratch()
    try open(scratch).write { transaction throws in
        let draft = try transaction.draft()
        _ = try transaction.apply(.cancel, to: draft, on: today)
        // As it was read, it could still be opened.
        #expect(throws: StaleState.self) { try transaction.apply(.open, to: draft, on: today) }
        #expect(try transaction.cohort(draft.id)?.state == .cancelled)
    }
}
