import VNetCore

// The mailer's verbs, on the delivery socket only.

/// How a mailer delivers.
public enum TransportKind: String, CaseIterable, Sendable, ChoiceFieldValue {
    case maildir, smtp
}

@Request(
    "Claim the next message to deliver, waiting until there is one. The attempt is on record before the reply. A message "
        + "whose mailer goes away without a report may have arrived: after a while it is claimed again, byte for byte.",
    .deliver, .waits, errors: [.transportRefused])
public struct DeliverClaim: Request {
    @Field("How the message will be delivered.") public let transport: TransportKind
    @Field("Wait until a message is due, rather than answer that none is.") public let wait: Bool
    @Field("For how many seconds none is wanted yet: the mail server takes no more, or does not answer.")
    public let after: Int?

    @Reply public struct Response: Reply {
        @Field("The message's id; absent when none is due.") public var message: Int64? = nil
        @Field("Which attempt this is.") public var attempt: Int? = nil
        @Field("What the report on this attempt has to name. A report without it settles nothing.")
        public var token: String? = nil
        @Field("The envelope sender.", reader: .deliver) public var sender: EmailAddress? = nil
        @Field("The envelope recipient.", reader: .deliver) public var recipient: EmailAddress? = nil
        @Field("Its Message-ID, the same at every attempt.") public var messageID: String? = nil
        @Field("With this, the message is a test: what each step came to is to be told by “deliver.tested”.")
        public var trial: Int64? = nil
        @Field("The whole message, 7-bit, lines ended by CR LF.", reader: .deliver) public var content: Document? = nil
    }
}

/// What a delivery goes through, one after another.
public enum DeliveryStep: String, CaseIterable, Sendable, ChoiceFieldValue {
    /// The server's name is looked up.
    case name
    /// It takes the connection, and greets.
    case connect
    case tls, auth, mail, rcpt, data
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

@Request(
    "Report how the attempt to deliver a claimed message ended.", .deliver, .changes,
    errors: [.notFound, .stateRefused])
public struct DeliverReport: Request {
    @Field("The message's id.") public let message: Int64
    @Field("The token of the attempt, as the claim gave it.") public let token: String
    @Field("How the attempt ended.") public let result: DeliveryResult
    @Field(
        "What the mail server said, its codes first. They alone are kept, for its words may hold an address.",
        reader: .deliver)
    public let reason: Label?
}

@Request(
    "Hand a claimed message back that was not tried, because nothing can be delivered at present. It does not count as an "
        + "attempt, and “status” says why mail waits, until a report follows or the mailer goes away.", .deliver,
    .changes,
    errors: [.notFound, .stateRefused])
public struct DeliverStop: Request {
    @Field("The message's id.") public let message: Int64
    @Field("The token of the attempt, as the claim gave it.") public let token: String
    @Field("How far the mailer came.") public let step: DeliveryStep
    @Field("What went wrong, in words that go on a sentence and name nobody.") public let cause: Label
}

@Request(
    "Tell how a test that a claim asked for went.", .deliver, .reads, errors: [.notFound])
public struct DeliverTested: Request {
    @Field("The test's number, as the claim gave it.") public let trial: Int64
    @Field(
        "The steps in order, each as its name, yes or no, and what was seen, such as “tls no the certificate has expired”."
    )
    public let steps: [Label]

    @Reply public struct Response: Reply {}
}
