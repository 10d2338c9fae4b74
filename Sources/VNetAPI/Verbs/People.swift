import VNetCore

// Who holds which role, who reviews, and who has accepted the protocol.

@Request(
    "Record that somebody takes a role at a school from today, besides those who have it.", .operate, .changes,
    errors: [.notFound, .ruleRefused])
public struct TenureOpen: Request {
    @Field("The school's URN.") public let urn: URN
    @Field("The role. A delegate is copied on what is not confidential.") public let role: Role
    @Field("The person's name.", reader: .operate) public let name: PersonName
    @Field("The person's e-mail address.", reader: .operate) public let email: EmailAddress
}

@Request(
    "Record that somebody no longer has a role. What they were invited to is cancelled.", .operate, .changes,
    errors: [.notFound])
public struct TenureEnd: Request {
    @Field("The tenure's id; “person list” and “reviewer list” show it.") public let tenure: Int64
}

@Request("Record a reviewer of the network, who can help out in a group.", .operate, .changes, errors: [.ruleRefused])
public struct ReviewerCreate: Request {
    @Field("The person's name.", reader: .operate) public let name: PersonName
    @Field("The person's e-mail address.", reader: .operate) public let email: EmailAddress
}

@Listing("List the reviewers of the network.", .operate, rows: "people", order: "Oldest first.")
public struct ReviewerList: Listing {
    public typealias Row = PersonView
}

@Request(
    "Name who reviews for a school on a visit: its head, deputies or SENDCos.", .operate, .changes,
    errors: [.notFound, .stateRefused, .ruleRefused])
public struct ReviewerAssign: Request {
    @Field("The visit's id.") public let visit: Int64
    @Field("The URN of the reviewing school.") public let urn: URN
    @Field("The ids of the people; the school's head alone unless given.") public let people: [Int64]?
}

@Request(
    "Name the lead reviewer of a visit, who writes it up.", .operate, .changes,
    errors: [.notFound, .stateRefused, .ruleRefused])
public struct VisitLead: Request {
    @Field("The visit's id.") public let visit: Int64
    @Field("The id of one of those who review it.") public let person: Int64
}

@Request(
    "Put a new version of the protocol into force from today. Everyone is asked to accept it.", .admin, .changes,
    errors: [.exists])
public struct ProtocolPublish: Request {
    @Field("What the version is called, such as 2026-09.") public let version: Label
}

@Listing(
    "List the versions of the protocol, the one in force first.", .read, rows: "versions",
    order: "The one in force first.")
public struct ProtocolList: Listing {
    public typealias Row = Version

    @Reply public struct Version: Reply {
        @Field("What it is called.") public var version: String
        @Field("The day from which it is in force.") public var since: CivilDate
        @Field("How many people have accepted it.") public var acceptances: Int
    }
}

@Request(
    "Record that a person, or everyone present at a training half day, has accepted the protocol in force.", .operate,
    .changes, errors: [.notFound, .stateRefused])
public struct ProtocolAccept: Request {
    @Field("The person's id; “person list” shows it.") public let person: Int64?
    @Field("A session that was held: the heads of all schools present.") public let session: Int64?
}
