import VNetCompose
import VNetCore
import VNetStore

/// A mail that is about to be frozen.
struct Letter {
    let message: NewMessage
    let to: Mailbox
    let items: [MailItem]
    /// Why the recipient gets it.
    let why: String
    var calendar: CalendarEvent?
    /// The schools whose delegates are copied.
    var schools: [URN] = []
}

extension Service {
    /// Composes a message and freezes it, Message-ID and date included; and copies of it to the delegates of its schools,
    /// without what is confidential. Gives its id.
    @discardableResult
    func freeze(_ letter: Letter, _ transaction: Transaction) throws -> Int64 {
        let id = try transaction.nextMessageID()
        try freeze(letter, id: id, copiedTo: nil, transaction)
        let copied = letter.items.filter(\.kind.isCopiedToDelegates)
        guard !copied.isEmpty else { return id }
        // Who is a delegate of two of the schools gets one copy.
        var written = Set([letter.message.recipient.person].compactMap(\.self))
        for urn in Set(letter.schools).sorted() {
            for delegate in try transaction.holders(of: .delegate, at: urn)
            where written.insert(delegate.person).inserted {
                guard let contact = try transaction.contact(delegate.person) else { continue }
                var message = letter.message
                message.recipient = .person(delegate.person)
                message.copy = (of: id, for: urn)
                let copy = Letter(
                    message: message, to: letter.to, items: copied, why: letter.why + " You are copied as a delegate.",
                    calendar: letter.calendar)
                try freeze(copy, id: try transaction.nextMessageID(), copiedTo: Mailbox(contact), transaction)
            }
        }
        return id
    }

    private func freeze(_ letter: Letter, id: Int64, copiedTo copy: Mailbox?, _ transaction: Transaction) throws {
        var draft = draft(of: letter, id: id)
        draft.copiedTo = copy
        let mail = try composer.compose(draft, zone: configuration.zone)
        var message = letter.message
        message.isConfidential = letter.items.contains(where: \.kind.isConfidential)
        try transaction.freeze(message, id: id, messageID: draft.messageID, content: mail.bytes)
    }

    /// The draft of message `id`. The same arguments always make the same bytes.
    func draft(of letter: Letter, id: Int64) -> MailDraft {
        let domain = configuration.sender.address.text.split(separator: "@").last ?? "localhost"
        return MailDraft(
            from: configuration.sender, to: letter.to, date: letter.message.composedAt,
            messageID: "\(id).\(store.epoch)@\(domain)", items: letter.items, calendar: letter.calendar,
            networkName: configuration.name, privacyURL: configuration.privacyURL, why: letter.why)
    }

    /// Where a message goes; nil when the person has been purged.
    func mailbox(of recipient: MessageRecipient, _ transaction: Transaction) throws -> Mailbox? {
        switch recipient {
        case .admin: configuration.admin
        case .safeguarding: configuration.safeguarding ?? configuration.admin
        case .person(let id): try id.flatMap { try transaction.contact($0) }.map(Mailbox.init)
        }
    }
}

extension Mailbox {
    init(_ contact: Contact) { self.init(name: contact.name.text, address: contact.email) }
}

extension Change {
    /// Writes to somebody at once, because of the change itself; `subject` is what can stop it again.
    func notify(
        _ recipient: MessageRecipient, _ kind: MailKind, _ facts: [MailVariable: String], why: String,
        schools: [URN] = [], about subject: ReminderSubject? = nil
    ) throws {
        guard let mailbox = try service.mailbox(of: recipient, transaction) else { return }
        let message = NewMessage(
            kind: .notice, recipient: recipient, composedAt: now, expiresAt: now.adding(days: 14), subject: subject)
        let item = MailItem(kind: kind, facts: facts.filter { kind.variables.contains($0.key) })
        try service.freeze(
            Letter(message: message, to: mailbox, items: [item], why: why, schools: schools), transaction)
        written[.notice, default: 0] += 1
    }

    func notifyAdmin(_ kind: MailKind, _ facts: [MailVariable: String]) throws {
        try notify(.admin, kind, facts, why: "you administer the network.")
    }
}
