import VNetCompose
import VNetCore
import VNetStore

/// Something with a day that people keep in their calendars.
struct Event {
    let subject: ReminderSubject
    var date: CivilDate
    let start: CivilTime
    let finish: CivilTime
    let invited: Set<Invitee>
    var letter: EventLetter
    /// The lead reviewer, of a visit.
    var lead: Int64?
    /// Why nobody is to have it in the calendar, after “no longer in your calendar:”; nil while it is on.
    var off: String?
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
    var place: String
    /// The host school, of a visit.
    var host: String?
    /// The school that was host before.
    var formerHost: String?
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
        for event in try events(of: record) where event.date >= today || heldOnOtherDay.contains(event.subject) {
            var open = event.invited
            for invite in try transaction.invites(to: event.subject) {
                if open.remove(Invitee(enrolment: invite.enrolment, person: invite.person)) != nil {
                    if invite.standing == .cancelled {
                        if !event.isTentative { try renew(invite, event) }
                    } else if invite.date != event.date || invite.standing != event.standing
                        || event.letter.formerHost != nil || changedOnTheDay.contains(event.subject)
                        || unannounced.contains(invite.id)
                    {
                        try renew(invite, event)
                    }
                } else if invite.standing != .cancelled, max(invite.date, event.date) >= today {
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
        func letter(
            _ what: EventKind, _ place: String, _ host: String? = nil, _ formerHost: String? = nil
        ) -> EventLetter {
            EventLetter(
                cohort: cohort.name, theme: theme, what: what, place: place, host: host, formerHost: formerHost)
        }
        let sessions = try transaction.sessions(in: cohort.id).filter {
            $0.state != .held || heldOnOtherDay.contains(.init(.session, $0.id))
        }.map { session in
            Event(
                subject: .init(.session, session.id), date: session.date, start: session.start, finish: session.finish,
                invited: isOn && session.state == .invited ? Set(heads.values) : [],
                letter: letter(.session(session.kind), session.place),
                off: Self.off(
                    isOn: isOn && session.state != .cancelled, heldOn: session.state == .held ? session.date : nil),
                isPostponed: session.state == .postponed)
        }
        let reviewers = try transaction.reviewers(in: cohort.id)
        let visits = try transaction.visits(in: cohort.id).filter {
            $0.date != nil && (!$0.state.tookPlace || heldOnOtherDay.contains(.init(.visit, $0.id)))
        }.map { visit in
            let isOn = isOn && visit.state.isComing
            let reviewing = reviewers[visit.id, default: []].flatMap { $0.invitees(takingPart, heads) }
            return Event(
                subject: .init(.visit, visit.id), date: visit.date!, start: visit.start, finish: visit.finish,
                invited: isOn ? Set(reviewing + [heads[visit.host]].compactMap(\.self)) : [],
                letter: letter(.visit, visit.hostName, visit.hostName, formerHosts[visit.id]), lead: visit.lead,
                off: visit.state == .missed
                    ? "it did not take place"
                    : Self.off(isOn: isOn, heldOn: visit.state.tookPlace ? visit.date : nil),
                isTentative: visit.state == .proposed)
        }
        return sessions + visits
    }

    private static func off(isOn: Bool, heldOn day: CivilDate?) -> String? {
        if let day { return "it took place on \(day.words)" }
        return isOn ? nil : "it has been called off"
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

    /// Takes out what the recipient has in the calendar: on its day there, and to the host there.
    private func cancel(_ invite: Invite, _ event: Event) throws {
        let invitee = Invitee(enrolment: invite.enrolment, person: invite.person)
        guard try isKnown(invite) else {
            try transaction.advanceInvite(invite.id, date: invite.date, .cancelled)
            return try overtake(event, invitee)
        }
        var event = event
        event.off = try reason(for: invite, event)
        event.date = invite.date
        if let former = event.letter.formerHost { (event.letter.host, event.letter.place) = (former, former) }
        try transaction.advanceInvite(invite.id, date: invite.date, .cancelled)
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

    /// Why somebody no longer has an event: for the school's sake, the event's, or their own.
    private func reason(for invite: Invite, _ event: Event) throws -> String {
        let enrolment = try invite.enrolment.flatMap { try transaction.enrolment($0) }
        if let enrolment, enrolment.state == .replaced {
            return "another school has taken the place of \(enrolment.school) in \(event.letter.cohort)"
        }
        if let enrolment, enrolment.state.hasLeft {
            return "\(enrolment.school) no longer takes part in \(event.letter.cohort)"
        }
        if let off = event.off { return off }
        guard let enrolment else { return "you are no longer asked to review" }
        return event.invited.contains { $0.enrolment == enrolment.id }
            ? "somebody else now takes part for \(enrolment.school)"
            : "you no longer take part in it for \(enrolment.school)"
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
            school: enrolment?.school, network: service.configuration.name, previously: previously,
            lead: try event.lead.map { try transaction.lead($0, toldTo: invitee.person) } ?? [:],
            isOnItsDay: previously == event.date && changedOnTheDay.contains(event.subject))
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
