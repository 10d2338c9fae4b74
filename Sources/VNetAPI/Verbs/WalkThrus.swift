import VNetCore

// WalkThrus network cohorts and their sessions.

public struct WalkthrusCreate: Request {
    public static let verb = Verb.walkthrusCreate
    public static let about = About(
        "Create a WalkThrus network cohort, as a draft. It has no theme, groups or visits.", .operate, .changes,
        errors: [.exists, .ruleRefused])
    public let name: CohortName
    public let policy: MATPolicy?
    public let capacity: Int?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        name = try fields.required("name", "What the cohort is called.")
        policy = try fields.optional("policy", "in_house where all schools are to be of one trust.")
        capacity = try fields.optional("capacity", "How many schools it takes; 100 unless given.")
    }
    public typealias Response = Outcome
}

public struct SessionRepeat: Request {
    public static let verb = Verb.sessionRepeat
    public static let about = About(
        "Set a series of sessions. What it has set before, it leaves as it is.", .operate, .changes,
        errors: [.notFound, .stateRefused, .ruleRefused])
    public let cohort: Int64
    public let kind: SessionKind
    public let first: CivilDate
    public let until: CivilDate
    public let start: CivilTime
    public let finish: CivilTime
    public let place: Label
    public let weeks: Int?
    public let except: [CivilDate]?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
        kind = try fields.required("kind", "What the sessions are for; one that comes again.")
        first = try fields.required("first", "The first day.")
        until = try fields.required("until", "The last day on which one may be.")
        start = try fields.required("start", "When each begins, local time.")
        finish = try fields.required("finish", "When each ends, local time.")
        place = try fields.required("place", "Where they are.")
        weeks = try fields.optional("weeks", "How many weeks from one to the next; 4 unless given.")
        except = try fields.optional("except", "Days of the series on which there is to be none.")
    }
    public typealias Response = Outcome
}

public struct SessionPostpone: Request {
    public static let verb = Verb.sessionPostpone
    public static let about = About(
        "Take a session off its day, before a new one is known. “session reschedule” gives it one.", .operate, .changes,
        errors: [.notFound, .stateRefused])
    public let session: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        session = try fields.required("session", "The session's id.")
    }
    public typealias Response = Outcome
}
