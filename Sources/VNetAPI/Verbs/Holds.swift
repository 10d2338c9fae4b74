import VNetCore

// Holds: what is kept although its retention period is over. They beat every rule.

@Request(
    "Keep what belongs to a cohort, a school or a person, or one record, from being purged until the hold is lifted.",
    .dpo, .changes, errors: [.exists, .notFound, .ruleRefused])
public struct HoldPlace: Request {
    @Field("Why, by a code: write nothing about a person.") public let reason: HoldReason
    @Field("The office responsible for it.") public let owner: HoldOwner
    @Field("When to review whether it is still needed; within a year.") public let review: CivilDate
    @Field("What belongs to this cohort.") public let cohort: Int64?
    @Field("What belongs to the school of this URN.") public let urn: URN?
    @Field("What belongs to this person, by the id.") public let person: Int64?
    @Field("One record of this class.") public let `class`: RetentionClass?
    @Field("The record's id, together with its class.") public let record: Int64?
}

@Request(
    "Record that a hold is still needed, and when to review it next.", .dpo, .changes,
    errors: [.notFound, .stateRefused, .ruleRefused])
public struct HoldExtend: Request {
    @Field("The hold's id.") public let hold: Int64
    @Field("When it is next to be reviewed; within a year.") public let review: CivilDate
}

@Request("Lift a hold: what it kept goes once its retention period is over.", .dpo, .changes, errors: [.notFound])
public struct HoldLift: Request {
    @Field("The hold's id.") public let hold: Int64
}

@Listing("List the holds in force, newest first.", .dpo, rows: "holds", order: "Newest first.")
public struct HoldList: Listing {
    @Field("Only those whose review is due.") public let due: Bool
    @Field("Also those that were lifted.") public let lifted: Bool
    public typealias Row = HoldSummary
}

extension Page where List == HoldList {
    public var holds: [HoldSummary] { rows }
}

@Request("Show a hold, with how many records of each class it keeps.", .dpo, .reads, errors: [.notFound])
public struct HoldGet: Request {
    @Field("The hold's id.") public let hold: Int64

    @Reply public struct Response: Reply {
        @Embedded public var summary: HoldSummary
        @Field("What it keeps, by class; nothing once it is lifted.") public var classes: [ClassCount]
    }

    @Reply public struct ClassCount: Reply {
        @Field("What kind of record.") public var `class`: RetentionClass
        @Field("How many, whether or not their time is up.") public var records: Int
    }
}

/// A hold in one line.
@Reply public struct HoldSummary: Reply {
    @Field("The hold's id.") public var id: Int64
    @Embedded public var subject: HoldSubject
    @Field("Why, by a code.") public var reason: HoldReason
    @Field("The office responsible for it.") public var owner: HoldOwner
    @Field("When it was placed.") public var placedOn: CivilDate
    @Field("The user id of who placed it.") public var placedBy: Int
    @Field("When to review whether it is still needed.") public var reviewOn: CivilDate
    @Field("Whether that day has come.") public var isDue: Bool
    @Field("When it was lifted; absent while it is in force.") public var liftedOn: CivilDate?
}

extension HoldSummary {
    public init(_ hold: Hold, on day: CivilDate) {
        self.init(
            id: hold.id, subject: hold.subject, reason: hold.reason, owner: hold.owner, placedOn: hold.placedOn,
            placedBy: Int(hold.placedBy), reviewOn: hold.reviewOn, isDue: hold.isDue(on: day), liftedOn: hold.liftedOn)
    }
}

/// What a hold keeps, as one or two of five fields.
extension HoldSubject: Reply {
    public static let sample = HoldSubject.cohort(1)

    public func write(_ fields: inout ReplyFields) {
        let cohort: Int64? = if case .cohort(let id) = self { id } else { nil }
        let urn: URN? = if case .school(let urn) = self { urn } else { nil }
        let person: Int64? = if case .person(let id) = self { id } else { nil }
        let record: RecordID? = if case .record(let record) = self { record } else { nil }
        fields.field("cohort", cohort, "The cohort that it is on.")
        fields.field("urn", urn, "The URN of the school that it is on.")
        fields.field("person", person, "The id of the person that it is on.")
        fields.field("class", record?.class, "The class of the record that it is on.")
        fields.field("record", record?.id, "The record's id.")
    }
}
