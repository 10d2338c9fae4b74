import VNetCore

// Reviewers' raw notes of a visit. Confidential, and kept no longer than they are needed for the write-up.

public struct EvidenceRecord: Request {
    public static let verb = Verb.evidenceRecord
    public static let about = About(
        "Record what a reviewer noted on a visit, until its write-up is accepted.", .operate, .changes,
        errors: [.notFound, .stateRefused, .ruleRefused])
    public let visit: Int64
    public let text: Document
    public let urn: URN?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
        text = try fields.required("text", "The note. A concern about safety does not belong here: ring the DSL.")
        urn = try fields.optional("urn", "The URN of the reviewing school; a reviewer of the network unless given.")
    }
    public typealias Response = Outcome
}

public struct EvidenceAmend: Request {
    public static let verb = Verb.evidenceAmend
    public static let about = About(
        "Record an evidence note anew, in place of what it said.", .operate, .changes,
        errors: [.notFound, .stateRefused])
    public let note: Int64
    public let text: Document

    public init(_ fields: inout RequestFields) throws(Refusal) {
        note = try fields.required("note", "The note's id.")
        text = try fields.required("text", "What it says from now on.")
    }
    public typealias Response = Outcome
}

public struct EvidenceDestroy: Request {
    public static let verb = Verb.evidenceDestroy
    public static let about = About(
        "Purge an evidence note at once, without waiting for its retention date.", .operate, .worksLong,
        errors: [.notFound, .storageFailed])
    public let note: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        note = try fields.required("note", "The note's id.")
    }
    public typealias Response = Outcome
}

public struct EvidenceGet: Request {
    public static let verb = Verb.evidenceGet
    public static let about = About(
        "Read an evidence note. The reading is noted in the audit log.", .confidential, .discloses,
        errors: [.notFound, .recordGone], rendering: .text("text"))
    public let note: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        note = try fields.required("note", "The note's id.")
    }
    public typealias Response = ConfidentialText
}

public struct EvidenceList: VisitVerb, Listing {
    public static let verb = Verb.evidenceList
    public static let about = About(
        "List the evidence notes of a visit that are still kept, without what they say.", .read, .reads,
        errors: [.notFound], rendering: .table("notes"))
    public let visit: Int64
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public static let rows: StaticString = "notes"
    public static let order: StaticString = "In the order in which they were recorded."

    public struct Row: Reply {
        public var id: Int64
        public var urn: URN?
        public var school: String?
        public var receivedOn: CivilDate
        public init(id: Int64, urn: URN?, school: String?, receivedOn: CivilDate) {
            self.id = id
            self.urn = urn
            self.school = school
            self.receivedOn = receivedOn
        }
        public static let sample = Row(id: 1, urn: URN.sample, school: "A School", receivedOn: CivilDate.sample)
        public func write(_ fields: inout ReplyFields) {
            fields.field("id", id, "The note's id.")
            fields.optional("urn", urn, "The URN of the reviewing school; none for a reviewer of the network.")
            fields.optional("school", school, "Its name.")
            fields.field("received_on", receivedOn, "When it was received.")
        }
    }
}
