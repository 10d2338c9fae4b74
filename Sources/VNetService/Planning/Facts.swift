import VNetCore
import VNetStore

extension EnquiryFacts {
    init(_ enquiry: Enquiry) {
        self.init(enquiry: enquiry.id, state: enquiry.state, lastContact: enquiry.lastContact)
    }
}

extension Transaction {
    /// A cohort as the reminder plan sees it.
    func facts(of cohort: Int64) throws -> CohortFacts? {
        guard let record = try self.cohort(cohort) else { return nil }
        var facts = CohortFacts(cohort: cohort, state: record.state, closedOn: record.closedOn)
        let heads = try heads(in: cohort)
        facts.enrolments = try enrolments(in: cohort).map {
            EnrolmentFact(
                id: $0.id, urn: $0.urn, state: $0.state, head: heads[$0.id],
                isReadinessMissing: $0.attested < ReadinessCriterion.allCases.count)
        }
        facts.sessions = try sessions(in: cohort).map {
            SessionFact(
                id: $0.id, kind: $0.kind, date: $0.date, start: $0.start, state: $0.state,
                absent: try absentees(from: $0.id))
        }
        let reviewers = Dictionary(grouping: try reviewers(inCohort: cohort), by: \.visit)
        let answers = Dictionary(grouping: try answers(in: cohort), by: \.visit)
        let writeUps = try writeUpDays(in: cohort)
        facts.visits = try visits(in: cohort).map {
            VisitFact(
                id: $0.id, host: $0.host, reviewers: reviewers[$0.id, default: []].map(\.enrolment), state: $0.state,
                date: $0.date, start: $0.start, lead: $0.lead, writtenUpOn: writeUps[$0.id],
                answered: Set(answers[$0.id, default: []].map(\.enrolment)))
        }
        return facts
    }
}
