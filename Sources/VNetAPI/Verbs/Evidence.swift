import VNetCore

// Reviewers' raw notes of a visit. Confidential, and kept no longer than they are needed for the write-up.

@Request(
    "Record what a reviewer noted on a visit, until its write-up is accepted.", .operate, .changes,
    errors: [.notFound, .stateRefused, .ruleRefused])
public struct EvidenceRecord: Request {
    @Field("The visit's id.") public let visit: Int64
    @Field("The note. A concern about safety does not belong here: ring the DSL.", reader: .confidential)
    public let text: Document
    @Field("The URN of the reviewing school; a reviewer of the network unless given.") public let urn: URN?
}

@Request(
    "Replace the text of an evidence note.", .operate, .changes,
    errors: [.notFound, .stateRefused, .ruleRefused])
public struct EvidenceAmend: Request {
    @Field("The note's id.") public let note: Int64
    @Field("The new text.", reader: .confidential) public let text: Document
}

@Request(
    "Purge an evidence note at once, without waiting for its retention date.", .operate, .worksLong,
    errors: [.notFound, .storageFailed])
public struct EvidenceDestroy: Request {
    @Field("The note's id.") public let note: Int64
}

@Request(
    "Read an evidence note. The reading is noted in the audit log.", .confidential, .discloses,
    errors: [.notFound, .recordGone], rendering: .text("text"))
public struct EvidenceGet: Request {
    @Field("The note's id.") public let note: Int64
    public typealias Response = ConfidentialText
}

@Listing(
    "List the evidence notes of a visit that are still kept, without what they say.", .read, errors: [.notFound],
    rows: "notes", order: "In the order in which they were recorded.")
public struct EvidenceList: Listing {
    @Field("The visit's id.") public let visit: Int64

    @Reply public struct Row: Reply {
        @Field("The note's id.") public var id: Int64
        @Field("The URN of the reviewing school; none for a reviewer of the network.") public var urn: URN?
        @Field("Its name.") public var school: String?
        @Field("When it was received.") public var receivedOn: CivilDate
    }
}
