import VNetCompose
import VNetCore
import VNetStore

/// A message that puts a date into one person's calendar, changes it, or takes it out.
struct Invitation {
    let act: InvitationAct
    /// What the person is to have or, of a cancellation, had.
    let entry: CalendarEntry
    let event: EventLetter
    let uid: String
    let sequence: Int
    /// The schools that bring the recipient; none of a reviewer of the network.
    let schools: [String]
    let network: String
    /// Of the lead reviewer and of hosts that are no longer visited.
    var names: [MailVariable: String] = [:]
    /// Why the recipient no longer has it.
    var reason: String?

    var kind: MessageKind {
        switch act {
        case .nothing, .withdraw, .invite: .invitation
        case .change: .change
        case .cancel: .cancellation
        }
    }

    /// The mail says first what matters most, and gives the time and place as they now are with it.
    var mailKind: MailKind {
        switch (act, event.kind) {
        case (.cancel, _): event.isPostponed ? .postponed : .cancellation
        case (.change(_, _, let differences), _):
            if differences.contains(.host) {
                .newHost
            } else if differences.contains(.date) {
                entry.isTentative ? .newDateProposed : .rescheduled
            } else if differences.contains(.standing) {
                entry.isTentative ? .newDateProposed : .dateAgreed
            } else {
                differences == [.lead] ? .newLead : .changed
            }
        case (_, .session(.training)): .invitationTraining
        case (_, .session(.feedback)): .invitationFeedbackSession
        case (_, .session(.network)), (_, .session(.coaching)), (_, .session(.cpd)): .invitationNetworkSession
        case (_, .visit): .invitationVisit
        }
    }

    var title: String {
        switch event.kind {
        case .session(let kind): kind.title
        case .visit(let host): "peer review visit to \(names[.host] ?? host)"
        }
    }

    /// The day that the person had; nil unless it is another now, or is off.
    private var previousDate: CivilDate? {
        switch act {
        case .nothing, .withdraw, .invite: nil
        case .cancel(let entry): entry.date
        case .change(let entry, let former, _): mailKind == .newHost && entry.date == former.date ? nil : former.date
        }
    }

    var facts: [MailVariable: String] {
        var facts: [MailVariable: String] = [
            .cohort: event.cohort, .theme: event.theme, .school: schools.isEmpty ? network : schools.joinedInWords,
            .event: title,
            .date: entry.date.words, .time: "\(entry.start.iso) to \(entry.finish.iso)", .place: entry.place,
        ]
        if case .visit(let host) = event.kind { facts[.host] = host }
        facts[.previousDate] = previousDate?.words
        facts[.reason] = reason
        facts.merge(names) { $1 }
        return facts.filter { mailKind.variables.contains($0.key) }
    }

    /// Why the recipient gets it.
    var why: String {
        if schools.isEmpty { return "you review for the network." }
        let names = schools.joinedInWords
        if kind == .cancellation { return "you were invited for \(names)." }
        return "\(names) \(schools.count == 1 ? "takes" : "take") part in \(event.cohort)."
    }

    func calendar(_ configuration: NetworkConfiguration, _ attendee: Mailbox, _ now: Instant) -> CalendarEvent {
        CalendarEvent(
            method: kind == .cancellation ? .cancel : .request, isTentative: entry.isTentative, uid: uid,
            sequence: sequence,
            start: configuration.zone.instant(on: entry.date, at: entry.start),
            end: configuration.zone.instant(on: entry.date, at: entry.finish),
            summary: "\(event.cohort): \(title)", location: entry.place,
            description: "\(event.cohort), \(event.theme).", organizer: configuration.sender,
            attendee: attendee, stamp: now)
    }
}

extension Service {
    /// Composes and freezes an invitation, in the transaction of the fact that causes it; `schools` are those whose
    /// delegates are copied. Gives the id of the message.
    func freeze(
        _ invitation: Invitation, about subject: ReminderSubject, to contact: Contact, person: Int64,
        copiedTo schools: [URN], at now: Instant, _ transaction: Transaction
    ) throws -> Int64 {
        let attendee = Mailbox(contact)
        let end = configuration.zone.instant(on: invitation.entry.date, at: invitation.entry.finish)
        let message = NewMessage(
            kind: invitation.kind, recipient: .person(person), composedAt: now,
            expiresAt: max(end, now.adding(days: 1)), subject: subject)
        return try freeze(
            Letter(
                message: message, to: attendee, items: [MailItem(kind: invitation.mailKind, facts: invitation.facts)],
                why: invitation.why,
                calendar: invitation.calendar(configuration, attendee, now),
                schools: schools),
            transaction)
    }
}
