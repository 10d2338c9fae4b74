import VNetCore

// What is kept though its time is up: holds, which beat every rule of retention.

public struct HoldPlace: Request {
    public static let verb = Verb.holdPlace
    public static let about = About(
        "Keep from being purged what belongs to a cohort, a school or a person, or one record, until the hold is lifted.",
        .dpo, .changes, errors: [.exists, .notFound, .ruleRefused])
    public let reason: HoldReason
    public let owner: HoldOwner
    public let review: CivilDate
    public let cohort: Int64?
    public let urn: URN?
    public let person: Int64?
    public let `class`: RetentionClass?
    public let record: Int64?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        reason = try fields.required("reason", "Why, by a code: write nothing about a person.")
        owner = try fields.required("owner", "The office that answers for it.")
        review = try fields.required("review", "When it is to be asked whether it is still needed; within a year.")
        cohort = try fields.optional("cohort", "What belongs to this cohort.")
        urn = try fields.optional("urn", "What belongs to the school of this URN.")
        person = try fields.optional("person", "What belongs to this person, by the id.")
        `class` = try fields.optional("class", "One record of this class.")
        record = try fields.optional("record", "The record's id, together with its class.")
    }
    public typealias Response = Outcome
}

public struct HoldExtend: Request {
    public static let verb = Verb.holdExtend
    public static let about = About(
        "Record that a hold is still needed, and when that is to be asked again.", .dpo, .changes,
        errors: [.notFound, .stateRefused, .ruleRefused])
    public let hold: Int64
    public let review: CivilDate

    public init(_ fields: inout RequestFields) throws(Refusal) {
        hold = try fields.required("hold", "The hold's id.")
        review = try fields.required("review", "When it is next to be reviewed; within a year.")
    }
    public typealias Response = Outcome
}

public struct HoldLift: Request {
    public static let verb = Verb.holdLift
    public static let about = About(
        "End a hold: what it keeps goes when its time is up.", .dpo, .changes, errors: [.notFound])
    public let hold: Int64

    public init(_ fields: inout RequestFields) throws(Refusal) {
        hold = try fields.required("hold", "The hold's id.")
    }
    public typealias Response = Outcome
}

public struct HoldList: Listing {
    public static let verb = Verb.holdList
    public static let about = About(
        "List the holds in force, newest first.", .dpo, .reads, rendering: .table("holds"))
    public let due: Bool
    public let lifted: Bool
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        due = try fields.flag("due", "Only those whose review is due.")
        lifted = try fields.flag("lifted", "Also those that were lifted.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public typealias Row = HoldSummary
    public static let rows: StaticString = "holds"
    public static let order: StaticString = "Newest first."
}

extension Page where List == HoldList {
    public var holds: [HoldSummary] { rows }
}

public struct HoldGet: Request {
    public static let verb = Verb.holdGet
    public static let about = About(
        "Show a hold, with how many records of each class it keeps.", .dpo, .reads, errors: [.notFound])
    public let hold: Int64

    public init(_ fields: inout RequestFields) throws(Refusal) {
        hold = try fields.required("hold", "The hold's id.")
    }

    public struct Response: Reply {
        public var summary: HoldSummary
        public var classes: [ClassCount]

        public init(summary: HoldSummary, classes: [ClassCount]) {
            self.summary = summary
            self.classes = classes
        }

        public static let sample = Response(summary: HoldSummary.sample, classes: [ClassCount.sample])

        public func write(_ fields: inout ReplyFields) {
            fields.embed(summary)
            fields.list("classes", classes, "What it keeps, by class; nothing once it is lifted.")
        }
    }

    public struct ClassCount: Reply {
        public var `class`: RetentionClass
        public var records: Int

        public init(class: RetentionClass, records: Int) {
            self.class = `class`
            self.records = records
        }

        public static let sample = ClassCount(class: .writeUp, records: 11)

        public func write(_ fields: inout ReplyFields) {
            fields.field("class", `class`, "What kind of record.")
            fields.field("records", records, "How many, whether or not their time is up.")
        }
    }
}

/// A hold in one line.
public struct HoldSummary: Reply {
    public var id: Int64
    public var subject: HoldSubject
    public var reason: HoldReason
    public var owner: HoldOwner
    public var placedOn: CivilDate
    public var placedBy: Int
    public var reviewOn: CivilDate
    public var isDue: Bool
    public var liftedOn: CivilDate?

    public init(_ hold: Hold, on day: CivilDate) {
        id = hold.id
        subject = hold.subject
        reason = hold.reason
        owner = hold.owner
        placedOn = hold.placedOn
        placedBy = Int(hold.placedBy)
        reviewOn = hold.reviewOn
        isDue = hold.isDue(on: day)
        liftedOn = hold.liftedOn
    }

    public static let sample = HoldSummary(sampleHold, on: CivilDate.sample)
    static let sampleHold = Hold(
        id: 1, subject: .cohort(1), reason: .complaint, owner: .director, placedOn: CivilDate.sample,
        placedBy: 1000, reviewOn: CivilDate.sample, liftedOn: CivilDate.sample)

    public func write(_ fields: inout ReplyFields) {
        fields.field("id", id, "The hold's id.")
        fields.embed(SubjectFields(subject))
        fields.field("reason", reason, "Why, by a code.")
        fields.field("owner", owner, "The office that answers for it.")
        fields.field("placed_on", placedOn, "When it was placed.")
        fields.field("placed_by", placedBy, "The user id of who placed it.")
        fields.field("review_on", reviewOn, "When it is to be asked whether it is still needed.")
        fields.field("due", isDue, "Whether that day has come.")
        fields.optional("lifted_on", liftedOn, "When it was lifted; absent while it is in force.")
    }
}

/// What a hold keeps, as one or two of five fields.
struct SubjectFields: Reply {
    let subject: HoldSubject

    init(_ subject: HoldSubject) { self.subject = subject }

    static let sample = SubjectFields(.cohort(1))

    func write(_ fields: inout ReplyFields) {
        let cohort: Int64? = if case .cohort(let id) = subject { id } else { nil }
        let urn: URN? = if case .school(let urn) = subject { urn } else { nil }
        let person: Int64? = if case .person(let id) = subject { id } else { nil }
        let record: RecordID? = if case .record(let record) = subject { record } else { nil }
        fields.optional("cohort", cohort, "The cohort that it is on.")
        fields.optional("urn", urn, "The URN of the school that it is on.")
        fields.optional("person", person, "The id of the person that it is on.")
        fields.optional("class", record?.class, "The class of the record that it is on.")
        fields.optional("record", record?.id, "The record's id.")
    }
}
