import VNetCore

@Listing(
    "List how long each class of record is kept, what starts the period, and what happens at its end.", .read,
    rows: "rules",
    order: "In the order of vnetd.toml(5).")
public struct RetentionRules: Listing {
    @Reply public struct Row: Reply {
        @Field("What kind of record; vnetd.toml(5) sets its period by this name.") public var `class`: RetentionClass
        @Field("The same in words.") public var title: String
        @Field("What starts the period.") public var trigger: RetentionTrigger
        @Field("The period in force, such as 90d, 12m or 3y.") public var period: String
        @Field("Whether that is the default, rather than set in vnetd.toml(5).") public var isDefault: Bool
        @Field("Period and trigger in words.") public var rule: String
        @Field("What happens at its end.") public var action: String
    }
}

@Request(
    "List what is to be purged, when that fell due, and by which rule.", .dpo, .reads, rendering: .table("groups"))
public struct RetentionPreview: Request {
    @Field("As of this day; today unless given.") public let on: CivilDate?

    @Reply public struct Response: Reply {
        @Field("The digest of exactly this list, which retention run takes.") public var digest: String
        @Field("How many records are to be purged.") public var records: Int
        @Field("How many more would be, but for a hold.") public var held: Int
        @Field("By which holds; a record may be held by several.") public var holds: [Kept]
        @Field("Counted by class and cohort.") public var groups: [Group]
    }

    @Reply public struct Kept: Reply {
        @Field("The hold's id.") public var hold: Int64
        @Embedded public var subject: HoldSubject
        @Field("Why, by a code.") public var reason: HoldReason
        @Field("When to review whether it is still needed.") public var reviewOn: CivilDate
        @Field("How many it holds back.") public var records: Int
    }

    @Reply public struct Group: Reply {
        @Field("What kind of record.") public var `class`: RetentionClass
        @Field("The cohort that the records belong to.") public var cohort: Int64?
        @Field("How many.") public var records: Int
        @Field("When the first of them was due.") public var firstDue: CivilDate
        @Field("Why.") public var rule: String
    }
}

@Request(
    "Purge exactly what a preview listed: keys destroyed, rows deleted, files rewritten, and the result verified.",
    .dpo, .worksLong, errors: [.digestMismatch, .storageFailed])
public struct RetentionRun: Request {
    @Field("The digest that the preview gave.") public let digest: String
}

extension RetentionPreview.Kept {
    public init(_ hold: Hold, records: Int) {
        self.init(
            hold: hold.id, subject: hold.subject, reason: hold.reason, reviewOn: hold.reviewOn, records: records)
    }
}
