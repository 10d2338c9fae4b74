import VNetCore

/// A person to write to at a school, as a contacts file names them.
public struct ContactRecord: Equatable, Sendable {
    public let urn: URN
    public let role: Role
    public let name: PersonName
    public let email: EmailAddress
}

/// A contacts file: a CSV file with the columns URN, role, name and e-mail. A person with two roles, or at two schools,
/// has two rows.
public enum ContactsCSV {
    /// Rows that contradict an earlier one are faults: a second head or chair of a school, and a second name for one
    /// address. Where two rows say the same, both are read.
    /// So are rows of schools that `isKnown` does not know.
    public static func read(
        _ bytes: [UInt8], isKnown: (URN) -> Bool = { _ in true }
    ) -> ImportOutcome<ContactRecord> {
        var seen = Seen()
        return ImportOutcome(csv: bytes) { (row: CSVRow<Column>) throws(ImportFault) in
            let record = try ContactRecord(row)
            guard isKnown(record.urn) else {
                throw row.fault(
                    .urn, value: "\(record.urn)",
                    "is no school on the register: import the register first, or correct the URN")
            }
            try seen.add(record, row)
            return record
        }
    }

    /// What the rows so far have said.
    private struct Seen {
        var names: [String: (name: PersonName, line: Int)] = [:]
        var holders: [Office: (email: String, line: Int)] = [:]

        struct Office: Hashable {
            let urn: URN
            let role: Role
        }

        mutating func add(_ record: ContactRecord, _ row: CSVRow<Column>) throws(ImportFault) {
            let email = record.email.folded
            if let earlier = names[email], earlier.name != record.name {
                throw row.fault(
                    .name, value: record.name.text,
                    "has the e-mail address that line \(earlier.line) gives to “\(ImportFault.printable(earlier.name.text))”: "
                        + "write one name, or two addresses")
            }
            let office = Office(urn: record.urn, role: record.role)
            if record.role.isSingle {
                if let earlier = holders[office], earlier.email != email {
                    throw row.fault(
                        .role, value: record.role.rawValue,
                        "is somebody else in line \(earlier.line), and school \(record.urn) has one: remove the row that "
                            + "is out of date")
                }
                holders[office] = (email, row.line)
            }
            if names[email] == nil { names[email] = (record.name, row.line) }
        }
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

extension Role {
    /// By its own word, or by those that schools use, in any case and spacing.
    fileprivate init?(words text: String) {
        let words = text.lowercased().split { $0 == " " || $0 == "-" || $0 == "\u{A0}" }.joined(separator: " ")
        switch words {
        case "headteacher", "head teacher", "principal", "executive head", "executive headteacher": self = .head
        case "deputy headteacher", "deputy head teacher", "deputy principal": self = .deputy
        case "designated safeguarding lead": self = .dsl
        case "chair of governors": self = .chair
        default:
            guard let role = Role.ofSchools.first(where: { $0.rawValue == words || $0.title.lowercased() == words })
            else { return nil }
            self = role
        }
    }
}

extension ContactRecord {
    fileprivate init(_ row: CSVRow<ContactsCSV.Column>) throws(ImportFault) {
        urn = try row.urn(.urn)

        let role = try row.neededText(.role)
        guard let known = Role(words: role) else {
            let roles = Role.ofSchools.map(\.rawValue).joined(separator: ", ")
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
