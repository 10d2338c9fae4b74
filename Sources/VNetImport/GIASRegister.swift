import VNetCore

/// The establishment file of “Get Information about Schools”, as the Department for Education publishes it or as Excel
/// has saved it again.
public enum GIASRegister {
    /// Reads every school of the file. Columns are found by their headings; a URN that comes twice is a fault, and its
    /// first row stands.
    public static func read(_ bytes: [UInt8]) -> ImportOutcome<SchoolRecord> {
        var lines: [URN: Int] = [:]
        return ImportOutcome(csv: bytes) { (row: CSVRow<GIASColumn>) throws(ImportFault) in
            let record = try SchoolRecord(row)
            if let line = lines[record.urn] {
                throw row.fault(
                    .urn, value: "\(record.urn)",
                    "is the URN of line \(line) as well as line \(row.line): remove the row that is wrong")
            }
            lines[record.urn] = row.line
            return record
        }
    }
}

extension SchoolRecord {
    fileprivate init(_ row: CSVRow<GIASColumn>) throws(ImportFault) {
        urn = try row.urn(.urn)
        name = try row.neededText(.name)
        status = try row.status()
        localAuthority = try row.body(code: .laCode, name: .laName)
        establishmentNumber = try row.establishmentNumber()
        type = try row.meaningful(.type)
        phase = try row.meaningful(.phase)
        lowAge = try row.age(.lowAge)
        highAge = try row.age(.highAge)
        if let lowAge, let highAge, highAge < lowAge {
            throw row.fault(.highAge, value: "\(highAge)", "is below the lowest age, \(lowAge): correct one of them")
        }
        pupils = try row.integer(.pupils, in: 0...100_000)
        trust = try row.body(code: .trustCode, name: .trustName)
        federation = try row.body(code: .federationCode, name: .federationName)
        address = try SchoolAddress(
            street: row.meaningful(.street), locality: row.meaningful(.locality), address3: row.meaningful(.address3),
            town: row.meaningful(.town), county: row.meaningful(.county), postcode: row.meaningful(.postcode))
        telephone = try row.telephone()
        head = try row.head()
        location = try row.location()
        opened = try row.date(.opened)
        closed = try row.date(.closed)
    }
}

extension CSVRow<GIASColumn> {
    /// Nil for what the register writes where it has nothing to say. `999` is not among them: some schools have 999 pupils.
    fileprivate func meaningful(_ column: GIASColumn) throws(ImportFault) -> String? {
        guard let text = try text(column), text != "..", !text.isNotApplicable else { return nil }
        return text
    }

    fileprivate func status() throws(ImportFault) -> EstablishmentStatus {
        let text = try neededText(.status)
        guard let status = EstablishmentStatus.allCases.first(where: { $0.wording.lowercased() == text.lowercased() })
        else {
            let known = EstablishmentStatus.allCases.map { "“\($0.wording)”" }.joined(separator: ", ")
            throw fault(.status, value: text, "is not a status that is known: \(known)")
        }
        return status
    }

    /// A number that names something; `0` and `999` stand for nothing.
    private func code(_ column: GIASColumn) throws(ImportFault) -> String? {
        guard let text = try meaningful(column) else { return nil }
        try refuseExcelNumber(text, in: column)
        return text
    }

    fileprivate func body(code codeColumn: GIASColumn, name nameColumn: GIASColumn) throws(ImportFault) -> RegisterBody?
    {
        guard has(codeColumn) else { return nil }
        let name = try meaningful(nameColumn)
        guard let code = try code(codeColumn) else {
            guard name == nil else {
                // Schools are grouped by these codes: one that is lost must not look like a school on its own.
                throw fault(nameColumn, value: name ?? "", "has no “\(codeColumn.rawValue)” beside it: add the code")
            }
            return nil
        }
        return Self.nothing.contains(code) ? nil : RegisterBody(code: code, name: name ?? code)
    }

    fileprivate func establishmentNumber() throws(ImportFault) -> String? {
        guard let text = try code(.number), !Self.nothing.contains(text) else { return nil }
        guard text.utf8.count <= 4, text.utf8.allSatisfy(\.isDigit) else {
            throw fault(.number, value: text, "is not an establishment number: it has four digits")
        }
        return String(repeating: "0", count: 4 - text.utf8.count) + text
    }

    fileprivate func integer(_ column: GIASColumn, in range: ClosedRange<Int>) throws(ImportFault) -> Int? {
        guard let text = try code(column) else { return nil }
        guard text.utf8.allSatisfy(\.isDigit), let number = Int(text), range.contains(number) else {
            throw fault(
                column, value: text, "is not a whole number from \(range.lowerBound) to \(range.upperBound): correct it"
            )
        }
        return number
    }

    fileprivate func age(_ column: GIASColumn) throws(ImportFault) -> Int? {
        guard try text(column) != "999" else { return nil }
        return try integer(column, in: 0...99)
    }

    fileprivate func telephone() throws(ImportFault) -> String? {
        guard let text = try code(.telephone) else { return nil }
        let isWithoutZero =
            (9...10).contains(text.utf8.count) && text.utf8.allSatisfy(\.isDigit) && !text.hasPrefix("0")
        return isWithoutZero ? "0" + text : text
    }

    fileprivate func head() throws(ImportFault) -> SchoolHead? {
        let head = try SchoolHead(
            title: meaningful(.headTitle), firstName: meaningful(.headFirstName), lastName: meaningful(.headLastName),
            jobTitle: meaningful(.headJobTitle))
        return head.firstName == nil && head.lastName == nil ? nil : head
    }

    fileprivate func location() throws(ImportFault) -> GridReference? {
        // The grid's own extent, in metres.
        guard let easting = try integer(.easting, in: 0...700_000),
            let northing = try integer(.northing, in: 0...1_300_000)
        else { return nil }
        return GridReference(easting: easting, northing: northing)
    }

    /// What stands in a code's column where there is no code.
    private static var nothing: [String] { ["0", "999"] }
}

extension String {
    /// What the register writes where a value does not apply.
    var isNotApplicable: Bool { utf8.count == 14 && lowercased() == "not applicable" }
}
