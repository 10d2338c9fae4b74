/// What the reminder plan of a cohort is made from: the cohort as it stands, as plain values.
public struct CohortFacts: Sendable {
    public var cohort: Int64
    public var state: CohortState
    public var closedOn: CivilDate?
    /// The days on which something confidential of a cohort that has ended is to be purged.
    public var purges: Set<CivilDate> = []
    /// The first of them on which write-ups and outcome reports go.
    public var writingGoesOn: CivilDate?
    /// Since when the protocol in force has been so.
    public var protocolSince: CivilDate?
    public var enrolments: [EnrolmentFact] = []
    public var sessions: [SessionFact] = []
    public var visits: [VisitFact] = []
    /// Visits of which a response raises a concern that is still to be handed over, and since when.
    public var concerns: [Int64: CivilDate] = [:]
    /// Everyone named in the other facts, by id.
    public var people: [Int64: PersonFact] = [:]

    public init(cohort: Int64, state: CohortState, closedOn: CivilDate? = nil) {
        self.cohort = cohort
        self.state = state
        self.closedOn = closedOn
    }
}

/// Somebody who takes part for a school.
public struct PersonFact: Sendable {
    /// Since when the person has the role in which the network knows them.
    public var since: CivilDate
    public var hasAcceptedProtocol: Bool

    public init(since: CivilDate, hasAcceptedProtocol: Bool) {
        self.since = since
        self.hasAcceptedProtocol = hasAcceptedProtocol
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
    /// While it is, by itself or with its group, nobody at the school is reminded of anything.
    public var isPaused: Bool
    /// 1 for a school that enrolled once, one more each time that it left and came back.
    public var stay: Int

    public init(
        id: Int64, urn: URN, state: EnrolmentState, head: Int64?, isReadinessMissing: Bool = false,
        isPaused: Bool = false, stay: Int = 1
    ) {
        self.id = id
        self.urn = urn
        self.state = state
        self.head = head
        self.isReadinessMissing = isReadinessMissing
        self.isPaused = isPaused
        self.stay = stay
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

/// Who reviews for a school: its head, unless others are named.
public struct ReviewerFact: Sendable {
    /// Nil is the network itself, which lends a group a reviewer.
    public var enrolment: Int64?
    /// Empty stands for the school's head.
    public var people: [Int64]

    public init(enrolment: Int64?, people: [Int64] = []) {
        self.enrolment = enrolment
        self.people = people
    }
}

/// One visit, with what has been received of what it asks for.
public struct VisitFact: Sendable {
    public var id: Int64
    public var host: Int64
    public var reviewers: [ReviewerFact]
    public var state: VisitState
    /// Nil while unset.
    public var date: CivilDate?
    public var start: CivilTime
    /// The person who writes up; nil until the group is confirmed.
    public var lead: Int64?
    /// The day on which it was put on record that the visit took place.
    public var recordedOn: CivilDate?
    /// The day on which the write-up was received.
    public var writtenUpOn: CivilDate?
    /// Enrolments whose feedback response is recorded.
    public var answered: Set<Int64>

    public init(
        id: Int64, host: Int64, reviewers: [ReviewerFact], state: VisitState, date: CivilDate?, start: CivilTime,
        lead: Int64? = nil, recordedOn: CivilDate? = nil, writtenUpOn: CivilDate? = nil, answered: Set<Int64> = []
    ) {
        self.id = id
        self.host = host
        self.reviewers = reviewers
        self.state = state
        self.date = date
        self.start = start
        self.lead = lead
        self.recordedOn = recordedOn
        self.writtenUpOn = writtenUpOn
        self.answered = answered
    }

    /// The day from which people have what they owe after a visit on `date`: that day or, where the visit was put on
    /// record later than the day after, the day before it was. Nobody is told to be late before being asked.
    public static func owedFrom(_ date: CivilDate, recordedOn: CivilDate?) -> CivilDate {
        recordedOn.map { max(date, $0.adding(days: -1)) } ?? date
    }
}

// Who is told what.

extension CohortFacts {
    /// The cohort as it would be if nobody were paused; nil where nobody is.
    public var resumed: CohortFacts? {
        guard enrolments.contains(where: \.isPaused) else { return nil }
        var facts = self
        for index in facts.enrolments.indices { facts.enrolments[index].isPaused = false }
        return facts
    }

    /// The heads of all that take part.
    var participants: [ReminderRecipient] { enrolments.filter(\.state.takesPart).flatMap(\.recipients) }

    /// The heads of those of the enrolments that still take part.
    func heads(of ids: [Int64]) -> [ReminderRecipient] {
        enrolments.filter { ids.contains($0.id) && $0.state.takesPart }.flatMap(\.recipients)
    }

    /// The people who review a visit.
    func reviewers(of visit: VisitFact) -> [ReminderRecipient] {
        visit.reviewers.flatMap { reviewer -> [ReminderRecipient] in
            guard let id = reviewer.enrolment else { return reviewer.people.map { .person($0, nil) } }
            guard !reviewer.people.isEmpty else { return heads(of: [id]) }
            guard let enrolment = enrolments.first(where: { $0.id == id }), enrolment.state.takesPart,
                !enrolment.isPaused
            else { return [] }
            return reviewer.people.map { .person($0, enrolment.urn) }
        }
    }

    /// The lead reviewer or, while none of them is, everyone who reviews: that is told, and nobody is called lead reviewer.
    func leadReviewer(of visit: VisitFact) -> [ReminderRecipient] {
        let reviewing = reviewers(of: visit)
        let named = reviewing.filter { $0.person == visit.lead }
        return named.isEmpty ? reviewing : named
    }

    /// Whether everything about a visit rests because its host is paused.
    func isPaused(_ visit: VisitFact) -> Bool { enrolments.first { $0.id == visit.host }?.isPaused == true }
}

extension EnrolmentFact {
    /// Its head; nobody while it is paused.
    var recipients: [ReminderRecipient] {
        guard let head, !isPaused else { return [] }
        return [.person(head, urn)]
    }
}
