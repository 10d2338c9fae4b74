import VNetCore

// Past purges: what they purged, by class, and never whose.

@Listing("List purges, newest first.", .dpo, rows: "purges", order: "Newest first.")
public struct PurgeList: Listing {
    public typealias Row = PurgeSummary
}

extension Page where List == PurgeList {
    public var purges: [PurgeSummary] { rows }
}

@Request("Show a purge, with how many records of each class went and by which rule.", .dpo, .reads, errors: [.notFound])
public struct PurgeGet: Request {
    @Field("The purge's id.") public let purge: Int64

    @Reply public struct Response: Reply {
        @Embedded public var summary: PurgeSummary
        @Field("The certificate that proves it; absent until it is complete.") public var certificate: Int64?
        @Field("What went, by class.") public var classes: [ClassCount]
    }

    @Reply public struct ClassCount: Reply {
        @Field("What kind of record.") public var `class`: RetentionClass
        @Field("How many.") public var records: Int
        @Field("Why, as the rule was then.") public var rule: String
    }
}

/// A purge in one line.
@Reply public struct PurgeSummary: Reply {
    @Field("The purge's id.") public var id: Int64
    @Field("How far it has got: complete once it is done and verified.") public var state: PurgeState
    @Field("How many records it covers.") public var records: Int
    @Field("The user id of who approved it, by having it run.") public var approvedBy: Int
    @Field("When it began.") public var startedAt: Instant
    @Field("When it was done and verified; absent until then.") public var finishedAt: Instant?
    @Field("The digest of the previewed list; “concern” where a concern was handed over.") public var digest: String
}
