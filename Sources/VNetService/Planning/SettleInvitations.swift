import VNetCompose
import VNetCore
import VNetStore

/// Something with a day that people keep in their calendars.
struct Event {
    let subject: ReminderSubject
    let date: CivilDate
    let start: CivilTime
    let finish: CivilTime
    /// The enrolments that are invited.
    let invited: [Int64]
    let letter: EventLetter
    /// Whether it is off its day for want of a new one, rather than for good.
    var isPostponed = false
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
        let heads = try transaction.heads(in: cohort)
        // What is past is left alone: nobody's calendar is changed for it.
        for event in try events(of: record) where event.date >= today {
            let wanted: [Int64: Int64] = heads.filter { event.invited.contains($0.key) }
            for invite in try transaction.invites(to: event.subject) {
                if wanted[invite.enrolment] == invite.person {
                    if invite.isCancelled || invite.date != event.date { try renew(invite, event) }
                } else if !invite.isCancelled {
                    try cancel(invite, event)
                }
            }
            let known = Set(try transaction.invites(to: event.subject).map { Pair($0.enrolment, $0.person) })
            for (enrolment, person) in wanted.sorted(by: { $0.key < $1.key })
            where !known.contains(Pair(enrolment, person)) {
                try invite(person, for: enrolment, to: event)
            }
        }
    }

    private struct Pair: Hashable {
        let enrolment: Int64
        let person: Int64
        init(_ enrolment: Int64, _ person: Int64) {
            self.enrolment = enrolment
            self.person = person
        }
    }

    /// The cohort's sessions and visits that still move people's calendars.
    private func events(of cohort: Cohort) throws -> [Event] {
        let isOn = cohort.state == .recruiting || cohort.state == .running
        let takingPart = try transaction.enrolments(in: cohort.id).filter(\.state.takesPart).map(\.id)
        let theme = try transaction.subject(of: cohort)
        func letter(_ what: EventKind, _ place: String, _ host: String? = nil) -> EventLetter {
            EventLetter(cohort: cohort.name, theme: theme, what: what, place: place, host: host)
        }
        let sessions = try transaction.sessions(in: cohort.id).filter { $0.state != .held }.map { session in
            Event(
                subject: .init(.session, session.id), date: session.date, start: session.start, finish: session.finish,
                invited: isOn && session.state == .invited ? takingPart : [],
                letter: letter(.session(session.kind), session.place), isPostponed: session.state == .postponed)
        }
        let visits = try transaction.visits(in: cohort.id).filter { !$0.state.tookPlace && $0.date != nil }.map {
            visit in
            let isOn = isOn && (visit.state == .agreed || visit.state == .prepared)
            let invited = isOn ? [visit.host] + (try transaction.reviewers(of: visit.id)) : []
            return Event(
                subject: .init(.visit, visit.id), date: visit.date!, start: visit.start, finish: visit.finish,
                invited: invited.filter(takingPart.contains),
                letter: letter(.visit, visit.hostName, visit.hostName))
        }
        return sessions + visits
    }

    private func invite(_ person: Int64, for enrolment: Int64, to event: Event) throws {
        let uid = "\(event.subject.kind.rawValue)-\(event.subject.id)-\(enrolment)-\(person)@\(service.store.epoch)"
        try transaction.addInvite(
            uid: uid, subject: event.subject, enrolment: enrolment, person: person, date: event.date)
        try send(.invitation, event, uid: uid, sequence: 0, to: person, for: enrolment)
    }

    private func renew(_ invite: Invite, _ event: Event) throws {
        try transaction.advanceInvite(invite.id, date: event.date, isCancelled: false)
        try send(
            invite.isCancelled ? .invitation : .change, event, uid: invite.uid, sequence: invite.sequence + 1,
            to: invite.person, for: invite.enrolment, previously: invite.date)
    }

    private func cancel(_ invite: Invite, _ event: Event) throws {
        try transaction.advanceInvite(invite.id, date: invite.date, isCancelled: true)
        try send(
            .cancellation, event, uid: invite.uid, sequence: invite.sequence + 1, to: invite.person,
            for: invite.enrolment, previously: invite.date)
    }

    /// Freezes one invitation, change or cancellation; what is unsent about the same event is overtaken by it.
    private func send(
        _ kind: MessageKind, _ event: Event, uid: String, sequence: Int, to person: Int64, for enrolment: Int64,
        previously: CivilDate? = nil
    ) throws {
        for message in try transaction.unsentMessages(about: event.subject, to: person) {
            try transaction.setMessage(message.id, to: .cancelled, ended: now)
        }
        let school = try transaction.enrolment(enrolment)?.school ?? ""
        guard let contact = try transaction.contact(person) else { return }
        let invitation = Invitation(
            kind: kind, event: event, uid: uid, sequence: sequence, school: school, previously: previously)
        try service.freeze(invitation, to: contact, person: person, at: now, transaction)
        invitationsSent[kind, default: 0] += 1
    }
}
