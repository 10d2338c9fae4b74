import VNetCore
import VNetStore

extension EnquiryFacts {
    init(_ enquiry: Enquiry) {
        self.init(enquiry: enquiry.id, state: enquiry.state, lastContact: enquiry.lastContact)
    }
}

extension Transaction {
    /// A cohort as the reminder plan sees it.
    func facts(
        of cohort: Int64, retention: RetentionSchedule, held: () throws -> [HeldRecords]
    ) throws -> CohortFacts? {
        guard let record = try self.cohort(cohort) else { return nil }
        var facts = CohortFacts(cohort: cohort, state: record.state, closedOn: record.closedOn)
        let heads = try heads(in: cohort)
        facts.enrolments = try enrolments(in: cohort).map {
            EnrolmentFact(
                id: $0.id, urn: $0.urn, state: $0.state, head: heads[$0.id],
                isReadinessMissing: $0.attested < ReadinessCriterion.allCases.count, isPaused: $0.isPaused)
        }
        facts.sessions = try sessions(in: cohort).map {
            SessionFact(
                id: $0.id, kind: $0.kind, date: $0.date, start: $0.start, state: $0.state,
                absent: try absentees(from: $0.id))
        }
        facts.visits = try visitFacts(in: cohort)
        let accepted = try protocolInForce()
        facts.protocolSince = accepted.since
        facts.people = try people(inCohort: cohort, accepting: accepted.version)
        if record.state == .closed { facts.purgeFrom = try purgeFrom(record, facts, retention, held()) }
        return facts
    }

    private func visitFacts(in cohort: Int64) throws -> [VisitFact] {
        let reviewers = try reviewers(in: cohort)
        let answers = Dictionary(grouping: try answers(in: cohort), by: \.visit)
        let writeUps = try writeUpDays(in: cohort)
        return try visits(in: cohort).map {
            VisitFact(
                id: $0.id, host: $0.host, reviewers: reviewers[$0.id, default: []], state: $0.state, date: $0.date,
                start: $0.start, lead: $0.lead, writtenUpOn: writeUps[$0.id],
                answered: Set(answers[$0.id, default: []].map(\.enrolment)))
        }
    }

    /// Who reviews each of a cohort's visits.
    func reviewers(in cohort: Int64) throws -> [Int64: [ReviewerFact]] {
        var byVisit = Dictionary(grouping: try reviewers(inCohort: cohort), by: \.visit)
            .mapValues { $0.map { ReviewerFact(enrolment: $0.enrolment) } }
        for named in try namedReviewers(inCohort: cohort) {
            let schools = byVisit[named.visit, default: []]
            if let place = schools.firstIndex(where: { $0.enrolment == named.enrolment }) {
                byVisit[named.visit]?[place].people.append(named.person)
            } else if named.enrolment == nil {
                byVisit[named.visit, default: []].append(ReviewerFact(enrolment: nil, people: [named.person]))
            }
        }
        return byVisit
    }

    /// The first day on which something of a closed cohort is to be purged that is not held.
    private func purgeFrom(
        _ cohort: Cohort, _ facts: CohortFacts, _ retention: RetentionSchedule, _ held: [HeldRecords]
    ) throws -> CivilDate? {
        guard let closed = cohort.closedOn else { return nil }
        let kept = try confidentialClasses(in: cohort.id, held: held)
        let session = facts.sessions.first { $0.kind == .feedback && $0.state == .held }
        let days = kept.compactMap { `class` -> CivilDate? in
            switch `class`.trigger {
            case .closure: retention.period(of: `class`).end(from: closed)
            case .feedbackSession: retention.period(of: `class`).end(from: session?.date ?? closed)
            case .acceptance, .acceptanceOrFeedback, .sent, .lastRoleEnded, .lastContact: nil
            }
        }
        return days.min()
    }
}
