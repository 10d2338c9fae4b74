import VNetCore

// Which schools are members of the network, and which are never put together.

@Request(
    "Record a school's membership of the network.", .operate, .changes, errors: [.exists, .notFound, .ruleRefused])
public struct MembershipCreate: Request {
    @Field("The school's URN.") public let urn: URN
    @Field("The first day; today unless given.") public let since: CivilDate?
    @Field("The last day; open unless given.") public let until: CivilDate?
}

@Request("Set the last day of a membership.", .operate, .changes, errors: [.notFound, .ruleRefused])
public struct MembershipEnd: Request {
    @Field("The membership's id.") public let membership: Int64
    @Field("The last day; today unless given.") public let on: CivilDate?
}

@Listing("List memberships, by school.", .read, errors: [.notFound], rows: "memberships", order: "By school.")
public struct MembershipList: Listing {
    @Field("Only this school's.") public let urn: URN?
    @Field("Only those that are active on this day.") public let on: CivilDate?
    public typealias Row = MembershipView
}

extension Page where List == MembershipList {
    public var memberships: [MembershipView] { rows }
}

/// A membership, and whether it is active on the day that was asked for.
@Reply public struct MembershipView: Reply {
    @Field("The membership's id.") public var id: Int64
    @Field("The school's URN.") public var urn: URN
    @Field("The school's name.") public var school: String
    @Field("The first day.") public var since: CivilDate
    @Field("The last day; absent while it goes on.") public var until: CivilDate?
    @Field("Whether it is active on the day asked for, or today.") public var isActive: Bool
}

@Request(
    "Record that two schools are never to be in a group together.", .operate, .changes,
    errors: [.exists, .notFound, .ruleRefused])
public struct ConflictCreate: Request {
    @Field("The URN of one school.") public let urn: URN
    @Field("The URN of the other.") public let other: URN
    @Field("Why, by a code: write nothing about a person.") public let reason: ConflictReason
}

@Request("Allow two schools to be in a group together again.", .operate, .changes, errors: [.notFound])
public struct ConflictRemove: Request {
    @Field("The id that conflict list shows.") public let conflict: Int64
}

@Listing(
    "List the pairs of schools that are never put together.", .operate, errors: [.notFound], rows: "conflicts",
    order: "Oldest first.")
public struct ConflictList: Listing {
    @Field("Only this school's.") public let urn: URN?

    @Reply public struct Row: Reply {
        @Field("What to give to conflict remove.") public var id: Int64
        @Field("The URN of one school.") public var urn: URN
        @Field("Its name.") public var school: String
        @Field("The URN of the other.", as: "other") public var otherURN: URN
        @Field("Its name.") public var otherSchool: String
        @Field("Why, by a code.") public var reason: ConflictReason
        @Field("When it was recorded.") public var recordedOn: CivilDate
    }
}

extension Page where List == ConflictList {
    public var conflicts: [List.Row] { rows }
}
