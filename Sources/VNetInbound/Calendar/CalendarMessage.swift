import VNetCore

/// What a calendar program answers to an invitation (RFC 5546): one for each event, or for each day of a series.
public struct CalendarMessage: Hashable, Sendable {
    public enum Method: String, Hashable, Sendable {
        /// Somebody comes, or does not.
        case reply
        /// Somebody proposes another time.
        case counter
        /// Somebody asks for the entry as it stands.
        case refresh
    }

    /// Whether somebody comes (PARTSTAT).
    public enum Participation: String, Hashable, Sendable {
        case accepted, declined, tentative, delegated
        /// Nothing has been said; also where what is said is no word of the standard.
        case needsAction = "needs_action"
    }

    public struct Attendee: Hashable, Sendable {
        public let address: EmailAddress
        public let participation: Participation
        /// Who answered in that person's place.
        public let sentBy: EmailAddress?
        public let delegatedTo: [EmailAddress]
        public let delegatedFrom: [EmailAddress]
    }

    /// A day, or a moment.
    public enum Time: Hashable, Sendable {
        case day(CivilDate)
        case moment(Instant)
    }

    public struct Proposal: Hashable, Sendable {
        public let start: Time
        /// Nil where only the beginning is proposed.
        public let end: Time?
    }

    public let method: Method
    public let uid: String
    /// Which of a series it is about; nil for all of it.
    public let recurrence: Time?
    public let sequence: Int
    /// When it was written; nil where that is not said, or not understood.
    public let stamp: Instant?
    /// At least one, except in `refresh`.
    public let attendees: [Attendee]
    /// Only of `counter`.
    public let proposal: Proposal?
    /// What was written beside the answer; nil where nothing was.
    public let comment: String?
}

/// Why a calendar that came with a mail says nothing that can be acted upon.
public enum CalendarFault: Error, Hashable {
    case unreadable
    case noUID
    case noAttendee
    /// A time is missing, or in a zone that the system does not know.
    case unclearTime
    /// Another's invitation, cancellation or publication: it is no answer.
    case otherMethod(String)
}

/// The calendars of a mail, or of a file.
public struct CalendarReading: Hashable, Sendable {
    public internal(set) var messages: [CalendarMessage] = []
    public internal(set) var faults: [CalendarFault] = []

    /// All that it holds is an invitation, a cancellation or the like: somebody passes on what is not for us.
    public var isOfOthers: Bool {
        messages.isEmpty
            && faults.allSatisfy { if case .otherMethod = $0 { true } else { false } }
    }

    /// What `mail` holds; what came back with it is not looked at. Nil where there is no calendar in it.
    public init?(_ mail: InboundMail, in zones: CalendarZones) {
        let types = ["text/calendar", "application/ics"]
        let parts = mail.parts.filter { types.contains($0.type) && !$0.isReturned }
        guard let part = parts.first(where: { $0.text?.isEmpty == false }) else { return nil }
        // The same is often there twice, for those who show it and for those who store it.
        self.init(part.text ?? "", method: part.parameters["method"], in: zones)
    }

    /// `method` is what was said outside the calendar, for those that say it nowhere else.
    public init(_ text: String, method: String? = nil, in zones: CalendarZones) {
        guard CalendarReader.isHarmless(text), let calendars = CalendarReader.calendars(text) else {
            faults = [.unreadable]
            return
        }
        defer { calendars.free() }
        for calendar in calendars.all { CalendarReader(calendar, zones: zones, declared: method).read(into: &self) }
        if messages.isEmpty, faults.isEmpty { faults = [.unreadable] }
    }
}
