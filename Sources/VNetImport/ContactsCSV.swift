import VNetCore

/// A person to write to at a school, as a contacts file names them.
public struct ContactRecord: Equatable, Sendable {
    public let urn: URN
    public let role: Role
    public let name: PersonName
    public let email: EmailAddress
}

/// A contacts file: a CSV file with the columns URN, role, name and e-mail. A person with two roles has two rows.
public enum ContactsCSV {
    public static func read(_ bytes: [UInt8]) -> ImportOutcome<ContactRecord> {
        ImportOutcome(csv: bytes) { (row: CSVRow<Column>) throws(ImportFault) in try ContactRecord(row) }
    }

    fileprivate enum Column: CSVColumn {
        case urn, role, name, email

        var headings: [String] {
            switch self {
            case .urn: ["URN"]
            case .role: ["role"]
            case .name: ["name"]
            case .email: ["e-mail", "email"]
            }
        }

        var isNeeded: Bool { true }
    }
}

extension ContactRecord {
    fileprivate init(_ row: CSVRow<ContactsCSV.Column>) throws(ImportFault) {
        urn = try row.urn(.urn)

        let role = try row.neededText(.role)
        guard let known = Role(rawValue: role.lowercased()) else {
            let roles = Role.allCases.map(\.rawValue).joined(separator: ", ")
            throw row.fault(.role, value: role, "is not a role: write one of \(roles)")
        }
        self.role = known

        let name = try row.neededText(.name)
        guard let personName = PersonName(name) else {
            throw row.fault(.name, value: name, "is longer than \(PersonName.limit) characters: shorten it")
        }
        self.name = personName

        let email = try row.neededText(.email)
        guard let address = EmailAddress(email) else {
            throw row.fault(
                .email, value: email,
                "is not an e-mail address that can be written to: give one plain address, like head@school.example")
        }
        self.email = address
    }
}
