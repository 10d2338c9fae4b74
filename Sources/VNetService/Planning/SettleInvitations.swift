import VNetCompose
import VNetCore
import VNetStore

/// Something with a day that people keep in their calendars.
struct Event {
    let subject: ReminderSubject
    let date: CivilDate
    let start: CivilTime
    let finish: CivilTime
    let invited: Set<Invitee>
    let letter: EventLetter
    /// Whether it is off its day for want of a new one, rather than for good.
    var isPostponed = false
    /// Whether the day is proposed only: who has the event in the calendar sees it move, and nobody else is invited yet.
    var isTentative = false
    var standing: InviteStanding { isTentative ? .tentative : .agreed }
}

/// A person who is invited for a school; without one, a reviewer of the network.
struct Invitee: Hashable {
    let enrolment: Int64?
    let person: Int64
}

/// What the invitation's text needs.
struct EventLetter {
    let cohort: String
    let theme: String
    let what: EventKind
    let place: String
    /// The host school, of a visit.
    let host: String?
}

enum EventKind {
    case session(SessionKind)
    case visit
}

extension Change {
    /// Brings people's calendars into line with the cohort as it now stands: whoever should have a date and does not is
    /// invited, whoever has an old date gets the new one, and whoever should no longer have it gets a cancellation.
    func settleInvitations(_ cohort: Int64) throws {
        guard let record = try transaction.cohort(cohort) else { return }
        try sendOut(record)
        // What is past is left alone: nobody's calendar is changed for it.
        for event in try events(of: record) where event.date >= today {
            var open = event.invited
            for invite in try transaction.invites(to: event.subject) {
                if open.remove(Invitee(enrolment: invite.enrolment, person: invite.person)) != nil {
                    if invite.standing == .cancelled {
                        if !event.isTentative { try renew(invite, event) }
                    } else if invite.date != event.date || invite.standing != event.standing {
                        try renew(invite, event)
                    }
                } else if invite.standing != .cancelled {
                    try cancel(invite, event)
                }
            }
            if event.isTentative { continue }
            for invitee in open.sorted(by: { ($0.enrolment ?? 0, $0.person) < ($1.enrolment ?? 0, $1.person) }) {
                try invite(invitee, to: event)
            }
        }
    }

    /// Sessions stay planned until there is somebody to invite.
    private func sendOut(_ cohort: Cohort) throws {
        guard cohort.state == .recruiting || cohort.state == .running else { return }
        let planned = try transaction.sessions(in: cohort.id).filter { $0.state == .planned }
        guard !planned.isEmpty, try transaction.enrolments(in: cohort.id).contains(where: \.state.takesPart) else {
            return
        }
        for session in planned {
            guard let state = try session.state.after(.invite) else { continue }
            try transaction.setSession(session.id, to: state, date: session.date)
        }
    }

    /// The cohort's sessions and visits that still move people's calendars.
    private func events(of cohort: Cohort) throws -> [Event] {
        let isOn = cohort.state == .recruiting || cohort.state == .running
        let takingPart = Set(try transaction.enrolments(in: cohort.id).filter(\.state.takesPart).map(\.id))
        let heads = Dictionary(
            uniqueKeysWithValues: try transaction.heads(in: cohort.id).filter { takingPart.contains($0.key) }
                .map { ($0.key, Invitee(enrolment: $0.key, person: $0.value)) })
        let theme = try transaction.subject(of: cohort)
        func letter(_ what: EventKind, _ place: String, _ host: String? = nil) -> EventLetter {
            EventLetter(cohort: cohort.name, theme: theme, what: what, place: place, host: host)
        }
        let sessions = try transaction.sessions(in: cohort.id).filter { $0.state != .held }.map { session in
            Event(
                subject: .init(.session, session.id), date: session.date, start: session.start, finish: session.finish,
                invited: isOn && session.state == .invited ? Set(heads.values) : [],
                letter: letter(.session(session.kind), session.place), isPostponed: session.state == .postponed)
        }
        let reviewers = try transaction.reviewers(in: cohort.id)
        let visits = try transaction.visits(in: cohort.id).filter { !$0.state.tookPlace && $0.date != nil }.map {
            visit in
            let isOn = isOn && visit.state.isComing
            let reviewing = reviewers[visit.id, default: []].flatMap { $0.invitees(takingPart, heads) }
            return Event(
                subject: .init(.visit, visit.id), date: visit.date!, start: visit.start, finish: visit.finish,
                invited: isOn ? Set(reviewing + [heads[visit.host]].compactMap(\.self)) : [],
                letter: letter(.visit, visit.hostName, visit.hostName), isTentative: visit.state == .proposed)
        }
        return sessions + visits
    }

    private func invite(_ invitee: Invitee, to event: Event) throws {
        let place = "\(event.subject.kind.rawValue)-\(event.subject.id)-\(invitee.enrolment ?? 0)-\(invitee.person)"
        let uid = "\(place)@\(service.store.epoch)"
        try transaction.addInvite(
            uid: uid, subject: event.subject, enrolment: invitee.enrolment, person: invitee.person, date: event.date)
        try send(.invitation, event, uid: uid, sequence: 0, to: invitee)
    }

    private func renew(_ invite: Invite, _ event: Event) throws {
        try transaction.advanceInvite(invite.id, date: event.date, event.standing)
        let isNew = try invite.standing == .cancelled || !isKnown(invite)
        try send(
            isNew ? .invitation : .change, event, uid: invite.uid, sequence: invite.sequence + 1,
            to: Invitee(enrolment: invite.enrolment, person: invite.person), previously: invite.date)
    }

    private func cancel(_ invite: Invite, _ event: Event) throws {
        try transaction.advanceInvite(invite.id, date: invite.date, .cancelled)
        let invitee = Invitee(enrolment: invite.enrolment, person: invite.person)
        guard try isKnown(invite) else { return try overtake(event, invitee) }
        try send(
            .cancellation, event, uid: invite.uid, sequence: invite.sequence + 1, to: invitee, previously: invite.date)
    }

    /// Whether the person may have heard of the event: what never left needs no taking back.
    private func isKnown(_ invite: Invite) throws -> Bool {
        try transaction.hasWritten(about: invite.subject, to: invite.person, for: invite.enrolment)
    }

    /// Stops what is unsent about the same event.
    private func overtake(_ event: Event, _ invitee: Invitee) throws {
        let unsent = try transaction.unsentMessages(about: event.subject, to: invitee.person, for: invitee.enrolment)
        for message in unsent where message.kind != .notice { try transaction.cancelMessage(message.id, at: now) }
    }

    /// Freezes one invitation, change or cancellation; what is unsent about the same event is overtaken by it.
    private func send(
        _ kind: MessageKind, _ event: Event, uid: String, sequence: Int, to invitee: Invitee,
        previously: CivilDate? = nil
    ) throws {
        try overtake(event, invitee)
        guard let contact = try transaction.contact(invitee.person) else { return }
        let enrolment = try invitee.enrolment.flatMap { try transaction.enrolment($0) }
        let invitation = Invitation(
            kind: kind, event: event, uid: uid, sequence: sequence,
            school: enrolment?.school ?? service.configuration.name, previously: previously)
        try service.freeze(
            invitation, to: contact, person: invitee.person, for: enrolment, at: now, transaction)
        written[kind, default: 0] += 1
    }
}

extension ReviewerFact {
    fileprivate func invitees(_ takingPart: Set<Int64>, _ heads: [Int64: Invitee]) -> [Invitee] {
        if let enrolment, !takingPart.contains(enrolment) { return [] }
        guard people.isEmpty else { return people.map { Invitee(enrolment: enrolment, person: $0) } }
        return [enrolment.flatMap { heads[$0] }].compactMap(\.self)
    }
}
