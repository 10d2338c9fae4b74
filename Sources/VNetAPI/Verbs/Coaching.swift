import VNetCore

// Instructional coaching cycles of the schools of a WalkThrus cohort. No verb takes a person's name.

@Request(
    "Record the input that begins a coaching cycle at a school.", .operate, .changes,
    errors: [.notFound, .stateRefused, .ruleRefused])
public struct CoachingStart: Request {
    @Field("The cohort's id.") public let cohort: Int64
    @Field("The school's URN.") public let urn: URN
    @Field("The day of the input; today unless given.") public let on: CivilDate?
}

@Request(
    "Record the next step of a coaching cycle: lesson visit, feedback, practice, review.", .operate, .changes,
    errors: [.exists, .notFound, .stateRefused, .ruleRefused])
public struct CoachingRecord: Request {
    @Field("The cycle's id.") public let cycle: Int64
    @Field("The step that was taken.") public let step: CoachingStep
    @Field("The day; today unless given.") public let on: CivilDate?
}

@Request(
    "Give up a coaching cycle that will not be completed.", .operate, .changes, errors: [.notFound, .stateRefused])
public struct CoachingAbandon: Request {
    @Field("The cycle's id.") public let cycle: Int64
}

@Listing(
    "List the coaching cycles of a cohort, by school.", .read, errors: [.notFound, .ruleRefused], rows: "cycles",
    order: "By school, then by date.")
public struct CoachingList: Listing {
    @Field("The cohort's id.") public let cohort: Int64
    @Field("Only this school's.") public let urn: URN?

    @Reply public struct Row: Reply {
        @Field("The cycle's id.") public var id: Int64
        @Field("The school's URN.") public var urn: URN
        @Field("The school's name.") public var school: String
        @Field("The last step that was taken.") public var state: CoachingState
        @Field("The day of the input.") public var input: CivilDate
        @Field("The day of the lesson visit.") public var lessonVisit: CivilDate?
        @Field("The day of the feedback.") public var feedback: CivilDate?
        @Field("The day of the practice.") public var practice: CivilDate?
        @Field("The day of the review.") public var review: CivilDate?
    }
}

extension Page where List == CoachingList {
    public var cycles: [List.Row] { rows }
}

@Request(
    "Count the coaching cycles of each school in a school year, from September to August.", .read, .reads,
    errors: [.ruleRefused], rendering: .table("schools"))
public struct CoachingCount: Request {
    @Field("The year in which the school year begins; the present one unless given.") public let year: Int?

    @Reply public struct Response: Reply {
        @Field("The school year.") public var year: String
        @Field("By name.") public var schools: [Row]
    }

    @Reply public struct Row: Reply {
        @Field("The school's URN.") public var urn: URN
        @Field("The school's name.") public var school: String
        @Field("Cycles whose input was in that year.") public var begun: Int
        @Field("Of these, how many came to their review.") public var completed: Int
        @Field("The day of the last input in that year.") public var lastInput: CivilDate
    }
}
