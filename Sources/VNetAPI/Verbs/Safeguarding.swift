import VNetCore

// Concerns about safety: that they were referred, when and to whom. Never what they are.

public struct ReferralRecord: Request {
    public static let verb = Verb.referralRecord
    public static let about = About(
        "Record that a concern raised on a visit was referred. Ring first; what it is about is not written here.",
        .operate, .changes, errors: [.notFound, .ruleRefused])
    public let visit: Int64
    public let about: ConcernSubject
    public let role: ReferralRole
    public let on: CivilDate?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
        about = try fields.required("about", "Whether it is about a child or about the head.")
        role = try fields.required("role", "To whom it was referred: DSL, chair of governors, trust or LADO.")
        on = try fields.optional("on", "The day; today unless given.")
    }
    public typealias Response = Outcome
}

public struct ReferralList: CohortVerb, Listing {
    public static let verb = Verb.referralList
    public static let about = About(
        "List the referrals of a cohort: when, and to which role.", .operate, .reads, errors: [.notFound],
        rendering: .table("referrals"))
    public let cohort: Int64
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public static let rows: StaticString = "referrals"
    public static let order: StaticString = "By date."

    public struct Row: Reply {
        public var id: Int64
        public var visit: Int64
        public var about: ConcernSubject
        public var role: ReferralRole
        public var on: CivilDate

        public init(id: Int64, visit: Int64, about: ConcernSubject, role: ReferralRole, on: CivilDate) {
            self.id = id
            self.visit = visit
            self.about = about
            self.role = role
            self.on = on
        }

        public static let sample = Row(id: 1, visit: 3, about: .child, role: .dsl, on: CivilDate.sample)

        public func write(_ fields: inout ReplyFields) {
            fields.field("id", id, "The referral's id.")
            fields.field("visit", visit, "The visit's id.")
            fields.field("about", about, "Whether it was about a child or about the head.")
            fields.field("role", role, "To whom it was referred.")
            fields.field("on", on, "The day.")
        }
    }
}

extension Page where List == ReferralList {
    public var referrals: [List.Row] { rows }
}

public struct ConcernMark: Request {
    public static let verb = Verb.concernMark
    public static let about = About(
        "Mark a feedback response as a concern about safety: nobody reads it any more, and the network's contact for "
            + "safeguarding is told.", .operate, .changes, errors: [.notFound])
    public let visit: Int64
    public let urn: URN

    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
        urn = try fields.required("urn", "The URN of the school that responded.")
    }
    public typealias Response = Outcome
}

public struct ConcernHandover: Request {
    public static let verb = Verb.concernHandover
    public static let about = About(
        "Record that a concern was handed over by telephone. The response's text is destroyed at once.", .operate,
        .worksLong, errors: [.notFound, .ruleRefused, .storageFailed])
    public let visit: Int64
    public let urn: URN
    public let about: ConcernSubject
    public let role: ReferralRole

    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
        urn = try fields.required("urn", "The URN of the school that responded.")
        about = try fields.required("about", "Whether it is about a child or about the head.")
        role = try fields.required("role", "To whom it was handed over: DSL, chair of governors, trust or LADO.")
    }
    public typealias Response = Outcome
}

public struct ConcernList: Listing {
    public static let verb = Verb.concernList
    public static let about = About(
        "List the concerns that wait to be handed over.", .operate, .reads, rendering: .table("concerns"))
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        page = try PageOptions(&fields, of: Self.self)
    }

    public static let rows: StaticString = "concerns"
    public static let order: StaticString = "Oldest first."

    public struct Row: Reply {
        public var visit: Int64
        public var urn: URN
        public var school: String
        public var since: CivilDate

        public init(visit: Int64, urn: URN, school: String, since: CivilDate) {
            self.visit = visit
            self.urn = urn
            self.school = school
            self.since = since
        }

        public static let sample = Row(visit: 3, urn: URN.sample, school: "A School", since: CivilDate.sample)

        public func write(_ fields: inout ReplyFields) {
            fields.field("visit", visit, "The visit's id.")
            fields.field("urn", urn, "The URN of the school that responded.")
            fields.field("school", school, "Its name.")
            fields.field("since", since, "Since when it waits.")
        }
    }
}

extension Page where List == ConcernList {
    public var concerns: [List.Row] { rows }
}
