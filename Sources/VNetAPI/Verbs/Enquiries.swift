import VNetCore

// Questions whether a school or trust can set up or join a cohort.

@Request(
    "Record an enquiry. Say who asks by one of --urn, --trust and --organisation.", .operate, .changes,
    errors: [.exists, .notFound, .ruleRefused])
public struct EnquiryCreate: Request {
    @Field("The name of the person to answer.", reader: .operate) public let contact: PersonName
    @Field("The person's e-mail address.", reader: .operate) public let email: EmailAddress
    @Field("What is asked, in a line.", reader: .operate) public let question: Label
    @Field("The school that asks, by its URN.") public let urn: URN?
    @Field("The trust that asks, by the register's code for it.") public let trust: String?
    @Field("The name of who asks, where the register has neither.") public let organisation: Label?
    @Field("The day on which it came; today unless given.") public let received: CivilDate?
}

@Request(
    "Record that somebody spoke with the enquirer. Reminders are counted again from that day.", .operate, .changes,
    errors: [.notFound, .stateRefused, .ruleRefused])
public struct EnquiryContact: Request {
    @Field("The enquiry's id.") public let enquiry: Int64
    @Field("The day; today unless given.") public let on: CivilDate?
}

@Request(
    "Enrol the enquirer in a cohort that is recruiting.", .operate, .changes,
    errors: [.exists, .notFound, .stateRefused, .ruleRefused])
public struct EnquiryConvert: Request {
    @Field("The enquiry's id.") public let enquiry: Int64
    @Field("The cohort's id.") public let cohort: Int64
    @Field("The URNs of the schools that enrol; the enquiring school unless given.") public let schools: [URN]?
}

@Request("Record that an enquiry comes to nothing.", .operate, .changes, errors: [.notFound, .stateRefused])
public struct EnquiryDecline: Request {
    @Field("The enquiry's id.") public let enquiry: Int64
}

@Listing("List enquiries, newest first.", .read, rows: "enquiries", order: "Newest first.")
public struct EnquiryList: Listing {
    @Field("Only enquiries in this state.") public let state: EnquiryState?
    public typealias Row = EnquirySummary
}

extension Page where List == EnquiryList {
    public var enquiries: [EnquirySummary] { rows }
}

@Request("Show an enquiry: who asks, and what.", .operate, .reads, errors: [.notFound])
public struct EnquiryGet: Request {
    @Field("The enquiry's id.") public let enquiry: Int64
    public typealias Response = EnquiryView
}

/// An enquiry in one line; no person's contact data.
@Reply public struct EnquirySummary: Reply {
    @Field("The enquiry's id.") public var id: Int64
    @Field("The school, trust or organisation that asks.") public var enquirer: String
    @Field("The URN of the school that asks.") public var urn: URN?
    @Field("The register's code for the trust that asks.") public var trust: String?
    @Field("Where it stands.") public var state: EnquiryState
    @Field("When it came.") public var receivedOn: CivilDate
    @Field("When the enquirer was last heard from or spoken with.") public var lastContact: CivilDate
    @Field("When it was converted, declined, or lapsed.") public var endedOn: CivilDate?
    @Field("The cohort that came of it.") public var cohort: Int64?
}

/// An enquiry with its contact.
@Reply public struct EnquiryView: Reply {
    @Embedded public var summary: EnquirySummary
    @Field("Whom to answer.", reader: .operate) public var contact: String
    @Field("The person's e-mail address.", reader: .operate) public var email: String
    @Field("What is asked.", reader: .operate) public var question: String
}
