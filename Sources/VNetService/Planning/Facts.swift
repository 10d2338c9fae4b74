import VNetCore
import VNetStore

extension EnquiryFacts {
    init(_ enquiry: Enquiry) {
        self.init(enquiry: enquiry.id, state: enquiry.state, lastContact: enquiry.lastContact)
    }
}

extension DeadlineFacts {
    init(_ erasure: Erasure) {
        self.init(
            kind: .erasure, subject: ReminderSubject(.erasure, erasure.id),
            day: erasure.state.isOpen ? erasure.dueOn : nil)
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
                isReadinessMissing: $0.attested < ReadinessCriterion.allCases.count, isPaused: $0.isPaused,
                stay: $0.stay)
        }
        facts.sessions = try sessions(in: cohort).map {
            SessionFact(
                id: $0.id, kind: $0.kind, date: $0.date, start: $0.start, state: $0.state,
                absent: try absentees(from: $0.id))
        }
        facts.visits = try visitFacts(in: cohort)
        let visits = Set(facts.visits.map(\.id))
        for concern in try quarantinedResponses() where visits.contains(concern.visit) {
            facts.concerns[concern.visit] = min(concern.since, facts.concerns[concern.visit] ?? concern.since)
        }
        let accepted = try protocolInForce()
        facts.protocolSince = accepted.since
        facts.people = try people(inCohort: cohort, accepting: accepted.version)
        if record.closedOn != nil {
            let purges = try purges(of: record, by: retention, held: held())
            facts.purges = Set(purges.keys)
            facts.writingGoesOn = purges.filter { $0.value.contains { $0 == .writeUp || $0 == .outcomeReport } }.keys
                .min()
        }
        return facts
    }

    private func visitFacts(in cohort: Int64) throws -> [VisitFact] {
        let reviewers = try reviewers(in: cohort)
        let answers = Dictionary(grouping: try answers(in: cohort), by: \.visit)
        let writeUps = try writeUpDays(in: cohort)
        return try visits(in: cohort).map {
            VisitFact(
                id: $0.id, host: $0.host, reviewers: reviewers[$0.id, default: []], state: $0.state, date: $0.date,
                start: $0.start, lead: $0.lead, recordedOn: $0.recordedOn,
                writtenUpOn: writeUps[$0.id],
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

    /// What of a cohort that has ended is to be purged and not held, by day. Notes and drafts, which serve only until a
    /// write-up is accepted, go unannounced.
    func purges(
        of cohort: Cohort, by retention: RetentionSchedule, held: [HeldRecords]
    ) throws -> [CivilDate: [RetentionClass]] {
        guard let ended = cohort.closedOn, cohort.state != .purged else { return [:] }
        let session = try sessions(in: cohort.id).first { $0.kind == .feedback && $0.state == .held }
        return Dictionary(grouping: try confidentialClasses(in: cohort.id, held: held)) { `class` in
            let trigger = `class`.trigger == .feedbackSession ? session?.date ?? ended : ended
            return retention.period(of: `class`).end(from: trigger)
        }
    }
}
