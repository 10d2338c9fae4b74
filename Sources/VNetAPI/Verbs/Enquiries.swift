import VNetCore

// Questions whether a school or trust can set up or join a cohort.

public struct EnquiryCreate: Request {
    public static let verb = Verb.enquiryCreate
    public static let about = About(
        "Record an enquiry. Name who asks by one of --urn, --trust and --organisation.", .operate, .changes,
        errors: [.exists, .notFound, .ruleRefused])
    public let contact: PersonName
    public let email: EmailAddress
    public let question: Label
    public let urn: URN?
    public let trust: String?
    public let organisation: Label?
    public let received: CivilDate?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        contact = try fields.required("contact", "The name of the person to answer.")
        email = try fields.required("email", "The person's e-mail address.")
        question = try fields.required("question", "What is asked, in a line.")
        urn = try fields.optional("urn", "The school that asks, by its URN.")
        trust = try fields.optional("trust", "The trust that asks, by the register's code for it.")
        organisation = try fields.optional("organisation", "The name of who asks, where the register has neither.")
        received = try fields.optional("received", "The day on which it came; today unless given.")
    }
    public typealias Response = Outcome
}

public struct EnquiryContact: Request {
    public static let verb = Verb.enquiryContact
    public static let about = About(
        "Record that the enquirer was spoken with. The reminders count anew from that day.", .operate, .changes,
        errors: [.notFound, .stateRefused, .ruleRefused])
    public let enquiry: Int64
    public let on: CivilDate?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        enquiry = try fields.required("enquiry", "The enquiry's id.")
        on = try fields.optional("on", "The day; today unless given.")
    }
    public typealias Response = Outcome
}

public struct EnquiryConvert: Request {
    public static let verb = Verb.enquiryConvert
    public static let about = About(
        "Enrol who enquired in a cohort that is recruiting.", .operate, .changes,
        errors: [.notFound, .stateRefused, .ruleRefused])
    public let enquiry: Int64
    public let cohort: Int64
    public let schools: [URN]?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        enquiry = try fields.required("enquiry", "The enquiry's id.")
        cohort = try fields.required("cohort", "The cohort's id.")
        schools = try fields.optional(
            "schools", "The URNs of the schools that enrol; the enquiring school unless given.")
    }
    public typealias Response = Outcome
}

public struct EnquiryDecline: Request {
    public static let verb = Verb.enquiryDecline
    public static let about = About(
        "Record that nothing comes of an enquiry.", .operate, .changes, errors: [.notFound, .stateRefused])
    public let enquiry: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        enquiry = try fields.required("enquiry", "The enquiry's id.")
    }
    public typealias Response = Outcome
}

public struct EnquiryList: Listing {
    public static let verb = Verb.enquiryList
    public static let about = About("List enquiries, newest first.", .read, .reads, rendering: .table("enquiries"))
    public let state: EnquiryState?
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        state = try fields.optional("state", "Only enquiries in this state.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public typealias Row = EnquirySummary
    public static let rows: StaticString = "enquiries"
    public static let order: StaticString = "Newest first."
}

extension Page where List == EnquiryList {
    public var enquiries: [EnquirySummary] { rows }
}

public struct EnquiryGet: Request {
    public static let verb = Verb.enquiryGet
    public static let about = About(
        "Show an enquiry, with whom to answer and what is asked.", .operate, .reads, errors: [.notFound])
    public let enquiry: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        enquiry = try fields.required("enquiry", "The enquiry's id.")
    }
    public typealias Response = EnquiryView
}

/// An enquiry in one line; no person's contact data.
public struct EnquirySummary: Reply {
    public var id: Int64
    public var enquirer: String
    public var urn: URN?
    public var trust: String?
    public var state: EnquiryState
    public var receivedOn: CivilDate
    public var lastContact: CivilDate
    public var endedOn: CivilDate?
    public var cohort: Int64?

    public init(
        id: Int64, enquirer: String, urn: URN?, trust: String?, state: EnquiryState, receivedOn: CivilDate,
        lastContact: CivilDate, endedOn: CivilDate?, cohort: Int64?
    ) {
        self.id = id
        self.enquirer = enquirer
        self.urn = urn
        self.trust = trust
        self.state = state
        self.receivedOn = receivedOn
        self.lastContact = lastContact
        self.endedOn = endedOn
        self.cohort = cohort
    }

    public static let sample = EnquirySummary(
        id: 1, enquirer: "A School", urn: URN.sample, trust: "16001", state: .received, receivedOn: CivilDate.sample,
        lastContact: CivilDate.sample, endedOn: CivilDate.sample, cohort: 1)

    public func write(_ fields: inout ReplyFields) {
        fields.field("id", id, "The enquiry's id.")
        fields.field("enquirer", enquirer, "The school, trust or organisation that asks.")
        fields.optional("urn", urn, "The URN of the school that asks.")
        fields.optional("trust", trust, "The register's code for the trust that asks.")
        fields.field("state", state, "Where it stands.")
        fields.field("received_on", receivedOn, "When it came.")
        fields.field("last_contact", lastContact, "When the enquirer was last heard from or spoken with.")
        fields.optional("ended_on", endedOn, "When it was converted, declined, or lapsed.")
        fields.optional("cohort", cohort, "The cohort that came of it.")
    }
}

/// An enquiry with its contact.
public struct EnquiryView: Reply {
    public var summary: EnquirySummary
    public var contact: String
    public var email: String
    public var question: String

    public init(summary: EnquirySummary, contact: String, email: String, question: String) {
        self.summary = summary
        self.contact = contact
        self.email = email
        self.question = question
    }

    public static let sample = EnquiryView(
        summary: EnquirySummary.sample, contact: PersonName.sample.text, email: EmailAddress.sample.text,
        question: "May we join in the spring?")

    public func write(_ fields: inout ReplyFields) {
        fields.embed(summary)
        fields.field("contact", contact, "Whom to answer.", reader: .operate)
        fields.field("email", email, "The person's e-mail address.", reader: .operate)
        fields.field("question", question, "What is asked.", reader: .operate)
    }
}
