import VNetCore

// What happens when life happens.

/// Verbs that take one school's place in a cohort, and nothing else.
public protocol EnrolmentVerb: Request {
    var cohort: Int64 { get }
    var urn: URN { get }
}

public struct EnrolmentPause: EnrolmentVerb {
    public static let verb = Verb.enrolmentPause
    public static let about = About(
        "Pause a school, for an inspection or a bereavement: its reminders rest until it is resumed.", .operate,
        .changes, errors: [.notFound, .stateRefused])
    public let cohort: Int64
    public let urn: URN

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
        urn = try fields.required("urn", "The school's URN.")
    }
    public typealias Response = Outcome
}

public struct EnrolmentResume: EnrolmentVerb {
    public static let verb = Verb.enrolmentResume
    public static let about = About(
        "Resume a school that was paused: what is still of use goes out.", .operate, .changes, errors: [.notFound])
    public let cohort: Int64
    public let urn: URN

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
        urn = try fields.required("urn", "The school's URN.")
    }
    public typealias Response = Outcome
}

public struct EnrolmentDefer: EnrolmentVerb {
    public static let verb = Verb.enrolmentDefer
    public static let about = About(
        "Take a school out of a cohort, to take part in a later one.", .operate, .changes,
        errors: [.notFound, .stateRefused, .ruleRefused])
    public let cohort: Int64
    public let urn: URN
    public let to: Int64?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
        urn = try fields.required("urn", "The school's URN.")
        to = try fields.optional("to", "A cohort that is recruiting, to enrol it in at once.")
    }
    public typealias Response = Outcome
}

public struct EnrolmentReplace: EnrolmentVerb {
    public static let verb = Verb.enrolmentReplace
    public static let about = About(
        "Have another school take a school's place, its group and its visits.", .operate, .changes,
        errors: [.notFound, .stateRefused, .ruleRefused])
    public let cohort: Int64
    public let urn: URN
    public let by: URN

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
        urn = try fields.required("urn", "The URN of the school that leaves.")
        by = try fields.required("by", "The URN of the school that comes. It has attested its readiness.")
    }
    public typealias Response = Outcome
}

/// Verbs that take nothing but a group.
public protocol GroupVerb: Request {
    var group: Int64 { get }
}

public struct GroupPause: GroupVerb {
    public static let verb = Verb.groupPause
    public static let about = About(
        "Pause a group: the reminders of its schools rest until it is resumed.", .operate, .changes,
        errors: [.notFound, .stateRefused])
    public let group: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        group = try fields.required("group", "The group's id.")
    }
    public typealias Response = Outcome
}

public struct GroupResume: GroupVerb {
    public static let verb = Verb.groupResume
    public static let about = About(
        "Resume a group that was paused: what is still of use goes out.", .operate, .changes, errors: [.notFound])
    public let group: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        group = try fields.required("group", "The group's id.")
    }
    public typealias Response = Outcome
}

public struct GroupOptions: GroupVerb {
    public static let verb = Verb.groupOptions
    public static let about = About(
        "List what can be done about a group that has fewer than three schools.", .read, .reads, errors: [.notFound],
        rendering: .table("options"))
    public let group: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        group = try fields.required("group", "The group's id.")
    }

    public struct Response: Reply {
        public var options: [Option]
        public init(options: [Option]) { self.options = options }
        public static let sample = Response(options: [Option.sample])
        public func write(_ fields: inout ReplyFields) {
            fields.list("options", options, "What can be done; empty when the group needs nothing.")
        }
    }

    public struct Option: Reply {
        public var option: String
        public var what: String
        public var command: String
        public init(option: String, what: String, command: String) {
            self.option = option
            self.what = what
            self.command = command
        }
        public static let sample = Option(
            option: "join", what: "A School joins group B, which becomes a tetrad.", command: "group join 2 121234")
        public func write(_ fields: inout ReplyFields) {
            fields.field("option", option, "join, add, assist, defer, pair or dissolve.")
            fields.field("what", what, "What it means.")
            fields.field("command", command, "What to give vnetctl.")
        }
    }
}

public struct GroupJoin: GroupVerb {
    public static let verb = Verb.groupJoin
    public static let about = About(
        "Add a school to a group, from another group or without one. It hosts and reviews with the others.", .operate,
        .changes, errors: [.notFound, .stateRefused, .ruleRefused])
    public let group: Int64
    public let urn: URN

    public init(_ fields: inout RequestFields) throws(Refusal) {
        group = try fields.required("group", "The id of the group to join.")
        urn = try fields.required("urn", "The school's URN.")
    }
    public typealias Response = Outcome
}

public struct GroupAssist: GroupVerb {
    public static let verb = Verb.groupAssist
    public static let about = About(
        "Have a reviewer of the network join a group's coming visits.", .operate, .changes,
        errors: [.notFound, .stateRefused, .ruleRefused])
    public let group: Int64
    public let person: Int64

    public init(_ fields: inout RequestFields) throws(Refusal) {
        group = try fields.required("group", "The group's id.")
        person = try fields.required("person", "The reviewer's id; “reviewer list” shows it.")
    }
    public typealias Response = Outcome
}

public struct GroupContinue: GroupVerb {
    public static let verb = Verb.groupContinue
    public static let about = About(
        "Let two schools that are left in a group go on as a pair, for a reason that is recorded.", .operate, .changes,
        errors: [.notFound, .stateRefused, .ruleRefused])
    public let group: Int64
    public let reason: Label

    public init(_ fields: inout RequestFields) throws(Refusal) {
        group = try fields.required("group", "The group's id.")
        reason = try fields.required("reason", "Why, in one line that names no person.")
    }
    public typealias Response = Outcome
}

public struct GroupDissolve: GroupVerb {
    public static let verb = Verb.groupDissolve
    public static let about = About(
        "Dissolve a group. Its coming visits are cancelled, and its schools can join other groups.", .operate, .changes,
        errors: [.notFound, .stateRefused])
    public let group: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        group = try fields.required("group", "The group's id.")
    }
    public typealias Response = Outcome
}

public struct VisitMiss: VisitVerb {
    public static let verb = Verb.visitMiss
    public static let about = About(
        "Record that a visit did not take place on its day. Reschedule it, or cancel it.", .operate, .changes,
        errors: [.notFound, .stateRefused, .ruleRefused])
    public let visit: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
    }
    public typealias Response = Outcome
}

public struct ObligationList: CohortVerb, Listing {
    public static let verb = Verb.obligationList
    public static let about = About(
        "List how often each school of a cohort has hosted and reviewed, and what it still owes.", .read, .reads,
        errors: [.notFound], rendering: .table("obligations"))
    public let cohort: Int64
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public static let rows: StaticString = "obligations"
    public static let order: StaticString = "In the order of enrolment."

    public struct Row: Reply {
        public var urn: URN
        public var school: String
        public var hosted: Int
        public var reviewed: Int
        public var toReview: Int
        public var owes: Int

        public init(urn: URN, school: String, hosted: Int, reviewed: Int, toReview: Int, owes: Int) {
            self.urn = urn
            self.school = school
            self.hosted = hosted
            self.reviewed = reviewed
            self.toReview = toReview
            self.owes = owes
        }

        public static let sample = Row(
            urn: URN.sample, school: "A School", hosted: 1, reviewed: 1, toReview: 1, owes: 0)

        public func write(_ fields: inout ReplyFields) {
            fields.field("urn", urn, "The school's URN.")
            fields.field("school", school, "The school's name.")
            fields.field("hosted", hosted, "Visits to it that took place.")
            fields.field("reviewed", reviewed, "Visits that it reviewed.")
            fields.field("to_review", toReview, "Coming visits that it reviews.")
            fields.field("owes", owes, "Visits that it was to review when it left, having been visited itself.")
        }
    }
}

extension Page where List == ObligationList {
    public var obligations: [List.Row] { rows }
}
