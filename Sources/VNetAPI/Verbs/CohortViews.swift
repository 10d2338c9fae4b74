import VNetCore

/// A cohort in one line.
@Reply public struct CohortSummary: Reply {
    @Field("The cohort's id.") public var id: Int64
    @Field("What it is called.") public var name: String
    @Field("What it does together.") public var programme: ProgrammeKind
    @Field("The key of its theme; a WalkThrus cohort has none.") public var theme: String?
    @Field("How schools of one trust are treated.") public var policy: MATPolicy
    @Field("Where it is in its life.") public var state: CohortState
    @Field("How far a running cohort has come.") public var phase: String?
    @Field("How many schools take part or have applied.") public var schools: Int
}

/// A cohort with all that belongs to it.
@Reply public struct CohortView: Reply {
    @Embedded public var summary: CohortSummary
    @Field("How many schools it takes.") public var capacity: Int
    @Field("When it was opened to schools.") public var openedOn: CivilDate?
    @Field("When it was closed or cancelled.") public var closedOn: CivilDate?
    @Field("Its schools, in the order of enrolment.") public var enrolments: [EnrolmentView]
    @Field("Its sessions, by date.") public var sessions: [SessionView]
    @Field("Its groups.") public var groups: [GroupView]
    @Field("Its visits, by date.") public var visits: [VisitView]
    @Field("Counts changes; pass it as if_generation to detect other people's.") public var generation: Int64
}

@Reply public struct EnrolmentView: Reply {
    @Field("The school's URN.") public var urn: URN
    @Field("The school's name.") public var school: String
    @Field("Its place in the cohort.") public var state: EnrolmentState
    @Field("Readiness criteria attested, of three.") public var attested: Int
    @Field("Visits that it was to review when it withdrew, after it had been reviewed itself.") public var owes: Int
    @Field("Since when it, or its group, is paused.") public var pausedOn: CivilDate? = nil
}

@Reply public struct SessionView: Reply {
    @Field("The session's id.") public var id: Int64
    @Field("What it is for.") public var kind: SessionKind
    @Field("Where it stands.") public var state: SessionState
    @Field("Its day.") public var date: CivilDate
    @Field("When it begins, local time.") public var start: CivilTime
    @Field("When it ends, local time.") public var finish: CivilTime
    @Field("Where it is.") public var place: String
    @Field("Schools recorded as present.") public var present: Int
    @Field("Schools recorded as absent.") public var absent: Int
}

@Reply public struct GroupView: Reply {
    @Field("The group's id.") public var id: Int64
    @Field("What it is called.") public var name: String
    @Field("Where it stands.") public var state: GroupState
    @Field("The schools that are in it today.") public var schools: [URN]
    @Field("Since when it is paused.") public var pausedOn: CivilDate? = nil
    @Field("Why its two schools go on as a pair.") public var pairReason: String? = nil
}

@Reply public struct VisitView: Reply {
    @Field("The visit's id.") public var id: Int64
    @Field("The name of its group.") public var group: String
    @Field("The URN of the school that is visited.") public var host: URN
    @Field("The name of the school that is visited.") public var school: String
    @Field("The URNs of the schools that review.") public var reviewers: [URN]
    @Field("Where it stands.") public var state: VisitState
    @Field("Its day.") public var date: CivilDate?
    @Field("When it begins, local time.") public var start: CivilTime
    @Field("The id of the person who writes up.") public var lead: Int64?
    @Field("Feedback responses received.") public var responses: Int
    @Field("How often its date was changed.") public var reschedules: Int
}
