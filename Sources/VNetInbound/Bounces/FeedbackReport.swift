import VNetCore

/// What a provider says when one of its people has called a mail unwanted (RFC 5965), or a mail has failed a check.
public struct FeedbackReport: Hashable, Sendable {
    /// Such as `abuse`, `opt-out` or `auth-failure`.
    public let type: String
    /// Whose mail it was, where the report says.
    public let recipients: [EmailAddress]

    /// Nil of any other mail.
    init?(_ mail: InboundMail) {
        let part = mail.parts.first { $0.type == "message/feedback-report" && !$0.isReturned }
        let fields = part?.text.map { MailFields.groups($0) }?.first
        let isHotmail =
            mail.fields["x-hmxmroriginalrecipient"] != nil || mail.returned?["x-hmxmroriginalrecipient"] != nil
        guard part != nil || isHotmail || mail.fields["content-type"]?.lowercased().contains("feedback-report") == true
        else { return nil }
        type = fields?["feedback-type"]?.lowercased() ?? "abuse"
        let names = ["original-rcpt-to", "removal-recipient"]
        var found = names.flatMap { fields?.addresses(of: $0) ?? [] }
        if found.isEmpty { found = mail.returned?.addresses(of: "x-hmxmroriginalrecipient") ?? [] }
        recipients = found
    }
}
