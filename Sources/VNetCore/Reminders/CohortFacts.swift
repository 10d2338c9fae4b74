/// What the reminder plan of a cohort is made from: the cohort as it stands, as plain values.
public struct CohortFacts: Sendable {
    public var cohort: Int64
    public var state: CohortState
    public var closedOn: CivilDate?
    public var enrolments: [EnrolmentFact] = []
    public var sessions: [SessionFact] = []
    public var visits: [VisitFact] = []

    public init(cohort: Int64, state: CohortState, closedOn: CivilDate? = nil) {
        self.cohort = cohort
        self.state = state
        self.closedOn = closedOn
    }
}

/// One school's place in the cohort.
public struct EnrolmentFact: Sendable {
    public var id: Int64
    public var urn: URN
    public var state: EnrolmentState
    /// Who is head today; nil while the post is vacant or nobody is on record.
    public var head: Int64?
    public var isReadinessMissing: Bool

    public init(id: Int64, urn: URN, state: EnrolmentState, head: Int64?, isReadinessMissing: Bool = false) {
        self.id = id
        self.urn = urn
        self.state = state
        self.head = head
        self.isReadinessMissing = isReadinessMissing
    }
}

/// A session, with its times in the network's time zone.
public struct SessionFact: Sendable {
    public var id: Int64
    public var kind: SessionKind
    public var date: CivilDate
    public var start: CivilTime
    public var state: SessionState
    /// Enrolments recorded as absent.
    public var absent: Set<Int64>

    public init(
        id: Int64, kind: SessionKind, date: CivilDate, start: CivilTime, state: SessionState, absent: Set<Int64> = []
    ) {
        self.id = id
        self.kind = kind
        self.date = date
        self.start = start
        self.state = state
        self.absent = absent
    }
}

/// One visit, with what has been received of what it asks for.
public struct VisitFact: Sendable {
    public var id: Int64
    public var host: Int64
    public var reviewers: [Int64]
    public var state: VisitState
    /// Nil while unset.
    public var date: CivilDate?
    public var start: CivilTime
    /// The person who writes up; nil until the group is confirmed.
    public var lead: Int64?
    /// The day on which the write-up was received.
    public var writtenUpOn: CivilDate?
    /// Enrolments whose feedback response is recorded.
    public var answered: Set<Int64>

    public init(
        id: Int64, host: Int64, reviewers: [Int64], state: VisitState, date: CivilDate?, start: CivilTime,
        lead: Int64? = nil, writtenUpOn: CivilDate? = nil, answered: Set<Int64> = []
    ) {
        self.id = id
        self.host = host
        self.reviewers = reviewers
        self.state = state
        self.date = date
        self.start = start
        self.lead = lead
        self.writtenUpOn = writtenUpOn
        self.answered = answered
    }
}
