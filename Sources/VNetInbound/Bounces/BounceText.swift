import VNetCore

/// The many messages that should have been a report: what they say is found by how they are laid out, and by what the mail
/// systems of the world have been saying for forty years.
struct BounceText {
    private static let longest = 400

    private let mail: InboundMail
    /// What the mail system says, without the message that came back.
    private let lines: [Substring]
    /// Of that message, where it is in the text.
    private let copy: [Substring]

    /// Nil where it is no such message.
    static func failures(_ mail: InboundMail) -> [Bounce.Failure]? {
        let text = BounceText(mail)
        guard text.isBounce else { return nil }
        let failures = text.failures()
        return failures.isEmpty ? nil : failures
    }

    /// Of the mail that came back, where its header is in the text.
    static func messageID(_ text: String) -> String? {
        let line = text.split(separator: "\n").first { $0.prefix(11).lowercased() == "message-id:" }
        return line.flatMap { MailFields.Field($0)?.value }
    }

    private init(_ mail: InboundMail) {
        self.mail = mail
        let all = mail.text.split(separator: "\n", omittingEmptySubsequences: false).prefix(Self.longest)
            .map { $0.hasPrefix("> ") ? $0.drop { $0 == ">" || $0 == " " } : $0 }
        let end = Self.original(all) ?? all.endIndex
        lines = Array(all[..<end])
        copy = Array(all[end...])
    }

    private static func original(_ lines: [Substring]) -> Int? {
        lines.indices.first { index in
            let line = lines[index].lowercased()
            if ["received:", "return-path:"].contains(where: line.hasPrefix) { return true }
            guard line.utf8.count < 100, BounceWords.has(line, BounceWords.originals) else { return false }
            let isRuled = line.contains("---") || line.contains("***") || line.trimmed.hasSuffix(":")
            return index > 0 && (isRuled || line.contains("follow") || line.contains("copy of"))
        }
    }

    // MARK: Whether it is one

    private var isBounce: Bool {
        if !mail.fields.addresses(of: "x-failed-recipients").isEmpty { return true }
        let from = (mail.fields["from"] ?? "").lowercased()
        let isEmpty = from.isEmpty || from.contains("<>")
        let isSystem = isEmpty || mail.fields["return-path"] == "<>" || BounceWords.has(from, BounceWords.senders)
        let subject = BounceWords.has(mail.subject.lowercased(), BounceWords.subjects)
        let text = lines.joined(separator: "\n").lowercased()
        let body = text.inOneLine
        let isFailure = BounceWords.has(body, BounceWords.failures)
        let hasCode = EnhancedStatus.all(in: body).contains { $0.level != 2 } || ReplyCode.first(in: text) != nil
        if isSystem {
            return [subject, isFailure, hasCode, namesFailure].count { $0 } >= 2 || isReport && isFailure
        }
        // Somebody passes one on.
        return subject && isFailure && body.contains("mailer-daemon")
    }

    /// “Could not be delivered to: <head@a-school.example>”
    private var namesFailure: Bool {
        lines.contains { line in
            BounceWords.has(line.lowercased(), BounceWords.failures) && !AddressesInText.all(in: line).isEmpty
        }
    }

    private var isReport: Bool { mail.fields["content-type"]?.lowercased().contains("delivery-status") == true }

    // MARK: What it says

    private struct Mention {
        let address: EmailAddress
        let line: Int
    }

    private func failures() -> [Bounce.Failure] {
        let mentions = found()
        guard !mentions.isEmpty else { return unmentioned() }
        return mentions.indices.map { index in
            let mention = mentions[index]
            let end = index + 1 < mentions.count ? mentions[index + 1].line : lines.count
            let block = lines[mention.line..<max(mention.line + 1, end)]
            return failure(mention.address, original: generated(block), block.joined(separator: "\n"))
        }
    }

    /// Addresses that the text does not name, but its header does, or the header of the message that came back.
    private func unmentioned() -> [Bounce.Failure] {
        if let failures = DeliveryStatus.failures(mail, isReturned: true) { return failures }
        let failed = mail.fields.addresses(of: "x-failed-recipients")
        let copied = copy.compactMap(MailFields.Field.init).first { $0.name == "to" }
        let returned = mail.returned?.addresses(of: "to") ?? copied.map { MailAddresses.read($0.raw) } ?? []
        let addresses = failed.isEmpty ? Array(returned.prefix(1)) : failed
        return addresses.map { failure($0, original: nil, lines.joined(separator: "\n")) }
    }

    private func failure(_ address: EmailAddress, original: EmailAddress?, _ block: String) -> Bounce.Failure {
        let all = lines.joined(separator: "\n")
        let hasNumber = EnhancedStatus.all(in: block).contains { $0.level != 2 } || ReplyCode.first(in: block) != nil
        let isTemporary = BounceWords.has(block.lowercased().inOneLine, BounceWords.temporary)
        let said = hasNumber || isTemporary ? block : all
        return Bounce.Failure(
            address: address, original: original, said: said, isDelayed: isDelayed,
            otherwise: isTemporary ? .temporary : .permanent)
    }

    private var isDelayed: Bool {
        let text = (mail.subject + "\n" + lines.joined(separator: "\n")).lowercased().inOneLine
        return BounceWords.has(text, BounceWords.delays) && !text.contains("failed permanently")
    }

    /// Exim names the address from which another came.
    private func generated(_ block: ArraySlice<Substring>) -> EmailAddress? {
        block.first { $0.contains("generated from") }.flatMap { AddressesInText.all(in: $0).first?.address }
    }

    /// The addresses that failed: those with which a line begins, else those that a server was told of or answers about, else
    /// those that the header names, else the first that there is.
    private func found() -> [Mention] {
        let known = Set((mail.recipients + mail.from).map(\.folded))
        for places in [leading, answered] {
            let mentions = distinct(places())
            let others = mentions.filter { !known.contains($0.address.folded) }
            if !mentions.isEmpty { return others.isEmpty ? mentions : others }
        }
        guard mail.fields.addresses(of: "x-failed-recipients").isEmpty else { return [] }
        return Array(anywhere().filter { !known.contains($0.address.folded) }.prefix(1))
    }

    private func distinct(_ mentions: [Mention]) -> [Mention] {
        var seen: Set<String> = []
        return mentions.filter { seen.insert($0.address.folded).inserted }
    }

    private static let systems = ["postmaster", "mailer-daemon", "abuse", "support", "helpdesk", "noreply", "no-reply"]

    private func mentions(where isWanted: (Substring, (address: EmailAddress, start: Int)) -> Bool) -> [Mention] {
        lines.indices.flatMap { index -> [Mention] in
            let line = lines[index].prefix(1_000)
            return AddressesInText.all(in: line).prefix(1).compactMap { found in
                let local = found.address.folded.prefix { $0 != "@" }
                guard !Self.systems.contains(String(local)), isWanted(line, found) else { return nil }
                return Mention(address: found.address, line: index)
            }
        }
    }

    private static let labels = [
        "recipient:", "recipients:", "address:", "delivery failed:", "failed recipient:", "email address:",
        "unable to deliver message to:", "failed addresses:", "failed address:", "to address:", "e-mail address:",
        "an error has occurred while delivering to:",
    ]

    private func leading() -> [Mention] {
        mentions { line, found in
            let before = String(decoding: line.utf8.prefix(found.start), as: UTF8.self).lowercased()
            let label = before.drop { !$0.isLetter }.prefix { $0 != "<" }.trimmed
            return label.isEmpty && !before.contains(where: \.isNumber) || Self.labels.contains(String(label))
        }
    }

    /// `RCPT TO:<head@a-school.example>`, or `554 <head@a-school.example>... User unknown`
    private func answered() -> [Mention] {
        mentions { line, found in
            let before = line.utf8.prefix(found.start)
            if String(decoding: before, as: UTF8.self).lowercased().contains("rcpt to:") { return true }
            guard before.last == UInt8(ascii: "<"), before.first?.isDigit == true else { return false }
            let rest = line.utf8.dropFirst(found.start + found.address.text.utf8.count)
            return rest.starts(with: Array(">...".utf8)) || rest.starts(with: Array(">:".utf8))
        }
    }

    private func anywhere() -> [Mention] {
        mentions { line, _ in
            let line = line.trimmed.lowercased()
            return !BounceWords.asides.contains { line.hasPrefix($0) } && !line.contains("contact")
        }
    }
}
