import VNetAPI
import VNetCompose
import VNetCore
import VNetStore

extension Service {
    public func reminderList(_ request: ReminderList) throws(Refusal) -> ReminderList.Response {
        try read { transaction in
            if let cohort = request.cohort { _ = try transaction.require(cohort: cohort) }
            return try page(
                request, transaction,
                fetch: { try transaction.comingReminders(in: request.cohort, after: $0, limit: $1) },
                place: \.place
            ) {
                ReminderView(
                    id: $0.id, at: $0.at, kind: $0.kind, to: try transaction.addressee(of: $0),
                    about: $0.subject.description, school: try transaction.school(of: $0.subject), reason: $0.reason,
                    isHeld: $0.state == .held)
            }
        }
    }

    /// The mail as it will be sent, if nothing changes and no other message is written before it.
    public func reminderPreview(_ request: ReminderPreview) throws(Refusal) -> ReminderPreview.Response {
        try read { transaction in
            let reminder = try transaction.require(reminder: request.reminder)
            guard reminder.state == .scheduled else {
                throw Refusal(
                    .stateRefused,
                    "Reminder \(reminder.id) is \(reminder.state.rawValue); only one that is scheduled has a preview.")
            }
            let together = try transaction.dueReminders(to: reminder.identity.person, at: reminder.at)
                .filter { $0.expires > reminder.at }
            guard let letter = try letter(for: together, at: reminder.at, transaction) else {
                throw Refusal(.stateRefused, "There is nobody to send reminder \(reminder.id) to.")
            }
            let draft = draft(of: letter, id: try transaction.nextMessageID())
            let mail = try composer.compose(draft, zone: configuration.zone)
            return ReminderPreview.Response(
                at: reminder.at, reminders: together.map(\.id),
                text: Document(
                    "To: \(letter.to.name) <\(letter.to.address.text)>\nSubject: \(mail.subject)\n\n\(mail.text)"),
                content: Document(String(decoding: mail.bytes, as: UTF8.self)))
        }
    }
}

extension Transaction {
    /// The school, or the enquirer, that something is about; nil where it is about a whole cohort.
    fileprivate func school(of subject: ReminderSubject) throws -> String? {
        switch subject.kind {
        case .enrolment: try enrolment(subject.id)?.school
        case .visit: try visit(subject.id)?.hostName
        case .enquiry: try enquiry(subject.id)?.enquirer
        case .session, .cohort, .hold, .erasure: nil
        }
    }

    /// Who gets a reminder, without a name.
    fileprivate func addressee(of reminder: Reminder) throws -> String {
        guard let person = reminder.identity.person else { return "administrator" }
        guard let urn = reminder.urn, let school = try school(urn)?.name else { return "reviewer of the network" }
        let isHead = try holders(of: .head, at: urn).contains { $0.person == person }
        return isHead ? "head of \(school)" : "reviewer for \(school)"
    }
}

extension Reminder {
    /// Why on that day.
    var reason: String {
        PlannedReminder(identity: identity, urn: urn, at: at, expires: expires, isShifted: isShifted).reason
    }
}
