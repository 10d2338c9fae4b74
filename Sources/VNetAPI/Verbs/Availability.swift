import VNetCore

// On which days schools can, or can not, host, review or come to a session. Why is not asked: it would be about a person.

public struct AvailabilitySet: EnrolmentVerb {
    public static let verb = Verb.availabilitySet
    public static let about = About(
        "Record that a school cannot host, review or come to a session on some days, or that it prefers them.",
        .operate, .changes, errors: [.notFound, .stateRefused, .ruleRefused])
    public let cohort: Int64
    public let urn: URN
    public let availability: Availability
    public let from: CivilDate
    public let until: CivilDate?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
        urn = try fields.required("urn", "The school's URN.")
        availability = try fields.required("availability", "Whether the days are impossible or preferred.")
        from = try fields.required("from", "The first day.")
        until = try fields.optional("until", "The last day; the first alone unless given.")
    }
    public typealias Response = Outcome
}

public struct AvailabilityClear: EnrolmentVerb {
    public static let verb = Verb.availabilityClear
    public static let about = About(
        "Forget what a school has said of some days, or of all.", .operate, .changes, errors: [.notFound, .ruleRefused])
    public let cohort: Int64
    public let urn: URN
    public let from: CivilDate?
    public let until: CivilDate?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
        urn = try fields.required("urn", "The school's URN.")
        from = try fields.optional("from", "Only from this day on.")
        until = try fields.optional("until", "Only up to this day.")
    }
    public typealias Response = Outcome
}

public struct AvailabilityList: CohortVerb, Listing {
    public static let verb = Verb.availabilityList
    public static let about = About(
        "List the days on which schools of a cohort cannot host, review or come, or which they prefer.", .read, .reads,
        errors: [.notFound], rendering: .table("availability"))
    public let cohort: Int64
    public let urn: URN?
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
        urn = try fields.optional("urn", "Only those of this school.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public static let rows: StaticString = "availability"
    public static let order: StaticString = "By day."

    public struct Row: Reply {
        public var urn: URN
        public var school: String
        public var availability: Availability
        public var from: CivilDate
        public var until: CivilDate

        public init(urn: URN, school: String, availability: Availability, from: CivilDate, until: CivilDate) {
            self.urn = urn
            self.school = school
            self.availability = availability
            self.from = from
            self.until = until
        }

        public static let sample = Row(
            urn: URN.sample, school: "A School", availability: .unavailable, from: CivilDate.sample,
            until: CivilDate.sample)

        public func write(_ fields: inout ReplyFields) {
            fields.field("urn", urn, "The school's URN.")
            fields.field("school", school, "The school's name.")
            fields.field("availability", availability, "What it has said of the days.")
            fields.field("from", from, "The first day.")
            fields.field("until", until, "The last day.")
        }
    }
}
