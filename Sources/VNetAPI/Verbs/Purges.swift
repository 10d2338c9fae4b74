import VNetCore

// Which purges there were: what they purged by class, and never of whom.

public struct PurgeList: Listing {
    public static let verb = Verb.purgeList
    public static let about = About("List purges, newest first.", .dpo, .reads, rendering: .table("purges"))
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        page = try PageOptions(&fields, of: Self.self)
    }

    public typealias Row = PurgeSummary
    public static let rows: StaticString = "purges"
    public static let order: StaticString = "Newest first."
}

extension Page where List == PurgeList {
    public var purges: [PurgeSummary] { rows }
}

public struct PurgeGet: Request {
    public static let verb = Verb.purgeGet
    public static let about = About(
        "Show a purge, with how many records of each class went and by which rule.", .dpo, .reads,
        errors: [.notFound])
    public let purge: Int64

    public init(_ fields: inout RequestFields) throws(Refusal) {
        purge = try fields.required("purge", "The purge's id.")
    }

    public struct Response: Reply {
        public var summary: PurgeSummary
        public var certificate: Int64?
        public var classes: [ClassCount]

        public init(summary: PurgeSummary, certificate: Int64?, classes: [ClassCount]) {
            self.summary = summary
            self.certificate = certificate
            self.classes = classes
        }

        public static let sample = Response(
            summary: PurgeSummary.sample, certificate: 1, classes: [ClassCount.sample])

        public func write(_ fields: inout ReplyFields) {
            fields.embed(summary)
            fields.optional("certificate", certificate, "The certificate that proves it; absent until it is complete.")
            fields.list("classes", classes, "What went, by class.")
        }
    }

    public struct ClassCount: Reply {
        public var `class`: RetentionClass
        public var records: Int
        public var rule: String

        public init(class: RetentionClass, records: Int, rule: String) {
            self.class = `class`
            self.records = records
            self.rule = rule
        }

        public static let sample = ClassCount(
            class: .writeUp, records: 11, rule: "90 days after the cohort was closed")

        public func write(_ fields: inout ReplyFields) {
            fields.field("class", `class`, "What kind of record.")
            fields.field("records", records, "How many.")
            fields.field("rule", rule, "Why, as the rule was then.")
        }
    }
}

/// A purge in one line.
public struct PurgeSummary: Reply {
    public var id: Int64
    public var state: PurgeState
    public var records: Int
    public var approvedBy: Int
    public var startedAt: Instant
    public var finishedAt: Instant?
    public var digest: String

    public init(
        id: Int64, state: PurgeState, records: Int, approvedBy: Int, startedAt: Instant, finishedAt: Instant?,
        digest: String
    ) {
        self.id = id
        self.state = state
        self.records = records
        self.approvedBy = approvedBy
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.digest = digest
    }

    public static let sample = PurgeSummary(
        id: 1, state: .complete, records: 11, approvedBy: 1000, startedAt: Instant.sample, finishedAt: Instant.sample,
        digest: "sha256:0")

    public func write(_ fields: inout ReplyFields) {
        fields.field("id", id, "The purge's id.")
        fields.field("state", state, "How far it is: complete when it is done and verified.")
        fields.field("records", records, "How many records it is of.")
        fields.field("approved_by", approvedBy, "The user id of who approved it, by having it run.")
        fields.field("started_at", startedAt, "When it began.")
        fields.optional("finished_at", finishedAt, "When it was done and verified; absent until then.")
        fields.field("digest", digest, "Of the list that was previewed; “concern” where a concern was handed over.")
    }
}
