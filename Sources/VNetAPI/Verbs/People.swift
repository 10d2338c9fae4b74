import VNetCore

// Who holds which role, who reviews, and who has accepted the protocol.

public struct TenureOpen: Request {
    public static let verb = Verb.tenureOpen
    public static let about = About(
        "Record that somebody takes a role at a school from today, besides those who have it.", .operate, .changes,
        errors: [.notFound, .ruleRefused])
    public let urn: URN
    public let role: Role
    public let name: PersonName
    public let email: EmailAddress

    public init(_ fields: inout RequestFields) throws(Refusal) {
        urn = try fields.required("urn", "The school's URN.")
        role = try fields.required("role", "The role. A delegate is copied on what is not confidential.")
        name = try fields.required("name", "The person's name.")
        email = try fields.required("email", "The person's e-mail address.")
    }
    public typealias Response = Outcome
}

public struct TenureEnd: Request {
    public static let verb = Verb.tenureEnd
    public static let about = About(
        "Record that somebody no longer has a role. What they were invited to is cancelled.", .operate, .changes,
        errors: [.notFound])
    public let tenure: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        tenure = try fields.required("tenure", "The tenure's id; “person list” and “reviewer list” show it.")
    }
    public typealias Response = Outcome
}

public struct ReviewerCreate: Request {
    public static let verb = Verb.reviewerCreate
    public static let about = About(
        "Record a reviewer of the network, who can help out in a group.", .operate, .changes, errors: [.ruleRefused])
    public let name: PersonName
    public let email: EmailAddress

    public init(_ fields: inout RequestFields) throws(Refusal) {
        name = try fields.required("name", "The person's name.")
        email = try fields.required("email", "The person's e-mail address.")
    }
    public typealias Response = Outcome
}

public struct ReviewerList: Listing {
    public static let verb = Verb.reviewerList
    public static let about = About(
        "List the reviewers of the network.", .operate, .reads, rendering: .table("people"))
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        page = try PageOptions(&fields, of: Self.self)
    }
    public typealias Row = PersonView
    public static let rows: StaticString = "people"
    public static let order: StaticString = "Oldest first."
}

public struct ReviewerAssign: Request {
    public static let verb = Verb.reviewerAssign
    public static let about = About(
        "Name who reviews for a school on a visit: its head, deputies or SENDCos.", .operate, .changes,
        errors: [.notFound, .stateRefused, .ruleRefused])
    public let visit: Int64
    public let urn: URN
    public let people: [Int64]?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
        urn = try fields.required("urn", "The URN of the reviewing school.")
        people = try fields.optional("people", "The ids of the people; the school's head alone unless given.")
    }
    public typealias Response = Outcome
}

public struct VisitLead: Request {
    public static let verb = Verb.visitLead
    public static let about = About(
        "Name the lead reviewer of a visit, who writes it up.", .operate, .changes,
        errors: [.notFound, .stateRefused, .ruleRefused])
    public let visit: Int64
    public let person: Int64

    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
        person = try fields.required("person", "The id of one of those who review it.")
    }
    public typealias Response = Outcome
}

public struct ProtocolPublish: Request {
    public static let verb = Verb.protocolPublish
    public static let about = About(
        "Put a new version of the protocol into force from today. Everyone is asked to accept it.", .admin, .changes,
        errors: [.exists])
    public let version: Label

    public init(_ fields: inout RequestFields) throws(Refusal) {
        version = try fields.required("version", "What the version is called, such as 2026-09.")
    }
    public typealias Response = Outcome
}

public struct ProtocolList: Listing {
    public static let verb = Verb.protocolList
    public static let about = About(
        "List the versions of the protocol, the one in force first.", .read, .reads, rendering: .table("versions"))
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        page = try PageOptions(&fields, of: Self.self)
    }

    public typealias Row = Version
    public static let rows: StaticString = "versions"
    public static let order: StaticString = "The one in force first."

    public struct Version: Reply {
        public var version: String
        public var since: CivilDate
        public var acceptances: Int
        public init(version: String, since: CivilDate, acceptances: Int) {
            self.version = version
            self.since = since
            self.acceptances = acceptances
        }
        public static let sample = Version(version: "2026-09", since: CivilDate.sample, acceptances: 12)
        public func write(_ fields: inout ReplyFields) {
            fields.field("version", version, "What it is called.")
            fields.field("since", since, "The day from which it is in force.")
            fields.field("acceptances", acceptances, "How many people have accepted it.")
        }
    }
}

public struct ProtocolAccept: Request {
    public static let verb = Verb.protocolAccept
    public static let about = About(
        "Record that a person, or everyone present at a training half day, has accepted the protocol in force.",
        .operate, .changes, errors: [.notFound, .stateRefused])
    public let person: Int64?
    public let session: Int64?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        person = try fields.optional("person", "The person's id; “person list” shows it.")
        session = try fields.optional("session", "A session that was held: the heads of all schools present.")
    }
    public typealias Response = Outcome
}
