import VNetAPI
import VNetCompose
import VNetCore
import VNetStore

// A school leaves its cohort, its group, or both.

extension Change {
    /// A school leaves the cohort, and its group with it. Where groups are still to come, its place is offered to the
    /// waiting list.
    func leave(_ enrolment: Enrolment, by act: EnrolmentState.Act, _ words: String) throws {
        guard try transaction.apply(act, to: enrolment) != nil else { return }
        if enrolment.pausedOn != nil { try transaction.setEnrolment(enrolment.id, pausedOn: nil) }
        subject = "enrolment \(enrolment.id)"
        note("\(enrolment.school) \(words) cohort \(enrolment.cohort).")
        try abandonCycles(of: enrolment.id)
        if let group = try transaction.group(of: enrolment.id) { try leave(enrolment, group) }
        try offerFreePlaces(in: try transaction.require(cohort: enrolment.cohort))
        touch(enrolment.cohort)
    }

    /// Takes a school out of its group: its coming host visit is cancelled, it no longer reviews, what it owes is
    /// recorded, and a group that is too small says so.
    private func leave(_ enrolment: Enrolment, _ group: PeerGroup) throws {
        var wasVisited = false
        for visit in try transaction.visits(inGroup: group.id) where visit.host == enrolment.id {
            wasVisited = wasVisited || visit.state.tookPlace
            guard visit.state.allows(.cancel) else { continue }
            try transaction.apply(.cancel, to: visit)
            note("Visit \(visit.id) to \(visit.hostName) is cancelled.")
        }
        let owed = try stopReviewing(enrolment.id, in: group)
        if wasVisited, owed > 0 {
            try transaction.recordObligation(enrolment: enrolment.id, owed: owed, on: today)
            let visits = "\(owed) visit\(owed == 1 ? "" : "s")"
            warn("\(enrolment.school) was visited and still owed \(visits). This is on record.")
        }
        try transaction.leaveGroup(enrolment.id)
        try completeGroup(group.id)
        try checkStrength(of: transaction.require(group: group.id), without: enrolment.school)
    }

    /// Takes a school off the group's coming visits; gives how many it was to review.
    func stopReviewing(_ enrolment: Int64, in group: PeerGroup) throws -> Int {
        var count = 0
        for visit in try transaction.visits(inGroup: group.id)
        where visit.host != enrolment && !visit.state.tookPlace && visit.state != .cancelled {
            guard try transaction.reviewers(of: visit.id).contains(enrolment) else { continue }
            count += 1
            try transaction.removeReviewer(enrolment, from: visit.id)
            try transaction.removeNamedReviewers(for: enrolment, from: visit.id)
            try nameLead(of: visit.id)
        }
        return count
    }

    /// Says how a group that has lost a school goes on, and asks the administrator for a decision where it cannot.
    func checkStrength(of group: PeerGroup, without school: String) throws {
        let left = try transaction.members(of: group.id).count
        guard left < GroupSize.triad else {
            note("Group \(group.name) goes on as a \(GroupSize.name(of: left) ?? "group").")
            return
        }
        guard group.state.isOpen else { return }
        try transaction.apply(.weaken, to: group)
        let schools = left == 1 ? "1 school is" : "\(left) schools are"
        note("Group \(group.name) is under strength: \(schools) left.")
        warn("Group \(group.name) needs a decision. “group options \(group.id)” lists what can be done.")
        let cohort = try transaction.require(cohort: group.cohort)
        try notifyAdmin(
            .underStrengthAdmin,
            [
                .cohort: cohort.name, .theme: try transaction.subject(of: cohort), .school: school,
                .group: group.name, .number: String(group.id),
            ])
    }

    /// Offers places that have come free to the waiting list, in the order of enrolment: until groups are made, and later
    /// where a group is too small.
    func offerFreePlaces(in cohort: Cohort) throws {
        guard cohort.state.isUnderWay else { return }
        let groups = try transaction.groups(in: cohort.id).map(\.state)
        guard groups.contains(.underStrength) || !groups.contains(where: \.isOpen) else { return }
        let enrolments = try transaction.enrolments(in: cohort.id)
        let free = cohort.capacity - enrolments.count { $0.state.hasPlace }
        for enrolment in enrolments.filter({ $0.state == .waiting }).prefix(max(0, free)) {
            guard let offered = try transaction.apply(.offer, to: enrolment) else { continue }
            note("The place is offered to \(enrolment.school), the first on the waiting list.")
            // A WalkThrus cohort asks for no readiness.
            let isReady = cohort.programme == .walkthrus
            if isReady { try transaction.apply(.attest, to: offered) } else { try makeReady(offered) }
            guard let head = try transaction.heads(in: cohort.id)[enrolment.id] else {
                warn("No head of \(enrolment.school) is on record. Ring the school.")
                continue
            }
            try notify(
                .person(head), .placeOffered,
                [
                    .cohort: cohort.name, .theme: isReady ? nil : try transaction.subject(of: cohort),
                    .school: enrolment.school,
                ].compactMapValues(\.self), why: "\(enrolment.school) is on the waiting list of \(cohort.name).",
                schools: [enrolment.urn])
        }
    }

    /// Names who writes a visit up: whoever is named and still reviews or else, of those who review, the one longest in
    /// their role; between equals, the one who leads fewest visits.
    func nameLead(of id: Int64) throws {
        let visit = try transaction.require(visit: id)
        guard !visit.state.tookPlace, visit.state != .cancelled else { return }
        try nameLeadAnew(of: visit)
    }

    /// Also of one that took place, whose lead can no longer write it up.
    func nameLeadAnew(of visit: Visit) throws {
        let heads = try transaction.heads(in: visit.cohort)
        let reviewers = try transaction.reviewers(in: visit.cohort)[visit.id, default: []]
        // In turn from the host on, so that in a group of equals each leads once.
        let inTurn =
            reviewers.filter { $0.enrolment ?? 0 > visit.host } + reviewers.filter { $0.enrolment ?? 0 < visit.host }
        let reviewing = inTurn.flatMap { reviewer in
            reviewer.people.isEmpty ? [reviewer.enrolment.flatMap { heads[$0] }].compactMap(\.self) : reviewer.people
        }
        if let lead = visit.lead, reviewing.contains(lead) { return }
        let people = try transaction.people(
            inCohort: visit.cohort, accepting: try transaction.protocolInForce().version)
        let led = Dictionary(
            try transaction.visits(in: visit.cohort).compactMap(\.lead).map { ($0, 1) }, uniquingKeysWith: +)
        let lead = reviewing.min { first, second in
            let (a, b) = (people[first]?.since ?? today, people[second]?.since ?? today)
            return a == b ? led[first, default: 0] < led[second, default: 0] : a < b
        }
        try transaction.setLead(lead, ofVisit: visit.id)
    }
}
