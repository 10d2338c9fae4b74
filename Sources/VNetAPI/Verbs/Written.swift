import VNetCore

// Write-ups and feedback responses. Confidential: sealed, read only by those who may, and every reading is noted.

@Request(
    "Record the write-up of a visit. Until it is accepted, a later one takes its place, and it is kept as a draft.",
    .operate, .changes, errors: [.notFound, .stateRefused])
public struct WriteupRecord: Request {
    @Field("The visit's id.") public let visit: Int64
    @Field("The write-up.", reader: .confidential) public let text: Document
}

@Request(
    "Record that the host has checked the write-up's facts and accepts it.", .operate, .changes,
    errors: [.notFound, .stateRefused])
public struct WriteupAccept: Request {
    @Field("The visit's id.") public let visit: Int64
}

@Request(
    "Read a visit's write-up. The reading is noted in the audit log.", .confidential, .discloses,
    errors: [.notFound, .recordGone], rendering: .text("text"))
public struct WriteupGet: Request {
    @Field("The visit's id.") public let visit: Int64
    @Field("An earlier version, as writeup list has it; the latest unless given.") public let version: Int64?
    public typealias Response = ConfidentialText
}

@Listing(
    "List the versions of a visit's write-up: drafts, and the one in force.", .read, errors: [.notFound],
    rows: "versions", order: "In the order in which they were received.")
public struct WriteupList: Listing {
    @Field("The visit's id.") public let visit: Int64

    @Reply public struct Row: Reply {
        @Field("What writeup get takes.") public var version: Int64
        @Field("When it was received.") public var receivedOn: CivilDate
        @Field("When another took its place; the one in force has none.") public var supersededOn: CivilDate?
    }
}

@Request(
    "Record a school's feedback response to a visit; a later one replaces an earlier one.", .operate, .changes,
    errors: [.notFound, .stateRefused, .ruleRefused])
public struct FeedbackRecord: Request {
    @Field("The visit's id.") public let visit: Int64
    @Field("The URN of the school that responds: the host's or a reviewer's.") public let urn: URN
    @Field("The response.", reader: .confidential) public let text: Document
    @Field("It raises a concern about safety: see concern mark.") public let isConcern: Bool
}

@Listing(
    "List who has responded to a visit and who has not.", .read, errors: [.notFound], rows: "responses",
    order: "The host first.")
public struct FeedbackList: Listing {
    @Field("The visit's id.") public let visit: Int64

    @Reply public struct Row: Reply {
        @Field("The school's URN.") public var urn: URN
        @Field("The school's name.") public var school: String
        @Field("Its part in the visit.") public var part: VisitPart
        @Field("Whether it has responded.") public var state: FeedbackState { receivedOn == nil ? .missing : .received }
        @Field("When its response was received.") public var receivedOn: CivilDate?
        @Field("What has become of its response; absent where there is none.", reader: .operate)
        public var standing: FeedbackStanding?
    }
}

/// The part of a school in a visit.
public enum VisitPart: String, CaseIterable, Sendable, ChoiceFieldValue { case host, reviewer }

/// Whether a school has responded to a visit.
public enum FeedbackState: String, CaseIterable, Sendable { case missing, received }

/// What has become of a school's response to a visit. Only who may mark a concern is told: it says who raised one.
public enum FeedbackStanding: String, CaseIterable, Sendable {
    case kept
    /// It raises a concern about safety, and waits to be handed over.
    case quarantined
    /// Handed over, or its time was up.
    case purged
}

@Request(
    "Read a school's feedback response. The reading is noted in the audit log.", .confidential, .discloses,
    errors: [.notFound, .recordGone], rendering: .text("text"))
public struct FeedbackGet: Request {
    @Field("The visit's id.") public let visit: Int64
    @Field("The URN of the school that responded.") public let urn: URN
    public typealias Response = ConfidentialText
}

/// What was written on the way to or after a visit, opened for one reader.
@Reply public struct ConfidentialText: Reply {
    @Field("The visit's id.") public var visit: Int64
    @Field("When it was received.") public var receivedOn: CivilDate
    @Field("What was written.", reader: .confidential) public var text: Document
}
