import VNetAPI
import VNetCore
import VNetStore

extension Service {
    public func conflictCreate(_ request: ConflictCreate, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            let school = try transaction.require(school: request.urn)
            let other = try transaction.require(school: request.other)
            guard school.urn != other.urn else {
                throw Refusal(.ruleRefused, "A conflict of interest is between two schools.", path: "$.other")
            }
            if let existing = try transaction.conflict(between: school.urn, and: other.urn) {
                guard existing.reason == request.reason else {
                    throw Refusal(
                        .exists,
                        "Conflict \(existing.id) has these two schools already, as “\(existing.reason.rawValue)”. "
                            + "Remove it to record another reason.", path: "$.reason")
                }
                change.id = existing.id
                return
            }
            let id = try transaction.addConflict(school.urn, other.urn, request.reason, on: change.today)
            change.id = id
            change.subject = "conflict \(id)"
            change.note("\(school.name) and \(other.name) are never put into a group together.")
            for group in try transaction.sharedGroups(of: school.urn, and: other.urn) {
                change.warn(
                    "They are in group \(group.name) of cohort \(group.cohort) together, and it stays as it is. "
                        + "Speak to both heads: one of the two may have to withdraw and join another group.")
            }
        }
    }

    public func conflictRemove(_ request: ConflictRemove, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let conflict = try change.transaction.require(conflict: request.conflict)
            change.id = conflict.id
            change.subject = "conflict \(conflict.id)"
            try change.transaction.removeConflict(conflict.id)
            change.note("\(conflict.school) and \(conflict.otherSchool) may be in a group together.")
        }
    }

    public func conflictList(_ request: ConflictList) throws(Refusal) -> ConflictList.Response {
        try read { transaction in
            if let urn = request.urn { _ = try transaction.require(school: urn) }
            return try page(
                request, transaction, of: transaction.conflicts(of: request.urn), place: { Place($0.id) }
            ) {
                ConflictList.Row(
                    id: $0.id, urn: $0.urn, school: $0.school, otherURN: $0.otherURN, otherSchool: $0.otherSchool,
                    reason: $0.reason, recordedOn: $0.recordedOn)
            }
        }
    }
}

extension Transaction {
    /// Why two of the schools are never to be in a group together, whatever the policy of the cohort; nil when none are.
    func conflict(among enrolments: [Enrolment]) throws -> String? {
        for (index, enrolment) in enrolments.enumerated() {
            for other in enrolments[(index + 1)...] {
                guard let conflict = try conflict(between: enrolment.urn, and: other.urn) else { continue }
                return "\(enrolment.school) and \(other.school) are never put into a group together, by conflict "
                    + "\(conflict.id): \(conflict.reason.words). Put one of them into another group."
            }
        }
        return nil
    }
}
