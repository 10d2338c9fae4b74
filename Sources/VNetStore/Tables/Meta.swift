import GRDB
import VNetCore

extension Transaction {
    /// Counts the changes that verbs have made.
    public func generation() throws -> Int64 { try Int64(count("SELECT value FROM meta WHERE key = 'generation'")) }

    public func advanceGeneration() throws {
        try run("UPDATE meta SET value = value + 1 WHERE key = 'generation'")
    }

    /// What a simulated store's clock shows; nil in a real one.
    public func simulatedNow() throws -> Instant? {
        try first("SELECT value FROM meta WHERE key = 'simulated_now'") { $0.instant(0) }
    }

    public func setSimulatedNow(_ now: Instant) throws {
        try run("UPDATE meta SET value = ? WHERE key = 'simulated_now'", [now.seconds])
    }

    /// Whether nothing is to leave until an operator says so: set after a restore.
    public func isOutboxHeld() throws -> Bool {
        try exists("SELECT 1 FROM meta WHERE key = 'outbox_held' AND value = 1")
    }

    public func setOutboxHeld(_ isHeld: Bool) throws {
        try run("INSERT OR REPLACE INTO meta (key, value) VALUES ('outbox_held', ?)", [isHeld ? 1 : 0])
    }

    /// The rules by which reminders were last planned, in the form that the service gave them; nil in a new store.
    public func planFingerprint() throws -> String? {
        try first("SELECT value FROM meta WHERE key = 'plan_rules'") { $0[0] }
    }

    public func setPlanFingerprint(_ rules: String) throws {
        try run("INSERT OR REPLACE INTO meta (key, value) VALUES ('plan_rules', ?)", [rules])
    }

    /// Why the machine's clock is not to be trusted until an administrator confirms it; nil when it is.
    public func clockDoubt() throws -> String? {
        try first("SELECT value FROM meta WHERE key = 'clock_doubt'") { $0[0] }
    }

    public func setClockDoubt(_ doubt: String?) throws {
        guard let doubt else {
            _ = try run("DELETE FROM meta WHERE key = 'clock_doubt'")
            return
        }
        try run("INSERT OR REPLACE INTO meta (key, value) VALUES ('clock_doubt', ?)", [doubt])
    }

    /// What the clock showed when the daemon last did what was due.
    public func lastSeen() throws -> Instant? {
        try first("SELECT value FROM meta WHERE key = 'last_seen'") { $0.instant(0) }
    }

    public func setLastSeen(_ now: Instant) throws {
        try run("INSERT OR REPLACE INTO meta (key, value) VALUES ('last_seen', ?)", [now.seconds])
    }

    /// Notes who did what, or read what is confidential: kinds and ids, never values.
    public func recordAudit(at now: Instant, uid: UInt32, verb: String, subject: String) throws {
        try run(
            "INSERT INTO audit_event (at, uid, verb, subject) VALUES (?, ?, ?, ?)",
            [now.seconds, Int64(uid), verb, subject])
    }

    public struct AuditEvent: Sendable {
        public let id: Int64
        public let at: Instant
        public let uid: Int
        public let verb: String
        public let subject: String
    }

    /// Newest first.
    public func auditEvents(before id: Int64? = nil, limit: Int) throws -> [AuditEvent] {
        try all(
            "SELECT id, at, uid, verb, subject FROM audit_event WHERE id < ? ORDER BY id DESC LIMIT ?",
            [id ?? .max, limit]
        ) {
            AuditEvent(id: $0[0], at: $0.instant(1), uid: $0[2], verb: $0[3], subject: $0[4])
        }
    }
}
