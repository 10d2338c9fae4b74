import VNetAPI
import VNetCore
import VNetStore

extension Service {
    /// What can be done about a group with fewer than three schools: only what the rules allow, in no order of merit.
    public func groupOptions(_ request: GroupOptions) throws(Refusal) -> GroupOptions.Response {
        try read { transaction in
            let group = try transaction.require(group: request.group)
            let members = try transaction.members(of: group.id).compactMap { try transaction.enrolment($0) }
            guard group.state == .underStrength else { return GroupOptions.Response(options: []) }
            var options = try joining(members, of: group, transaction) + adding(to: members, of: group, transaction)
            if !members.isEmpty { options.append(try assisting(group, transaction)) }
            options += members.map {
                .init(
                    option: .defer, what: "\($0.school) takes part in a later cohort.",
                    command: "enrolment defer \(group.cohort) \($0.urn)")
            }
            if members.count == GroupSize.pair {
                options.append(
                    .init(
                        option: .pair, what: "The two go on as a pair, for a reason that is recorded.",
                        command: "group continue \(group.id) REASON"))
            }
            options.append(
                .init(
                    option: .dissolve, what: "The group ends, and its coming visits are cancelled.",
                    command: "group dissolve \(group.id)"))
            return GroupOptions.Response(options: options)
        }
    }

    private func assisting(_ group: PeerGroup, _ transaction: Transaction) throws -> GroupOptions.Option {
        if try transaction.networkReviewers().isEmpty {
            return .init(
                option: .assist, what: "A reviewer of the network helps out. Record one first.",
                command: "reviewer create NAME EMAIL")
        }
        return .init(
            option: .assist, what: "A reviewer of the network joins the coming visits.",
            command: "group assist \(group.id) PERSON")
    }

    /// The schools that are left go into groups that have room.
    private func joining(
        _ members: [Enrolment], of group: PeerGroup, _ transaction: Transaction
    ) throws -> [GroupOptions.Option] {
        let cohort = try transaction.require(cohort: group.cohort)
        return try transaction.groups(in: cohort.id).filter { $0.id != group.id && $0.state.isOpen }.flatMap { other in
            let present = try transaction.members(of: other.id).compactMap { try transaction.enrolment($0) }
            return try members.compactMap { member -> GroupOptions.Option? in
                guard present.count < GroupSize.tetrad,
                    try incompatibility(of: present + [member], cohort, transaction) == nil
                else { return nil }
                let size = GroupSize.name(of: present.count + 1) ?? "pair"
                return .init(
                    option: .join, what: "\(member.school) joins group \(other.name), which becomes a \(size).",
                    command: "group join \(other.id) \(member.urn)")
            }
        }
    }

    /// Schools of the cohort that are in no group join this one.
    private func adding(
        to members: [Enrolment], of group: PeerGroup, _ transaction: Transaction
    ) throws -> [GroupOptions.Option] {
        let cohort = try transaction.require(cohort: group.cohort)
        return try transaction.enrolments(in: cohort.id).compactMap { candidate in
            guard [.waiting, .applied, .ready, .confirmed, .active].contains(candidate.state),
                try transaction.group(of: candidate.id) == nil,
                try incompatibility(of: members + [candidate], cohort, transaction) == nil
            else { return nil }
            let first = candidate.state.isExpected ? "" : " Confirm its place first."
            return .init(
                option: .add, what: "\(candidate.school), which is in no group, joins.\(first)",
                command: "group join \(group.id) \(candidate.urn)")
        }
    }
}
