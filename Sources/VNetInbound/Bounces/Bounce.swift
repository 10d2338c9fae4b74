import VNetCore

/// A mail system's message that a mail has not arrived, or not yet.
public struct Bounce: Hashable, Sendable {
    /// Whether the address will do another time.
    public enum Kind: String, Hashable, Sendable {
        case permanent, temporary
    }

    public struct Failure: Hashable, Sendable {
        /// Where it could not be delivered; nil where the message does not say.
        public let address: EmailAddress?
        /// Where it was sent, where that is another address, which passes its mail on.
        public let original: EmailAddress?
        public let kind: Kind
        /// Nil where the message has none.
        public let status: EnhancedStatus?
        /// It is still being tried; another message follows if that comes to nothing.
        public let isDelayed: Bool
    }

    /// One for each address, in the order of the message; never empty.
    public let failures: [Failure]
    /// The Message-ID of the mail that came back, where it did.
    public let messageID: String?

    /// Nil of any other mail.
    public init?(_ mail: InboundMail) {
        guard !DeliveryStatus.isSuccess(mail) else { return nil }
        let failures = DeliveryStatus.failures(mail) ?? BounceText.failures(mail) ?? []
        guard !failures.isEmpty else { return nil }
        self.failures = failures
        messageID = mail.returned?["message-id"] ?? BounceText.messageID(mail.text)
    }
}

extension Bounce.Failure {
    /// By the most exact number that there is: the status, then the code of the server's answer, then what is said in words.
    init(address: EmailAddress?, original: EmailAddress?, said text: String, isDelayed: Bool, otherwise: Bounce.Kind) {
        let all = EnhancedStatus.all(in: text).filter { $0.level != 2 }
        let first = all.first
        let status = first?.isVague == true ? all.first { $0.level == first?.level && !$0.isVague } ?? first : first
        let level = status?.level ?? ReplyCode.first(in: text).map { $0 / 100 }
        let kind: Bounce.Kind = isDelayed || level == 4 ? .temporary : level == 5 ? .permanent : otherwise
        self.init(
            address: address, original: original == address ? nil : original, kind: kind, status: status,
            isDelayed: isDelayed)
    }
}
