import VNetCore

// Which schools are members of the network, and which are never put together.

public struct MembershipCreate: Request {
    public static let verb = Verb.membershipCreate
    public static let about = About(
        "Record a school's membership of the network.", .operate, .changes, errors: [.exists, .notFound, .ruleRefused])
    public let urn: URN
    public let since: CivilDate?
    public let until: CivilDate?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        urn = try fields.required("urn", "The school's URN.")
        since = try fields.optional("since", "The first day; today unless given.")
        until = try fields.optional("until", "The last day; open unless given.")
    }
    public typealias Response = Outcome
}

public struct MembershipEnd: Request {
    public static let verb = Verb.membershipEnd
    public static let about = About(
        "Set the last day of a membership.", .operate, .changes, errors: [.notFound, .ruleRefused])
    public let membership: Int64
    public let on: CivilDate?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        membership = try fields.required("membership", "The membership's id.")
        on = try fields.optional("on", "The last day; today unless given.")
    }
    public typealias Response = Outcome
}

public struct MembershipList: Listing {
    public static let verb = Verb.membershipList
    public static let about = About(
        "List memberships, by school.", .read, .reads, errors: [.notFound], rendering: .table("memberships"))
    public let urn: URN?
    public let on: CivilDate?
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        urn = try fields.optional("urn", "Only this school's.")
        on = try fields.optional("on", "Only those that are active on this day.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public typealias Row = MembershipView
    public static let rows: StaticString = "memberships"
    public static let order: StaticString = "By school."
}

extension Page where List == MembershipList {
    public var memberships: [MembershipView] { rows }
}

/// A membership, and whether it is active on the day that was asked for.
public struct MembershipView: Reply {
    public var id: Int64
    public var urn: URN
    public var school: String
    public var since: CivilDate
    public var until: CivilDate?
    public var isActive: Bool

    public init(id: Int64, urn: URN, school: String, since: CivilDate, until: CivilDate?, isActive: Bool) {
        self.id = id
        self.urn = urn
        self.school = school
        self.since = since
        self.until = until
        self.isActive = isActive
    }

    public static let sample = MembershipView(
        id: 1, urn: URN.sample, school: "A School", since: CivilDate.sample, until: CivilDate.sample, isActive: true)

    public func write(_ fields: inout ReplyFields) {
        fields.field("id", id, "The membership's id.")
        fields.field("urn", urn, "The school's URN.")
        fields.field("school", school, "The school's name.")
        fields.field("since", since, "The first day.")
        fields.optional("until", until, "The last day; absent while it goes on.")
        fields.field("active", isActive, "Whether it is active on the day asked for, or today.")
    }
}

public struct ConflictCreate: Request {
    public static let verb = Verb.conflictCreate
    public static let about = About(
        "Record that two schools are never to be in a group together.", .operate, .changes,
        errors: [.exists, .notFound, .ruleRefused])
    public let urn: URN
    public let other: URN
    public let reason: ConflictReason

    public init(_ fields: inout RequestFields) throws(Refusal) {
        urn = try fields.required("urn", "The URN of one school.")
        other = try fields.required("other", "The URN of the other.")
        reason = try fields.required("reason", "Why, by a code: write nothing about a person.")
    }
    public typealias Response = Outcome
}

public struct ConflictRemove: Request {
    public static let verb = Verb.conflictRemove
    public static let about = About(
        "Allow two schools to be in a group together again.", .operate, .changes, errors: [.notFound])
    public let conflict: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        conflict = try fields.required("conflict", "The id that conflict list shows.")
    }
    public typealias Response = Outcome
}

public struct ConflictList: Listing {
    public static let verb = Verb.conflictList
    public static let about = About(
        "List the pairs of schools that are never put together.", .operate, .reads, errors: [.notFound],
        rendering: .table("conflicts"))
    public let urn: URN?
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        urn = try fields.optional("urn", "Only this school's.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public static let rows: StaticString = "conflicts"
    public static let order: StaticString = "Oldest first."

    public struct Row: Reply {
        public var id: Int64
        public var urn: URN
        public var school: String
        public var otherURN: URN
        public var otherSchool: String
        public var reason: ConflictReason
        public var recordedOn: CivilDate

        public init(
            id: Int64, urn: URN, school: String, otherURN: URN, otherSchool: String, reason: ConflictReason,
            recordedOn: CivilDate
        ) {
            self.id = id
            self.urn = urn
            self.school = school
            self.otherURN = otherURN
            self.otherSchool = otherSchool
            self.reason = reason
            self.recordedOn = recordedOn
        }

        public static let sample = Row(
            id: 1, urn: URN.sample, school: "A School", otherURN: URN(121_235)!, otherSchool: "Another School",
            reason: .leadership, recordedOn: CivilDate.sample)

        public func write(_ fields: inout ReplyFields) {
            fields.field("id", id, "What to give to conflict remove.")
            fields.field("urn", urn, "The URN of one school.")
            fields.field("school", school, "Its name.")
            fields.field("other", otherURN, "The URN of the other.")
            fields.field("other_school", otherSchool, "Its name.")
            fields.field("reason", reason, "Why, by a code.")
            fields.field("recorded_on", recordedOn, "When it was recorded.")
        }
    }
}

extension Page where List == ConflictList {
    public var conflicts: [List.Row] { rows }
}
