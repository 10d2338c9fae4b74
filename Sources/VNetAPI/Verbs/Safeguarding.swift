import VNetCore

// Concerns about safety: that they were referred, when and to whom. Never what they are.

@Request(
    "Record that a concern raised on a visit was referred. Ring first; what it is about is not written here.", .operate,
    .changes, errors: [.notFound, .ruleRefused], told: .operate)
public struct ReferralRecord: Request {
    @Field("The visit's id.") public let visit: Int64
    @Field("Whether it is about a child or about the head.") public let about: ConcernSubject
    @Field("To whom it was referred: DSL, chair of governors, trust or LADO.") public let role: ReferralRole
    @Field("The day; today unless given.") public let on: CivilDate?
}

@Listing(
    "List the referrals of a cohort: when, and to which role.", .operate, errors: [.notFound], rows: "referrals",
    order: "By date.")
public struct ReferralList: Listing {
    @Field("The cohort's id.") public let cohort: Int64

    @Reply public struct Row: Reply {
        @Field("The referral's id.") public var id: Int64
        @Field("The visit's id.") public var visit: Int64
        @Field("Whether it was about a child or about the head.") public var about: ConcernSubject
        @Field("To whom it was referred.") public var role: ReferralRole
        @Field("The day.") public var on: CivilDate
    }
}

extension Page where List == ReferralList {
    public var referrals: [List.Row] { rows }
}

@Request(
    "Mark a feedback response as a concern about safety: nobody can read it any more, and the network's contact for "
        + "safeguarding is told.", .operate, .changes, errors: [.notFound], told: .operate)
public struct ConcernMark: Request {
    @Field("The visit's id.") public let visit: Int64
    @Field("The URN of the school that responded.") public let urn: URN
}

@Request(
    "Record that a concern was handed over by telephone. The response's text is destroyed at once.", .operate,
    .worksLong, errors: [.notFound, .ruleRefused, .storageFailed], told: .operate)
public struct ConcernHandover: Request {
    @Field("The visit's id.") public let visit: Int64
    @Field("The URN of the school that responded.") public let urn: URN
    @Field("Whether it is about a child or about the head.") public let about: ConcernSubject
    @Field("To whom it was handed over: DSL, chair of governors, trust or LADO.") public let role: ReferralRole
}

@Listing("List the concerns that wait to be handed over.", .operate, rows: "concerns", order: "Oldest first.")
public struct ConcernList: Listing {
    @Reply public struct Row: Reply {
        @Field("The visit's id.") public var visit: Int64
        @Field("The URN of the school that responded.") public var urn: URN
        @Field("Its name.") public var school: String
        @Field("Since when it waits.") public var since: CivilDate
    }
}

extension Page where List == ConcernList {
    public var concerns: [List.Row] { rows }
}
