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
    "Set a series of sessions. Those that are set already stay as they are.", .operate, .changes,
    errors: [.exists, .notFound, .stateRefused, .ruleRefused])
public struct SessionRepeat: Request {
    @Field("The cohort's id.") public let cohort: Int64
    @Field("What the sessions are for: a kind that repeats.") public let kind: SessionKind
    @Field("The first day.") public let first: CivilDate
    @Field("The last day on which one may fall.") public let until: CivilDate
    @Field("When each begins, local time.") public let start: CivilTime
    @Field("When each ends, local time.") public let finish: CivilTime
    @Field("Where they are.") public let place: Label
    @Field("How many weeks apart; 4 unless given.") public let weeks: Int?
    @Field("Days of the series to leave out.") public let except: [CivilDate]?
}

@Request(
    "Postpone a session to a day not yet known. “session reschedule” sets the day.", .operate, .changes,
    errors: [.notFound, .stateRefused])
public struct SessionPostpone: Request {
    @Field("The session's id.") public let session: Int64
}
