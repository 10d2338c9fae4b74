import VNetCompose
import VNetCore
import VNetStore

// A person who is erased is erased from what others were sent, too.

extension Change {
    /// The mails to others, of which the text is kept, that name a person or hold their address. Those that have not left
    /// are withdrawn, to be written anew without them.
    func withdrawMails(naming contact: Contact, besides own: [Int64]) throws -> [Int64] {
        let own = Set(own)
        var named: [Int64] = []
        for message in try transaction.messagesWithText() where !own.contains(message.id) {
            guard let content = try readable({ try transaction.content(ofMessage: message.id) }),
                let mail = MailText(content), mail.names(contact)
            else { continue }
            named.append(message.id)
            try withdraw(message)
        }
        return named
    }

    /// Has what a mail that has not left says wait, to be written anew.
    private func withdraw(_ message: Message) throws {
        guard message.state.allows(.cancel) else { return }
        try transaction.cancelMessage(message.id, at: now)
        guard message.state != .failed else { return }
        for reminder in try transaction.reminders(ofMessage: message.id) {
            try transaction.setReminder(reminder.id, to: .scheduled)
        }
        if let cohort = try transaction.removeEntry(ofMessage: message.id) { touch(cohort) }
    }
}

extension MailText {
    /// Whether it holds a person's name, as whole words, or their address.
    fileprivate func names(_ contact: Contact) -> Bool {
        let all = "\(subject)\n\(text)".lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let sought = [contact.name.text.lowercased(), contact.email.folded]
        return sought.contains { all.containsWords($0) }
    }
}

extension String {
    /// Whether `part` is in it without a letter or digit before or after it.
    fileprivate func containsWords(_ part: String) -> Bool {
        ranges(of: part).contains { range in
            func isWord(_ character: Character?) -> Bool { character.map { $0.isLetter || $0.isNumber } ?? false }
            let before = range.lowerBound == startIndex ? nil : self[index(before: range.lowerBound)]
            return !isWord(before) && !isWord(range.upperBound == endIndex ? nil : self[range.upperBound])
        }
    }
}
