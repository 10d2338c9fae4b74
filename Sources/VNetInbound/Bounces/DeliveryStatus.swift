import VNetCore

/// Reports as RFC 3464 has them: a group of fields for each recipient.
enum DeliveryStatus {
    /// Nil where there is no such report, or nothing in it that failed. `isReturned` asks for the report in a message that is
    /// passed on.
    static func failures(_ mail: InboundMail, isReturned: Bool = false) -> [Bounce.Failure]? {
        let reports = texts(mail, isReturned: isReturned)
        // Some write the fields into the text.
        let texts = reports.isEmpty && !isReturned ? mail.spoken.compactMap(\.text).filter(isReport) : reports
        let groups = texts.flatMap { MailFields.groups(unquoted($0)) }
            .filter { $0["final-recipient"] != nil || $0["original-recipient"] != nil }
        var seen: Set<String> = []
        let failures = groups.compactMap { failure($0, mail) }.filter { failure in
            seen.insert(failure.address?.folded ?? "").inserted
        }
        return failures.isEmpty ? nil : failures
    }

    /// Whether what is reported is that all went well.
    static func isSuccess(_ mail: InboundMail) -> Bool {
        let actions = texts(mail, isReturned: false).flatMap { MailFields.groups($0) }.compactMap {
            $0["action"].map(word)
        }
        return !actions.isEmpty && actions.allSatisfy { ["delivered", "relayed", "expanded"].contains($0) }
    }

    private static func texts(_ mail: InboundMail, isReturned: Bool) -> [String] {
        mail.parts.filter { $0.type.hasSuffix("delivery-status") && $0.isReturned == isReturned }.compactMap(\.text)
    }

    private static func isReport(_ text: String) -> Bool {
        let text = text.lowercased()
        return text.contains("final-recipient:") && text.contains("status:")
    }

    private static func unquoted(_ text: String) -> String {
        guard text.contains("\n> ") else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.drop { $0 == ">" || $0 == " " } }.joined(separator: "\n")
    }

    private static func failure(_ fields: MailFields, _ mail: InboundMail) -> Bounce.Failure? {
        let action = fields["action"].map(word) ?? "failed"
        guard action == "failed" || action == "delayed" || action == "delivered" && isRefused(fields) else {
            return nil
        }
        let final = fields.all("final-recipient").compactMap(address).first
        let original = fields.all("original-recipient").compactMap(address).first
        let fallback =
            mail.fields.addresses(of: "x-failed-recipients").first ?? mail.returned?.addresses(of: "to").first
        let said = [fields["status"], fields["diagnostic-code"]].compactMap(\.self).joined(separator: "\n")
        return Bounce.Failure(
            address: final ?? original ?? fallback, original: final == nil ? nil : original, said: said,
            isDelayed: action == "delayed", otherwise: .permanent)
    }

    private static func isRefused(_ fields: MailFields) -> Bool { fields["status"]?.first == "5" }

    private static func word(_ text: String) -> String {
        text.lowercased().prefix(while: \.isLetter).description
    }

    /// `rfc822;head@a-school.example`: what stands behind the type, without what some put around it.
    private static func address(_ text: String) -> EmailAddress? {
        let value = text.split(separator: ";", maxSplits: 1).last ?? ""
        return EmailAddress(String(value.trimmed)) ?? AddressesInText.all(in: value).first?.address
    }
}
