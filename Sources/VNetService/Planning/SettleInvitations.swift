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
            var new = Set(event.invited.keys)
            for invite in known[event.subject, default: []] {
                new.remove(invite.person)
                if let enrolments = event.invited[invite.person], enrolments != invite.enrolments {
                    try transaction.setEnrolments(enrolments, ofInvite: invite.id)
                }
                let act = plan.act(of: event, for: invite.person, after: invite.history)
                guard act != .nothing else { continue }
                let standing = plan.standing(invite.history)
                for entry in invite.entries.dropFirst(standing) { try withdraw(entry, of: invite) }
                try write(act, event, letter, to: invite.person, cohort, after: standing > 0 ? invite : nil, standing)
            }
            for person in new.sorted() {
                let act = plan.act(of: event, for: person, after: InviteHistory())
                if act != .nothing { try write(act, event, letter, to: person, cohort, after: nil, 0) }
            }
        }
    }

    /// Stops what has not left, and what goes for as if it had never been written.
    private func withdraw(_ entry: Invite.Entry, of invite: Invite) throws {
        if entry.messageState.allows(.cancel) { try transaction.cancelMessage(entry.message, at: now) }
        try transaction.removeEntry(entry.sequence, of: invite.id)
    }

    /// Freezes one invitation, change or cancellation, and puts on record what the recipient has by it: `invite` is where
    /// `count` entries of it stand, and nil where none does.
    private func write(
        _ act: InvitationAct, _ event: InvitedEvent, _ letter: EventLetter, to person: Int64, _ cohort: Int64,
        after invite: Invite?, _ count: Int
    ) throws {
        guard let entry = act.entry, let contact = try transaction.contact(person) else { return }
        let bringing = event.invited[person] ?? invite?.enrolments ?? []
        let enrolments = try bringing.sorted().compactMap { try transaction.enrolment($0) }
        let place = "\(event.subject.kind.rawValue)-\(event.subject.id)-\(person)"
        var invitation = Invitation(
            act: act, entry: entry, event: letter, uid: invite?.uid ?? "\(place)@\(service.store.epoch)",
            sequence: invite.map { $0.entries[count - 1].sequence + 1 } ?? 0, schools: enrolments.map(\.school),
            network: service.configuration.name)
        invitation.names = try names(in: act, toldTo: person)
        if case .cancel = act { invitation.reason = try reason(for: enrolments, event, letter) }
        // Who has a copy of it is told of what becomes of it, also when their school no longer brings the recipient.
        let copied = try invite.map { try transaction.schoolsCopied(onInvite: $0.id) } ?? []
        let message = try service.freeze(
            invitation, about: event.subject, to: contact, person: person, copiedTo: enrolments.map(\.urn) + copied,
            at: now, transaction)
        let id = try invite?.id ?? addInvite(invitation.uid, to: event.subject, person, bringing, in: cohort)
        try transaction.addEntry(
            entry, isCancellation: invitation.kind == .cancellation, to: id, sequence: invitation.sequence,
            message: message)
        written[invitation.kind, default: 0] += 1
    }

    private func addInvite(
        _ uid: String, to subject: ReminderSubject, _ person: Int64, _ enrolments: Set<Int64>, in cohort: Int64
    ) throws -> Int64 {
        let id = try transaction.addInvite(uid: uid, cohort: cohort, subject: subject, person: person)
        try transaction.setEnrolments(enrolments, ofInvite: id)
        return id
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

    /// Why somebody whom schools last brought no longer has an event: for the schools' sake, the event's, or their own.
    private func reason(for enrolments: [Enrolment], _ event: InvitedEvent, _ letter: EventLetter) throws -> String {
        let haveAllLeft = !enrolments.isEmpty && enrolments.allSatisfy(\.state.hasLeft)
        if let off = letter.off, !haveAllLeft { return off }
        if enrolments.isEmpty { return "you are no longer asked to review" }
        return enrolments.map { enrolment in
            if enrolment.state == .replaced {
                "another school has taken the place of \(enrolment.school) in \(letter.cohort)"
            } else if enrolment.state.hasLeft {
                "\(enrolment.school) no longer takes part in \(letter.cohort)"
            } else if event.invited.values.contains(where: { $0.contains(enrolment.id) }) {
                "somebody else now takes part for \(enrolment.school)"
            } else {
                "you no longer take part in it for \(enrolment.school)"
            }
        }.joinedInWords
    }
}

// What the plan is made from

extension Change {
    /// The heads of the schools that take part, by enrolment.
    private func heads(of cohort: Cohort) throws -> [Int64: Int64] {
        let takingPart = Set(try transaction.enrolments(in: cohort.id).filter(\.state.takesPart).map(\.id))
        return try transaction.heads(in: cohort.id).filter { takingPart.contains($0.key) }
    }

    private func sessions(of cohort: Cohort) throws -> [Lettered] {
        let heads = try heads(of: cohort).map { (person: $0.value, enrolment: Int64?.some($0.key)) }
        let theme = try transaction.subject(of: cohort)
        return try transaction.sessions(in: cohort.id).map { session in
            let isHeld = session.state == .held
            let event = InvitedEvent(
                subject: .init(.session, session.id),
                entry: CalendarEntry(
                    date: session.date, start: session.start, finish: session.finish, place: session.place),
                invited: cohort.state.isUnderWay && session.state == .invited ? .bringing(heads) : [:], isHeld: isHeld)
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
            let reviewing = reviewers[visit.id, default: []].flatMap { $0.people(takingPart, heads) }
            let hosting = heads[visit.host].map { [(person: $0, enrolment: Int64?.some(visit.host))] } ?? []
            let event = InvitedEvent(
                subject: .init(.visit, visit.id),
                entry: CalendarEntry(
                    date: date, start: visit.start, finish: visit.finish, place: visit.hostName, host: visit.host,
                    lead: visit.lead, isTentative: visit.state == .proposed),
                invited: isOn ? .bringing(reviewing + hosting) : [:],
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
    /// Who reviews, and for which school.
    fileprivate func people(
        _ takingPart: Set<Int64>, _ heads: [Int64: Int64]
    ) -> [(person: Int64, enrolment: Int64?)] {
        if let enrolment, !takingPart.contains(enrolment) { return [] }
        let reviewing = people.isEmpty ? [enrolment.flatMap { heads[$0] }].compactMap(\.self) : people
        return reviewing.map { ($0, enrolment) }
    }
}

extension [Int64: Set<Int64>] {
    /// Each person once, with all the schools that bring them.
    fileprivate static func bringing(_ people: [(person: Int64, enrolment: Int64?)]) -> Self {
        people.reduce(into: [:]) { $0[$1.person, default: []].formUnion([$1.enrolment].compactMap(\.self)) }
    }
}
