import VNetCore

// What is known of one person: for whoever has to answer them.

public struct PersonGet: Request {
    public static let verb = Verb.personGet
    public static let about = About(
        "Show what is known of a person: roles, acceptances of the protocol, visits reviewed or led.", .read, .reads,
        errors: [.notFound])
    public let person: Int64

    public init(_ fields: inout RequestFields) throws(Refusal) {
        person = try fields.required("person", "The person's id; “person list” shows it.")
    }

    public struct Response: Reply {
        public var name: String
        public var email: String
        public var record: PersonRecord

        public init(name: String, email: String, record: PersonRecord) {
            self.name = name
            self.email = email
            self.record = record
        }

        public static let sample = Response(
            name: PersonName.sample.text, email: EmailAddress.sample.text, record: PersonRecord.sample)

        public func write(_ fields: inout ReplyFields) {
            fields.field("name", name, "The person's name.", reader: .operate)
            fields.field("email", email, "The person's e-mail address.", reader: .operate)
            fields.embed(record)
        }
    }
}

public struct PersonExport: Request {
    public static let verb = Verb.personExport
    public static let about = About(
        "Write out everything that is held about a person, to be given to them. The reading is noted in the audit log.",
        .dpo, .discloses, errors: [.notFound], rendering: .text("text"))
    public let person: Int64

    public init(_ fields: inout RequestFields) throws(Refusal) {
        person = try fields.required("person", "The person's id; “person list” shows it.")
    }

    public struct Response: Reply {
        public var on: CivilDate
        public var name: String
        public var email: String
        public var record: PersonRecord
        public var messages: [SentMessage]
        public var enquiries: [PersonEnquiry]
        public var requests: [ErasureView]
        public var text = Document.sample

        public init(
            on: CivilDate, name: String, email: String, record: PersonRecord, messages: [SentMessage],
            enquiries: [PersonEnquiry], requests: [ErasureView]
        ) {
            self.on = on
            self.name = name
            self.email = email
            self.record = record
            self.messages = messages
            self.enquiries = enquiries
            self.requests = requests
        }

        public static let sample = Response(
            on: CivilDate.sample, name: PersonName.sample.text, email: EmailAddress.sample.text,
            record: PersonRecord.sample, messages: [SentMessage.sample], enquiries: [PersonEnquiry.sample],
            requests: [ErasureView.sample])

        public func write(_ fields: inout ReplyFields) {
            fields.field("on", on, "As of which day.")
            fields.field("name", name, "The person's name.", reader: .dpo)
            fields.field("email", email, "The person's e-mail address.", reader: .dpo)
            fields.embed(record)
            fields.list("messages", messages, "What was written to them, oldest first.", reader: .dpo)
            fields.list("enquiries", enquiries, "Enquiries from the same address.", reader: .dpo)
            fields.list("requests", requests, "Requests for erasure.", reader: .dpo)
            fields.field("text", text, "All of it, to be read.", reader: .dpo)
        }
    }
}

/// What is on record of a person besides their name and address.
public struct PersonRecord: Reply {
    public var id: Int64
    public var tenures: [TenureView]
    public var acceptances: [Acceptance]
    public var reviews: [PersonReview]

    public init(id: Int64, tenures: [TenureView], acceptances: [Acceptance], reviews: [PersonReview]) {
        self.id = id
        self.tenures = tenures
        self.acceptances = acceptances
        self.reviews = reviews
    }

    public static let sample = PersonRecord(
        id: 1, tenures: [TenureView.sample], acceptances: [Acceptance.sample], reviews: [PersonReview.sample])

    public func write(_ fields: inout ReplyFields) {
        fields.field("id", id, "The person's id.")
        fields.list("tenures", tenures, "What the person is or was, oldest first.")
        fields.list("acceptances", acceptances, "Versions of the protocol that the person has accepted.")
        fields.list("reviews", reviews, "Visits that the person was named to review, or leads.")
    }

    public struct Acceptance: Reply {
        public var version: String
        public var acceptedOn: CivilDate
        public init(version: String, acceptedOn: CivilDate) {
            self.version = version
            self.acceptedOn = acceptedOn
        }
        public static let sample = Acceptance(version: "2026-09", acceptedOn: CivilDate.sample)
        public func write(_ fields: inout ReplyFields) {
            fields.field("version", version, "The version's name.")
            fields.field("accepted_on", acceptedOn, "When it was accepted.")
        }
    }
}

/// A role of one person, from one day to another.
public struct TenureView: Reply {
    public var id: Int64
    public var role: Role
    public var urn: URN?
    public var school: String?
    public var since: CivilDate
    public var until: CivilDate?

    public init(id: Int64, role: Role, urn: URN?, school: String?, since: CivilDate, until: CivilDate?) {
        self.id = id
        self.role = role
        self.urn = urn
        self.school = school
        self.since = since
        self.until = until
    }

    public static let sample = TenureView(
        id: 1, role: .head, urn: URN.sample, school: "A School", since: CivilDate.sample, until: CivilDate.sample)

    public func write(_ fields: inout ReplyFields) {
        fields.field("id", id, "The id of the tenure, for tenure end.")
        fields.field("role", role, "What the person is there.")
        fields.optional("urn", urn, "The school's URN; absent for a reviewer of the network.")
        fields.optional("school", school, "The school's name.")
        fields.field("since", since, "The first day in this role.")
        fields.optional("until", until, "The last day in this role; absent while it goes on.")
    }
}

/// A visit that one person was named to review, or leads.
public struct PersonReview: Reply {
    public var visit: Int64
    public var cohort: Int64
    public var host: String
    public var school: String?
    public var isLead: Bool
    public var date: CivilDate?
    public var state: VisitState

    public init(
        visit: Int64, cohort: Int64, host: String, school: String?, isLead: Bool, date: CivilDate?, state: VisitState
    ) {
        self.visit = visit
        self.cohort = cohort
        self.host = host
        self.school = school
        self.isLead = isLead
        self.date = date
        self.state = state
    }

    public static let sample = PersonReview(
        visit: 1, cohort: 1, host: "A School", school: "Another School", isLead: true, date: CivilDate.sample,
        state: .held)

    public func write(_ fields: inout ReplyFields) {
        fields.field("visit", visit, "The visit's id.")
        fields.field("cohort", cohort, "The cohort's id.")
        fields.field("host", host, "The school that is visited.")
        fields.optional("school", school, "The school for which the person was named to review.")
        fields.field("lead", isLead, "Whether the person leads the visit.")
        fields.optional("date", date, "The day of the visit.")
        fields.field("state", state, "Where the visit stands.")
    }
}

/// A message to one person, as part of what only they are given, with what is still kept of what it said.
public struct SentMessage: Reply {
    public var id: Int64
    public var kind: String
    public var state: MessageState
    public var composedAt: Instant
    public var subject: String?
    public var body: Document?

    public init(
        id: Int64, kind: String, state: MessageState, composedAt: Instant, subject: String?, body: Document?
    ) {
        self.id = id
        self.kind = kind
        self.state = state
        self.composedAt = composedAt
        self.subject = subject
        self.body = body
    }

    public static let sample = SentMessage(
        id: 1, kind: "reminder", state: .sent, composedAt: Instant.sample, subject: "Training half day",
        body: Document.sample)

    public func write(_ fields: inout ReplyFields) {
        fields.field("id", id, "The message's id.")
        fields.field("kind", kind, "What sort of message.")
        fields.field("state", state, "Where it stands.")
        fields.field("composed_at", composedAt, "When it was written.")
        fields.optional("subject", subject, "Its subject, while its text is kept.")
        fields.optional("body", body, "What it said, while its text is kept.")
    }
}

/// An enquiry from one address, as part of what only its sender is given.
public struct PersonEnquiry: Reply {
    public var id: Int64
    public var enquirer: String
    public var state: EnquiryState
    public var receivedOn: CivilDate
    public var contact: String
    public var question: String

    public init(
        id: Int64, enquirer: String, state: EnquiryState, receivedOn: CivilDate, contact: String, question: String
    ) {
        self.id = id
        self.enquirer = enquirer
        self.state = state
        self.receivedOn = receivedOn
        self.contact = contact
        self.question = question
    }

    public static let sample = PersonEnquiry(
        id: 1, enquirer: "A School", state: .received, receivedOn: CivilDate.sample,
        contact: PersonName.sample.text, question: "May we join in the spring?")

    public func write(_ fields: inout ReplyFields) {
        fields.field("id", id, "The enquiry's id.")
        fields.field("enquirer", enquirer, "The school, trust or organisation that asks.")
        fields.field("state", state, "Where it stands.")
        fields.field("received_on", receivedOn, "When it came.")
        fields.field("contact", contact, "Whom to answer.")
        fields.field("question", question, "What is asked.")
    }
}
