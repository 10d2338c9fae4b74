import Foundation
import GRDB
import VNetCore

// What is kept for clients: events for those who watch, and first replies for those who ask twice.

/// Something that happened.
public struct Event: Equatable, Sendable {
    /// Ascending, without gaps but for what has been removed by age.
    public let seq: Int64
    public let at: Instant
    /// The verb that it was, or one of the daemon's own: `visit.agree`, `reminder.compose`.
    public let name: String
    /// Kinds and ids.
    public let subject: String
    public let cohorts: [Int64]
}

/// What a request with an idempotency key was answered with.
public struct FirstReply: Equatable, Sendable {
    /// A keyed hash of the request.
    public let request: [UInt8]
    public let id: Int64?
    public let isChange: Bool
    public let generation: Int64

    public init(request: [UInt8], id: Int64?, isChange: Bool, generation: Int64) {
        self.request = request
        self.id = id
        self.isChange = isChange
        self.generation = generation
    }
}

extension Transaction {
    /// For how long events are kept, in days; a day more for those of a day's end.
    static let eventDays: Int64 = 30
    /// For how long a first reply is repeated, in hours.
    static let replyHours: Int64 = 24

    public func recordEvent(_ name: String, subject: String, cohorts: Set<Int64> = [], at now: Instant) throws {
        let event = try insert(
            "INSERT INTO event (at, name, subject) VALUES (?, ?, ?)", [now.seconds, name, subject])
        for cohort in cohorts.sorted() {
            try run("INSERT INTO event_cohort (event, cohort) VALUES (?, ?)", [event, cohort])
        }
    }

    /// Oldest first.
    public func events(after seq: Int64, limit: Int) throws -> [Event] {
        let cohorts = try all(
            """
            SELECT event, cohort FROM event_cohort
            WHERE event IN (SELECT seq FROM event WHERE seq > ? ORDER BY seq LIMIT ?) ORDER BY event, cohort
            """, [seq, limit]
        ) { (event: $0[0] as Int64, cohort: $0[1] as Int64) }
        let byEvent = Dictionary(grouping: cohorts, by: \.event)
        return try all("SELECT seq, at, name, subject FROM event WHERE seq > ? ORDER BY seq LIMIT ?", [seq, limit]) {
            Event(
                seq: $0[0], at: $0.instant(1), name: $0[2], subject: $0[3],
                cohorts: byEvent[$0[0], default: []].map(\.cohort))
        }
    }

    /// The number of the latest event that there ever was; 0 before the first.
    public func latestEvent() throws -> Int64 {
        try first("SELECT seq FROM sqlite_sequence WHERE name = 'event'") { $0[0] } ?? 0
    }

    /// The number of the oldest event that is kept; nil where none is.
    public func oldestEvent() throws -> Int64? { try first("SELECT seq FROM event ORDER BY seq LIMIT 1") { $0[0] } }

    /// What the same user's request with this key was answered with, while it is remembered.
    public func firstReply(uid: UInt32, key: String, at now: Instant) throws -> FirstReply? {
        try first(
            "SELECT request, id, changed, generation FROM first_reply WHERE uid = ? AND key = ? AND at > ?",
            [Int64(uid), Data(keyring.blindIndex(key)), now.seconds - Self.replyHours * 3600]
        ) { FirstReply(request: [UInt8]($0[0] as Data), id: $0[1], isChange: $0[2], generation: $0[3]) }
    }

    public func remember(_ reply: FirstReply, uid: UInt32, key: String, at now: Instant) throws {
        try run(
            """
            INSERT OR REPLACE INTO first_reply (uid, key, request, at, id, changed, generation)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                Int64(uid), Data(keyring.blindIndex(key)), Data(reply.request), now.seconds, reply.id, reply.isChange,
                reply.generation,
            ])
    }

    /// A keyed hash of a request and of the file that came with it: it tells two apart, and nothing of either.
    public func fingerprint(of request: [UInt8], file: [UInt8]) -> [UInt8] {
        keyring.blindIndex([UInt8]("\(request.count) ".utf8) + request + file)
    }

    /// Removes what clients no longer need: by whole days and hours, so that it is not done for each by itself.
    public func forgetOldEvents(at now: Instant) throws {
        try run("DELETE FROM event WHERE at < ?", [(now.seconds / 86_400 - Self.eventDays) * 86_400])
        try run("DELETE FROM first_reply WHERE at < ?", [(now.seconds / 3600 - Self.replyHours) * 3600])
    }

    /// When there is next something to be forgotten.
    public func nextForgettingAt() throws -> Instant? {
        func oldest(_ table: String) throws -> Int64? {
            try first("SELECT at FROM \(table) ORDER BY at LIMIT 1") { $0[0] }
        }
        let event = try oldest("event").map { ($0 / 86_400 + 1 + Self.eventDays) * 86_400 }
        let reply = try oldest("first_reply").map { ($0 / 3600 + 1 + Self.replyHours) * 3600 }
        return [event, reply].compactMap(\.self).min().map { Instant(seconds: $0) }
    }
}
