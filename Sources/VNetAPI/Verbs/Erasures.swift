import VNetCore

// Requests of persons that what is held about them be erased.

@Request(
    "Record that a person asks for what is held about them to be erased. It must be answered within a month.", .dpo,
    .changes, errors: [.exists, .notFound, .ruleRefused])
public struct ErasureRequest: Request {
    @Field("The person's id; “person find” finds it by the address.") public let person: Int64
    @Field("How the request came.") public let channel: RequestChannel
    @Field("The day on which it came; today unless given.") public let received: CivilDate?
}

@Request(
    "Purge what is held about a person who asked for it: contact data, bodies of messages to them, enquiries "
        + "from their address. Roles that they still have end.", .dpo, .worksLong,
    errors: [.notFound, .stateRefused, .ruleRefused, .storageFailed])
public struct ErasureComplete: Request {
    @Field("The request's id; “erasure list” shows it.") public let erasure: Int64
}

@Request(
    "Record that a request for erasure is refused, and on which legal ground.", .dpo, .changes,
    errors: [.exists, .notFound, .stateRefused])
public struct ErasureRefuse: Request {
    @Field("The request's id.") public let erasure: Int64
    @Field("The ground, as Article 17(3) of the UK GDPR has it; or unfounded.") public let reason: ErasureRefusal
}

@Request("Record that a person takes a request for erasure back.", .dpo, .changes, errors: [.notFound, .stateRefused])
public struct ErasureWithdraw: Request {
    @Field("The request's id.") public let erasure: Int64
}

@Listing("List requests for erasure, newest first.", .dpo, rows: "requests", order: "Newest first.")
public struct ErasureList: Listing {
    @Field("Only requests in this state.") public let state: ErasureState?
    public typealias Row = ErasureView
}

@Request(
    "Show a request for erasure and what came of it: the proof, once the person has been purged.", .dpo, .reads,
    errors: [.notFound])
public struct ErasureGet: Request {
    @Field("The request's id.") public let erasure: Int64
    public typealias Response = ErasureView
}

/// A request for erasure: days and codes.
@Reply public struct ErasureView: Reply {
    @Field("The request's id.") public var id: Int64
    @Field("The person's id, until they have been purged.") public var person: Int64?
    @Field("How it came.") public var channel: RequestChannel
    @Field("When it came.") public var receivedOn: CivilDate
    @Field("The day by which it must be answered.") public var dueOn: CivilDate
    @Field("Where it stands.") public var state: ErasureState
    @Field("Whether it still waits for an answer after that day.") public var isOverdue: Bool
    @Field("When it was completed, refused or withdrawn.") public var endedOn: CivilDate?
    @Field("The ground on which it was refused.") public var refusal: ErasureRefusal?
    @Field("The purge of what was held about the person.") public var purge: Int64?
}
