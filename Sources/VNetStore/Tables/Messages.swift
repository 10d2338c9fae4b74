import Foundation
import GRDB
import VNetCore

/// To whom a message goes.
public enum MessageRecipient: Hashable, Sendable {
    /// Nil once the person has been purged.
    case person(Int64?)
    /// The network's administrator.
    case admin
    /// The network's contact for safeguarding.
    case safeguarding

    public var person: Int64? { if case .person(let id) = self { id } else { nil } }

    fileprivate var name: String {
        switch self {
        case .person: "person"
        case .admin: "admin"
        case .safeguarding: "safeguarding"
        }
    }

    fileprivate init(_ name: String, _ person: Int64?) throws {
        switch name {
        case "person": self = .person(person)
        case "admin": self = .admin
        case "safeguarding": self = .safeguarding
        default: throw StoreError.corrupt("message recipient “\(name)”")
        }
    }
}

/// A message on its way, without its text.
public struct Message: Sendable {
    public let id: Int64
    public let messageID: String
    public let kind: MessageKind
    public let recipient: MessageRecipient
    public var state: MessageState
    public let composedAt: Instant
    public var dueAt: Instant
    /// When it was first tried, or tried again at an operator's word.
    public var triedSince: Instant?
    public let expiresAt: Instant
    public var attempts: Int
    /// What a report on its last attempt has to name; nil before the first.
    public let token: String?
    /// The codes with which the server last refused it.
    public var lastError: ServerReply?
    /// What of it could not be read when it was to leave.
    public var fault: MessageFault?
    /// The school whose delegate gets it; nil unless it is a copy.
    public let copiedFor: URN?
    /// Whether it carries what only the confidential may read.
    public let isConfidential: Bool
}

/// A message that is about to be frozen.
public struct NewMessage: Sendable {
    public var kind: MessageKind
    public var recipient: MessageRecipient
    public var composedAt: Instant
    public var expiresAt: Instant
    /// The message of which it is a delegate's copy, and the delegate's school.
    public var copy: (of: Int64, for: URN)?
    /// The session or visit whose change voids it.
    public var subject: ReminderSubject?
    /// Whether it carries what only the confidential may read: the outcome report of the visit that is its subject.
    public var isConfidential = false

    public init(
        kind: MessageKind, recipient: MessageRecipient, composedAt: Instant, expiresAt: Instant,
        subject: ReminderSubject? = nil
    ) {
        self.kind = kind
        self.recipient = recipient
        self.composedAt = composedAt
        self.expiresAt = expiresAt
        self.subject = subject
    }
}

extension Transaction {
    /// The id that the next message gets; it goes into its Message-ID, and is never reused.
    public func nextMessageID() throws -> Int64 { try nextID(.message) }

    /// Freezes a message: `content` is sealed as it is, and never changed.
    public func freeze(_ message: NewMessage, id: Int64, messageID: String, content: [UInt8]) throws {
        let (sealed, slot) = try seal(content, .message, row: id)
        let state: MessageState = try isOutboxHeld() ? .held : .pending
        try run(
            """
            INSERT INTO message (id, message_id, kind, recipient, person, state, composed_at, due_at, expires_at,
                subject_kind, subject_id, copy_of, copied_for, confidential, sealed, key_slot)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                id, messageID, message.kind.rawValue, message.recipient.name, message.recipient.person, state.rawValue,
                message.composedAt.seconds, message.composedAt.seconds, message.expiresAt.seconds,
                message.subject?.kind.rawValue, message.subject?.id, message.copy?.of,
                message.copy?.for.number, message.isConfidential, Data(sealed), slot,
            ])
    }

    public func message(_ id: Int64) throws -> Message? {
        try first(Self.selectMessage + " WHERE id = ?", [id], Self.message)
    }

    /// What was frozen; nil when it has been purged.
    public func content(ofMessage id: Int64) throws -> [UInt8]? { try unsealed(.message, row: id) }

    /// Newest first.
    public func messages(in state: MessageState?, before id: Int64? = nil, limit: Int) throws -> [Message] {
        let filter = state == nil ? "" : " AND state = ?3"
        var arguments: StatementArguments = [id ?? Int64.max, limit]
        if let state { arguments += [state.rawValue] }
        return try all(
            Self.selectMessage + " WHERE id < ?1\(filter) ORDER BY id DESC LIMIT ?2",
            arguments, Self.message)
    }

    /// Everything that was ever written to a person, oldest first.
    public func messages(to person: Int64) throws -> [Message] {
        try all(Self.selectMessage + " WHERE person = ? ORDER BY id", [person], Self.message)
    }

    /// The first message that may be delivered now.
    public func nextDeliverable(at now: Instant) throws -> Message? {
        try first(
            Self.selectMessage + """
                 WHERE state IN ('pending', 'deferred', 'unknown') AND due_at <= ?1 AND expires_at > ?1
                ORDER BY due_at, id LIMIT 1
                """, [now.seconds], Self.message)
    }

    /// When the next message that waits may be tried; nil when none waits.
    public func nextDeliveryAt() throws -> Instant? {
        try first(
            """
            SELECT due_at FROM message WHERE state IN ('pending', 'deferred', 'unknown')
            ORDER BY due_at, id LIMIT 1
            """
        ) { $0.instant(0) }
    }

    /// When the next message that has not left expires; nil when there is none.
    public func nextExpiryAt() throws -> Instant? {
        try first(
            """
            SELECT expires_at FROM message WHERE state IN ('pending', 'deferred', 'unknown', 'held')
            ORDER BY expires_at LIMIT 1
            """
        ) { $0.instant(0) }
    }

    public func expiredMessages(at now: Instant, limit: Int) throws -> [Message] {
        try all(
            Self.selectMessage + """
                 WHERE state IN ('pending', 'deferred', 'unknown', 'held') AND expires_at <= ?
                ORDER BY expires_at, id LIMIT ?
                """, [now.seconds, limit], Self.message)
    }

    /// The mails that carry the outcome report of a visit, whatever has become of them.
    public func reportMessages(ofVisit visit: Int64) throws -> [Message] {
        try all(
            Self.selectMessage + " WHERE subject_kind = 'visit' AND subject_id = ? AND confidential ORDER BY id",
            [visit], Self.message)
    }

    /// All messages of which the text is kept.
    public func messagesWithText() throws -> [Message] {
        try all(Self.selectMessage + " WHERE sealed IS NOT NULL ORDER BY id", [], Self.message)
    }

    /// Sets the state; `ended` is when the message came to an end, if it did.
    public func setMessage(_ id: Int64, to state: MessageState, ended: Instant?) throws {
        try run("UPDATE message SET state = ?, ended_at = ? WHERE id = ?", [state.rawValue, ended?.seconds, id])
    }

    /// Has a message wait for another attempt: one that was refused for now, or that may have arrived.
    public func postpone(_ id: Int64, as state: MessageState, until due: Instant) throws {
        try run(
            "UPDATE message SET state = ?1, due_at = ?2, doubtful = doubtful OR ?3 WHERE id = ?4",
            [state.rawValue, due.seconds, state == .unknown, id])
    }

    /// Stops a message and the copies of it that have not left.
    public func cancelMessage(_ id: Int64, at now: Instant) throws {
        try run(
            """
            UPDATE message SET state = 'cancelled', ended_at = ?1 WHERE id = ?2
                OR (copy_of = ?2 AND state IN ('pending', 'deferred', 'unknown', 'held', 'failed'))
            """, [now.seconds, id])
    }

    /// On record in the database and, before that, in the ledger outside it. Gives the token of the attempt.
    public func beginAttempt(_ id: Int64, at now: Instant) throws -> String {
        let count = try attemptCount() + 1
        // No counter: one goes back with a database that is put back, and another mailer could guess it.
        let token = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
        try run(
            """
            UPDATE message SET state = 'sending', attempts = attempts + 1, attempt_token = ?,
                tried_since = ifnull(tried_since, ?)
            WHERE id = ?
            """, [token, now.seconds, id])
        try run("INSERT OR REPLACE INTO meta (key, value) VALUES ('attempts', ?)", [count])
        try ledger.note(count)
        return token
    }

    /// Has a message wait as before its last attempt, which was none.
    public func handBack(message id: Int64) throws {
        try run(
            """
            UPDATE message SET state = 'pending', attempts = attempts - 1,
                attempt_token = iif(attempts = 1, NULL, attempt_token), tried_since = iif(attempts = 1, NULL, tried_since)
            WHERE id = ?
            """, [id])
    }

    /// How many attempts this database knows of.
    func attemptCount() throws -> Int { try count("SELECT value FROM meta WHERE key = 'attempts'") }

    /// Of the server's answer only the codes are kept.
    public func setMessageError(_ id: Int64, _ answer: ServerReply?) throws {
        try run("UPDATE message SET last_error = ? WHERE id = ?", [answer?.codes, id])
    }

    public func setMessageFault(_ id: Int64, _ fault: MessageFault) throws {
        try run("UPDATE message SET fault = ? WHERE id = ?", [fault.rawValue, id])
    }

    /// Has a message tried from now on, as if it never had been.
    public func restart(message id: Int64, at now: Instant) throws {
        try run("UPDATE message SET due_at = ?, tried_since = NULL, fault = NULL WHERE id = ?", [now.seconds, id])
    }

    /// How many messages are in each state that is not an end, and how many were sent.
    public func messageCounts() throws -> [MessageState: Int] {
        let open = try all(
            """
            SELECT state, count(*) FROM message WHERE state NOT IN ('sent', 'cancelled', 'expired') GROUP BY state
            """
        ) { (try $0.value(0, MessageState.self), $0[1] as Int) }
        let sent = try count("SELECT value FROM meta WHERE key = 'sent'")
        return Dictionary(uniqueKeysWithValues: open + [(.sent, sent)])
    }

    /// Messages to anybody but the administrator that were given up since they were last told of: how many, and when the
    /// first was; and when the administrator was last told.
    public func untoldRefusals() throws -> (count: Int, first: Instant, told: Instant?)? {
        let told = try first("SELECT value FROM meta WHERE key = 'refusals_told'") { $0.instant(0) }
        return try first(
            """
            SELECT count(*), min(ended_at) FROM message
            WHERE state = 'failed' AND recipient <> 'admin' AND ended_at > ?
            """, [told?.seconds ?? 0]
        ) { row in (row[1] as Int64?).map { (row[0], Instant(seconds: $0), told) } }.flatMap(\.self)
    }

    /// The administrator is told of everything that was refused until now.
    public func setRefusalsTold(at now: Instant) throws {
        try run("INSERT OR REPLACE INTO meta (key, value) VALUES ('refusals_told', ?)", [now.seconds])
    }

    /// Whether anything is on its way, or can leave now.
    public func hasMessagesInFlight(at now: Instant) throws -> Bool {
        try exists("SELECT 1 FROM message WHERE state = 'sending'") || nextDeliverable(at: now) != nil
    }

    private static let selectMessage = """
        SELECT id, message_id, kind, recipient, person, state, composed_at, due_at, expires_at, attempts, last_error,
            tried_since, copied_for, attempt_token, confidential, fault
        FROM message
        """

    private static func message(_ row: Row) throws -> Message {
        Message(
            id: row[0], messageID: row[1], kind: try row.value(2), recipient: try MessageRecipient(row[3], row[4]),
            state: try row.value(5), composedAt: row.instant(6), dueAt: row.instant(7),
            triedSince: (row[11] as Int64?).map(Instant.init(seconds:)), expiresAt: row.instant(8), attempts: row[9],
            token: row[13], lastError: (row[10] as String?).flatMap(ServerReply.init),
            fault: (row[15] as String?).flatMap(MessageFault.init), copiedFor: try row.optionalURN(12),
            isConfidential: row[14])
    }
}
