import VNetCompose
import VNetCore
import VNetStore

/// A message that puts a date into one person's calendar, moves it, or takes it out.
struct Invitation {
    let kind: MessageKind
    let event: Event
    let uid: String
    let sequence: Int
    /// The recipient's school; nil for a reviewer of the network.
    let school: String?
    let network: String
    /// The day it was before.
    let previously: CivilDate?
    /// Who leads a visit.
    let lead: [MailVariable: String]

    /// Whether it is a change of time or place only.
    var isOnItsDay = false

    var mailKind: MailKind {
        switch (kind, event.letter.what) {
        case (.cancellation, _): event.isPostponed ? .postponed : .cancellation
        case (.change, _) where event.letter.formerHost != nil: .newHost
        case (.change, _) where isOnItsDay: .changed
        case (.change, _): event.isTentative ? .newDateProposed : previously == event.date ? .dateAgreed : .rescheduled
        case (_, .session(.training)): .invitationTraining
        case (_, .session(.feedback)): .invitationFeedbackSession
        case (_, .session(.network)), (_, .session(.coaching)), (_, .session(.cpd)): .invitationNetworkSession
        case (_, .visit): .invitationVisit
        }
    }

    var title: String {
        switch event.letter.what {
        case .session(let kind): kind.title
        case .visit: "peer review visit to \(event.letter.host ?? "")"
        }
    }

    var facts: [MailVariable: String] {
        var facts: [MailVariable: String] = [
            .cohort: event.letter.cohort, .theme: event.letter.theme, .school: school ?? network, .event: title,
            .date: event.date.words, .time: "\(event.start.iso) to \(event.finish.iso)", .place: event.letter.place,
        ]
        facts[.host] = event.letter.host
        facts[.previousDate] = previously?.words
        facts[.previousHost] = event.letter.formerHost
        facts[.reason] = event.off
        facts.merge(lead) { $1 }
        return facts.filter { mailKind.variables.contains($0.key) }
    }

    /// Why the recipient gets it.
    var why: String {
        guard let school else { return "you review for the network." }
        return kind == .cancellation
            ? "you were invited for \(school)." : "\(school) takes part in \(event.letter.cohort)."
    }

    func calendar(_ configuration: NetworkConfiguration, _ attendee: Mailbox, _ now: Instant) -> CalendarEvent {
        CalendarEvent(
            method: kind == .cancellation ? .cancel : .request, isTentative: event.isTentative, uid: uid,
            sequence: sequence,
            start: configuration.zone.instant(on: event.date, at: event.start),
            end: configuration.zone.instant(on: event.date, at: event.finish),
            summary: "\(event.letter.cohort): \(title)", location: event.letter.place,
            description: "\(event.letter.cohort), \(event.letter.theme).", organizer: configuration.sender,
            attendee: attendee, stamp: now)
    }
}

extension Service {
    /// Composes and freezes an invitation, in the transaction of the fact that causes it. `enrolment` is that of the
    /// recipient's school.
    func freeze(
        _ invitation: Invitation, to contact: Contact, person: Int64, for enrolment: Enrolment?, at now: Instant,
        _ transaction: Transaction
    ) throws {
        let attendee = Mailbox(contact)
        let end = configuration.zone.instant(on: invitation.event.date, at: invitation.event.finish)
        let message = NewMessage(
            kind: invitation.kind, recipient: .person(person), composedAt: now,
            expiresAt: max(end, now.adding(days: 1)), subject: invitation.event.subject,
            enrolment: enrolment?.id)
        try freeze(
            Letter(
                message: message, to: attendee, items: [MailItem(kind: invitation.mailKind, facts: invitation.facts)],
                why: invitation.why,
                calendar: invitation.calendar(configuration, attendee, now),
                schools: [enrolment?.urn].compactMap(\.self)),
            transaction)
    }
}
