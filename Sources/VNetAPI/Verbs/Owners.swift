import VNetCore

// What schools belong to, as the register has it: trusts and federations.

/// Verbs that list trusts or federations.
public protocol OwnerListing: Listing where Row == OwnerView {
    var matching: String? { get }
}

public struct TrustList: OwnerListing {
    public static let verb = Verb.trustList
    public static let about = About("List the trusts of the register.", .read, .reads, rendering: .table("trusts"))
    public let matching: String?
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        matching = try fields.optional("matching", "Only trusts whose name contains this text.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public static let rows: StaticString = "trusts"
    public static let order: StaticString = "By name."
}

public struct FederationList: OwnerListing {
    public static let verb = Verb.federationList
    public static let about = About(
        "List the federations of the register.", .read, .reads, rendering: .table("federations"))
    public let matching: String?
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        matching = try fields.optional("matching", "Only federations whose name contains this text.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public static let rows: StaticString = "federations"
    public static let order: StaticString = "By name."
}

public struct TrustGet: Request {
    public static let verb = Verb.trustGet
    public static let about = About(
        "Show a trust and its schools, a hundred at the most: school list --trust pages through all.", .read, .reads,
        errors: [.notFound])
    public let trust: String
    public init(_ fields: inout RequestFields) throws(Refusal) {
        trust = try fields.required("trust", "The register's code for it; trust list shows it.")
    }
    public typealias Response = OwnerDetail
}

public struct FederationGet: Request {
    public static let verb = Verb.federationGet
    public static let about = About(
        "Show a federation and its schools, a hundred at the most: school list --federation pages through all.", .read,
        .reads, errors: [.notFound])
    public let federation: String
    public init(_ fields: inout RequestFields) throws(Refusal) {
        federation = try fields.required("federation", "The register's code for it; federation list shows it.")
    }
    public typealias Response = OwnerDetail
}

/// A trust or a federation in one line.
public struct OwnerView: Reply {
    public var code: String
    public var name: String
    public var size: Int
    public var enrolled: Int

    public init(code: String, name: String, size: Int, enrolled: Int) {
        self.code = code
        self.name = name
        self.size = size
        self.enrolled = enrolled
    }

    public static let sample = OwnerView(code: "16001", name: "A Trust", size: 14, enrolled: 3)

    public func write(_ fields: inout ReplyFields) {
        fields.field("code", code, "The register's code for it.")
        fields.field("name", name, "What it is called.")
        fields.field("size", size, "How many schools of the register belong to it.")
        fields.field("enrolled", enrolled, "How many of them take part in a cohort under way, or have applied to one.")
    }
}

/// A trust or a federation with its schools.
public struct OwnerDetail: Reply {
    public var summary: OwnerView
    public var schools: [School]

    public init(summary: OwnerView, schools: [School]) {
        self.summary = summary
        self.schools = schools
    }

    public static let sample = OwnerDetail(summary: OwnerView.sample, schools: [School.sample])

    public func write(_ fields: inout ReplyFields) {
        fields.embed(summary)
        fields.list("schools", schools, "Its schools by name, the first hundred of them.")
    }

    public struct School: Reply {
        public var urn: URN
        public var school: String
        public var town: String
        public var isOpen: Bool
        public var cohorts: [Int64]

        public init(urn: URN, school: String, town: String, isOpen: Bool, cohorts: [Int64]) {
            self.urn = urn
            self.school = school
            self.town = town
            self.isOpen = isOpen
            self.cohorts = cohorts
        }

        public static let sample = School(
            urn: URN.sample, school: "A School", town: "Norwich", isOpen: true, cohorts: [1])

        public func write(_ fields: inout ReplyFields) {
            fields.field("urn", urn, "The school's URN.")
            fields.field("school", school, "The school's name.")
            fields.field("town", town, "Its town.")
            fields.field("open", isOpen, "Whether it is open.")
            fields.field(
                "cohorts", cohorts, "The ids of the cohorts under way that it takes part in or has applied to.")
        }
    }
}
