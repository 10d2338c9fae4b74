import VNetCore

// What visits came to: outcome reports, and the consents of their hosts, without which nobody else gets one.

public struct ReportRecord: Request {
    public static let verb = Verb.reportRecord
    public static let about = About(
        "Record the outcome report of a visit whose write-up is accepted; a later one replaces an earlier one.",
        .operate,
        .changes, errors: [.notFound, .stateRefused])
    public let visit: Int64
    public let text: Document

    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
        text = try fields.required("text", "The report.")
    }
    public typealias Response = Outcome
}

public struct ReportGet: VisitVerb {
    public static let verb = Verb.reportGet
    public static let about = About(
        "Read a visit's outcome report. The reading is noted in the audit log.", .confidential, .discloses,
        errors: [.notFound, .recordGone], rendering: .text("text"))
    public let visit: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
    }
    public typealias Response = ConfidentialText
}

public struct ReportShare: Request {
    public static let verb = Verb.reportShare
    public static let about = About(
        "Send a visit's outcome report to the head of a school that its host lets have it, or back to the host.",
        .operate, .changes, errors: [.notFound, .ruleRefused, .recordGone])
    public let visit: Int64
    public let urn: URN

    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
        urn = try fields.required("urn", "The URN of the school that gets it.")
    }
    public typealias Response = Outcome
}

public struct ConsentGive: Request {
    public static let verb = Verb.consentGive
    public static let about = About(
        "Record that the host of a visit lets another school have its outcome report.", .operate, .changes,
        errors: [.notFound, .stateRefused, .ruleRefused])
    public let visit: Int64
    public let urn: URN
    public let on: CivilDate?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
        urn = try fields.required("urn", "The URN of the school that may have it.")
        on = try fields.optional("on", "The day on which the host consented; today unless given.")
    }
    public typealias Response = Outcome
}

public struct ConsentWithdraw: Request {
    public static let verb = Verb.consentWithdraw
    public static let about = About(
        "Record that the host of a visit no longer lets a school have its outcome report.", .operate, .changes,
        errors: [.notFound])
    public let visit: Int64
    public let urn: URN

    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
        urn = try fields.required("urn", "The URN of the school.")
    }
    public typealias Response = Outcome
}

public struct ConsentList: VisitVerb, Listing {
    public static let verb = Verb.consentList
    public static let about = About(
        "List the schools that the host of a visit lets have its outcome report, or did.", .read, .reads,
        errors: [.notFound], rendering: .table("consents"))
    public let visit: Int64
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public static let rows: StaticString = "consents"
    public static let order: StaticString = "In the order in which they were recorded."

    public struct Row: Reply {
        public var urn: URN
        public var school: String
        public var givenOn: CivilDate
        public var sharedOn: CivilDate?
        public var withdrawnOn: CivilDate?
        public init(urn: URN, school: String, givenOn: CivilDate, sharedOn: CivilDate?, withdrawnOn: CivilDate?) {
            self.urn = urn
            self.school = school
            self.givenOn = givenOn
            self.sharedOn = sharedOn
            self.withdrawnOn = withdrawnOn
        }
        public static let sample = Row(
            urn: URN.sample, school: "A School", givenOn: CivilDate.sample, sharedOn: CivilDate.sample,
            withdrawnOn: CivilDate.sample)
        public func write(_ fields: inout ReplyFields) {
            fields.field("urn", urn, "The school's URN.")
            fields.field("school", school, "The school's name.")
            fields.field("given_on", givenOn, "When the host consented.")
            fields.optional("shared_on", sharedOn, "When the report as it now is was sent there.")
            fields.optional("withdrawn_on", withdrawnOn, "When the host took its consent back.")
        }
    }
}
