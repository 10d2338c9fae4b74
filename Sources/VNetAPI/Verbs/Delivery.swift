import VNetCore

// The mailer's verbs, on the delivery socket only.

/// How a mailer delivers.
public enum Transport: String, CaseIterable, Sendable, ChoiceFieldValue {
    case maildir, smtp
}

public struct DeliverClaim: Request {
    public static let verb = Verb.deliverClaim
    public static let about = About(
        "Claim the next message to deliver, waiting until there is one. The attempt is on record before the reply. A message "
            + "whose mailer goes away without a report may have arrived: after a while it is claimed again, byte for byte.",
        .deliver, .waits, errors: [.transportRefused])
    public let transport: Transport
    public let wait: Bool

    public init(_ fields: inout RequestFields) throws(Refusal) {
        transport = try fields.required("transport", "How the message will be delivered.")
        wait = try fields.flag("wait", "Wait until a message is due, rather than answer that none is.")
    }

    public struct Response: Reply {
        public var message: Int64?
        public var attempt: Int?
        public var token: String?
        public var sender: EmailAddress?
        public var recipient: EmailAddress?
        public var messageID: String?
        public var content: Document?

        public init(
            message: Int64? = nil, attempt: Int? = nil, token: String? = nil, sender: EmailAddress? = nil,
            recipient: EmailAddress? = nil, messageID: String? = nil, content: Document? = nil
        ) {
            self.message = message
            self.attempt = attempt
            self.token = token
            self.sender = sender
            self.recipient = recipient
            self.messageID = messageID
            self.content = content
        }

        public static let sample = Response(
            message: 1, attempt: 1, token: "1d2k4wq8n6e0z3v5r7x9b1c2f", sender: EmailAddress.sample,
            recipient: EmailAddress.sample,
            messageID: "<1.00000000@vnet.example>", content: Document.sample)

        public func write(_ fields: inout ReplyFields) {
            fields.optional("message", message, "The message's id; absent when none is due.")
            fields.optional("attempt", attempt, "Which attempt this is.")
            fields.optional(
                "token", token, "What the report on this attempt has to name. A report without it settles nothing.")
            fields.optional("sender", sender, "The envelope sender.", reader: .deliver)
            fields.optional("recipient", recipient, "The envelope recipient.", reader: .deliver)
            fields.optional("message_id", messageID, "Its Message-ID, the same at every attempt.")
            fields.optional("content", content, "The whole message, 7-bit, lines ended by CR LF.", reader: .deliver)
        }
    }
}

/// How an attempt ended.
public enum DeliveryResult: String, CaseIterable, Sendable, ChoiceFieldValue {
    case sent
    /// Refused for now.
    case deferred
    /// Refused for good.
    case failed
    /// The attempt broke off, and whether it arrived cannot be known.
    case unknown
}

public struct DeliverReport: Request {
    public static let verb = Verb.deliverReport
    public static let about = About(
        "Report how the attempt to deliver a claimed message ended.", .deliver, .changes,
        errors: [.notFound, .stateRefused])
    public let message: Int64
    public let token: String
    public let result: DeliveryResult
    public let reason: Label?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        message = try fields.required("message", "The message's id.")
        token = try fields.required("token", "The token of the attempt, as the claim gave it.")
        result = try fields.required("result", "How the attempt ended.")
        reason = try fields.optional("reason", "What the mail server said; without any person's address.")
    }
    public typealias Response = Outcome
}
