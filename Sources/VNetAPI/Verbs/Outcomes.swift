import VNetCore

// What visits came to: outcome reports, and the consents of their hosts, without which nobody else gets one.

@Request(
    "Record the outcome report of a visit whose write-up is accepted; a later one replaces an earlier one.", .operate,
    .changes, errors: [.notFound, .stateRefused, .ruleRefused])
public struct ReportRecord: Request {
    @Field("The visit's id.") public let visit: Int64
    @Field("The report.", reader: .confidential) public let text: Document
}

@Request(
    "Read a visit's outcome report. The reading is noted in the audit log.", .confidential, .discloses,
    errors: [.notFound, .recordGone], rendering: .text("text"))
public struct ReportGet: Request {
    @Field("The visit's id.") public let visit: Int64
    public typealias Response = ConfidentialText
}

@Request(
    "Send a visit's outcome report to the head of a school that its host lets have it, or back to the host.", .operate,
    .changes, errors: [.notFound, .ruleRefused, .recordGone])
public struct ReportShare: Request {
    @Field("The visit's id.") public let visit: Int64
    @Field("The URN of the school that gets it.") public let urn: URN
}

@Request(
    "Record that the host of a visit lets another school have its outcome report.", .operate, .changes,
    errors: [.exists, .notFound, .stateRefused, .ruleRefused])
public struct ConsentGive: Request {
    @Field("The visit's id.") public let visit: Int64
    @Field("The URN of the school that may have it.") public let urn: URN
    @Field("The day on which the host consented; today unless given.") public let on: CivilDate?
}

@Request(
    "Record that the host of a visit no longer lets a school have its outcome report.", .operate, .changes,
    errors: [.notFound])
public struct ConsentWithdraw: Request {
    @Field("The visit's id.") public let visit: Int64
    @Field("The URN of the school.") public let urn: URN
}

@Listing(
    "List the schools that the host of a visit lets have its outcome report, or did.", .read, errors: [.notFound],
    rows: "consents", order: "In the order in which they were recorded.")
public struct ConsentList: Listing {
    @Field("The visit's id.") public let visit: Int64

    @Reply public struct Row: Reply {
        @Field("The school's URN.") public var urn: URN
        @Field("The school's name.") public var school: String
        @Field("When the host consented.") public var givenOn: CivilDate
        @Field("When the report as it now is was sent there.") public var sharedOn: CivilDate?
        @Field("When the host took its consent back.") public var withdrawnOn: CivilDate?
    }
}
