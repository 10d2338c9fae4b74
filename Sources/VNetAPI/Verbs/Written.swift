import VNetCore

// What is written: write-ups and feedback responses. Confidential: sealed, read by who may, and every reading is noted.

public struct WriteupRecord: Request {
    public static let verb = Verb.writeupRecord
    public static let about = About(
        "Record the write-up of a visit. Until it is accepted, a later one takes its place, and it is kept as a draft.",
        .operate, .changes,
        errors: [.notFound, .stateRefused])
    public let visit: Int64
    public let text: Document

    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
        text = try fields.required("text", "The write-up.")
    }
    public typealias Response = Outcome
}

public struct WriteupAccept: VisitVerb {
    public static let verb = Verb.writeupAccept
    public static let about = About(
        "Record that the host has checked the write-up's facts and accepts it.", .operate, .changes,
        errors: [.notFound, .stateRefused])
    public let visit: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
    }
    public typealias Response = Outcome
}

public struct WriteupGet: VisitVerb {
    public static let verb = Verb.writeupGet
    public static let about = About(
        "Read a visit's write-up. The reading is noted in the audit log.", .confidential, .discloses,
        errors: [.notFound, .recordGone], rendering: .text("text"))
    public let visit: Int64
    public let version: Int64?
    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
        version = try fields.optional("version", "An earlier version, as writeup list has it; the latest unless given.")
    }
    public typealias Response = ConfidentialText
}

public struct WriteupList: VisitVerb, Listing {
    public static let verb = Verb.writeupList
    public static let about = About(
        "List the versions of a visit's write-up: drafts, and the one in force.", .read, .reads, errors: [.notFound],
        rendering: .table("versions"))
    public let visit: Int64
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public static let rows: StaticString = "versions"
    public static let order: StaticString = "In the order in which they were received."

    public struct Row: Reply {
        public var version: Int64
        public var receivedOn: CivilDate
        public var supersededOn: CivilDate?
        public init(version: Int64, receivedOn: CivilDate, supersededOn: CivilDate?) {
            self.version = version
            self.receivedOn = receivedOn
            self.supersededOn = supersededOn
        }
        public static let sample = Row(version: 1, receivedOn: CivilDate.sample, supersededOn: CivilDate.sample)
        public func write(_ fields: inout ReplyFields) {
            fields.field("version", version, "What writeup get takes.")
            fields.field("received_on", receivedOn, "When it was received.")
            fields.optional("superseded_on", supersededOn, "When another took its place; the one in force has none.")
        }
    }
}

public struct FeedbackRecord: Request {
    public static let verb = Verb.feedbackRecord
    public static let about = About(
        "Record a school's feedback response to a visit; a later one replaces an earlier one.", .operate, .changes,
        errors: [.notFound, .stateRefused, .ruleRefused])
    public let visit: Int64
    public let urn: URN
    public let text: Document
    public let isConcern: Bool

    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
        urn = try fields.required("urn", "The URN of the school that responds: the host's or a reviewer's.")
        text = try fields.required("text", "The response.")
        isConcern = try fields.flag("concern", "It raises a concern about safety: see concern mark.")
    }
    public typealias Response = Outcome
}

public struct FeedbackList: VisitVerb, Listing {
    public static let verb = Verb.feedbackList
    public static let about = About(
        "List who has responded to a visit and who has not.", .read, .reads, errors: [.notFound],
        rendering: .table("responses"))
    public let visit: Int64
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public static let rows: StaticString = "responses"
    public static let order: StaticString = "The host first."

    public struct Row: Reply {
        public var urn: URN
        public var school: String
        public var part: String
        public var state: FeedbackState
        public var receivedOn: CivilDate?
        public init(urn: URN, school: String, part: String, state: FeedbackState, receivedOn: CivilDate?) {
            self.urn = urn
            self.school = school
            self.part = part
            self.state = state
            self.receivedOn = receivedOn
        }
        public static let sample = Row(
            urn: URN.sample, school: "A School", part: "host", state: .received, receivedOn: CivilDate.sample)
        public func write(_ fields: inout ReplyFields) {
            fields.field("urn", urn, "The school's URN.")
            fields.field("school", school, "The school's name.")
            fields.field("part", part, "host or reviewer.")
            fields.field("state", state, "Whether it has responded, and what has become of that.")
            fields.optional("received_on", receivedOn, "When its response was received.")
        }
    }
}

/// What has become of a school's response to a visit.
public enum FeedbackState: String, CaseIterable, Sendable {
    case missing, received
    /// It raises a concern about safety, and waits to be handed over.
    case quarantined
    /// Handed over, or its time was up.
    case purged
}

public struct FeedbackGet: Request {
    public static let verb = Verb.feedbackGet
    public static let about = About(
        "Read a school's feedback response. The reading is noted in the audit log.", .confidential, .discloses,
        errors: [.notFound, .recordGone], rendering: .text("text"))
    public let visit: Int64
    public let urn: URN

    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
        urn = try fields.required("urn", "The URN of the school that responded.")
    }
    public typealias Response = ConfidentialText
}

/// What was written on the way to or after a visit, opened for one reader.
public struct ConfidentialText: Reply {
    public var visit: Int64
    public var receivedOn: CivilDate
    public var text: Document

    public init(visit: Int64, receivedOn: CivilDate, text: Document) {
        self.visit = visit
        self.receivedOn = receivedOn
        self.text = text
    }

    public static let sample = ConfidentialText(visit: 1, receivedOn: CivilDate.sample, text: Document.sample)

    public func write(_ fields: inout ReplyFields) {
        fields.field("visit", visit, "The visit's id.")
        fields.field("received_on", receivedOn, "When it was received.")
        fields.field("text", text, "What was written.", reader: .confidential)
    }
}
