import VNetAPI
import VNetCore
import VNetStore

extension Service {
    public func enrol(_ request: EnrolmentCreate, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { try $0.enrol(request.urn, in: request.cohort) }
    }

    public func attest(_ request: ReadinessAttest, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            let enrolment = try transaction.require(enrolment: request.urn, in: request.cohort)
            try transaction.require(cohort: request.cohort).require(.peerReview, has: "readiness criteria")
            let criteria = request.criterion.map { [$0] } ?? ReadinessCriterion.allCases
            for criterion in criteria where try transaction.attest(criterion, enrolment: enrolment.id, on: change.today)
            {
                change.note("\(enrolment.school) attests that it is \(criterion.wording).")
            }
            guard !change.changes.isEmpty else { return }
            change.subject = "enrolment \(enrolment.id)"
            let attested = try transaction.require(enrolment: request.urn, in: request.cohort).attested
            if attested == ReadinessCriterion.allCases.count, let state = try enrolment.state.after(.attest) {
                try transaction.setEnrolment(enrolment.id, to: state)
                change.note("\(enrolment.school) is ready.")
            }
            change.touch(request.cohort)
        }
    }

    public func confirm(_ request: EnrolmentConfirm, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            try change.confirm(change.transaction.require(enrolment: request.urn, in: request.cohort))
        }
    }

    public func withdraw(_ request: EnrolmentWithdraw, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let enrolment = try change.transaction.require(enrolment: request.urn, in: request.cohort)
            guard let state = try enrolment.state.after(.withdraw) else { return }
            try change.transaction.setEnrolment(enrolment.id, to: state)
            change.subject = "enrolment \(enrolment.id)"
            change.note("\(enrolment.school) has withdrawn from cohort \(request.cohort).")
            try change.abandonCycles(of: enrolment.id)
            if let group = try change.transaction.group(of: enrolment.id) {
                try change.leave(enrolment, group)
            }
            change.touch(request.cohort)
        }
    }
}

extension Change {
    /// Has a school apply to a cohort; nothing changes where it is enrolled already.
    func enrol(_ urn: URN, in cohort: Int64) throws {
        let cohort = try transaction.require(cohort: cohort)
        let school = try transaction.require(school: urn)
        if try transaction.enrolment(of: school.urn, in: cohort.id) != nil { return }
        guard cohort.state == .recruiting else {
            throw Refusal(
                .stateRefused,
                "Cohort \(cohort.id) is \(cohort.state.rawValue); schools enrol while it is recruiting.")
        }
        let enrolments = try transaction.enrolments(in: cohort.id).filter { $0.state != .withdrawn }
        guard enrolments.count < cohort.capacity else {
            throw Refusal(
                .ruleRefused, "Cohort \(cohort.id) is full: it takes \(cohort.capacity) schools.", path: "$.cohort")
        }
        if cohort.policy == .inHouse { try requireSameTrust(school, enrolments) }
        guard school.status != .closed else {
            throw Refusal(.ruleRefused, "\(school.name) is closed, by the register.", path: "$.urn")
        }
        if cohort.programme == .walkthrus { try requireMembership(of: school.urn, school.name) }
        let id = try transaction.enrol(school.urn, in: cohort.id)
        subject = "enrolment \(id)"
        if cohort.programme == .walkthrus, let state = try EnrolmentState.applied.after(.attest) {
            try transaction.setEnrolment(id, to: state)
        }
        note("\(school.name) has applied to cohort \(cohort.id).")
        if try transaction.holders(of: .head, at: school.urn).isEmpty {
            warn("No head of \(school.name) is on record: it will get no mail. Import its contacts.")
        }
        touch(cohort.id)
    }

    /// A WalkThrus cohort is part of membership, and asks for nothing else.
    private func requireMembership(of urn: URN, _ name: String) throws {
        guard try !transaction.isMember(urn, on: today) else { return }
        throw Refusal(
            .ruleRefused,
            "\(name) is not a member of the network on \(today.words), and a WalkThrus network cohort is for members. "
                + "Record its membership with “membership create”.", path: "$.urn")
    }

    /// Has confirmed schools take part from now on.
    func activate(_ enrolments: [Enrolment]) throws {
        for enrolment in enrolments where enrolment.state.allows(.activate) {
            guard let state = try enrolment.state.after(.activate) else { continue }
            try transaction.setEnrolment(enrolment.id, to: state)
        }
    }

    /// Confirms a place. In a WalkThrus cohort the school has to be a member still, and takes part at once if it runs.
    fileprivate func confirm(_ enrolment: Enrolment) throws {
        guard let state = try enrolment.state.after(.confirm) else { return }
        let cohort = try transaction.require(cohort: enrolment.cohort)
        if cohort.programme == .walkthrus { try requireMembership(of: enrolment.urn, enrolment.school) }
        try transaction.setEnrolment(enrolment.id, to: state)
        subject = "enrolment \(enrolment.id)"
        note("\(enrolment.school) has its place in cohort \(cohort.id).")
        if cohort.programme == .walkthrus, cohort.state == .running {
            try activate([transaction.enrolment(enrolment.id)].compactMap(\.self))
        }
        touch(cohort.id)
    }

    private func requireSameTrust(_ school: School, _ others: [Enrolment]) throws {
        guard let first = others.first, let trust = try transaction.school(first.urn)?.trust else { return }
        guard school.trust?.code != trust.code else { return }
        throw Refusal(
            .ruleRefused,
            "This cohort is for schools of one trust, \(trust.name); \(school.name) is not one of them.", path: "$.urn")
    }

    /// Takes a school out of its group: its coming host visit is cancelled, it no longer reviews, what it owes is
    /// recorded, and a group that is too small says so.
    fileprivate func leave(_ enrolment: Enrolment, _ group: PeerGroup) throws {
        var wasVisited = false
        var owed = 0
        for visit in try transaction.visits(inGroup: group.id) {
            if visit.host == enrolment.id {
                wasVisited = visit.state.tookPlace
                if visit.state.allows(.cancel) {
                    try transaction.setVisit(visit.id, to: .cancelled)
                    note("Visit \(visit.id) to \(visit.hostName) is cancelled.")
                }
            } else if !visit.state.tookPlace, visit.state != .cancelled {
                let reviewers = try transaction.reviewers(of: visit.id)
                guard reviewers.contains(enrolment.id) else { continue }
                owed += 1
                try transaction.removeReviewer(enrolment.id, from: visit.id)
                try nameLead(of: visit, among: reviewers.filter { $0 != enrolment.id })
            }
        }
        if wasVisited, owed > 0 {
            try transaction.recordObligation(enrolment: enrolment.id, owed: owed, on: today)
            warn(
                "\(enrolment.school) was visited and still owed \(owed) visit\(owed == 1 ? "" : "s"). This is on record."
            )
        }
        try transaction.leaveGroup(enrolment.id)
        try checkStrength(of: group)
    }

    private func checkStrength(of group: PeerGroup) throws {
        let left = try transaction.members(of: group.id).count
        guard left < GroupSize.triad else {
            note("Group \(group.name) goes on as a \(GroupSize.name(of: left) ?? "group").")
            return
        }
        guard group.state.allows(.weaken), let state = try group.state.after(.weaken) else { return }
        try transaction.setGroup(group.id, to: state)
        note("Group \(group.name) is under strength: \(left) schools are left.")
        warn(
            "Group \(group.name) needs a decision: let it go on as a pair, or cancel its visits and find its schools "
                + "another group.")
    }

    /// The person who writes up: the head of the first of the reviewing schools, unless the present one still reviews.
    func nameLead(of visit: Visit, among reviewers: [Int64]) throws {
        let heads = try transaction.heads(in: visit.cohort)
        if let lead = visit.lead, reviewers.contains(where: { heads[$0] == lead }) { return }
        try transaction.setLead(reviewers.compactMap { heads[$0] }.first, ofVisit: visit.id)
    }
}
