import VNetCore

// What schools belong to, as the register has it: trusts and federations.

/// Verbs that list trusts or federations.
public protocol OwnerListing: Listing where Row == OwnerView {
    var matching: String? { get }
}

@Listing("List the trusts of the register.", .read, rows: "trusts", order: "By name.")
public struct TrustList: OwnerListing {
    @Field("Only trusts whose name contains this text.") public let matching: String?
}

@Listing("List the federations of the register.", .read, rows: "federations", order: "By name.")
public struct FederationList: OwnerListing {
    @Field("Only federations whose name contains this text.") public let matching: String?
}

@Request(
    "Show a trust and its schools, a hundred at the most: school list --trust pages through all.", .read, .reads,
    errors: [.notFound])
public struct TrustGet: Request {
    @Field("The register's code for it; trust list shows it.") public let trust: String
    public typealias Response = OwnerDetail
}

@Request(
    "Show a federation and its schools, a hundred at the most: school list --federation pages through all.", .read,
    .reads, errors: [.notFound])
public struct FederationGet: Request {
    @Field("The register's code for it; federation list shows it.") public let federation: String
    public typealias Response = OwnerDetail
}

/// A trust or a federation in one line.
@Reply public struct OwnerView: Reply {
    @Field("The register's code for it.") public var code: String
    @Field("What it is called.") public var name: String
    @Field("How many schools of the register belong to it.") public var size: Int
    @Field("How many of them take part in a cohort under way, or have applied to one.") public var enrolled: Int
}

/// A trust or a federation with its schools.
@Reply public struct OwnerDetail: Reply {
    @Embedded public var summary: OwnerView
    @Field("Its schools by name, the first hundred of them.") public var schools: [School]

    @Reply public struct School: Reply {
        @Field("The school's URN.") public var urn: URN
        @Field("The school's name.") public var school: String
        @Field("Its town.") public var town: String
        @Field("Whether it is open.") public var isOpen: Bool
        @Field("The ids of the cohorts under way that it takes part in or has applied to.") public var cohorts: [Int64]
    }
}
