import VNetCompose
import VNetCore
import VNetStore

/// What the letters about a session or visit need besides its entry.
struct EventLetter {
    enum Kind {
        case session(SessionKind)
        case visit(host: String)
    }

    let cohort: String
    let theme: String
    let kind: Kind
    /// Why nobody is to have it in the calendar, after “no longer in your calendar:”; nil while it is on.
    let off: String?
    /// Whether it is off its day for want of a new one, rather than for good.
    var isPostponed = false
}

extension Change {
    private typealias Lettered = (event: InvitedEvent, letter: EventLetter)

    /// Brings people's calendars into line with the cohort as it now stands: `InvitationPlan` says what each is written.
    func settleInvitations(_ cohort: Int64) throws {
        guard let record = try transaction.cohort(cohort) else { return }
        let plan = InvitationPlan(today: today)
        let known = Dictionary(grouping: try transaction.invites(inCohort: cohort), by: \.subject)
        for (event, letter) in try sessions(of: record) + visits(of: record) {
            var new = Set(event.invited)
            for invite in known[event.subject, default: []] {
                new.remove(invite.invitee)
                let act = plan.act(of: event, for: invite.invitee, after: invite.history)
                guard act != .nothing else { continue }
                let standing = plan.standing(invite.history)
                for entry in invite.entries.dropFirst(standing) { try withdraw(entry, of: invite) }
                let last = invite.entries.prefix(standing).last?.sequence
                try write(
                    act, event, letter, to: invite.invitee, cohort, invite: last == nil ? nil : invite, after: last)
            }
            for invitee in new.sorted() {
                let act = plan.act(of: event, for: invitee, after: InviteHistory())
                if act != .nothing { try write(act, event, letter, to: invitee, cohort, invite: nil, after: nil) }
            }
        }
    }

    /// Stops what has not left, and what goes for as if it had never been written.
    private func withdraw(_ entry: Invite.Entry, of invite: Invite) throws {
        if entry.messageState.allows(.cancel) { try transaction.cancelMessage(entry.message, at: now) }
        try transaction.removeEntry(entry.sequence, of: invite.id)
    }

    /// Freezes one invitation, change or cancellation, and puts on record what the recipient has by it. `sequence` is that
    /// of what stands of `invite`; nil where nothing does.
    private func write(
        _ act: InvitationAct, _ event: InvitedEvent, _ letter: EventLetter, to invitee: Invitee, _ cohort: Int64,
        invite: Invite?, after sequence: Int?
    ) throws {
        guard let entry = act.entry, let contact = try transaction.contact(invitee.person) else { return }
        let enrolment = try invitee.enrolment.flatMap { try transaction.enrolment($0) }
        let place = "\(event.subject.kind.rawValue)-\(event.subject.id)-\(invitee.enrolment ?? 0)-\(invitee.person)"
        var invitation = Invitation(
            act: act, entry: entry, event: letter, uid: invite?.uid ?? "\(place)@\(service.store.epoch)",
            sequence: sequence.map { $0 + 1 } ?? 0, school: enrolment?.school, network: service.configuration.name)
        invitation.names = try names(in: act, toldTo: invitee.person)
        if case .cancel = act { invitation.reason = try reason(for: enrolment, event, letter) }
        let message = try service.freeze(
            invitation, about: event.subject, to: contact, person: invitee.person, for: enrolment, at: now, transaction)
        let id =
            try invite?.id
            ?? transaction.addInvite(uid: invitation.uid, cohort: cohort, subject: event.subject, invitee)
        try transaction.addEntry(
            entry, isCancellation: invitation.kind == .cancellation, to: id, sequence: invitation.sequence,
            message: message)
        written[invitation.kind, default: 0] += 1
    }

    /// The names of whom and what an act is about.
    private func names(in act: InvitationAct, toldTo person: Int64) throws -> [MailVariable: String] {
        var names: [MailVariable: String] = [:]
        var lead: Int64?
        switch act {
        case .nothing, .withdraw: break
        case .invite(let entry): lead = entry.lead
        case .cancel(let entry): if entry.host != nil { names[.host] = entry.place }
        case .change(let entry, let former, let differences):
            if differences.contains(.lead) { lead = entry.lead }
            if differences.contains(.host) { names[.previousHost] = former.place }
        }
        if let lead { names.merge(try transaction.lead(lead, toldTo: person)) { $1 } }
        return names
    }

    /// Why somebody no longer has an event: for the school's sake, the event's, or their own.
    private func reason(for enrolment: Enrolment?, _ event: InvitedEvent, _ letter: EventLetter) throws -> String {
        if let enrolment, enrolment.state == .replaced {
            return "another school has taken the place of \(enrolment.school) in \(letter.cohort)"
        }
        if let enrolment, enrolment.state.hasLeft {
            return "\(enrolment.school) no longer takes part in \(letter.cohort)"
        }
        if let off = letter.off { return off }
        guard let enrolment else { return "you are no longer asked to review" }
        return event.invited.contains { $0.enrolment == enrolment.id }
            ? "somebody else now takes part for \(enrolment.school)"
            : "you no longer take part in it for \(enrolment.school)"
    }
}

// What the plan is made from

extension Change {
    private func heads(of cohort: Cohort) throws -> [Int64: Invitee] {
        let takingPart = Set(try transaction.enrolments(in: cohort.id).filter(\.state.takesPart).map(\.id))
        let heads = try transaction.heads(in: cohort.id).filter { takingPart.contains($0.key) }
        return heads.reduce(into: [:]) { $0[$1.key] = Invitee(enrolment: $1.key, person: $1.value) }
    }

    private func sessions(of cohort: Cohort) throws -> [Lettered] {
        let heads = Array(try heads(of: cohort).values)
        let theme = try transaction.subject(of: cohort)
        return try transaction.sessions(in: cohort.id).map { session in
            let isHeld = session.state == .held
            let event = InvitedEvent(
                subject: .init(.session, session.id),
                entry: CalendarEntry(
                    date: session.date, start: session.start, finish: session.finish, place: session.place),
                invited: cohort.state.isUnderWay && session.state == .invited ? heads : [], isHeld: isHeld)
            let off = Self.off(
                isOn: cohort.state.isUnderWay && session.state != .cancelled, heldOn: isHeld ? session.date : nil)
            let letter = EventLetter(
                cohort: cohort.name, theme: theme, kind: .session(session.kind), off: off,
                isPostponed: session.state == .postponed)
            return (event, letter)
        }
    }

    private func visits(of cohort: Cohort) throws -> [Lettered] {
        let takingPart = Set(try transaction.enrolments(in: cohort.id).filter(\.state.takesPart).map(\.id))
        let (heads, theme) = (try heads(of: cohort), try transaction.subject(of: cohort))
        let reviewers = try transaction.reviewers(in: cohort.id)
        return try transaction.visits(in: cohort.id).compactMap { visit -> Lettered? in
            guard let date = visit.date else { return nil }
            let isOn = cohort.state.isUnderWay && visit.state.isComing
            let reviewing = reviewers[visit.id, default: []].flatMap { $0.invitees(takingPart, heads) }
            let event = InvitedEvent(
                subject: .init(.visit, visit.id),
                entry: CalendarEntry(
                    date: date, start: visit.start, finish: visit.finish, place: visit.hostName, host: visit.host,
                    lead: visit.lead, isTentative: visit.state == .proposed),
                invited: isOn ? reviewing + [heads[visit.host]].compactMap(\.self) : [],
                isHeld: visit.state.tookPlace)
            let off =
                visit.state == .missed
                ? "it did not take place" : Self.off(isOn: isOn, heldOn: visit.state.tookPlace ? date : nil)
            return (event, EventLetter(cohort: cohort.name, theme: theme, kind: .visit(host: visit.hostName), off: off))
        }
    }

    private static func off(isOn: Bool, heldOn day: CivilDate?) -> String? {
        if let day { return "it took place on \(day.words)" }
        return isOn ? nil : "it has been called off"
    }
}

extension ReviewerFact {
    fileprivate func invitees(_ takingPart: Set<Int64>, _ heads: [Int64: Invitee]) -> [Invitee] {
        if let enrolment, !takingPart.contains(enrolment) { return [] }
        guard people.isEmpty else { return people.map { Invitee(enrolment: enrolment, person: $0) } }
        return [enrolment.flatMap { heads[$0] }].compactMap(\.self)
    }
}
