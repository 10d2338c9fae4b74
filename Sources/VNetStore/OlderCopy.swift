import Foundation
import GRDB
import VNetCore

/// What was found when the database turned out to be an older copy.
public struct OlderCopy: Equatable, Sendable {
    /// Whether some of what it takes for unsent has left, so that nothing leaves until an operator has looked.
    public var isOutboxHeld = false
    /// How many records it still had that had been purged, and have been purged again.
    public var purgedAgain = 0
}

extension Store {
    /// Of the attempt that was committed last, as the message is handed out. A disk that fails here holds no mail up: the mark that
    /// is missing forgives one attempt, as after a crash.
    public func confirmAttempt() { try? ledger.confirm() }

    /// Sees whether an older copy of the database has been put in the place of the one that was last in use. What was purged since
    /// it was made is purged again; and if messages were sent since, the store gets a new epoch, so that no Message-ID is
    /// ever used twice, and its outbox is held. To be called once, before anything is sent or served.
    public func recogniseOlderCopy(at now: Instant) throws -> OlderCopy {
        var copy = OlderCopy()
        copy.purgedAgain = try replayPurges(at: now)
        let known = try read { try $0.attemptCount() }
        guard try ledger.isAhead(of: known) else { return copy }
        let attempts = max(try ledger.count() ?? 0, known)
        try write { transaction in
            try transaction.setEpoch(options.newEpoch)
            try transaction.setAttemptCount(attempts)
            try transaction.holdAllMessages()
            try ledger.note(attempts)
        }
        confirmAttempt()
        epoch = options.newEpoch
        copy.isOutboxHeld = true
        return copy
    }

    /// Purges what the ledger beside the keys says was purged, where the database has no memory of the run. Gives how many
    /// records that were.
    private func replayPurges(at now: Instant) throws -> Int {
        guard let last = try tombstones.lastRun(), try !read({ try $0.knows(run: last) }) else { return 0 }
        let all = try tombstones.all()
        return try write { transaction in
            // A database knows of all that was purged up to the last run that it knows of, in whatever order they are numbered.
            var known: [String: Bool] = [:]
            let missed = try all.reversed().prefix { entry in
                if let known = known[entry.run] { return !known }
                known[entry.run] = try transaction.knows(run: entry.run)
                return known[entry.run] == false
            }.map(\.tombstone)
            try transaction.setReplayed(last)
            for case (let reason, let index)? in missed.map(\.suppression) {
                try transaction.suppress(index, for: reason, at: now)
            }
            let left = try Set(missed.filter(transaction.isThere).map(\.record))
            guard !left.isEmpty else { return 0 }
            let today = CivilDate(daysSinceEpoch: Int(now.seconds / 86_400))
            let plan = RetentionPlan(
                left.map { RetainedRecord(class: $0.class, id: $0.id, cohort: nil, trigger: today) }, holds: [])
            _ = try transaction.purge(
                plan.items, digest: Self.digest(of: plan), by: UInt32(getuid()),
                rule: { _ in "purged before, and in an older copy of the database that was put back" }, at: now,
                verifyBy: now)
            return left.count
        }
    }
}

extension Transaction {
    /// Whether the database has had a run, or has been told of it.
    fileprivate func knows(run name: String) throws -> Bool {
        try exists(
            "SELECT 1 FROM purge_run WHERE name = ?1 UNION ALL SELECT 1 FROM meta WHERE key = 'replayed' AND value = ?1",
            [name])
    }

    fileprivate func setReplayed(_ run: String) throws {
        try self.run("INSERT OR REPLACE INTO meta (key, value) VALUES ('replayed', ?)", [run])
    }

    /// Whether what was purged is in the database again.
    fileprivate func isThere(_ tombstone: Tombstone) throws -> Bool {
        let id = tombstone.record.id
        if let table = tombstone.record.class.table {
            return try first(
                "SELECT sealed FROM \(table.rawValue) WHERE id = ? AND sealed IS NOT NULL", [id]
            ) { Tombstone.mark(of: $0.bytes(0)) } == tombstone.mark
        }
        return switch tombstone.record.class {
        case .pairing: try exists("SELECT 1 FROM pairing WHERE cohort = ?", [id])
        case .availability:
            try exists(
                "SELECT 1 FROM availability JOIN enrolment ON enrolment.id = enrolment WHERE cohort = ?", [id])
        default: try exists("SELECT 1 FROM erasure_request WHERE id = ?", [id])
        }
    }

    fileprivate func suppress(_ index: [UInt8], for reason: SuppressionReason, at now: Instant) throws {
        try run(
            "INSERT OR IGNORE INTO suppression (email_index, reason, added_at) VALUES (?, ?, ?)",
            [Data(index), reason.rawValue, now.seconds])
    }

    fileprivate func setEpoch(_ epoch: String) throws {
        try run("UPDATE meta SET value = ? WHERE key = 'epoch'", [epoch])
    }

    fileprivate func setAttemptCount(_ count: Int) throws {
        try run("INSERT OR REPLACE INTO meta (key, value) VALUES ('attempts', ?)", [count])
    }

    /// Holds what has not left, and what will be written from now on.
    fileprivate func holdAllMessages() throws {
        try setOutboxHeld(true)
        try run("UPDATE message SET state = 'held' WHERE state IN ('pending', 'sending', 'deferred', 'unknown')")
    }
}
