import VNetCore

// What happens when life happens.

@Request(
    "Pause a school, for an inspection or a bereavement: its reminders wait until it is resumed.", .operate, .changes,
    errors: [.notFound, .stateRefused])
public struct EnrolmentPause: Request {
    @Field("The cohort's id.") public let cohort: Int64
    @Field("The school's URN.") public let urn: URN
}

@Request(
    "Resume a paused school: reminders that are still useful go out.", .operate, .changes,
    errors: [.notFound, .stateRefused])
public struct EnrolmentResume: Request {
    @Field("The cohort's id.") public let cohort: Int64
    @Field("The school's URN.") public let urn: URN
}

@Request(
    "Take a school out of a cohort, to take part in a later one.", .operate, .changes,
    errors: [.notFound, .stateRefused, .ruleRefused])
public struct EnrolmentDefer: Request {
    @Field("The cohort's id.") public let cohort: Int64
    @Field("The school's URN.") public let urn: URN
    @Field("A cohort that is recruiting, to enrol it in at once.") public let to: Int64?
}

@Request(
    "Give a school's place, group and visits to another school.", .operate, .changes,
    errors: [.exists, .notFound, .stateRefused, .ruleRefused])
public struct EnrolmentReplace: Request {
    @Field("The cohort's id.") public let cohort: Int64
    @Field("The URN of the school that leaves.") public let urn: URN
    @Field("The URN of the school that comes. It must have attested its readiness.") public let by: URN
}

@Request(
    "Pause a group: the reminders of its schools wait until it is resumed.", .operate, .changes,
    errors: [.notFound, .stateRefused])
public struct GroupPause: Request {
    @Field("The group's id.") public let group: Int64
}

@Request("Resume a paused group: reminders that are still useful go out.", .operate, .changes, errors: [.notFound])
public struct GroupResume: Request {
    @Field("The group's id.") public let group: Int64
}

@Request(
    "List what can be done about a group that has fewer than three schools.", .read, .reads, errors: [.notFound],
    rendering: .table("options"))
public struct GroupOptions: Request {
    @Field("The group's id.") public let group: Int64

    @Reply public struct Response: Reply {
        @Field("What can be done; empty when the group needs nothing.") public var options: [Option]
    }

    public enum WayOut: String, CaseIterable, Sendable, ChoiceFieldValue {
        /// A school of the group joins another.
        case join
        /// A school that is in no group joins this one.
        case add
        /// A reviewer of the network helps out.
        case assist
        /// A school takes part in a later cohort.
        case `defer`
        /// The two that are left go on as a pair.
        case pair
        case dissolve
    }

    @Reply public struct Option: Reply {
        @Field("Which way out it is.") public var option: WayOut
        @Field("What it means.") public var what: String
        @Field("The command that does it.") public var command: String
    }
}

@Request(
    "Add a school to a group, whether or not it is in another. It hosts and reviews with the others.", .operate,
    .changes, errors: [.notFound, .stateRefused, .ruleRefused])
public struct GroupJoin: Request {
    @Field("The id of the group to join.") public let group: Int64
    @Field("The school's URN.") public let urn: URN
}

@Request(
    "Add a reviewer of the network to a group's coming visits.", .operate, .changes,
    errors: [.notFound, .stateRefused, .ruleRefused])
public struct GroupAssist: Request {
    @Field("The group's id.") public let group: Int64
    @Field("The reviewer's id; “reviewer list” shows it.") public let person: Int64
}

@Request(
    "Let the two schools left in a group go on as a pair, for a recorded reason.", .operate, .changes,
    errors: [.notFound, .stateRefused, .ruleRefused])
public struct GroupContinue: Request {
    @Field("The group's id.") public let group: Int64
    @Field("Why, in one line that names no person.") public let reason: Label
}

@Request(
    "Dissolve a group. Its coming visits are cancelled, and its schools can join other groups.", .operate, .changes,
    errors: [.notFound, .stateRefused])
public struct GroupDissolve: Request {
    @Field("The group's id.") public let group: Int64
}

@Request(
    "Record that a visit did not take place on its day. Reschedule it, or cancel it.", .operate, .changes,
    errors: [.notFound, .stateRefused, .ruleRefused])
public struct VisitMiss: Request {
    @Field("The visit's id.") public let visit: Int64
}

@Listing(
    "List how often each school of a cohort has hosted and reviewed, and what it still owes.", .read,
    errors: [.notFound], rows: "obligations", order: "In the order of enrolment.")
public struct ObligationList: Listing {
    @Field("The cohort's id.") public let cohort: Int64

    @Reply public struct Row: Reply {
        @Field("The school's URN.") public var urn: URN
        @Field("The school's name.") public var school: String
        @Field("Visits to it that took place.") public var hosted: Int
        @Field("Visits that it reviewed.") public var reviewed: Int
        @Field("Coming visits that it reviews.") public var toReview: Int
        @Field("Visits that it was to review when it left, having been visited itself.") public var owes: Int
    }
}

extension Page where List == ObligationList {
    public var obligations: [List.Row] { rows }
}
