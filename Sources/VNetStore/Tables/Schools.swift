import GRDB
import VNetCore

/// A school as it is kept.
public struct School: Equatable, Sendable {
    public enum Status: String, Sendable { case open, closing, proposed, closed }

    public var urn: URN
    public var name: String
    public var status: Status
    public var localAuthority: Coded?
    public var phase: String?
    public var type: String?
    public var trust: Coded?
    public var federation: Coded?
    public var pupils: Int?
    public var lowAge: Int?
    public var highAge: Int?
    public var street: String?
    public var town: String
    public var county: String?
    public var postcode: String
    public var telephone: String?
    public var easting: Int?
    public var northing: Int?

    /// A name with the register's code for it.
    public struct Coded: Equatable, Sendable {
        public var code: String
        public var name: String
        public init(code: String, name: String) {
            self.code = code
            self.name = name
        }
    }

    public init(urn: URN, name: String, status: Status, town: String, postcode: String) {
        self.urn = urn
        self.name = name
        self.status = status
        self.town = town
        self.postcode = postcode
    }
}

/// What saving a record did.
public enum Saved: Sendable { case added, changed, unchanged }

extension Transaction {
    public func school(_ urn: URN) throws -> School? {
        try first(Self.selectSchool + " WHERE urn = ?", [urn.number], Self.school)
    }

    /// By name; only those whose name or town contains `text`, and those that belong to a trust or a federation, if given.
    public func schools(
        matching text: String?, of owner: (kind: Owner.Kind, code: String)? = nil, after place: Place? = nil, limit: Int
    ) throws -> [School] {
        var filter = ""
        var arguments: StatementArguments = [place?.sort ?? "", place?.id ?? Int64.min, limit]
        if let text {
            filter += #" AND (school.name LIKE ?4 ESCAPE '\' OR town LIKE ?4 ESCAPE '\')"#
            arguments += ["%" + text.escapedForLike + "%"]
        }
        if let owner {
            filter += " AND \(owner.kind)_code = ?\(text == nil ? 4 : 5)"
            arguments += [owner.code]
        }
        return try all(
            Self.selectSchool + """
                 WHERE school.name COLLATE NOCASE >= ?1 AND (school.name COLLATE NOCASE, urn) > (?1, ?2)\(filter)
                ORDER BY school.name COLLATE NOCASE, urn LIMIT ?3
                """,
            arguments, Self.school)
    }

    public func schoolCount() throws -> Int { try count("SELECT count(*) FROM school") }

    /// Every school on the register: one read for an import that compares thousands.
    public func register() throws -> [URN: School] {
        var schools: [URN: School] = [:]
        schools.reserveCapacity(try schoolCount())
        for school in try all(Self.selectSchool, [], Self.school) { schools[school.urn] = school }
        return schools
    }

    /// What every school on the register is called.
    public func schoolNames() throws -> [URN: String] {
        Dictionary(uniqueKeysWithValues: try all("SELECT urn, name FROM school") { (try $0.urn(0), $0[1]) })
    }

    /// Adds the school, or replaces what is on record. Its trust and federation must be saved before.
    public func save(_ school: School) throws {
        try run(
            Self.upsertSchool,
            [
                school.urn.number, school.name, school.status.rawValue, school.localAuthority?.code,
                school.localAuthority?.name, school.phase, school.type, school.trust?.code, school.federation?.code,
                school.street, school.town, school.county, school.postcode, school.telephone, school.pupils,
                school.lowAge, school.highAge, school.easting, school.northing,
            ])
    }

    public func save(trust: School.Coded) throws { try save(trust, in: "trust") }
    public func save(federation: School.Coded) throws { try save(federation, in: "federation") }

    private func save(_ coded: School.Coded, in table: String) throws {
        try run(
            "INSERT INTO \(table) (code, name) VALUES (?1, ?2) ON CONFLICT (code) DO UPDATE SET name = ?2",
            [coded.code, coded.name])
    }

    private static let upsertSchool: String = {
        let columns = [
            "urn", "name", "status", "la_code", "la_name", "phase", "type", "trust_code", "federation_code", "street",
            "town", "county", "postcode", "telephone", "pupils", "low_age", "high_age", "easting", "northing",
        ]
        let updates = columns.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        return "INSERT INTO school (\(columns.joined(separator: ", "))) VALUES (\(marks)) "
            + "ON CONFLICT (urn) DO UPDATE SET \(updates)"
    }()

    private static let selectSchool = """
        SELECT urn, school.name, status, la_code, la_name, phase, type, trust.code, trust.name, federation.code,
            federation.name, pupils, low_age, high_age, street, town, county, postcode, telephone, easting, northing
        FROM school LEFT JOIN trust ON trust.code = trust_code LEFT JOIN federation ON federation.code = federation_code
        """

    private static func school(_ row: Row) throws -> School {
        func coded(_ index: Int) -> School.Coded? {
            guard let code: String = row[index], let name: String = row[index + 1] else { return nil }
            return School.Coded(code: code, name: name)
        }
        var school = School(
            urn: try row.urn(0), name: row[1], status: try row.value(2), town: row[15], postcode: row[17])
        school.localAuthority = coded(3)
        school.phase = row[5]
        school.type = row[6]
        school.trust = coded(7)
        school.federation = coded(9)
        school.pupils = row[11]
        school.lowAge = row[12]
        school.highAge = row[13]
        school.street = row[14]
        school.county = row[16]
        school.telephone = row[18]
        school.easting = row[19]
        school.northing = row[20]
        return school
    }
}

// Bank holidays.

extension Transaction {
    public func bankHolidays(from: CivilDate? = nil) throws -> [(date: CivilDate, title: String)] {
        try all("SELECT date, title FROM bank_holiday WHERE date >= ? ORDER BY date", [from?.iso ?? ""]) {
            (try $0.date(0), $0[1])
        }
    }

    public func saveBankHoliday(_ date: CivilDate, title: String) throws -> Saved {
        let previous = try first("SELECT title FROM bank_holiday WHERE date = ?", [date.iso]) { $0[0] as String }
        if previous == title { return .unchanged }
        try run("INSERT OR REPLACE INTO bank_holiday (date, title) VALUES (?, ?)", [date.iso, title])
        return previous == nil ? .added : .changed
    }

    public func removeBankHoliday(_ date: CivilDate) throws {
        try run("DELETE FROM bank_holiday WHERE date = ?", [date.iso])
    }
}

extension String {
    var escapedForLike: String {
        var escaped = ""
        for character in self {
            if character == "%" || character == "_" || character == "\\" { escaped.append("\\") }
            escaped.append(character)
        }
        return escaped
    }
}

extension School {
    public var isOpen: Bool { status == .open || status == .closing }

    /// Where it stands in its list.
    public var place: Place { Place(name, Int64(urn.number)) }
}
