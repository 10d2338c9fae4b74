/// The columns of the register's establishment file that mean something to us.
enum GIASColumn: String, CSVColumn {
    case urn = "URN"
    case laCode = "LA (code)"
    case laName = "LA (name)"
    case number = "EstablishmentNumber"
    case name = "EstablishmentName"
    case type = "TypeOfEstablishment (name)"
    case status = "EstablishmentStatus (name)"
    case opened = "OpenDate"
    case closed = "CloseDate"
    case phase = "PhaseOfEducation (name)"
    case lowAge = "StatutoryLowAge"
    case highAge = "StatutoryHighAge"
    case pupils = "NumberOfPupils"
    case trustCode = "Trusts (code)"
    case trustName = "Trusts (name)"
    case street = "Street"
    case locality = "Locality"
    case address3 = "Address3"
    case town = "Town"
    case county = "County (name)"
    case postcode = "Postcode"
    case federationCode = "Federations (code)"
    case federationName = "Federations (name)"
    case telephone = "TelephoneNum"
    case headTitle = "HeadTitle (name)"
    case headFirstName = "HeadFirstName"
    case headLastName = "HeadLastName"
    case headJobTitle = "HeadPreferredJobTitle"
    case easting = "Easting"
    case northing = "Northing"

    var headings: [String] { [rawValue] }

    var isNeeded: Bool {
        switch self {
        case .urn, .name, .status, .postcode, .town: true
        default: false
        }
    }
}
