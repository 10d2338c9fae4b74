import GRDB

extension Store {
    /// Sees whether an older copy of the database has been put in the place of the one that sent the last messages. If so,
    /// the store gets a new epoch, so that no Message-ID is ever used twice, and nothing leaves until an operator has
    /// looked at the outbox; true then. To be called once, before anything is sent.
    public func recogniseOlderCopy() throws -> Bool {
        let known = try read { try $0.attemptCount() }
        guard try ledger.isAhead(of: known) else { return false }
        let attempts = max(try ledger.count() ?? 0, known)
        try write { transaction in
            try transaction.setEpoch(options.newEpoch)
            try transaction.setAttemptCount(attempts)
            try transaction.holdAllMessages()
            try ledger.note(attempts)
        }
        epoch = options.newEpoch
        return true
    }
}

extension Transaction {
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
