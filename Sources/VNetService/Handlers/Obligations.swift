import VNetAPI
import VNetCore
import VNetStore

extension Service {
    public func obligationList(_ request: ObligationList) throws(Refusal) -> ObligationList.Response {
        try read { transaction in
            _ = try transaction.require(cohort: request.cohort)
            let visits = try transaction.visits(in: request.cohort)
            let reviewers = try transaction.reviewers(in: request.cohort)
            func reviews(_ enrolment: Int64, _ counts: (Visit) -> Bool) -> Int {
                visits.count { visit in
                    counts(visit) && reviewers[visit.id, default: []].contains { $0.enrolment == enrolment }
                }
            }
            return try page(
                request, transaction, of: transaction.enrolments(in: request.cohort), place: { Place($0.id) }
            ) { enrolment in
                ObligationList.Row(
                    urn: enrolment.urn, school: enrolment.school,
                    hosted: visits.count { $0.host == enrolment.id && $0.state.tookPlace },
                    reviewed: reviews(enrolment.id, \.state.tookPlace),
                    toReview: reviews(enrolment.id) { !$0.state.tookPlace && $0.state != .cancelled },
                    owes: enrolment.owes)
            }
        }
    }
}
