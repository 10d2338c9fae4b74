import VNetCore

public struct RetentionRules: Listing {
    public static let verb = Verb.retentionRules
    public static let about = About(
        "List how long each class of record is kept, from when on, and what is done then.", .read, .reads,
        rendering: .table("rules"))
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        page = try PageOptions(&fields, of: Self.self)
    }

    public static let rows: StaticString = "rules"
    public static let order: StaticString = "In the order of vnetd.toml(5)."

    public struct Row: Reply {
        public var `class`: RetentionClass
        public var title: String
        public var trigger: RetentionTrigger
        public var period: String
        public var isDefault: Bool
        public var rule: String
        public var action: String

        public init(
            class: RetentionClass, title: String, trigger: RetentionTrigger, period: String, isDefault: Bool,
            rule: String, action: String
        ) {
            self.class = `class`
            self.title = title
            self.trigger = trigger
            self.period = period
            self.isDefault = isDefault
            self.rule = rule
            self.action = action
        }

        public static let sample = Row(
            class: .writeUp, title: "write-ups", trigger: .closure, period: "90d", isDefault: true,
            rule: "90 days after the cohort was closed", action: "purged")

        public func write(_ fields: inout ReplyFields) {
            fields.field("class", `class`, "What kind of record; vnetd.toml(5) sets its period by this name.")
            fields.field("title", title, "The same in words.")
            fields.field("trigger", trigger, "From when on the period counts.")
            fields.field("period", period, "The period in force, such as 90d, 12m or 3y.")
            fields.field("default", isDefault, "Whether that is the default, and not another by vnetd.toml(5).")
            fields.field("rule", rule, "Period and trigger in words.")
            fields.field("action", action, "What is done then.")
        }
    }
}

public struct RetentionPreview: Request {
    public static let verb = Verb.retentionPreview
    public static let about = About(
        "List what is to be purged, when its time was up, and by which rule.", .dpo, .reads,
        rendering: .table("groups"))
    public let on: CivilDate?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        on = try fields.optional("on", "As of this day; today unless given.")
    }

    public struct Response: Reply {
        public var digest: String
        public var records: Int
        public var held: Int
        public var holds: [HeldBack]
        public var groups: [Group]

        public init(digest: String, records: Int, held: Int, holds: [HeldBack], groups: [Group]) {
            self.digest = digest
            self.records = records
            self.held = held
            self.holds = holds
            self.groups = groups
        }

        public static let sample = Response(
            digest: "sha256:0", records: 1, held: 1, holds: [HeldBack.sample], groups: [Group.sample])

        public func write(_ fields: inout ReplyFields) {
            fields.field("digest", digest, "Of exactly this list; retention run takes it.")
            fields.field("records", records, "How many records are to be purged.")
            fields.field("held", held, "How many more would be, were they not held.")
            fields.list("holds", holds, "By which holds; a record may be held by several.")
            fields.list("groups", groups, "Counted by class and cohort.")
        }
    }

    public struct HeldBack: Reply {
        public var hold: Int64
        public var subject: HoldSubject
        public var reason: HoldReason
        public var reviewOn: CivilDate
        public var records: Int

        public init(_ hold: Hold, records: Int) {
            self.hold = hold.id
            subject = hold.subject
            reason = hold.reason
            reviewOn = hold.reviewOn
            self.records = records
        }

        public static let sample = HeldBack(HoldSummary.sampleHold, records: 1)

        public func write(_ fields: inout ReplyFields) {
            fields.field("hold", hold, "The hold's id.")
            fields.embed(SubjectFields(subject))
            fields.field("reason", reason, "Why, by a code.")
            fields.field("review_on", reviewOn, "When it is to be asked whether it is still needed.")
            fields.field("records", records, "How many it holds back.")
        }
    }

    public struct Group: Reply {
        public var `class`: RetentionClass
        public var cohort: Int64?
        public var records: Int
        public var firstDue: CivilDate
        public var rule: String

        public init(class: RetentionClass, cohort: Int64?, records: Int, firstDue: CivilDate, rule: String) {
            self.class = `class`
            self.cohort = cohort
            self.records = records
            self.firstDue = firstDue
            self.rule = rule
        }

        public static let sample = Group(
            class: .writeUp, cohort: 1, records: 11, firstDue: CivilDate.sample,
            rule: "90 days after the cohort was closed")

        public func write(_ fields: inout ReplyFields) {
            fields.field("class", `class`, "What kind of record.")
            fields.optional("cohort", cohort, "The cohort that the records belong to.")
            fields.field("records", records, "How many.")
            fields.field("first_due", firstDue, "When the first of them was due.")
            fields.field("rule", rule, "Why.")
        }
    }
}

public struct RetentionRun: Request {
    public static let verb = Verb.retentionRun
    public static let about = About(
        "Purge exactly what a preview listed: keys destroyed, rows deleted, files rewritten, and the result verified.",
        .dpo, .worksLong, errors: [.digestMismatch, .storageFailed])
    public let digest: String

    public init(_ fields: inout RequestFields) throws(Refusal) {
        digest = try fields.required("digest", "The digest that the preview gave.")
    }
    public typealias Response = Outcome
}
