import VNetAPI
import VNetCore
import VNetStore

extension Service {
    public func enrolmentReplace(_ request: EnrolmentReplace, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            let old = try transaction.require(enrolment: request.urn, in: request.cohort)
            try transaction.require(cohort: request.cohort).require(.peerReview, has: "groups")
            guard try old.state.after(.replace) != nil else {
                let present = try transaction.replacement(of: old.id)
                return try change.requireSame(
                    request.by, as: present?.urn, path: "$.by",
                    "\(present?.school ?? "Another school") has taken the place of \(old.school). To have it replaced in its "
                        + "turn, name it as the school that leaves.")
            }
            guard let new = try transaction.enrolment(of: request.by, in: request.cohort) else {
                throw Refusal(
                    .notFound,
                    "School \(request.by) is not enrolled in cohort \(request.cohort). Enrol it and record its readiness "
                        + "before the cohort starts, or take one from the waiting list.", path: "$.by")
            }
            guard try new.state == .ready || change.canTakeOver(new) else {
                throw Refusal(
                    .ruleRefused,
                    "\(new.school) is \(new.state.rawValue). A school that takes over has attested its readiness and is in "
                        + "no group.", path: "$.by")
            }
            if old.pausedOn != nil { try transaction.setEnrolment(old.id, pausedOn: nil) }
            try transaction.replace(old, by: new.id)
            if new.state == .ready { try transaction.apply(.confirm, to: new) }
            change.subject = "enrolment \(old.id)"
            change.note("\(new.school) takes the place of \(old.school) in cohort \(request.cohort).")
            if let group = try transaction.group(of: old.id) {
                let others = try transaction.members(of: group.id).filter { $0 != old.id }
                    .compactMap { try transaction.enrolment($0) }
                try requireCompatible(others + [new], try transaction.require(cohort: request.cohort), transaction)
                try change.takeOver(from: old, by: new, in: group)
                try change.warnWhoCannotCome(inGroup: group.id)
                try change.requireDemands(of: group)
            }
            change.touch(request.cohort)
        }
    }
}

extension Change {
    fileprivate func canTakeOver(_ enrolment: Enrolment) throws -> Bool {
        guard enrolment.state.isExpected else { return false }
        return try transaction.group(of: enrolment.id) == nil
    }

    /// The new school hosts and reviews what the old one was still to host and review.
    fileprivate func takeOver(from old: Enrolment, by new: Enrolment, in group: PeerGroup) throws {
        try transaction.leaveGroup(old.id)
        try transaction.joinGroup(group.id, new.id)
        for visit in try transaction.visits(inGroup: group.id)
        where !visit.state.tookPlace && visit.state != .cancelled {
            if visit.host == old.id {
                try transaction.setHost(new.id, ofVisit: visit.id)
                note("Visit \(visit.id) will be to \(new.school).")
            } else if try transaction.reviewers(of: visit.id).contains(old.id) {
                try transaction.removeReviewer(old.id, from: visit.id)
                try transaction.removeNamedReviewers(for: old.id, from: visit.id)
                try transaction.addReviewingSchool(new.id, to: visit.id)
            }
            try nameLead(of: visit.id)
        }
        if group.state != .proposed { try activate([transaction.enrolment(new.id)].compactMap(\.self)) }
    }
}
