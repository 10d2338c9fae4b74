import VNetCore
import VNetJSON

public struct EventsSubscribe: Request {
    public static let verb = Verb.eventsSubscribe
    public static let about = About(
        "Tell what happens, as it happens: from now on, or since a cursor.", .read, .reads)
    /// Nil for all.
    public let kinds: [EventKind]?
    public let cohort: Int64?
    public let since: EventCursor?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        kinds = try fields.optional("kinds", "Only these kinds.")
        cohort = try fields.optional("cohort", "Only what is about this cohort.")
        since = try fields.optional("since", "First tell of what has happened since this cursor, as EPOCH:SEQ.")
    }

    public struct Response: Reply {
        public var epoch: String
        public var seq: Int64
        public init(epoch: String, seq: Int64) {
            self.epoch = epoch
            self.seq = seq
        }
        public static let sample = Response(epoch: "00000000", seq: 1)
        public func write(_ fields: inout ReplyFields) {
            fields.field("epoch", epoch, "Identifies the store; a restored copy has another.")
            fields.field("seq", seq, "The number of the latest event that there is.")
        }
    }
}

/// Where somebody has got to in the events of a store.
public struct EventCursor: TextualFieldValue, Equatable {
    public let epoch: String
    public let seq: Int64

    public init(epoch: String, seq: Int64) {
        self.epoch = epoch
        self.seq = seq
    }

    public static let fieldType = FieldType.text(maximum: 100)
    public static let sample = EventCursor(epoch: "00000000", seq: 1)
    public static let requirement = "must be the epoch and seq of an event, such as 00000000:17"
    public static func parse(_ text: String) -> EventCursor? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let seq = Int64(parts[1]), seq >= 0 else { return nil }
        return EventCursor(epoch: String(parts[0]), seq: seq)
    }
    public var wireText: String { "\(epoch):\(seq)" }
}

/// What an event is about: the noun of what was done, or `reminder` and `outbox` for what the daemon does by itself.
public struct EventKind: TextualFieldValue, Equatable {
    public let name: String

    private static let names: [String] = {
        let changing = Verb.allCases.filter { $0.request.about.isChange }.map(\.noun)
        return Array(Set(changing + ["outbox", "reminder"])).sorted()
    }()

    public static let fieldType = FieldType.choice(names)
    public static let sample = EventKind(name: "cohort")
    public static let requirement = "must be one of: \(names.joined(separator: ", "))"
    public static func parse(_ text: String) -> EventKind? { names.contains(text) ? EventKind(name: text) : nil }
    public var wireText: String { name }
}

extension Verb {
    /// `cohort` of `cohort.get`.
    var noun: String { String(rawValue.prefix { $0 != "." }) }
}

/// A notification: a message that is no reply, and has no id.
public protocol Notification: Reply {
    static var method: StaticString { get }
}

extension Notification {
    /// The fields of what it tells.
    public static var fields: [FieldDeclaration] { ReplyFields.declarations(of: Self.self) }
}

/// Every notification that there is.
public enum Notifications {
    static let all: [any Notification.Type] = [EventNotice.self, GapNotice.self, ProgressNotice.self]
}

/// Something happened.
public struct EventNotice: Notification {
    public static let method: StaticString = "event"
    public var epoch: String
    public var seq: Int64
    public var at: Instant
    public var name: String
    public var subject: String
    public var cohorts: [Int64]

    public init(epoch: String, seq: Int64, at: Instant, name: String, subject: String, cohorts: [Int64]) {
        self.epoch = epoch
        self.seq = seq
        self.at = at
        self.name = name
        self.subject = subject
        self.cohorts = cohorts
    }

    public static let sample = EventNotice(
        epoch: "00000000", seq: 1, at: Instant.sample, name: "visit.agree", subject: "visit 3", cohorts: [1])

    public func write(_ fields: inout ReplyFields) {
        fields.field("epoch", epoch, "Identifies the store.")
        fields.field("seq", seq, "The event's number, ascending.")
        fields.field("at", at, "When it happened.")
        fields.field("event", name, "The verb that it was, or one of the daemon's own, such as reminder.compose.")
        fields.field("subject", subject, "What it happened to: kinds and ids, never values.")
        fields.field("cohorts", cohorts, "The ids of the cohorts that it is about.")
    }
}

/// Events were left out: the client looks at the state anew. Further events follow.
public struct GapNotice: Notification {
    public static let method: StaticString = "gap"
    public var epoch: String
    public var seq: Int64
    public var reason: GapReason

    public init(epoch: String, seq: Int64, reason: GapReason) {
        self.epoch = epoch
        self.seq = seq
        self.reason = reason
    }

    public static let sample = GapNotice(epoch: "00000000", seq: 1, reason: .behind)

    public func write(_ fields: inout ReplyFields) {
        fields.field("epoch", epoch, "Identifies the store.")
        fields.field("seq", seq, "The number of the last event that was left out.")
        fields.field("reason", reason, "Why.")
    }
}

public enum GapReason: String, CaseIterable, Sendable, ChoiceFieldValue {
    /// The client read too slowly.
    case behind
    /// What is asked for is no longer kept.
    case old
    /// The cursor is of another store.
    case epoch
}

/// How far long work is that was asked for with `progress`.
public struct ProgressNotice: Notification {
    public static let method: StaticString = "progress"
    public var id: JSONValue
    public var done: Int
    public var total: Int

    public init(id: JSONValue, done: Int, total: Int) {
        self.id = id
        self.done = done
        self.total = total
    }

    public static let sample = ProgressNotice(id: .integer(1), done: 1000, total: 22_010)

    public func write(_ fields: inout ReplyFields) {
        let text = if case .string(let text) = id { text } else { id.description }
        fields.field("id", text, "The request's id, as text.")
        fields.field("done", done, "How much is done: rows, then cohorts that they concern; or steps.")
        fields.field("total", total, "Of how much.")
    }
}

/// A notification as bytes, line feed included.
public enum NotificationLine {
    public static func append<N: Notification>(_ notice: N, readers: Permissions, to output: inout [UInt8]) {
        output += #"{"jsonrpc":"2.0","method":"\#(N.method)","params":"#.utf8
        ReplyFields.append(notice, to: &output, readers: readers)
        output += "}\n".utf8
    }
}
