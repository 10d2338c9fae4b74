import VNetAPI
import VNetCore
import VNetStore

extension Service {
    public func obligations(_ request: ObligationList) throws(Refusal) -> ObligationList.Response {
        try read { transaction in
            _ = try transaction.require(cohort: request.cohort)
            let visits = try transaction.visits(in: request.cohort)
            let reviewers = try transaction.reviewers(in: request.cohort)
            func reviews(_ enrolment: Int64, _ counts: (Visit) -> Bool) -> Int {
                visits.count { visit in
                    counts(visit) && reviewers[visit.id, default: []].contains { $0.enrolment == enrolment }
                }
            }
            return ObligationList.Response(
                obligations: try transaction.enrolments(in: request.cohort).map { enrolment in
                    .init(
                        urn: enrolment.urn, school: enrolment.school,
                        hosted: visits.count { $0.host == enrolment.id && $0.state.tookPlace },
                        reviewed: reviews(enrolment.id, \.state.tookPlace),
                        toReview: reviews(enrolment.id) { !$0.state.tookPlace && $0.state != .cancelled },
                        owes: enrolment.owes)
                })
        }
    }
}
