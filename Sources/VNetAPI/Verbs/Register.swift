import VNetCore

// The register: schools, people and holidays.

@Listing("List schools, by name.", .read, errors: [.notFound], rows: "schools", order: "By name.")
public struct SchoolList: Listing {
    @Field("Only schools whose name or town contains this text.") public let matching: String?
    @Field("Only schools of this trust, by the register's code for it.") public let trust: String?
    @Field("Only schools of this federation, by the register's code for it.") public let federation: String?
    public typealias Row = SchoolView
}

extension Page where List == SchoolList {
    public var schools: [SchoolView] { rows }
}

@Request("Show one school.", .read, .reads, errors: [.notFound])
public struct SchoolGet: Request {
    @Field("The school's URN.") public let urn: URN
    public typealias Response = SchoolDetail
}

/// A school as the register has it.
@Reply public struct SchoolView: Reply {
    @Field("The Unique Reference Number.") public var urn: URN
    @Field("The school's name.") public var name: String
    @Field("Its town.") public var town: String
    @Field("Its postcode.") public var postcode: String
    @Field("Its phase of education.") public var phase: String?
    @Field("The trust that it belongs to.") public var trust: String?
    @Field("The federation that it belongs to.") public var federation: String?
    @Field("Whether it is open.") public var isOpen: Bool
}

/// A school with all that the register has of it.
@Reply public struct SchoolDetail: Reply {
    @Embedded public var summary: SchoolView
    @Field("What type of school it is.", as: "type") public var kind: String? = nil
    @Field("Its local authority.") public var authority: String? = nil
    @Field("The register's code for its trust.") public var trustCode: String? = nil
    @Field("The register's code for its federation.") public var federationCode: String? = nil
    @Field("How many pupils it has.") public var pupils: Int? = nil
    @Field("The ages of its pupils, from the lowest to the highest.") public var ages: String? = nil
    @Field("Its street.") public var street: String? = nil
    @Field("Its county.") public var county: String? = nil
    @Field("Its telephone number.") public var telephone: String? = nil
    @Field("The URNs of the schools that it has taken over from.") public var predecessors: [URN]
    @Field("The URNs of the schools that have taken over from it.") public var successors: [URN]
}

@Listing(
    "List the people on record at a school, with their roles.", .operate, errors: [.notFound], rows: "people",
    order: "Present ones first.")
public struct PersonList: Listing {
    @Field("The school's URN.") public let urn: URN
    public typealias Row = PersonView
}

extension Page where List == PersonList {
    public var people: [List.Row] { rows }
}

/// A person, in one role at one school.
@Reply public struct PersonView: Reply {
    @Field("The person's id.") public var id: Int64
    @Field("The id of the tenure, for tenure end.") public var tenure: Int64
    @Field("The person's role there.") public var role: Role
    @Field("The person's name.", reader: .operate) public var name: String
    @Field("The person's e-mail address.", reader: .operate) public var email: String
    @Field("The first day in this role.") public var since: CivilDate
    @Field("The last day in this role; absent while it goes on.") public var until: CivilDate?
    @Field("When the person accepted the protocol in force.") public var acceptedOn: CivilDate?
}

@Request(
    "Record who takes over a role at a school. Invitations move from the old holder to the new.", .operate, .changes,
    errors: [.notFound, .ruleRefused])
public struct TenureReplace: Request {
    @Field("The school's URN.") public let urn: URN
    @Field("The role; one that a school has once.") public let role: Role
    @Field("The new holder's name.", reader: .operate) public let name: PersonName
    @Field("The new holder's e-mail address.", reader: .operate) public let email: EmailAddress
}

@Listing("List the bank holidays of England and Wales on record.", .read, rows: "holidays", order: "By date.")
public struct HolidayList: Listing {
    @Field("Only from this day on; today unless given.") public let from: CivilDate?
    public typealias Row = Holiday

    @Reply public struct Holiday: Reply {
        @Field("The day.") public var date: CivilDate
        @Field("Its name.") public var title: String
    }
}
