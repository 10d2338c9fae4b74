/// What a reminder is about.
public struct ReminderSubject: Hashable, Sendable, CustomStringConvertible {
    public enum Kind: String, CaseIterable, Sendable { case cohort, enrolment, session, visit, enquiry, hold, erasure }

    public let kind: Kind
    public let id: Int64

    public init(_ kind: Kind, _ id: Int64) {
        self.kind = kind
        self.id = id
    }

    public var description: String { "\(kind.rawValue) \(id)" }
}

/// To whom a reminder goes.
public enum ReminderRecipient: Hashable, Sendable {
    /// A person, as the head of an enrolled school or a reviewer for it, whose working days count; without a school a
    /// reviewer of the network, for whom the office's do.
    case person(Int64, URN?)
    /// The network's administrator, whose working days are the office's.
    case admin

    public var person: Int64? {
        switch self {
        case .person(let id, _): id
        case .admin: nil
        }
    }

    public var urn: URN? {
        switch self {
        case .person(_, let urn): urn
        case .admin: nil
        }
    }
}

/// One reminder that should go out once.
public struct PlannedReminder: Sendable {
    /// What makes it this one and no other. A new date of the occasion makes a new reminder; a new holiday only moves it.
    public struct Identity: Hashable, Sendable {
        public let kind: ReminderKind
        public let subject: ReminderSubject
        /// The day of the occasion from which the offset counts.
        public let anchor: CivilDate
        public let offset: ReminderOffset
        /// Nil is the administrator.
        public let person: Int64?
        /// About an enrolment, which of the school's stays in the cohort it is of: one that comes back is reminded anew. Of
        /// everything else, 1.
        public let stay: Int

        public init(
            kind: ReminderKind, subject: ReminderSubject, anchor: CivilDate, offset: ReminderOffset, person: Int64?,
            stay: Int = 1
        ) {
            self.kind = kind
            self.subject = subject
            self.anchor = anchor
            self.offset = offset
            self.person = person
            self.stay = stay
        }
    }

    public let identity: Identity
    /// The school for which the recipient gets it; nil for the administrator.
    public let urn: URN?
    /// When it falls due.
    public let at: Instant
    /// From when on it is of no use.
    public let expires: Instant
    /// Whether the day was moved because it was not a working day of the recipient.
    public let isShifted: Bool

    public init(identity: Identity, urn: URN?, at: Instant, expires: Instant, isShifted: Bool) {
        self.identity = identity
        self.urn = urn
        self.at = at
        self.expires = expires
        self.isShifted = isShifted
    }

    /// Why on that day, in words: “10 working days before Tuesday 3 November 2026”.
    public var reason: String {
        let counted = "\(identity.offset.words) \(identity.anchor.words)"
        return isShifted ? counted + ", moved to the working day before" : counted
    }
}
