import Foundation
import TestSupport
import Testing

// What is put back, and what was interrupted.

@Test func `an older database put back sends nothing twice: it is held until it is released`() async throws {
    let daemon = try await Daemon()
    try await daemon.prepareCohort()
    await daemon.stop()
    let backup = try files(in: daemon.state).filter { $0.key == "vnet.db" || $0.key == "vnet.db-wal" }

    let sender = try await Daemon(daemon.directory)
    try await sender.deliver()
    let sent = try sender.mails()
    #expect(sent.count >= 3)
    let epoch = try await sender.reply("hello")["epoch"] as? String
    await sender.stop()

    for name in ["vnet.db", "vnet.db-wal", "vnet.db-shm"] {
        try? FileManager.default.removeItem(atPath: "\(daemon.state)/\(name)")
    }
    for (name, bytes) in backup { try bytes.write(to: URL(filePath: "\(daemon.state)/\(name)")) }
    let restored = try await Daemon(daemon.directory)
    #expect(restored.log.contains("An older copy of the database was put back."))
    let status = try await restored.reply("status")
    #expect(status["health"] as? String == "degraded")
    #expect("\(status["problems"] ?? "")".contains("An older copy of the database was put back"))
    #expect(try await restored.reply("hello")["epoch"] as? String != epoch)
    try FileManager.default.removeItem(atPath: daemon.maildir)
    try await restored.deliver()
    #expect(try restored.mails().isEmpty)

    // What is written from now on waits too, and bears the new epoch.
    try await restored.does("session", "reschedule", "1", "2026-09-30")
    try await restored.deliver()
    #expect(try restored.mails().isEmpty)
    try await restored.does("outbox", "release")
    try await restored.deliver()
    let released = try restored.mails()
    #expect(!released.isEmpty)
    #expect(try await restored.reply("status")["health"] as? String == "good")
    // No Message-ID of the first life is on another message.
    for (name, bytes) in released { #expect(sent[name] == nil || sent[name] == bytes, "\(name) was used twice") }
}

@Test func `killed in the middle of a purge, it is finished at the next start and nothing purged is left`() async throws
{
    let year = try await Year.uninterrupted.value
    let before = try await Purge(of: year)
    let whole = try await before.run(killedAfter: nil)
    #expect(whole.state == [])
    var seen: Set<String> = []
    for step in 0..<24 {
        let outcome = try await before.run(killedAfter: whole.duration * step / 20)
        seen.insert(outcome.wasBegun ? "begun" : "not begun")
        #expect(outcome.state == [], "killed after \(whole.duration * step / 20)")
    }
    // The control: some were killed before it began, and some in its middle.
    #expect(seen == ["begun", "not begun"])
}

/// The demo's cohort with its write-ups, just before they are purged.
private struct Purge {
    let directory: Scratch

    struct Outcome {
        let duration: Duration
        /// Whether the killed daemon had begun the purge.
        let wasBegun: Bool
        /// What is not as it should be.
        let state: [String]
    }

    init(of year: Year) async throws {
        directory = try Scratch()
        try FileManager.default.copyItem(
            atPath: year.directory.path + "/before-purge", toPath: directory.path + "/state")
    }

    func run(killedAfter delay: Duration?) async throws -> Outcome {
        let copy = try Scratch()
        try FileManager.default.copyItem(atPath: directory.path + "/state", toPath: copy.path + "/state")
        let daemon = try await Daemon(copy)
        let due = try await daemon.reply("retention", "preview")
        let digest = try #require(due["digest"] as? String)
        let clock = ContinuousClock()
        let start = clock.now
        var purge: Task<Finished, any Error>?
        if let delay {
            purge = Task { try await daemon.ctl("retention", "run", digest, "--timeout", "30") }
            try await Task.sleep(for: delay)
            await daemon.killed()
        } else {
            try await daemon.does("retention", "run", digest, "--timeout", "30")
            await daemon.stop()
        }
        let duration = clock.now - start
        let answered = try await purge?.value.status == 0
        let again = try await Daemon(copy)
        let first = "\(try await again.reply("status")["problems"] ?? "")"
        let wasBegun = answered || again.log.contains("Purge") || first.contains("is incomplete")
        var left = -1
        // It says that it is incomplete for as long as it is.
        for _ in 0..<1000 {
            let status = try await again.reply("status")
            left = status["purge_due"] as? Int ?? -1
            if !"\(status["problems"] ?? "")".contains("is incomplete") { break }
            try await Task.sleep(for: .milliseconds(10))
        }
        let fresh = "\(try await again.reply("retention", "preview")["digest"] ?? "")"
        if left > 0, delay != nil { try await again.does("retention", "run", fresh, "--timeout", "30") }
        var state = try await again.reply("status")["purge_due"] as? Int == 0 ? [] : ["records are left"]
        if wasBegun, left != 0 { state.append("it was begun and not finished") }
        await again.stop()
        let writeUp = Data("Secret of".utf8)
        for (name, bytes) in try files(in: copy.path + "/state") where bytes.range(of: writeUp) != nil {
            state.append("\(name) holds what was purged")
        }
        return Outcome(duration: duration, wasBegun: wasBegun, state: state)
    }
}
