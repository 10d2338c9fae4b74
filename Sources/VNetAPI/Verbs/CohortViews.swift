import VNetCore

/// A cohort in one line.
public struct CohortSummary: Reply {
    public var id: Int64
    public var name: String
    public var programme: ProgrammeKind
    public var theme: String?
    public var policy: MATPolicy
    public var state: CohortState
    public var phase: String?
    public var schools: Int

    public init(
        id: Int64, name: String, programme: ProgrammeKind, theme: String?, policy: MATPolicy, state: CohortState,
        phase: String?, schools: Int
    ) {
        self.id = id
        self.name = name
        self.programme = programme
        self.theme = theme
        self.policy = policy
        self.state = state
        self.phase = phase
        self.schools = schools
    }

    public static let sample = CohortSummary(
        id: 1, name: CohortName.sample.text, programme: .peerReview, theme: "personal-development", policy: .outward,
        state: .running, phase: "visiting", schools: 12)

    public func write(_ fields: inout ReplyFields) {
        fields.field("id", id, "The cohort's id.")
        fields.field("name", name, "What it is called.")
        fields.field("programme", programme, "What it does together.")
        fields.optional("theme", theme, "The key of its theme; a WalkThrus cohort has none.")
        fields.field("policy", policy, "How schools of one trust are treated.")
        fields.field("state", state, "Where it is in its life.")
        fields.optional("phase", phase, "How far a running cohort has come.")
        fields.field("schools", schools, "How many schools take part or have applied.")
    }
}

/// A cohort with all that belongs to it.
public struct CohortView: Reply {
    public var summary: CohortSummary
    public var capacity: Int
    public var openedOn: CivilDate?
    public var closedOn: CivilDate?
    public var enrolments: [EnrolmentView]
    public var sessions: [SessionView]
    public var groups: [GroupView]
    public var visits: [VisitView]
    public var generation: Int64

    public init(
        summary: CohortSummary, capacity: Int, openedOn: CivilDate?, closedOn: CivilDate?,
        enrolments: [EnrolmentView], sessions: [SessionView], groups: [GroupView], visits: [VisitView],
        generation: Int64
    ) {
        self.summary = summary
        self.capacity = capacity
        self.openedOn = openedOn
        self.closedOn = closedOn
        self.enrolments = enrolments
        self.sessions = sessions
        self.groups = groups
        self.visits = visits
        self.generation = generation
    }

    public static let sample = CohortView(
        summary: CohortSummary.sample, capacity: 12, openedOn: CivilDate.sample, closedOn: CivilDate.sample,
        enrolments: [EnrolmentView.sample], sessions: [SessionView.sample], groups: [GroupView.sample],
        visits: [VisitView.sample], generation: 1)

    public func write(_ fields: inout ReplyFields) {
        fields.embed(summary)
        fields.field("capacity", capacity, "How many schools it takes.")
        fields.optional("opened_on", openedOn, "When it was opened to schools.")
        fields.optional("closed_on", closedOn, "When it was closed or cancelled.")
        fields.list("enrolments", enrolments, "Its schools, in the order of enrolment.")
        fields.list("sessions", sessions, "Its sessions, by date.")
        fields.list("groups", groups, "Its groups.")
        fields.list("visits", visits, "Its visits, by date.")
        fields.field("generation", generation, "Counts changes; pass it as if_generation to detect other people's.")
    }
}

public struct EnrolmentView: Reply {
    public var urn: URN
    public var school: String
    public var state: EnrolmentState
    public var attested: Int
    public var owes: Int
    public var pausedOn: CivilDate?

    public init(
        urn: URN, school: String, state: EnrolmentState, attested: Int, owes: Int, pausedOn: CivilDate? = nil
    ) {
        self.urn = urn
        self.school = school
        self.state = state
        self.attested = attested
        self.owes = owes
        self.pausedOn = pausedOn
    }

    public static let sample = EnrolmentView(urn: URN.sample, school: "A School", state: .active, attested: 3, owes: 0)

    public func write(_ fields: inout ReplyFields) {
        fields.field("urn", urn, "The school's URN.")
        fields.field("school", school, "The school's name.")
        fields.field("state", state, "Its place in the cohort.")
        fields.field("attested", attested, "Readiness criteria attested, of three.")
        fields.field("owes", owes, "Visits that it was to review when it withdrew, after it had been reviewed itself.")
        fields.optional("paused_on", pausedOn, "Since when it, or its group, is paused.")
    }
}

public struct SessionView: Reply {
    public var id: Int64
    public var kind: SessionKind
    public var state: SessionState
    public var date: CivilDate
    public var start: CivilTime
    public var finish: CivilTime
    public var place: String
    public var present: Int
    public var absent: Int

    public init(
        id: Int64, kind: SessionKind, state: SessionState, date: CivilDate, start: CivilTime, finish: CivilTime,
        place: String, present: Int, absent: Int
    ) {
        self.id = id
        self.kind = kind
        self.state = state
        self.date = date
        self.start = start
        self.finish = finish
        self.place = place
        self.present = present
        self.absent = absent
    }

    public static let sample = SessionView(
        id: 1, kind: .training, state: .held, date: CivilDate.sample, start: CivilTime.sample,
        finish: CivilTime(iso: "12:30")!, place: "Norwich", present: 11, absent: 1)

    public func write(_ fields: inout ReplyFields) {
        fields.field("id", id, "The session's id.")
        fields.field("kind", kind, "What it is for.")
        fields.field("state", state, "Where it stands.")
        fields.field("date", date, "Its day.")
        fields.field("start", start, "When it begins, local time.")
        fields.field("finish", finish, "When it ends, local time.")
        fields.field("place", place, "Where it is.")
        fields.field("present", present, "Schools recorded as present.")
        fields.field("absent", absent, "Schools recorded as absent.")
    }
}

public struct GroupView: Reply {
    public var id: Int64
    public var name: String
    public var state: GroupState
    public var schools: [URN]
    public var pausedOn: CivilDate?
    public var pairReason: String?

    public init(
        id: Int64, name: String, state: GroupState, schools: [URN], pausedOn: CivilDate? = nil,
        pairReason: String? = nil
    ) {
        self.id = id
        self.name = name
        self.state = state
        self.schools = schools
        self.pausedOn = pausedOn
        self.pairReason = pairReason
    }

    public static let sample = GroupView(id: 1, name: "A", state: .active, schools: [URN.sample])

    public func write(_ fields: inout ReplyFields) {
        fields.field("id", id, "The group's id.")
        fields.field("name", name, "What it is called.")
        fields.field("state", state, "Where it stands.")
        fields.field("schools", schools, "The schools that are in it today.")
        fields.optional("paused_on", pausedOn, "Since when it is paused.")
        fields.optional("pair_reason", pairReason, "Why its two schools go on as a pair.")
    }
}

public struct VisitView: Reply {
    public var id: Int64
    public var group: String
    public var host: URN
    public var school: String
    public var reviewers: [URN]
    public var state: VisitState
    public var date: CivilDate?
    public var start: CivilTime
    public var lead: Int64?
    public var responses: Int
    public var reschedules: Int

    public init(
        id: Int64, group: String, host: URN, school: String, reviewers: [URN], state: VisitState, date: CivilDate?,
        start: CivilTime, lead: Int64?, responses: Int, reschedules: Int
    ) {
        self.id = id
        self.group = group
        self.host = host
        self.school = school
        self.reviewers = reviewers
        self.state = state
        self.date = date
        self.start = start
        self.lead = lead
        self.responses = responses
        self.reschedules = reschedules
    }

    public static let sample = VisitView(
        id: 1, group: "A", host: URN.sample, school: "A School", reviewers: [URN.sample], state: .agreed,
        date: CivilDate.sample, start: CivilTime.sample, lead: 1, responses: 0, reschedules: 0)

    public func write(_ fields: inout ReplyFields) {
        fields.field("id", id, "The visit's id.")
        fields.field("group", group, "The name of its group.")
        fields.field("host", host, "The URN of the school that is visited.")
        fields.field("school", school, "The name of the school that is visited.")
        fields.field("reviewers", reviewers, "The URNs of the schools that review.")
        fields.field("state", state, "Where it stands.")
        fields.optional("date", date, "Its day.")
        fields.field("start", start, "When it begins, local time.")
        fields.optional("lead", lead, "The id of the person who writes up.")
        fields.field("responses", responses, "Feedback responses received.")
        fields.field("reschedules", reschedules, "How often its date was changed.")
    }
}
