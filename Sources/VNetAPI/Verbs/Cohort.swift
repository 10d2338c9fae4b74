import VNetCore

// Cohorts and who takes part in them.

@Request("Create a cohort, as a draft.", .operate, .changes, errors: [.exists, .notFound, .ruleRefused])
public struct CohortCreate: Request {
    @Field("What the cohort is called.") public let name: CohortName
    @Field("The key of its theme; see theme list.") public let theme: String
    @Field("Whether schools of one trust are kept apart, or all are of one trust.") public let policy: MATPolicy
    @Field("How many schools it takes; 12 unless given.") public let capacity: Int?
}

@Request(
    "Change a cohort's name, theme or capacity before it ends. Places that this frees are offered.",
    .operate, .changes, errors: [.notFound, .exists, .stateRefused, .ruleRefused])
public struct CohortChange: Request {
    @Field("The cohort's id.") public let cohort: Int64
    @Field("What it is called from now on.") public let name: CohortName?
    @Field("The key of another theme, until groups are confirmed; see theme list.") public let theme: String?
    @Field("How many schools it takes from now on.") public let capacity: Int?
}

@Request("Open a draft cohort to schools.", .operate, .changes, errors: [.notFound, .stateRefused])
public struct CohortOpen: Request {
    @Field("The cohort's id.") public let cohort: Int64
}

@Request("Start a cohort: recruiting is over.", .operate, .changes, errors: [.notFound, .stateRefused, .ruleRefused])
public struct CohortStart: Request {
    @Field("The cohort's id.") public let cohort: Int64
}

@Request(
    "Close a cohort whose feedback session has been held. Retention periods count from that day.", .operate, .changes,
    errors: [.notFound, .stateRefused, .ruleRefused])
public struct CohortClose: Request {
    @Field("The cohort's id.") public let cohort: Int64
}

@Request("Cancel a cohort. Everyone who was invited is told.", .operate, .changes, errors: [.notFound, .stateRefused])
public struct CohortCancel: Request {
    @Field("The cohort's id.") public let cohort: Int64
}

@Request("Show a cohort with its schools, sessions, groups and visits.", .read, .reads, errors: [.notFound])
public struct CohortGet: Request {
    @Field("The cohort's id.") public let cohort: Int64
    public typealias Response = CohortView
}

@Request("Show a cohort's year as a chart.", .read, .reads, errors: [.notFound], rendering: .timeline)
public struct CohortTimeline: Request {
    @Field("The cohort's id.") public let cohort: Int64

    @Reply public struct Response: Reply {
        @Field("The cohort's name.") public var name: String
        @Field("The daemon's day.") public var today: CivilDate
        @Field("One a row of the chart, from top to bottom.") public var rows: [Row]
    }

    @Reply public struct Row: Reply {
        @Field("What the row is about.") public var label: String
        @Field("Where it stands.") public var state: String
        @Field("What happened or will happen, by date.") public var marks: [Mark]
    }

    public enum Milestone: String, CaseIterable, Sendable, ChoiceFieldValue {
        case opened, session, visit
        case writeUp = "write-up"
        /// Of a coaching cycle.
        case input
        case closed
    }

    @Reply public struct Mark: Reply {
        @Field("The day.") public var date: CivilDate
        @Field("What it is the day of.") public var what: Milestone
    }
}

@Listing("List cohorts, newest first.", .read, rows: "cohorts", order: "Newest first.")
public struct CohortList: Listing {
    @Field("Only cohorts in this state.") public let state: CohortState?
    public typealias Row = CohortSummary
}

extension Page where List == CohortList {
    public var cohorts: [CohortSummary] { rows }
}

@Request("Enrol a school in a cohort.", .operate, .changes, errors: [.notFound, .stateRefused, .ruleRefused])
public struct EnrolmentCreate: Request {
    @Field("The cohort's id.") public let cohort: Int64
    @Field("The school's URN.") public let urn: URN
}

@Request(
    "Record that a school takes back what it attested, one criterion or all three, before its place is confirmed.",
    .operate, .changes, errors: [.notFound, .stateRefused])
public struct ReadinessRetract: Request {
    @Field("The cohort's id.") public let cohort: Int64
    @Field("The school's URN.") public let urn: URN
    @Field("The criterion; all three unless given.") public let criterion: ReadinessCriterion?
}

@Request(
    "Record that a school attests a readiness criterion, or all three.", .operate, .changes,
    errors: [.notFound, .stateRefused])
public struct ReadinessAttest: Request {
    @Field("The cohort's id.") public let cohort: Int64
    @Field("The school's URN.") public let urn: URN
    @Field("The criterion; all three unless given.") public let criterion: ReadinessCriterion?
}

@Request(
    "Confirm a ready school's place. It is invited at once to what has a date.", .operate, .changes,
    errors: [.notFound, .stateRefused, .ruleRefused])
public struct EnrolmentConfirm: Request {
    @Field("The cohort's id.") public let cohort: Int64
    @Field("The school's URN.") public let urn: URN
}

@Request(
    "Withdraw a school. Its coming host visit is cancelled, and what it owes its group is recorded.", .operate,
    .changes, errors: [.notFound, .stateRefused])
public struct EnrolmentWithdraw: Request {
    @Field("The cohort's id.") public let cohort: Int64
    @Field("The school's URN.") public let urn: URN
}
