import VNetCore

// Days on which schools cannot host, review or come to a session, or prefer to. Why is not asked: it would be about a person.

@Request(
    "Record that a school cannot host, review or come to a session on some days, or that it prefers them.", .operate,
    .changes, errors: [.notFound, .stateRefused, .ruleRefused])
public struct AvailabilitySet: Request {
    @Field("The cohort's id.") public let cohort: Int64
    @Field("The school's URN.") public let urn: URN
    @Field("Whether the days are impossible or preferred.") public let availability: Availability
    @Field("The first day.") public let from: CivilDate
    @Field("The last day; the first alone unless given.") public let until: CivilDate?
}

@Request(
    "Remove what a school said about some days, or about all.", .operate, .changes, errors: [.notFound, .ruleRefused])
public struct AvailabilityClear: Request {
    @Field("The cohort's id.") public let cohort: Int64
    @Field("The school's URN.") public let urn: URN
    @Field("Only from this day on.") public let from: CivilDate?
    @Field("Only up to this day.") public let until: CivilDate?
}

@Listing(
    "List the days on which schools of a cohort cannot host, review or come, or which they prefer.", .read,
    errors: [.notFound], rows: "availability", order: "By day.")
public struct AvailabilityList: Listing {
    @Field("The cohort's id.") public let cohort: Int64
    @Field("Only those of this school.") public let urn: URN?

    @Reply public struct Row: Reply {
        @Field("The school's URN.") public var urn: URN
        @Field("The school's name.") public var school: String
        @Field("What it said about the days.") public var availability: Availability
        @Field("The first day.") public var from: CivilDate
        @Field("The last day.") public var until: CivilDate
    }
}
