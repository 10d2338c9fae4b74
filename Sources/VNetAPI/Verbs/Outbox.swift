import VNetCore

// Reminders to come, and messages on their way.

public struct ReminderList: Listing {
    public static let verb = Verb.reminderList
    public static let about = About(
        "List what will go out, when, to whom, and why on that day.", .read, .reads, errors: [.notFound],
        rendering: .table("reminders"))
    public let cohort: Int64?
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.optional("cohort", "Only this cohort's.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public typealias Row = ReminderView
    public static let rows: StaticString = "reminders"
    public static let order: StaticString = "Soonest first."
}

extension Page where List == ReminderList {
    public var reminders: [ReminderView] { rows }
}

public struct ReminderView: Reply {
    public var id: Int64
    public var at: Instant
    public var kind: String
    public var to: String
    public var about: String
    public var school: String?
    public var reason: String
    public var isHeld: Bool

    public init(
        id: Int64, at: Instant, kind: String, to: String, about: String, school: String?, reason: String,
        isHeld: Bool = false
    ) {
        self.id = id
        self.at = at
        self.kind = kind
        self.to = to
        self.about = about
        self.school = school
        self.reason = reason
        self.isHeld = isHeld
    }

    public static let sample = ReminderView(
        id: 1, at: Instant.sample, kind: "visit", to: "head of A School", about: "visit 3", school: "A School",
        reason: "1 working day before Tuesday 3 November 2026")

    public func write(_ fields: inout ReplyFields) {
        fields.field("id", id, "The reminder's id.")
        fields.field("at", at, "When it falls due.")
        fields.field("kind", kind, "What it reminds of.")
        fields.field("to", to, "To whom it goes.")
        fields.field("about", about, "What it is about.")
        fields.optional("school", school, "The school, or the enquirer, that it is about.")
        fields.field("reason", reason, "Why on that day.")
        fields.optional("held", isHeld ? true : nil, "True while it waits for a school that is paused.")
    }
}

public struct ReminderExplain: Request {
    public static let verb = Verb.reminderExplain
    public static let about = About(
        "Explain a reminder: what calls for it, who gets it, and how its day was found.", .read, .reads,
        errors: [.notFound], rendering: .text("text"))
    public let reminder: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        reminder = try fields.required("reminder", "The reminder's id.")
    }

    public struct Response: Reply {
        public var state: String
        public var text: Document
        public init(state: String, text: Document) {
            self.state = state
            self.text = text
        }
        public static let sample = Response(state: "scheduled", text: Document.sample)
        public func write(_ fields: inout ReplyFields) {
            fields.field("state", state, "scheduled, composed, void or expired.")
            fields.field("text", text, "The explanation, one sentence a line.")
        }
    }
}

public struct ReminderPreview: Request {
    public static let verb = Verb.reminderPreview
    public static let about = About(
        "Show the mail that a reminder will become, as it would be sent when it falls due.", .operate, .reads,
        errors: [.notFound, .stateRefused], rendering: .text("text"))
    public let reminder: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        reminder = try fields.required("reminder", "The reminder's id.")
    }

    public struct Response: Reply {
        public var at: Instant
        public var reminders: [Int64]
        public var text: Document
        public var content: Document
        public init(at: Instant, reminders: [Int64], text: Document, content: Document) {
            self.at = at
            self.reminders = reminders
            self.text = text
            self.content = content
        }
        public static let sample = Response(
            at: Instant.sample, reminders: [1], text: Document.sample, content: Document.sample)
        public func write(_ fields: inout ReplyFields) {
            fields.field("at", at, "When it falls due.")
            fields.field("reminders", reminders, "All reminders that go into the same mail.")
            fields.field(
                "text", text, "To whom, about what, and the plain text, as the recipient reads it.", reader: .operate)
            fields.field("content", content, "The whole message, headers first.", reader: .operate)
        }
    }
}

public struct OutboxList: Listing {
    public static let verb = Verb.outboxList
    public static let about = About(
        "List messages, newest first.", .read, .reads, rendering: .table("messages"))
    public let state: MessageState?
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        state = try fields.optional("state", "Only messages in this state.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public typealias Row = MessageView
    public static let rows: StaticString = "messages"
    public static let order: StaticString = "Newest first."
}

extension Page where List == OutboxList {
    public var messages: [MessageView] { rows }
}

/// A message's journey, without its text.
public struct MessageView: Reply {
    public var id: Int64
    public var kind: String
    public var person: Int64?
    public var state: MessageState
    public var composedAt: Instant
    public var expiresAt: Instant
    public var attempts: Int
    public var lastError: String?

    public init(
        id: Int64, kind: String, person: Int64?, state: MessageState, composedAt: Instant, expiresAt: Instant,
        attempts: Int, lastError: String?
    ) {
        self.id = id
        self.kind = kind
        self.person = person
        self.state = state
        self.composedAt = composedAt
        self.expiresAt = expiresAt
        self.attempts = attempts
        self.lastError = lastError
    }

    public static let sample = MessageView(
        id: 1, kind: "reminder", person: 1, state: .sent, composedAt: Instant.sample, expiresAt: Instant.sample,
        attempts: 1, lastError: "451 try again later")

    public func write(_ fields: inout ReplyFields) {
        fields.field("id", id, "The message's id.")
        fields.field("kind", kind, "reminder, digest, invitation, change, or cancellation.")
        fields.optional("person", person, "The id of the person it goes to; absent for the administrator.")
        fields.field("state", state, "Where it is on its way.")
        fields.field("composed_at", composedAt, "When it was written and frozen.")
        fields.field("expires_at", expiresAt, "From when on it is no longer sent.")
        fields.field("attempts", attempts, "How often it was handed to a mail server.")
        fields.optional("last_error", lastError, "Why the last attempt failed.")
    }
}

public struct OutboxShow: Request {
    public static let verb = Verb.outboxShow
    public static let about = About(
        "Show a message in full, exactly as it is sent. The reading is noted in the audit log.", .operate, .discloses,
        errors: [.notFound, .recordGone], rendering: .text("text"))
    public let message: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        message = try fields.required("message", "The message's id.")
    }

    public struct Response: Reply {
        public var message: MessageView
        public var text: Document
        public init(message: MessageView, text: Document) {
            self.message = message
            self.text = text
        }
        public static let sample = Response(message: MessageView.sample, text: Document.sample)
        public func write(_ fields: inout ReplyFields) {
            fields.embed(message)
            fields.field("text", text, "The whole message, headers first.", reader: .operate)
        }
    }
}

/// Verbs that change one message, or all that the verb fits.
public protocol OutboxVerb: Request {
    var message: Int64? { get }
    static var act: MessageState.Act { get }
}

public struct OutboxHold: OutboxVerb {
    public static let verb = Verb.outboxHold
    public static let act = MessageState.Act.hold
    public static let about = About(
        "Hold a message, or all of them, until released.", .operate, .changes, errors: [.notFound, .stateRefused])
    public let message: Int64?
    public init(_ fields: inout RequestFields) throws(Refusal) {
        message = try fields.optional("message", "The message's id; all that are waiting unless given.")
    }
    public typealias Response = Outcome
}

public struct OutboxRelease: OutboxVerb {
    public static let verb = Verb.outboxRelease
    public static let act = MessageState.Act.release
    public static let about = About(
        "Release a held message, or all of them.", .operate, .changes, errors: [.notFound, .stateRefused])
    public let message: Int64?
    public init(_ fields: inout RequestFields) throws(Refusal) {
        message = try fields.optional("message", "The message's id; all that are held unless given.")
    }
    public typealias Response = Outcome
}

public struct OutboxRetry: OutboxVerb {
    public static let verb = Verb.outboxRetry
    public static let act = MessageState.Act.retry
    public static let about = About(
        "Try a message again now, or all that wait for another try.", .operate, .changes,
        errors: [.notFound, .stateRefused, .recordGone])
    public let message: Int64?
    public init(_ fields: inout RequestFields) throws(Refusal) {
        message = try fields.optional(
            "message", "The message's id; unless given, all that wait for another try, and none that is held.")
    }
    public typealias Response = Outcome
}

public struct OutboxCancel: Request {
    public static let verb = Verb.outboxCancel
    public static let about = About(
        "Cancel a message that has not left.", .operate, .changes, errors: [.notFound, .stateRefused])
    public let message: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        message = try fields.required("message", "The message's id.")
    }
    public typealias Response = Outcome
}

public struct OutboxFlush: Request {
    public static let verb = Verb.outboxFlush
    public static let about = About(
        "Wait until no message is pending or being sent.", .operate, .waits)
    public init(_ fields: inout RequestFields) throws(Refusal) {}

    public struct Response: Reply {
        public var outbox: OutboxCounts
        public init(outbox: OutboxCounts) { self.outbox = outbox }
        public static let sample = Response(outbox: OutboxCounts.sample)
        public func write(_ fields: inout ReplyFields) { fields.embed(outbox) }
    }
}
