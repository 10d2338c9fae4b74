import VNetCore

/// Somebody with an address.
public struct Mailbox: Equatable, Sendable {
    public var name: String
    public var address: EmailAddress

    public init(name: String, address: EmailAddress) {
        self.name = name
        self.address = address
    }
}

/// One thing that a mail says.
public struct MailItem: Equatable, Sendable {
    public var kind: MailKind
    public var facts: [MailVariable: String]

    public init(kind: MailKind, facts: [MailVariable: String]) {
        self.kind = kind
        self.facts = facts
    }
}

/// An entry in one person's calendar, as iTIP (RFC 5546) sends it.
public struct CalendarEvent: Equatable, Sendable {
    public enum Method: String, Sendable {
        case request = "REQUEST"
        case cancel = "CANCEL"
    }

    public var method: Method
    /// Whether the day is proposed only.
    public var isTentative: Bool
    /// Never changes.
    public var uid: String
    /// Rises with every change.
    public var sequence: Int
    public var start: Instant
    public var end: Instant
    public var summary: String
    public var location: String?
    public var description: String
    public var organizer: Mailbox
    public var attendee: Mailbox
    public var stamp: Instant

    public init(
        method: Method, isTentative: Bool = false, uid: String, sequence: Int, start: Instant, end: Instant,
        summary: String, location: String?, description: String, organizer: Mailbox, attendee: Mailbox, stamp: Instant
    ) {
        self.method = method
        self.isTentative = isTentative
        self.uid = uid
        self.sequence = sequence
        self.start = start
        self.end = end
        self.summary = summary
        self.location = location
        self.description = description
        self.organizer = organizer
        self.attendee = attendee
        self.stamp = stamp
    }
}

/// All that a mail is made from: the same draft always makes the same bytes.
public struct MailDraft: Equatable, Sendable {
    public var from: Mailbox
    public var to: Mailbox
    /// Whose copy this is; named in its Cc field.
    public var copiedTo: Mailbox?
    public var date: Instant
    /// Without angle brackets.
    public var messageID: String
    /// One makes a mail of its own, several a digest.
    public var items: [MailItem]
    public var calendar: CalendarEvent?
    public var networkName: String
    public var privacyURL: String
    /// Why this person gets it.
    public var why: String

    public init(
        from: Mailbox, to: Mailbox, date: Instant, messageID: String, items: [MailItem], calendar: CalendarEvent? = nil,
        networkName: String, privacyURL: String, why: String
    ) {
        self.from = from
        self.to = to
        self.date = date
        self.messageID = messageID
        self.items = items
        self.calendar = calendar
        self.networkName = networkName
        self.privacyURL = privacyURL
        self.why = why
    }
}

/// A mail, ready to be frozen.
public struct ComposedMail: Equatable, Sendable {
    public let subject: String
    /// Its plain text, before it is encoded.
    public let text: String
    /// 7-bit, lines ended by CR LF.
    public let bytes: [UInt8]
}

/// Why a draft makes no mail.
public enum ComposeError: Error, Equatable, Sendable {
    /// A line break or NUL where one could start another header.
    case controlCharacter(field: String)
    case noItems
}
