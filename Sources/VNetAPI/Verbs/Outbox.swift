import VNetCore

// Reminders to come, and messages on their way.

@Listing(
    "List what will go out, when, to whom, and why on that day.", .read, errors: [.notFound], rows: "reminders",
    order: "Soonest first.")
public struct ReminderList: Listing {
    @Field("Only this cohort's.") public let cohort: Int64?
    public typealias Row = ReminderView
}

extension Page where List == ReminderList {
    public var reminders: [ReminderView] { rows }
}

@Reply public struct ReminderView: Reply {
    @Field("The reminder's id.") public var id: Int64
    @Field("When it falls due.") public var at: Instant
    @Field("What it reminds of.") public var kind: ReminderKind
    @Field("To whom it goes.") public var to: String
    @Field("What it is about.") public var about: String
    @Field("The school, or the enquirer, that it is about.") public var school: String?
    @Field("Why on that day.") public var reason: String
    public var isHeld: Bool = false
    @Field("True while it waits for a school that is paused.") public var held: Bool? { isHeld ? true : nil }
}

@Request(
    "Explain a reminder: what calls for it, who gets it, and how its day was found.", .read, .reads,
    errors: [.notFound], rendering: .text("text"))
public struct ReminderExplain: Request {
    @Field("The reminder's id.") public let reminder: Int64

    @Reply public struct Response: Reply {
        @Field("What has become of it.") public var state: ReminderState
        @Field("The explanation, one sentence a line.") public var text: Document
    }
}

@Request(
    "Show the mail that a reminder will become, as it would be sent when it falls due.", .operate, .reads,
    errors: [.notFound, .stateRefused], rendering: .text("text"))
public struct ReminderPreview: Request {
    @Field("The reminder's id.") public let reminder: Int64

    @Reply public struct Response: Reply {
        @Field("When it falls due.") public var at: Instant
        @Field("All reminders that go into the same mail.") public var reminders: [Int64]
        @Field("To whom, about what, and the plain text, as the recipient reads it.", reader: .operate)
        public var text: Document
        @Field("The whole message, headers first.", reader: .operate) public var content: Document
    }
}

@Listing("List messages, newest first.", .read, rows: "messages", order: "Newest first.")
public struct OutboxList: Listing {
    @Field("Only messages in this state.") public let state: MessageState?
    public typealias Row = MessageView
}

extension Page where List == OutboxList {
    public var messages: [MessageView] { rows }
}

/// A message's journey, without its text.
@Reply public struct MessageView: Reply {
    @Field("The message's id.") public var id: Int64
    @Field("What it is for.") public var kind: MessageKind
    @Field("The id of the person it goes to; absent for the administrator.") public var person: Int64?
    @Field("Where it is on its way.") public var state: MessageState
    @Field("When it was written and frozen.") public var composedAt: Instant
    @Field("When it becomes too late to send.") public var expiresAt: Instant
    @Field("How often it was handed to a mail server.") public var attempts: Int
    @Field("Why the last attempt failed, by the codes of the mail server; or what of the message cannot be read.")
    public var lastError: String?
}

@Request(
    "Show a message in full, exactly as it is sent; one that carries a report, to whoever may read reports. The reading "
        + "is noted in the audit log.", .operate, .discloses,
    errors: [.notFound, .recordGone], rendering: .text("text"))
public struct OutboxShow: Request {
    @Field("The message's id.") public let message: Int64

    @Reply public struct Response: Reply {
        @Embedded public var message: MessageView
        @Field("The whole message, headers first.", reader: .operate) public var text: Document
    }
}

@Request("Hold a message, or all of them, until released.", .operate, .changes, errors: [.notFound, .stateRefused])
public struct OutboxHold: Request {
    @Field("The message's id; all that are waiting unless given.") public let message: Int64?
}

@Request("Release a held message, or all of them.", .operate, .changes, errors: [.notFound, .stateRefused])
public struct OutboxRelease: Request {
    @Field("The message's id; all that are held unless given.") public let message: Int64?
}

@Request(
    "Try a message again now, or all that wait for another try.", .operate, .changes,
    errors: [.notFound, .stateRefused, .recordGone])
public struct OutboxRetry: Request {
    @Field("The message's id; unless given, all that wait for another try, and none that is held.")
    public let message: Int64?
}

@Request("Cancel a message that has not left.", .operate, .changes, errors: [.notFound, .stateRefused])
public struct OutboxCancel: Request {
    @Field("The message's id.") public let message: Int64
}

@Request("Wait until no message is pending or being sent.", .operate, .waits)
public struct OutboxFlush: Request {
    @Reply public struct Response: Reply {
        @Embedded public var outbox: OutboxCounts
    }
}
