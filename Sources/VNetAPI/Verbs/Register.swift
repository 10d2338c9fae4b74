import VNetCore

// The register: schools, people and holidays.

public struct SchoolList: Listing {
    public static let verb = Verb.schoolList
    public static let about = About(
        "List schools, by name.", .read, .reads, errors: [.notFound], rendering: .table("schools"))
    public let matching: String?
    public let trust: String?
    public let federation: String?
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        matching = try fields.optional("matching", "Only schools whose name or town contains this text.")
        trust = try fields.optional("trust", "Only schools of this trust, by the register's code for it.")
        federation = try fields.optional(
            "federation", "Only schools of this federation, by the register's code for it.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public typealias Row = SchoolView
    public static let rows: StaticString = "schools"
    public static let order: StaticString = "By name."
}

extension Page where List == SchoolList {
    public var schools: [SchoolView] { rows }
}

public struct SchoolGet: Request {
    public static let verb = Verb.schoolGet
    public static let about = About("Show one school.", .read, .reads, errors: [.notFound])
    public let urn: URN

    public init(_ fields: inout RequestFields) throws(Refusal) {
        urn = try fields.required("urn", "The school's URN.")
    }
    public typealias Response = SchoolDetail
}

/// A school as the register has it.
public struct SchoolView: Reply {
    public var urn: URN
    public var name: String
    public var town: String
    public var postcode: String
    public var phase: String?
    public var trust: String?
    public var federation: String?
    public var isOpen: Bool

    public init(
        urn: URN, name: String, town: String, postcode: String, phase: String?, trust: String?, federation: String?,
        isOpen: Bool
    ) {
        self.urn = urn
        self.name = name
        self.town = town
        self.postcode = postcode
        self.phase = phase
        self.trust = trust
        self.federation = federation
        self.isOpen = isOpen
    }

    public static let sample = SchoolView(
        urn: URN.sample, name: "A School", town: "Norwich", postcode: "NR1 1AA", phase: "Primary", trust: "A Trust",
        federation: "A Federation", isOpen: true)

    public func write(_ fields: inout ReplyFields) {
        fields.field("urn", urn, "The Unique Reference Number.")
        fields.field("name", name, "The school's name.")
        fields.field("town", town, "Its town.")
        fields.field("postcode", postcode, "Its postcode.")
        fields.optional("phase", phase, "Its phase of education.")
        fields.optional("trust", trust, "The trust that it belongs to.")
        fields.optional("federation", federation, "The federation that it belongs to.")
        fields.field("open", isOpen, "Whether it is open.")
    }
}

/// A school with all that the register has of it.
public struct SchoolDetail: Reply {
    public var summary: SchoolView
    public var kind: String?
    public var authority: String?
    public var trustCode: String?
    public var federationCode: String?
    public var pupils: Int?
    public var ages: String?
    public var street: String?
    public var county: String?
    public var telephone: String?
    public var predecessors: [URN]
    public var successors: [URN]

    public init(summary: SchoolView, predecessors: [URN], successors: [URN]) {
        self.summary = summary
        self.predecessors = predecessors
        self.successors = successors
    }

    public static let sample: SchoolDetail = {
        var sample = SchoolDetail(summary: SchoolView.sample, predecessors: [URN.sample], successors: [URN.sample])
        sample.kind = "Academy converter"
        sample.authority = "Norfolk"
        (sample.trustCode, sample.federationCode) = ("16001", "2044")
        (sample.pupils, sample.ages) = (210, "4-11")
        (sample.street, sample.county, sample.telephone) = ("School Lane", "Norfolk", "01632 960100")
        return sample
    }()

    public func write(_ fields: inout ReplyFields) {
        fields.embed(summary)
        fields.optional("type", kind, "What type of school it is.")
        fields.optional("authority", authority, "Its local authority.")
        fields.optional("trust_code", trustCode, "The register's code for its trust.")
        fields.optional("federation_code", federationCode, "The register's code for its federation.")
        fields.optional("pupils", pupils, "How many pupils it has.")
        fields.optional("ages", ages, "The ages of its pupils, from the lowest to the highest.")
        fields.optional("street", street, "Its street.")
        fields.optional("county", county, "Its county.")
        fields.optional("telephone", telephone, "Its telephone number.")
        fields.field("predecessors", predecessors, "The URNs of the schools that it has taken over from.")
        fields.field("successors", successors, "The URNs of the schools that have taken over from it.")
    }
}

public struct PersonList: Listing {
    public static let verb = Verb.personList
    public static let about = About(
        "List the people on record at a school, with what they are there.", .operate, .reads, errors: [.notFound],
        rendering: .table("people"))
    public let urn: URN
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        urn = try fields.required("urn", "The school's URN.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public typealias Row = PersonView
    public static let rows: StaticString = "people"
    public static let order: StaticString = "Present ones first."
}

extension Page where List == PersonList {
    public var people: [List.Row] { rows }
}

/// A person, in one role at one school.
public struct PersonView: Reply {
    public var id: Int64
    public var tenure: Int64
    public var role: Role
    public var name: String
    public var email: String
    public var since: CivilDate
    public var until: CivilDate?
    public var acceptedOn: CivilDate?

    public init(
        id: Int64, tenure: Int64, role: Role, name: String, email: String, since: CivilDate, until: CivilDate?,
        acceptedOn: CivilDate?
    ) {
        self.id = id
        self.tenure = tenure
        self.role = role
        self.name = name
        self.email = email
        self.since = since
        self.until = until
        self.acceptedOn = acceptedOn
    }

    public static let sample = PersonView(
        id: 1, tenure: 1, role: .head, name: PersonName.sample.text, email: EmailAddress.sample.text,
        since: CivilDate.sample, until: CivilDate.sample, acceptedOn: CivilDate.sample)

    public func write(_ fields: inout ReplyFields) {
        fields.field("id", id, "The person's id.")
        fields.field("tenure", tenure, "The id of the tenure, for tenure end.")
        fields.field("role", role, "What the person is to the school.")
        fields.field("name", name, "The person's name.", reader: .operate)
        fields.field("email", email, "The person's e-mail address.", reader: .operate)
        fields.field("since", since, "The first day in this role.")
        fields.optional("until", until, "The last day in this role; absent while it goes on.")
        fields.optional("accepted_on", acceptedOn, "When the person accepted the protocol in force.")
    }
}

public struct TenureReplace: Request {
    public static let verb = Verb.tenureReplace
    public static let about = About(
        "Record who takes over a role at a school. Invitations move from the old holder to the new.", .operate,
        .changes, errors: [.notFound, .ruleRefused])
    public let urn: URN
    public let role: Role
    public let name: PersonName
    public let email: EmailAddress

    public init(_ fields: inout RequestFields) throws(Refusal) {
        urn = try fields.required("urn", "The school's URN.")
        role = try fields.required("role", "The role; one that a school has once.")
        name = try fields.required("name", "The new holder's name.")
        email = try fields.required("email", "The new holder's e-mail address.")
    }
    public typealias Response = Outcome
}

public struct HolidayList: Listing {
    public static let verb = Verb.holidayList
    public static let about = About(
        "List the bank holidays of England and Wales on record.", .read, .reads, rendering: .table("holidays"))
    public let from: CivilDate?
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        from = try fields.optional("from", "Only from this day on; today unless given.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public typealias Row = Holiday
    public static let rows: StaticString = "holidays"
    public static let order: StaticString = "By date."

    public struct Holiday: Reply {
        public var date: CivilDate
        public var title: String
        public init(date: CivilDate, title: String) {
            self.date = date
            self.title = title
        }
        public static let sample = Holiday(date: CivilDate(iso: "2026-12-25")!, title: "Christmas Day")
        public func write(_ fields: inout ReplyFields) {
            fields.field("date", date, "The day.")
            fields.field("title", title, "Its name.")
        }
    }
}
