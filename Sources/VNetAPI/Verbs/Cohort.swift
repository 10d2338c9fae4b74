import VNetCore

// Cohorts and who takes part in them.

public struct CohortCreate: Request {
    public static let verb = Verb.cohortCreate
    public static let about = About(
        "Create a cohort, as a draft.", .operate, .changes, errors: [.exists, .notFound, .ruleRefused])
    public let name: CohortName
    public let theme: String
    public let policy: MATPolicy
    public let capacity: Int?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        name = try fields.required("name", "What the cohort is called.")
        theme = try fields.required("theme", "The key of its theme; see theme list.")
        policy = try fields.required("policy", "Whether schools of one trust are kept apart, or all are of one trust.")
        capacity = try fields.optional("capacity", "How many schools it takes; 12 unless given.")
    }
    public typealias Response = Outcome
}

public struct CohortChange: Request {
    public static let verb = Verb.cohortChange
    public static let about = About(
        "Change a cohort's name, theme or capacity before it has come to its end. What a place comes free by is offered.",
        .operate, .changes, errors: [.notFound, .exists, .stateRefused, .ruleRefused])
    public let cohort: Int64
    public let name: CohortName?
    public let theme: String?
    public let capacity: Int?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
        name = try fields.optional("name", "What it is called from now on.")
        theme = try fields.optional("theme", "The key of another theme, until groups are confirmed; see theme list.")
        capacity = try fields.optional("capacity", "How many schools it takes from now on.")
    }
    public typealias Response = Outcome
}

/// Verbs that take nothing but a cohort.
public protocol CohortVerb: Request {
    var cohort: Int64 { get }
}

public struct CohortOpen: CohortVerb {
    public static let verb = Verb.cohortOpen
    public static let about = About(
        "Open a draft cohort to schools.", .operate, .changes, errors: [.notFound, .stateRefused])
    public let cohort: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
    }
    public typealias Response = Outcome
}

public struct CohortStart: CohortVerb {
    public static let verb = Verb.cohortStart
    public static let about = About(
        "Start a cohort: recruiting is over.", .operate, .changes, errors: [.notFound, .stateRefused, .ruleRefused])
    public let cohort: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
    }
    public typealias Response = Outcome
}

public struct CohortClose: CohortVerb {
    public static let verb = Verb.cohortClose
    public static let about = About(
        "Close a cohort whose feedback session has been held. Retention periods count from that day.", .operate,
        .changes, errors: [.notFound, .stateRefused, .ruleRefused])
    public let cohort: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
    }
    public typealias Response = Outcome
}

public struct CohortCancel: CohortVerb {
    public static let verb = Verb.cohortCancel
    public static let about = About(
        "Cancel a cohort. Everyone who was invited is told.", .operate, .changes, errors: [.notFound, .stateRefused])
    public let cohort: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
    }
    public typealias Response = Outcome
}

public struct CohortGet: CohortVerb {
    public static let verb = Verb.cohortGet
    public static let about = About(
        "Show a cohort with its schools, sessions, groups and visits.", .read, .reads, errors: [.notFound])
    public let cohort: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
    }
    public typealias Response = CohortView
}

public struct CohortTimeline: CohortVerb {
    public static let verb = Verb.cohortTimeline
    public static let about = About(
        "Show a cohort's year as a chart.", .read, .reads, errors: [.notFound], rendering: .timeline)
    public let cohort: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
    }

    public struct Response: Reply {
        public var name: String
        public var today: CivilDate
        public var rows: [Row]
        public init(name: String, today: CivilDate, rows: [Row]) {
            self.name = name
            self.today = today
            self.rows = rows
        }
        public static let sample = Response(name: "Cohort", today: CivilDate.sample, rows: [Row.sample])
        public func write(_ fields: inout ReplyFields) {
            fields.field("name", name, "The cohort's name.")
            fields.field("today", today, "The daemon's day.")
            fields.list("rows", rows, "One a row of the chart, from top to bottom.")
        }
    }

    public struct Row: Reply {
        public var label: String
        public var state: String
        public var marks: [Mark]
        public init(label: String, state: String, marks: [Mark]) {
            self.label = label
            self.state = state
            self.marks = marks
        }
        public static let sample = Row(label: "Visit 1: A School", state: "held", marks: [Mark.sample])
        public func write(_ fields: inout ReplyFields) {
            fields.field("label", label, "What the row is about.")
            fields.field("state", state, "Where it stands.")
            fields.list("marks", marks, "What happened or will happen, by date.")
        }
    }

    public struct Mark: Reply {
        public var date: CivilDate
        public var what: String
        public init(date: CivilDate, what: String) {
            self.date = date
            self.what = what
        }
        public static let sample = Mark(date: CivilDate.sample, what: "visit")
        public func write(_ fields: inout ReplyFields) {
            fields.field("date", date, "The day.")
            fields.field("what", what, "opened, session, visit, write-up, input, accepted, closed, or purged.")
        }
    }
}

public struct CohortList: Listing {
    public static let verb = Verb.cohortList
    public static let about = About("List cohorts, newest first.", .read, .reads, rendering: .table("cohorts"))
    public let state: CohortState?
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        state = try fields.optional("state", "Only cohorts in this state.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public typealias Row = CohortSummary
    public static let rows: StaticString = "cohorts"
    public static let order: StaticString = "Newest first."
}

extension Page where List == CohortList {
    public var cohorts: [CohortSummary] { rows }
}

public struct EnrolmentCreate: Request {
    public static let verb = Verb.enrolmentCreate
    public static let about = About(
        "Enrol a school in a cohort.", .operate, .changes, errors: [.notFound, .stateRefused, .ruleRefused])
    public let cohort: Int64
    public let urn: URN

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
        urn = try fields.required("urn", "The school's URN.")
    }
    public typealias Response = Outcome
}

public struct ReadinessRetract: Request {
    public static let verb = Verb.readinessRetract
    public static let about = About(
        "Record that a school takes back what it attested, one criterion or all three, before its place is confirmed.",
        .operate, .changes, errors: [.notFound, .stateRefused])
    public let cohort: Int64
    public let urn: URN
    public let criterion: ReadinessCriterion?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
        urn = try fields.required("urn", "The school's URN.")
        criterion = try fields.optional("criterion", "The criterion; all three unless given.")
    }
    public typealias Response = Outcome
}

public struct ReadinessAttest: Request {
    public static let verb = Verb.readinessAttest
    public static let about = About(
        "Record that a school attests a readiness criterion, or all three.", .operate, .changes,
        errors: [.notFound, .stateRefused])
    public let cohort: Int64
    public let urn: URN
    public let criterion: ReadinessCriterion?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
        urn = try fields.required("urn", "The school's URN.")
        criterion = try fields.optional("criterion", "The criterion; all three unless given.")
    }
    public typealias Response = Outcome
}

public struct EnrolmentConfirm: Request {
    public static let verb = Verb.enrolmentConfirm
    public static let about = About(
        "Confirm a ready school's place. It is invited at once to what has a date.", .operate, .changes,
        errors: [.notFound, .stateRefused, .ruleRefused])
    public let cohort: Int64
    public let urn: URN

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
        urn = try fields.required("urn", "The school's URN.")
    }
    public typealias Response = Outcome
}

public struct EnrolmentWithdraw: Request {
    public static let verb = Verb.enrolmentWithdraw
    public static let about = About(
        "Withdraw a school. Its coming host visit is cancelled, and what it owes its group is recorded.", .operate,
        .changes, errors: [.notFound, .stateRefused])
    public let cohort: Int64
    public let urn: URN

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
        urn = try fields.required("urn", "The school's URN.")
    }
    public typealias Response = Outcome
}
