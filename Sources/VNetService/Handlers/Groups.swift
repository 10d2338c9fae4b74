import VNetAPI
import VNetCore
import VNetStore

extension Service {
    public func groupCreate(_ request: GroupCreate, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            let cohort = try transaction.require(cohort: request.cohort)
            try cohort.require(.peerReview, has: "groups")
            let enrolments = try request.schools.map { try transaction.require(enrolment: $0, in: cohort.id) }
            guard Set(request.schools).count == request.schools.count else {
                throw Refusal(.ruleRefused, "The schools of a group are different ones.", path: "$.schools")
            }
            // One that was dissolved or merged leaves its name to another.
            let existing = try transaction.groups(in: cohort.id).first {
                $0.name == request.name.text && $0.state.keepsName
            }
            if let existing {
                guard try Set(transaction.members(of: existing.id)) == Set(enrolments.map(\.id)) else {
                    throw Refusal(
                        .exists, "Group \(existing.id) of this cohort is called \(existing.name) already.",
                        path: "$.name")
                }
                change.id = existing.id
                return
            }
            try check(enrolments, cohort, change)
            let id = try transaction.addGroup(
                named: request.name.text, in: cohort.id, members: enrolments.map(\.id))
            change.id = id
            change.subject = "group \(id)"
            let kind = GroupSize.name(of: enrolments.count) ?? "group"
            change.note("Group \(request.name) is proposed, a \(kind): \(enrolments.map(\.school).joinedInWords).")
            if let unmet = try change.unmetDemands(of: transaction.require(group: id)) { change.warn(unmet) }
        }
    }

    private func check(_ enrolments: [Enrolment], _ cohort: Cohort, _ change: Change) throws {
        guard Set(enrolments.map(\.id)).count == enrolments.count, GroupSize.name(of: enrolments.count) != nil else {
            throw Refusal(
                .ruleRefused,
                "A group has three or four different schools; this one has \(Set(enrolments.map(\.id)).count).",
                path: "$.schools")
        }
        for enrolment in enrolments {
            try change.requireGroupable(enrolment)
            if let group = try change.transaction.group(of: enrolment.id) {
                throw Refusal(.ruleRefused, "\(enrolment.school) is in group \(group.name) already.", path: "$.schools")
            }
        }
        try requireCompatible(enrolments, cohort, change.transaction)
    }

    func requireCompatible(_ enrolments: [Enrolment], _ cohort: Cohort, _ transaction: Transaction) throws {
        guard let reason = try incompatibility(of: enrolments, cohort, transaction) else { return }
        throw Refusal(.ruleRefused, reason, path: "$.schools")
    }

    /// Why schools cannot be in one group; nil when they can. Never two in a conflict of interest; in an outward cohort, no
    /// two of one trust or federation, nor two that one person heads.
    func incompatibility(of enrolments: [Enrolment], _ cohort: Cohort, _ transaction: Transaction) throws -> String? {
        if let conflict = try transaction.conflict(among: enrolments) { return conflict }
        guard cohort.policy == .outward else { return nil }
        let heads = try transaction.heads(in: cohort.id)
        let schools = try enrolments.map { (enrolment: $0, school: try transaction.require(school: $0.urn)) }
        for (index, one) in schools.enumerated() {
            for other in schools[(index + 1)...] {
                let names = "\(one.school.name) and \(other.school.name)"
                let advice = ", and this cohort is outward. Put one of them into another group."
                if let shared = one.school.sharedOwner(with: other.school) {
                    return "\(names) both belong to \(shared)" + advice
                }
                if let head = heads[one.enrolment.id], head == heads[other.enrolment.id] {
                    return "\(names) have the same head" + advice
                }
            }
        }
        return nil
    }

    public func groupConfirm(_ request: GroupConfirm, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            let group = try transaction.require(group: request.group)
            change.id = group.id
            guard try transaction.apply(.confirm, to: group) != nil else { return }
            if let unmet = try change.unmetDemands(of: group) { throw Refusal(.ruleRefused, unmet) }
            change.subject = "group \(group.id)"
            change.note("Group \(group.name) is confirmed.")
            let members = try transaction.members(of: group.id)
            for host in members {
                let visit = try transaction.addVisit(
                    host: host, group: group, reviewers: members.filter { $0 != host },
                    start: configuration.visitStart, finish: configuration.visitFinish)
                try change.nameLead(of: visit)
                if let enrolment = try transaction.enrolment(host) { try transaction.apply(.activate, to: enrolment) }
            }
            for visit in try transaction.visits(inGroup: group.id) {
                change.note("Visit \(visit.id) will be to \(visit.hostName).")
            }
            change.touch(group.cohort)
        }
    }
}

extension School {
    /// The trust or federation that both schools belong to, or nil.
    func sharedOwner(with other: School) -> String? {
        if let trust, trust.code == other.trust?.code { return trust.name }
        if let federation, federation.code == other.federation?.code { return federation.name }
        return nil
    }
}
