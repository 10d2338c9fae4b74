import Foundation
import GRDB
import VNetCore

/// A person's contact data: sealed at rest, in memory only while it is used.
public struct Contact: Equatable, Sendable {
    public var name: PersonName
    public var email: EmailAddress

    public init(name: PersonName, email: EmailAddress) {
        self.name = name
        self.email = email
    }

    /// The name, a line feed (which neither can contain), the address.
    fileprivate var bytes: [UInt8] { Array((name.text + "\n" + email.text).utf8) }

    fileprivate init?(bytes: [UInt8]) {
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard parts.count == 2, let name = PersonName(String(parts[0])), let email = EmailAddress(String(parts[1]))
        else { return nil }
        self.init(name: name, email: email)
    }
}

/// A person in a role at a school, from one day to another.
public struct Tenure: Sendable {
    public let id: Int64
    public let person: Int64
    /// Nil for a reviewer of the network.
    public let urn: URN?
    public let role: Role
    public let since: CivilDate
    public let until: CivilDate?
}

extension Transaction {
    public func keeps(person: Int64) throws -> Bool { try exists("SELECT 1 FROM person WHERE id = ?", [person]) }

    /// Nil where there is no such person, and where what is kept of them can no longer be opened.
    public func contact(_ person: Int64) throws -> Contact? {
        guard let bytes = try readable({ try unsealed(.person, row: person) }) else { return nil }
        guard let contact = Contact(bytes: bytes) else { throw StoreError.corrupt("contact data of person \(person)") }
        return contact
    }

    public func person(withEmail email: EmailAddress) throws -> Int64? {
        try first("SELECT id FROM person WHERE email_index = ?", [index(of: email)]) { $0[0] }
    }

    /// The person with this address, with this name: found, renamed, or added.
    public func savePerson(_ contact: Contact) throws -> (id: Int64, saved: Saved) {
        guard let id = try person(withEmail: contact.email) else {
            let id = try nextID(.person)
            let (sealed, slot) = try seal(contact.bytes, .person, row: id)
            try run(
                "INSERT INTO person (id, email_index, sealed, key_slot) VALUES (?, ?, ?, ?)",
                [id, index(of: contact.email), Data(sealed), slot])
            return (id, .added)
        }
        if try self.contact(id) == contact { return (id, .unchanged) }
        let (sealed, slot) = try seal(contact.bytes, .person, row: id)
        try run("UPDATE person SET sealed = ?, key_slot = ? WHERE id = ?", [Data(sealed), slot, id])
        return (id, .changed)
    }

    public func tenure(_ id: Int64) throws -> Tenure? {
        try first(Self.selectTenure + " WHERE id = ?", [id], Self.tenure)
    }

    /// What a person is today, and where.
    public func tenures(ofPerson person: Int64) throws -> [Tenure] {
        try all(
            Self.selectTenure + " WHERE person = ? AND until IS NULL ORDER BY since, id", [person], Self.tenure)
    }

    /// What a person is or was, oldest first.
    public func allTenures(ofPerson person: Int64) throws -> [Tenure] {
        try all(Self.selectTenure + " WHERE person = ? ORDER BY since, id", [person], Self.tenure)
    }

    /// Reviewers of the network today.
    public func networkReviewers() throws -> [Tenure] {
        try all(Self.selectTenure + " WHERE role = 'reviewer' AND until IS NULL ORDER BY id", [], Self.tenure)
    }

    /// Those of a school, the present ones first.
    public func tenures(at urn: URN) throws -> [Tenure] {
        try all(Self.selectTenure + " WHERE urn = ? ORDER BY until IS NOT NULL, role, id", [urn.number], Self.tenure)
    }

    /// Who holds a role at a school today.
    public func holders(of role: Role, at urn: URN) throws -> [Tenure] {
        try all(
            Self.selectTenure + " WHERE urn = ? AND role = ? AND until IS NULL ORDER BY id",
            [urn.number, role.rawValue], Self.tenure)
    }

    public func openTenure(_ person: Int64, _ role: Role, at urn: URN?, since: CivilDate) throws {
        try run(
            "INSERT INTO role_tenure (person, urn, role, since) VALUES (?, ?, ?, ?)",
            [person, urn?.number, role.rawValue, since.iso])
    }

    public func closeTenure(_ tenure: Int64, on date: CivilDate) throws {
        try run("UPDATE role_tenure SET until = max(since, ?) WHERE id = ?", [date.iso, tenure])
    }

    private func index(of email: EmailAddress) -> Data { Data(keyring.blindIndex(email.folded)) }

    private static let selectTenure = "SELECT id, person, urn, role, since, until FROM role_tenure"

    private static func tenure(_ row: Row) throws -> Tenure {
        Tenure(
            id: row[0], person: row[1], urn: try row.optionalURN(2), role: try row.value(3), since: try row.date(4),
            until: try row.optionalDate(5))
    }
}

extension Transaction {
    /// Who is head today, by enrolment, of a cohort's schools.
    public func heads(in cohort: Int64) throws -> [Int64: Int64] {
        Dictionary(
            uniqueKeysWithValues: try all(
                """
                SELECT enrolment.id, person FROM enrolment JOIN role_tenure ON role_tenure.urn = enrolment.urn
                WHERE cohort = ? AND role = 'head' AND until IS NULL
                """, [cohort]
            ) { ($0[0], $0[1]) })
    }
}
