import VNetCore

/// What a mail that somebody sent is, and what it says, as far as that is certain.
public struct InboundFacts: Sendable {
    public enum Kind: Sendable {
        /// A mail of ours that came back as it was: it is dropped, or it would go round for ever.
        case loop
        case feedbackReport(FeedbackReport)
        case bounce(Bounce)
        /// That a mail arrived, or was opened.
        case receipt
        /// An answer of a calendar program, or a calendar that says nothing that can be acted upon.
        case calendar(CalendarReading)
        case automaticReply(AutomaticReply)
        /// Sent to many: a mailing list, an advertisement.
        case list
        /// Nobody here can read it.
        case encrypted
        /// Written by a person; `ReplyText` may be empty.
        case answer(ReplyText)
    }

    public let kind: Kind
    /// Who it says it is from. Anybody can say that.
    public let from: [EmailAddress]
    /// Every token that it carries, those of the address first.
    public let tokens: [ReplyToken]
    public let subject: String
    public let messageID: String?
    public let inReplyTo: String?
    public let attachments: [String]
    public let isSigned: Bool
    /// There is more than was read.
    public let isCut: Bool

    /// `day` is the one on which it came.
    public init(_ mail: InboundMail, on day: CivilDate, in zones: CalendarZones) {
        kind = Self.kind(mail, on: day, in: zones)
        from = mail.from
        tokens = Self.tokens(mail)
        subject = mail.subject
        messageID = mail.fields["message-id"]
        inReplyTo = mail.fields["in-reply-to"]
        attachments = mail.attachments
        isSigned = mail.protection == .signed
        isCut = mail.isCut
    }

    private static func kind(_ mail: InboundMail, on day: CivilDate, in zones: CalendarZones) -> Kind {
        // What came back inside a bounce is in `returned`, not here.
        if mail.fields["x-vnet-loop"] != nil { return .loop }
        if let report = FeedbackReport(mail) { return .feedbackReport(report) }
        if let bounce = Bounce(mail) { return .bounce(bounce) }
        if DeliveryStatus.isSuccess(mail) || isReadReceipt(mail) { return .receipt }
        if let reading = CalendarReading(mail, in: zones), !reading.isOfOthers { return .calendar(reading) }
        if let automatic = AutomaticReply(mail, on: day) { return .automaticReply(automatic) }
        if isList(mail) { return .list }
        return mail.protection == .encrypted ? .encrypted : .answer(ReplyText(mail))
    }

    private static func isReadReceipt(_ mail: InboundMail) -> Bool {
        mail.parts.contains { $0.type == "message/disposition-notification" && !$0.isReturned }
    }

    private static func isList(_ mail: InboundMail) -> Bool {
        let precedence = mail.fields["precedence"]?.lowercased() ?? ""
        return mail.fields["list-id"] != nil || ["bulk", "list", "junk"].contains(precedence)
    }

    // MARK: Tokens

    private static func tokens(_ mail: InboundMail) -> [ReplyToken] {
        let addressed = mail.recipients.compactMap { address in
            address.text.split(separator: "@").first?.split(separator: "+").last.flatMap { ReplyToken($0) }
        }
        var seen: Set<ReplyToken> = []
        return (addressed + quoted(mail.text)).filter { seen.insert($0).inserted }
    }

    private static let mostQuoted = 20

    /// `[vnet:TOKEN]`
    private static func quoted(_ text: String) -> [ReplyToken] {
        text.split(separator: "[vnet:", omittingEmptySubsequences: false).dropFirst().prefix(mostQuoted)
            .compactMap { rest in rest.split(separator: "]", maxSplits: 1).first.flatMap { ReplyToken($0) } }
    }
}
