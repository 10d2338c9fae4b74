import VNetAPI
import VNetCore
import VNetStore

extension Service {
    public func enrolmentCreate(_ request: EnrolmentCreate, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { try $0.enrol(request.urn, in: request.cohort) }
    }

    public func readinessAttest(_ request: ReadinessAttest, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            let enrolment = try transaction.require(enrolment: request.urn, in: request.cohort)
            try transaction.require(cohort: request.cohort).require(.peerReview, has: "readiness criteria")
            try enrolment.state.require(where: { !$0.hasLeft }, "Readiness can be attested", towards: .attest)
            let criteria = request.criterion.map { [$0] } ?? ReadinessCriterion.allCases
            for criterion in criteria where try transaction.attest(criterion, enrolment: enrolment.id, on: change.today)
            {
                change.note("\(enrolment.school) attests that it is \(criterion.wording).")
            }
            try change.makeReady(transaction.require(enrolment: request.urn, in: request.cohort))
            guard !change.changes.isEmpty else { return }
            change.subject = "enrolment \(enrolment.id)"
            change.touch(request.cohort)
        }
    }

    public func readinessRetract(_ request: ReadinessRetract, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            let enrolment = try transaction.require(enrolment: request.urn, in: request.cohort)
            try enrolment.state.require([.applied, .ready], "Readiness can be taken back", towards: .retract)
            let criteria = request.criterion.map { [$0] } ?? ReadinessCriterion.allCases
            for criterion in criteria where try transaction.retract(criterion, enrolment: enrolment.id) {
                change.note("\(enrolment.school) no longer attests that it is \(criterion.wording).")
            }
            guard !change.changes.isEmpty else { return }
            change.subject = "enrolment \(enrolment.id)"
            if try transaction.apply(.retract, to: enrolment) != nil {
                change.note("\(enrolment.school) is not ready.")
            }
            change.touch(request.cohort)
        }
    }

    public func enrolmentConfirm(_ request: EnrolmentConfirm, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            try change.confirm(change.transaction.require(enrolment: request.urn, in: request.cohort))
        }
    }

    public func enrolmentWithdraw(_ request: EnrolmentWithdraw, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let enrolment = try change.transaction.require(enrolment: request.urn, in: request.cohort)
            try change.leave(enrolment, by: .withdraw, "has withdrawn from")
        }
    }

    public func enrolmentDefer(_ request: EnrolmentDefer, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            let enrolment = try transaction.require(enrolment: request.urn, in: request.cohort)
            try change.leave(enrolment, by: .defer, "leaves, to take part later")
            if let later = request.to {
                guard later != request.cohort else {
                    throw Refusal(.ruleRefused, "A school is deferred to another cohort.", path: "$.to")
                }
                try change.enrol(request.urn, in: later)
            }
        }
    }

    public func enrolmentPause(_ request: EnrolmentPause, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let enrolment = try change.transaction.require(enrolment: request.urn, in: request.cohort)
            try enrolment.state.require(where: { !$0.hasLeft }, "It can be paused", towards: .activate)
            guard enrolment.pausedOn == nil else { return }
            try change.pause(enrolment, from: change.today)
            change.note("\(enrolment.school) is paused: its reminders wait until it is resumed.")
            try change.warnOfVisits(without: enrolment)
        }
    }

    public func enrolmentResume(_ request: EnrolmentResume, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let enrolment = try change.transaction.require(enrolment: request.urn, in: request.cohort)
            try enrolment.state.require(where: { !$0.hasLeft }, "It can be resumed", towards: .activate)
            guard enrolment.pausedOn != nil else { return }
            try change.pause(enrolment, from: nil)
            change.note("\(enrolment.school) is resumed.")
            if enrolment.groupPausedOn != nil { change.warn("Its group is still paused: see “group resume”.") }
        }
    }
}

extension Change {
    /// Has a school apply to a cohort, or puts it on the waiting list of a full one; nothing changes where it is enrolled
    /// already.
    func enrol(_ urn: URN, in cohort: Int64) throws {
        let cohort = try transaction.require(cohort: cohort)
        let school = try transaction.require(school: urn)
        let previous = try transaction.enrolment(of: school.urn, in: cohort.id)
        if let previous, !previous.state.hasLeft { return }
        try cohort.requireOpenForSchools()
        let enrolments = try transaction.enrolments(in: cohort.id).filter(\.state.hasPlace)
        if cohort.policy == .inHouse { try requireSameTrust(school, enrolments) }
        guard school.status != .closed else {
            throw Refusal(.ruleRefused, "\(school.name) is closed, by the register.", path: "$.urn")
        }
        let isFull = enrolments.count >= cohort.capacity
        // A WalkThrus cohort asks for no readiness: whoever is a member and applies is ready.
        let isReady = cohort.programme == .walkthrus && !isFull
        if cohort.programme == .walkthrus { try requireMembership(of: school.urn, school.name) }
        if let previous {
            guard let back = try transaction.apply(isFull ? .queue : .reapply, to: previous) else { return }
            if isReady { try transaction.apply(.attest, to: back) }
            try transaction.restart(enrolment: previous.id)
            subject = "enrolment \(previous.id)"
        } else {
            let id = try transaction.enrol(
                school.urn, in: cohort.id, as: isFull ? .waiting : isReady ? .ready : .applied)
            subject = "enrolment \(id)"
        }
        note(
            isFull
                ? "Cohort \(cohort.id) is full; \(school.name) is on its waiting list."
                : "\(school.name) has applied to cohort \(cohort.id).")
        if try transaction.holders(of: .head, at: school.urn).isEmpty {
            warn("No head of \(school.name) is on record: it will get no mail. Import its contacts.")
        }
        touch(cohort.id)
    }

    /// A school that has applied and attested all three criteria is ready, whenever it did so.
    func makeReady(_ enrolment: Enrolment) throws {
        guard enrolment.attested == ReadinessCriterion.allCases.count, enrolment.state.allows(.attest) else { return }
        try transaction.apply(.attest, to: enrolment)
        note("\(enrolment.school) is ready.")
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
            try transaction.apply(.activate, to: enrolment)
        }
    }

    /// Confirms a place. In a WalkThrus cohort the school has to be a member still, and takes part at once if it runs.
    fileprivate func confirm(_ enrolment: Enrolment) throws {
        guard let confirmed = try transaction.apply(.confirm, to: enrolment) else { return }
        let cohort = try transaction.require(cohort: enrolment.cohort)
        if cohort.programme == .walkthrus { try requireMembership(of: enrolment.urn, enrolment.school) }
        subject = "enrolment \(enrolment.id)"
        note("\(enrolment.school) has its place in cohort \(cohort.id).")
        if cohort.programme == .walkthrus, cohort.state == .running { try activate([confirmed]) }
        for session in try transaction.sessions(in: cohort.id) where session.state.isComing {
            try warnOfEngagements(on: session.date, of: [enrolment.id], besides: cohort.id)
        }
        touch(cohort.id)
    }

    /// A federation, and one head of several schools, count like a trust.
    private func requireSameTrust(_ school: School, _ others: [Enrolment]) throws {
        guard let first = try others.first.flatMap({ try transaction.school($0.urn) }), first.urn != school.urn else {
            if school.trust == nil, school.federation == nil {
                warn(
                    "\(school.name) is in no trust or federation, so only schools with the same head can join it in this "
                        + "cohort. “enrolment withdraw” makes room for a trust.")
            }
            return
        }
        let heads = try [school, first].map { try transaction.holders(of: .head, at: $0.urn).first?.person }
        guard school.sharedOwner(with: first) == nil, heads[0] == nil || heads[0] != heads[1] else { return }
        let owner = first.trust?.name ?? first.federation?.name
        throw Refusal(
            .ruleRefused,
            "This cohort is for schools of one trust, \(owner ?? "that of \(first.name)"); \(school.name) is not one of "
                + "them.", path: "$.urn")
    }

    /// The visits to come that a paused school hosts or reviews stand until somebody moves them.
    func warnOfVisits(without enrolment: Enrolment) throws {
        let reviewed = Set(
            try transaction.reviewers(inCohort: enrolment.cohort).filter { $0.enrolment == enrolment.id }.map(\.visit))
        for visit in try transaction.visits(in: enrolment.cohort) where visit.state.isComing {
            guard let date = visit.date, visit.host == enrolment.id || reviewed.contains(visit.id) else { continue }
            let part = visit.host == enrolment.id ? "hosts" : "reviews"
            warn(
                "\(enrolment.school) \(part) visit \(visit.id) to \(visit.hostName) on \(date.words), which stands, and "
                    + "nobody has been told. Ring those who take part; “visit reschedule” moves it.")
        }
    }

    func pause(_ enrolment: Enrolment, from day: CivilDate?) throws {
        try transaction.setEnrolment(enrolment.id, pausedOn: day)
        subject = "enrolment \(enrolment.id)"
        touch(enrolment.cohort)
    }
}
