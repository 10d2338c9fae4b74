import VNetCore

// Requests of persons that what is held about them be erased.

public struct ErasureRequest: Request {
    public static let verb = Verb.erasureRequest
    public static let about = About(
        "Record that a person asks for what is held about them to be erased. It is to be answered within a month.",
        .dpo,
        .changes, errors: [.exists, .notFound, .ruleRefused])
    public let person: Int64
    public let channel: RequestChannel
    public let received: CivilDate?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        person = try fields.required("person", "The person's id; “person find” knows it by the address.")
        channel = try fields.required("channel", "How the request came.")
        received = try fields.optional("received", "The day on which it came; today unless given.")
    }
    public typealias Response = Outcome
}

public struct ErasureComplete: Request {
    public static let verb = Verb.erasureComplete
    public static let about = About(
        "Purge what is held about a person who asked for that: contact data, bodies of messages to them, enquiries "
            + "from their address. Roles that they still have end.", .dpo, .worksLong,
        errors: [.notFound, .stateRefused, .ruleRefused, .storageFailed])
    public let erasure: Int64

    public init(_ fields: inout RequestFields) throws(Refusal) {
        erasure = try fields.required("erasure", "The request's id; “erasure list” shows it.")
    }
    public typealias Response = Outcome
}

public struct ErasureRefuse: Request {
    public static let verb = Verb.erasureRefuse
    public static let about = About(
        "Record that a request for erasure is refused, and on which ground of the law.", .dpo, .changes,
        errors: [.notFound, .stateRefused])
    public let erasure: Int64
    public let reason: ErasureRefusal

    public init(_ fields: inout RequestFields) throws(Refusal) {
        erasure = try fields.required("erasure", "The request's id.")
        reason = try fields.required("reason", "The ground, as Article 17(3) of the UK GDPR has it; or unfounded.")
    }
    public typealias Response = Outcome
}

public struct ErasureWithdraw: Request {
    public static let verb = Verb.erasureWithdraw
    public static let about = About(
        "Record that a person takes a request for erasure back.", .dpo, .changes, errors: [.notFound, .stateRefused])
    public let erasure: Int64

    public init(_ fields: inout RequestFields) throws(Refusal) {
        erasure = try fields.required("erasure", "The request's id.")
    }
    public typealias Response = Outcome
}

public struct ErasureList: Listing {
    public static let verb = Verb.erasureList
    public static let about = About(
        "List requests for erasure, newest first.", .read, .reads, rendering: .table("requests"))
    public let state: ErasureState?
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        state = try fields.optional("state", "Only requests in this state.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public typealias Row = ErasureView
    public static let rows: StaticString = "requests"
    public static let order: StaticString = "Newest first."
}

public struct ErasureGet: Request {
    public static let verb = Verb.erasureGet
    public static let about = About(
        "Show a request for erasure and what came of it: the proof, once the person has been purged.", .read, .reads,
        errors: [.notFound])
    public let erasure: Int64

    public init(_ fields: inout RequestFields) throws(Refusal) {
        erasure = try fields.required("erasure", "The request's id.")
    }
    public typealias Response = ErasureView
}

/// A request for erasure: days and codes.
public struct ErasureView: Reply {
    public var id: Int64
    public var person: Int64?
    public var channel: RequestChannel
    public var receivedOn: CivilDate
    public var dueOn: CivilDate
    public var state: ErasureState
    public var isOverdue: Bool
    public var endedOn: CivilDate?
    public var refusal: ErasureRefusal?
    public var purge: Int64?

    public init(
        id: Int64, person: Int64?, channel: RequestChannel, receivedOn: CivilDate, dueOn: CivilDate,
        state: ErasureState, isOverdue: Bool, endedOn: CivilDate?, refusal: ErasureRefusal?, purge: Int64?
    ) {
        self.id = id
        self.person = person
        self.channel = channel
        self.receivedOn = receivedOn
        self.dueOn = dueOn
        self.state = state
        self.isOverdue = isOverdue
        self.endedOn = endedOn
        self.refusal = refusal
        self.purge = purge
    }

    public static let sample = ErasureView(
        id: 1, person: 1, channel: .email, receivedOn: CivilDate.sample, dueOn: CivilDate.sample, state: .received,
        isOverdue: false, endedOn: CivilDate.sample, refusal: .legalClaims, purge: 1)

    public func write(_ fields: inout ReplyFields) {
        fields.field("id", id, "The request's id.")
        fields.optional("person", person, "The person's id, until they have been purged.")
        fields.field("channel", channel, "How it came.")
        fields.field("received_on", receivedOn, "When it came.")
        fields.field("due_on", dueOn, "By when it is to be answered.")
        fields.field("state", state, "Where it stands.")
        fields.field("overdue", isOverdue, "Whether it waits for an answer, and its day is past.")
        fields.optional("ended_on", endedOn, "When it was completed, refused or withdrawn.")
        fields.optional("refusal", refusal, "The ground on which it was refused.")
        fields.optional("purge", purge, "The purge of what was held about the person.")
    }
}
