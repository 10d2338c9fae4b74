import VNetCore

// Instructional coaching cycles of the schools of a WalkThrus cohort. No verb takes a person's name.

public struct CoachingStart: Request {
    public static let verb = Verb.coachingStart
    public static let about = About(
        "Record the input that begins a coaching cycle at a school.", .operate, .changes,
        errors: [.notFound, .stateRefused, .ruleRefused])
    public let cohort: Int64
    public let urn: URN
    public let on: CivilDate?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
        urn = try fields.required("urn", "The school's URN.")
        on = try fields.optional("on", "The day of the input; today unless given.")
    }
    public typealias Response = Outcome
}

public struct CoachingRecord: Request {
    public static let verb = Verb.coachingRecord
    public static let about = About(
        "Record the next step of a coaching cycle: lesson visit, feedback, practice, review.", .operate, .changes,
        errors: [.notFound, .stateRefused, .ruleRefused])
    public let cycle: Int64
    public let step: CoachingStep
    public let on: CivilDate?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cycle = try fields.required("cycle", "The cycle's id.")
        step = try fields.required("step", "The step that was taken.")
        on = try fields.optional("on", "The day; today unless given.")
    }
    public typealias Response = Outcome
}

public struct CoachingAbandon: Request {
    public static let verb = Verb.coachingAbandon
    public static let about = About(
        "Give up a coaching cycle that will not be completed.", .operate, .changes, errors: [.notFound, .stateRefused])
    public let cycle: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        cycle = try fields.required("cycle", "The cycle's id.")
    }
    public typealias Response = Outcome
}

public struct CoachingList: Listing {
    public static let verb = Verb.coachingList
    public static let about = About(
        "List the coaching cycles of a cohort, by school.", .read, .reads, errors: [.notFound, .ruleRefused],
        rendering: .table("cycles"))
    public let cohort: Int64
    public let urn: URN?
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
        urn = try fields.optional("urn", "Only this school's.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public static let rows: StaticString = "cycles"
    public static let order: StaticString = "By school, then by date."

    public struct Row: Reply {
        public var id: Int64
        public var urn: URN
        public var school: String
        public var state: CoachingState
        public var input: CivilDate
        public var lessonVisit: CivilDate?
        public var feedback: CivilDate?
        public var practice: CivilDate?
        public var review: CivilDate?

        public init(
            id: Int64, urn: URN, school: String, state: CoachingState, input: CivilDate, lessonVisit: CivilDate?,
            feedback: CivilDate?, practice: CivilDate?, review: CivilDate?
        ) {
            self.id = id
            self.urn = urn
            self.school = school
            self.state = state
            self.input = input
            self.lessonVisit = lessonVisit
            self.feedback = feedback
            self.practice = practice
            self.review = review
        }

        public static let sample = Row(
            id: 1, urn: URN.sample, school: "A School", state: .review, input: CivilDate.sample,
            lessonVisit: CivilDate.sample, feedback: CivilDate.sample, practice: CivilDate.sample,
            review: CivilDate.sample)

        public func write(_ fields: inout ReplyFields) {
            fields.field("id", id, "The cycle's id.")
            fields.field("urn", urn, "The school's URN.")
            fields.field("school", school, "The school's name.")
            fields.field("state", state, "The last step that was taken.")
            fields.field("input", input, "The day of the input.")
            fields.optional("lesson_visit", lessonVisit, "The day of the lesson visit.")
            fields.optional("feedback", feedback, "The day of the feedback.")
            fields.optional("practice", practice, "The day of the practice.")
            fields.optional("review", review, "The day of the review.")
        }
    }
}

extension Page where List == CoachingList {
    public var cycles: [List.Row] { rows }
}

public struct CoachingCount: Request {
    public static let verb = Verb.coachingCount
    public static let about = About(
        "Count the coaching cycles of each school in a school year, from September to August.", .read, .reads,
        errors: [.ruleRefused], rendering: .table("schools"))
    public let year: Int?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        year = try fields.optional("year", "The year in which the school year begins; the present one unless given.")
    }

    public struct Response: Reply {
        public var year: String
        public var schools: [Row]
        public init(year: String, schools: [Row]) {
            self.year = year
            self.schools = schools
        }
        public static let sample = Response(year: "2026/27", schools: [Row.sample])
        public func write(_ fields: inout ReplyFields) {
            fields.field("year", year, "The school year.")
            fields.list("schools", schools, "By name.")
        }
    }

    public struct Row: Reply {
        public var urn: URN
        public var school: String
        public var begun: Int
        public var completed: Int
        public var lastInput: CivilDate
        public init(urn: URN, school: String, begun: Int, completed: Int, lastInput: CivilDate) {
            self.urn = urn
            self.school = school
            self.begun = begun
            self.completed = completed
            self.lastInput = lastInput
        }
        public static let sample = Row(
            urn: URN.sample, school: "A School", begun: 5, completed: 4, lastInput: CivilDate.sample)
        public func write(_ fields: inout ReplyFields) {
            fields.field("urn", urn, "The school's URN.")
            fields.field("school", school, "The school's name.")
            fields.field("begun", begun, "Cycles whose input was in that year.")
            fields.field("completed", completed, "Of these, how many came to their review.")
            fields.field("last_input", lastInput, "The day of the last input in that year.")
        }
    }
}
