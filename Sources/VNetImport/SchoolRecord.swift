import VNetCore

/// A school as the register (GIAS) describes it. What the register leaves blank, or fills with a value that means
/// nothing, is nil.
public struct SchoolRecord: Equatable, Sendable {
    public let urn: URN
    public let name: String
    public let status: EstablishmentStatus
    public let localAuthority: RegisterBody?
    /// The four digits that follow the local authority's code in a DfE number.
    public let establishmentNumber: String?
    /// For example “Community school”.
    public let type: String?
    /// For example “Primary”.
    public let phase: String?
    /// Statutory ages, in years.
    public let lowAge: Int?
    public let highAge: Int?
    public let pupils: Int?
    public let trust: RegisterBody?
    public let federation: RegisterBody?
    public let address: SchoolAddress
    /// As the register has it, with the leading zero that Excel drops.
    public let telephone: String?
    public let head: SchoolHead?
    public let location: GridReference?
    public let opened: CivilDate?
    public let closed: CivilDate?
}

public enum EstablishmentStatus: String, CaseIterable, Sendable {
    case open
    case openProposedToClose = "open_proposed_to_close"
    case closed
    case proposedToOpen = "proposed_to_open"

    /// The register's own words.
    public var wording: String {
        switch self {
        case .open: "Open"
        case .openProposedToClose: "Open, but proposed to close"
        case .closed: "Closed"
        case .proposedToOpen: "Proposed to open"
        }
    }
}

/// A local authority, trust or federation.
public struct RegisterBody: Hashable, Sendable {
    public let code: String
    /// The code, where the register gives no name.
    public let name: String
}

public struct SchoolAddress: Equatable, Sendable {
    public let street: String?
    public let locality: String?
    public let address3: String?
    public let town: String?
    public let county: String?
    public let postcode: String?
}

/// The head as the register names them; at least one of first and last name is there.
public struct SchoolHead: Equatable, Sendable {
    public let title: String?
    public let firstName: String?
    public let lastName: String?
    public let jobTitle: String?
}

/// A point on the National Grid, in metres east and north of its origin.
public struct GridReference: Equatable, Sendable {
    public let easting: Int
    public let northing: Int
}
