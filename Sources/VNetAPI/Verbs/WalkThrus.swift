import VNetCore

// WalkThrus network cohorts and their sessions.

@Request(
    "Create a WalkThrus network cohort, as a draft. It has no theme, groups or visits.", .operate, .changes,
    errors: [.exists, .ruleRefused])
public struct WalkthrusCreate: Request {
    @Field("What the cohort is called.") public let name: CohortName
    @Field("in_house where all schools are to be of one trust.") public let policy: MATPolicy?
    @Field("How many schools it takes; 100 unless given.") public let capacity: Int?
}

@Request(
    "Set a series of sessions. What it has set before, it leaves as it is.", .operate, .changes,
    errors: [.exists, .notFound, .stateRefused, .ruleRefused])
public struct SessionRepeat: Request {
    @Field("The cohort's id.") public let cohort: Int64
    @Field("What the sessions are for; one that comes again.") public let kind: SessionKind
    @Field("The first day.") public let first: CivilDate
    @Field("The last day on which one may be.") public let until: CivilDate
    @Field("When each begins, local time.") public let start: CivilTime
    @Field("When each ends, local time.") public let finish: CivilTime
    @Field("Where they are.") public let place: Label
    @Field("How many weeks from one to the next; 4 unless given.") public let weeks: Int?
    @Field("Days of the series on which there is to be none.") public let except: [CivilDate]?
}

@Request(
    "Take a session off its day, before a new one is known. “session reschedule” gives it one.", .operate, .changes,
    errors: [.notFound, .stateRefused])
public struct SessionPostpone: Request {
    @Field("The session's id.") public let session: Int64
}
