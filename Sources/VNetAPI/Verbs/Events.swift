import VNetCore
import VNetJSON

@Request(
    "Report what happens, as it happens: from now on, or since a cursor.", .read, .reads, errors: [.notFound])
public struct EventsSubscribe: Request {
    /// Nil for all.
    @Field("Only these kinds.") public let kinds: [EventKind]?
    @Field("Only what is about this cohort.") public let cohort: Int64?
    @Field("Start with what has happened since this cursor, as EPOCH:SEQ.") public let since: EventCursor?

    @Reply public struct Response: Reply {
        @Field("Identifies the store; a restored copy has another.") public var epoch: String
        @Field("The number of the latest event that there is.") public var seq: Int64
    }
}

/// A reader's place in the events of a store.
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
@Reply public struct EventNotice: Notification {
    @Field("Identifies the store.") public var epoch: String
    @Field("The event's number, ascending.") public var seq: Int64
    @Field("When it happened.") public var at: Instant
    @Field("The verb that it was, or one of the daemon's own, such as reminder.compose.", as: "event")
    public var name: String
    @Field("What it happened to: kinds and ids, never values.") public var subject: String
    @Field("The ids of the cohorts that it is about.") public var cohorts: [Int64]
    public static let method: StaticString = "event"
}

/// Events were left out: the client should read the state again. Further events follow.
@Reply public struct GapNotice: Notification {
    @Field("Identifies the store.") public var epoch: String
    @Field("The number of the last event that was left out.") public var seq: Int64
    @Field("Why.") public var reason: GapReason
    public static let method: StaticString = "gap"
}

public enum GapReason: String, CaseIterable, Sendable, ChoiceFieldValue {
    /// The client read too slowly.
    case behind
    /// What is asked for is no longer kept.
    case old
    /// The cursor is of another store.
    case epoch
}

/// How far long work has got, for a request made with `progress`.
@Reply public struct ProgressNotice: Notification {
    @Field("The request's id, as text.") public var id: String
    @Field("How much is done: rows, then cohorts that they concern; or steps.") public var done: Int
    @Field("Of how much.") public var total: Int
    public static let method: StaticString = "progress"
}

extension ProgressNotice {
    public init(id: JSONValue, done: Int, total: Int) {
        let text = if case .string(let text) = id { text } else { id.description }
        self.init(id: text, done: done, total: total)
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
