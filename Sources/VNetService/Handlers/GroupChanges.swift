import VNetAPI
import VNetCore
import VNetStore

// What can be done about a group that has lost a school.

extension Service {
    public func groupJoin(_ request: GroupJoin, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            let group = try change.begin(group: request.group)
            let enrolment = try transaction.require(enrolment: request.urn, in: group.cohort)
            let former = try transaction.group(of: enrolment.id)
            if former?.id == group.id { return }
            let members = try transaction.members(of: group.id).compactMap { try transaction.enrolment($0) }
            guard group.state.isOpen, members.count < GroupSize.tetrad else {
                throw Refusal(
                    .ruleRefused,
                    "Group \(group.name) is \(group.state.rawValue), with \(members.count) schools. A school can join an "
                        + "open group of up to three.", path: "$.group")
            }
            try change.requireGroupable(enrolment)
            try requireCompatible(
                members + [enrolment], try transaction.require(cohort: group.cohort), transaction)
            try change.move(enrolment, from: former, to: group, with: members)
            try change.warnWhoCannotCome(inGroup: group.id)
            try change.requireDemands(of: group)
        }
    }

    public func groupAssist(_ request: GroupAssist, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            let group = try change.begin(group: request.group)
            guard try transaction.networkReviewers().contains(where: { $0.person == request.person }) else {
                throw Refusal(
                    .notFound,
                    "Person \(request.person) is not a reviewer of the network. “reviewer list” shows who is.",
                    path: "$.person")
            }
            let coming = try transaction.visits(inGroup: group.id).filter {
                !$0.state.tookPlace && $0.state != .cancelled
            }
            try group.state.require(
                [.confirmed, .active, .underStrength], "A reviewer of the network can help out", towards: .confirm)
            guard !coming.isEmpty else {
                throw Refusal(
                    .ruleRefused, "Group \(group.name) has no visits to come, so there is none to help out with.")
            }
            for visit in coming {
                let known = try transaction.namedReviewers(of: visit.id).map(\.person)
                guard !known.contains(request.person) else { continue }
                try transaction.addReviewer(request.person, for: nil, to: visit.id)
                try change.nameLead(of: visit.id)
                change.note("A reviewer of the network joins visit \(visit.id) to \(visit.hostName).")
            }
            if group.state == .underStrength, try transaction.members(of: group.id).count == GroupSize.pair {
                try change.restore(group)
                change.note("Group \(group.name) goes on with a reviewer of the network.")
            }
        }
    }

    public func groupContinue(_ request: GroupContinue, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let group = try change.begin(group: request.group)
            let count = try change.transaction.members(of: group.id).count
            guard count == GroupSize.pair else {
                throw Refusal(
                    .ruleRefused, "Group \(group.name) has \(count) schools; two go on as a pair.", path: "$.group")
            }
            if group.pairReason == request.reason.text, group.state != .underStrength { return }
            guard group.state.allows(.restore) else {
                throw Refusal(.stateRefused, "Group \(group.name) is \(group.state.rawValue) and goes on as it is.")
            }
            try change.transaction.setGroup(group.id, pairReason: request.reason.text)
            try change.restore(group)
            change.note("Group \(group.name) goes on as a pair.")
        }
    }

    public func groupDissolve(_ request: GroupDissolve, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let group = try change.begin(group: request.group)
            guard try group.state.after(.dissolve) != nil else { return }
            for visit in try change.transaction.visits(inGroup: group.id) where visit.state.allows(.cancel) {
                try change.transaction.apply(.cancel, to: visit)
                change.note("Visit \(visit.id) to \(visit.hostName) is cancelled.")
            }
            try change.dissolve(group)
            change.note("Its schools can join other groups.")
        }
    }

    public func groupPause(_ request: GroupPause, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let group = try change.begin(group: request.group)
            try group.state.require(where: \.isOpen, "It can be paused", towards: .activate)
            guard group.pausedOn == nil else { return }
            try change.transaction.setGroup(group.id, pausedOn: change.today)
            change.note("Group \(group.name) is paused: the reminders of its schools wait until it is resumed.")
        }
    }

    public func groupResume(_ request: GroupResume, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let group = try change.begin(group: request.group)
            guard group.pausedOn != nil else { return }
            try change.transaction.setGroup(group.id, pausedOn: nil)
            change.note("Group \(group.name) is resumed.")
        }
    }
}

extension Change {
    /// The group that a request names; its cohort follows whatever is done to it.
    fileprivate func begin(group id: Int64) throws -> PeerGroup {
        let group = try transaction.require(group: id)
        self.id = id
        subject = "group \(id)"
        touch(group.cohort)
        return group
    }

    /// Ends a group whose visits are off.
    func dissolve(_ group: PeerGroup) throws {
        for member in try transaction.members(of: group.id) { try transaction.leaveGroup(member) }
        try transaction.apply(.dissolve, to: group)
        note("Group \(group.name) is dissolved.")
    }

    /// A group that was under strength goes on as it was. One that had lost a school before it was confirmed gets its
    /// visits now.
    fileprivate func restore(_ group: PeerGroup) throws {
        guard group.state.allows(.restore), let restored = try transaction.apply(.restore, to: group) else { return }
        let hasBegun = try transaction.visits(inGroup: group.id).contains { $0.state.tookPlace }
        if hasBegun { try transaction.apply(.activate, to: restored) }
        let members = try transaction.members(of: group.id)
        for enrolment in try members.compactMap({ try transaction.enrolment($0) }) {
            let others = members.filter { $0 != enrolment.id }
            if try !transaction.visits(in: group.cohort).contains(where: { $0.host == enrolment.id }) {
                try host(enrolment, in: group, with: others)
            }
            try activate([enrolment])
        }
    }

    func requireGroupable(_ enrolment: Enrolment) throws(Refusal) {
        guard enrolment.state.isExpected else {
            throw Refusal(
                .ruleRefused,
                "\(enrolment.school) is \(enrolment.state.rawValue); only confirmed schools are put into groups. "
                    + enrolment.state.advice(towards: .activate), path: "$.urn")
        }
    }

    /// A school joins a group: its coming host visit comes along, or it gets one; it reviews with the others, and they
    /// review it.
    fileprivate func move(
        _ enrolment: Enrolment, from former: PeerGroup?, to group: PeerGroup, with members: [Enrolment]
    ) throws {
        if let former {
            _ = try stopReviewing(enrolment.id, in: former)
            try transaction.leaveGroup(enrolment.id)
        }
        try transaction.joinGroup(group.id, enrolment.id)
        let size = GroupSize.name(of: members.count + 1) ?? "group of \(members.count + 1)"
        note("\(enrolment.school) joins group \(group.name), which is now a \(size).")
        if group.state != .proposed {
            for visit in try transaction.visits(inGroup: group.id)
            where !visit.state.tookPlace && visit.state != .cancelled {
                try transaction.addReviewingSchool(enrolment.id, to: visit.id)
                try nameLead(of: visit.id)
            }
            try host(enrolment, in: group, with: members.map(\.id))
            try transaction.apply(.activate, to: enrolment)
        }
        if members.count + 1 >= GroupSize.triad { try restore(group) }
        guard let former else { return }
        if try transaction.members(of: former.id).isEmpty {
            try transaction.apply(.merge, to: former)
            note("Group \(former.name) is merged: all its schools are in other groups.")
        } else {
            try checkStrength(of: former, without: enrolment.school)
        }
    }

    /// A school hosts one visit in its cohort: the one that is still to come moves with it, with new reviewers.
    private func host(_ enrolment: Enrolment, in group: PeerGroup, with reviewers: [Int64]) throws {
        let hosted = try transaction.visits(in: enrolment.cohort).filter {
            $0.host == enrolment.id && $0.state != .cancelled
        }
        if hosted.contains(where: \.state.tookPlace) { return }
        if let coming = hosted.first {
            try transaction.moveVisit(coming.id, to: group.id, reviewers: reviewers)
            try nameLead(of: coming.id)
        } else {
            let id = try transaction.addVisit(
                host: enrolment.id, group: group, reviewers: reviewers, start: service.configuration.visitStart,
                finish: service.configuration.visitFinish)
            try nameLead(of: id)
            note("Visit \(id) will be to \(enrolment.school).")
        }
    }
}
