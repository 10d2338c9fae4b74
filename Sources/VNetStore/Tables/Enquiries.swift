import Foundation
import GRDB
import VNetCore

/// A question whether a school or trust can set up or join a cohort, without its sealed part.
public struct Enquiry: Sendable {
    public let id: Int64
    public let source: EnquirySource
    /// The school's or trust's name on the register, or the name that was given.
    public let enquirer: String
    public var state: EnquiryState
    public let receivedOn: CivilDate
    public var lastContact: CivilDate
    /// When it was converted, declined or lapsed.
    public var endedOn: CivilDate?
    /// The cohort that its schools enrolled in.
    public var cohort: Int64?
    /// When it lapses; nil once it has ended.
    public let lapsesAt: Instant?
}

/// Who enquires.
public enum EnquirySource: Equatable, Sendable {
    case school(URN)
    /// By the register's code of the trust.
    case trust(String)
    /// Neither of the register.
    case organisation(Label)
}

/// Whom to answer, and what is asked: sealed at rest.
public struct EnquiryLetter: Equatable, Sendable {
    public var contact: Contact
    public var question: Label

    public init(contact: Contact, question: Label) {
        self.contact = contact
        self.question = question
    }

    /// Three lines, which none of the three can break.
    fileprivate var bytes: [UInt8] {
        Array([contact.name.text, contact.email.text, question.text].joined(separator: "\n").utf8)
    }

    fileprivate init?(bytes: [UInt8]) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        guard lines.count == 3, let name = PersonName(lines[0]), let email = EmailAddress(lines[1]),
            let question = Label(lines[2])
        else { return nil }
        self.init(contact: Contact(name: name, email: email), question: question)
    }
}

extension Transaction {
    public func addEnquiry(from source: EnquirySource, _ letter: EnquiryLetter, on date: CivilDate) throws -> Int64 {
        let id = try nextID(.enquiry)
        let (sealed, slot) = try seal(letter.bytes, .enquiry, row: id)
        try run(
            """
            INSERT INTO enquiry
                (id, urn, trust_code, organisation, state, received_on, last_contact, sealed, key_slot)
            VALUES (?1, ?2, ?3, ?4, 'received', ?5, ?5, ?6, ?7)
            """,
            [id, source.urn, source.trust, source.organisation, date.iso, Data(sealed), slot])
        return id
    }

    public func enquiry(_ id: Int64) throws -> Enquiry? {
        try first(Self.selectEnquiry + " WHERE enquiry.id = ?", [id], Self.enquiry)
    }

    /// What is still open of the same enquirer.
    public func openEnquiry(from source: EnquirySource) throws -> Enquiry? {
        try first(
            Self.selectEnquiry + """
                 WHERE state IN ('received', 'contacted')
                AND enquiry.urn IS ? AND enquiry.trust_code IS ? AND organisation IS ?
                """, [source.urn, source.trust, source.organisation], Self.enquiry)
    }

    /// Newest first.
    public func enquiries(in state: EnquiryState?, before id: Int64? = nil, limit: Int) throws -> [Enquiry] {
        let filter = state == nil ? "" : " AND state = ?3"
        var arguments: StatementArguments = [id ?? Int64.max, limit]
        if let state { arguments += [state.rawValue] }
        return try all(
            Self.selectEnquiry + " WHERE enquiry.id < ?1\(filter) ORDER BY enquiry.id DESC LIMIT ?2",
            arguments, Self.enquiry)
    }

    public func openEnquiries() throws -> [Int64] {
        try all("SELECT id FROM enquiry WHERE state IN ('received', 'contacted') ORDER BY id") { $0[0] }
    }

    public func letter(ofEnquiry id: Int64) throws -> EnquiryLetter? {
        guard let bytes = try unsealed(.enquiry, row: id) else { return nil }
        guard let letter = EnquiryLetter(bytes: bytes) else { throw StoreError.corrupt("letter of enquiry \(id)") }
        return letter
    }

    /// Those with this address to answer to, oldest first. What is kept of enquiries is few, and all of it is opened.
    public func enquiries(withEmail email: EmailAddress) throws -> [(enquiry: Enquiry, letter: EnquiryLetter)] {
        try all(Self.selectEnquiry + " ORDER BY enquiry.id", [], Self.enquiry).compactMap { enquiry in
            guard let letter = try readable({ try letter(ofEnquiry: enquiry.id) }),
                letter.contact.email.folded == email.folded
            else {
                return nil
            }
            return (enquiry, letter)
        }
    }

    /// Saves what can change: the state and its days, and the cohort.
    public func save(_ enquiry: Enquiry) throws {
        try run(
            """
            UPDATE enquiry SET state = ?1, last_contact = ?2, ended_on = ?3, cohort = ?4,
                lapses_at = iif(?3 IS NULL, lapses_at, NULL)
            WHERE id = ?5
            """,
            [
                enquiry.state.rawValue, enquiry.lastContact.iso, enquiry.endedOn?.iso, enquiry.cohort, enquiry.id,
            ])
    }

    public func setLapse(ofEnquiry id: Int64, at: Instant?) throws {
        try run("UPDATE enquiry SET lapses_at = ?1 WHERE id = ?2 AND lapses_at IS NOT ?1", [at?.seconds, id])
    }

    /// When the next enquiry lapses; nil while none is open.
    public func nextLapseAt() throws -> Instant? {
        try first("SELECT lapses_at FROM enquiry WHERE lapses_at IS NOT NULL ORDER BY lapses_at LIMIT 1") {
            $0.instant(0)
        }
    }

    /// Those that have lapsed by `now`, the first of them first.
    public func lapsingEnquiries(at now: Instant, limit: Int) throws -> [Int64] {
        try all("SELECT id FROM enquiry WHERE lapses_at <= ? ORDER BY lapses_at, id LIMIT ?", [now.seconds, limit]) {
            $0[0]
        }
    }

    public func trustName(_ code: String) throws -> String? {
        try first("SELECT name FROM trust WHERE code = ?", [code]) { $0[0] }
    }

    private static let selectEnquiry = """
        SELECT enquiry.id, enquiry.urn, enquiry.trust_code, organisation, coalesce(school.name, trust.name, organisation),
            state, received_on, last_contact, ended_on, cohort, lapses_at
        FROM enquiry LEFT JOIN school ON school.urn = enquiry.urn LEFT JOIN trust ON trust.code = enquiry.trust_code
        """

    private static func enquiry(_ row: Row) throws -> Enquiry {
        let trust: String? = row[2]
        let organisation: String? = row[3]
        let source: EnquirySource? =
            try row.optionalURN(1).map { .school($0) } ?? trust.map { .trust($0) }
            ?? organisation.flatMap(Label.init).map { .organisation($0) }
        guard let source else { throw StoreError.corrupt("enquirer of enquiry \(row[0] as Int64)") }
        return Enquiry(
            id: row[0], source: source, enquirer: row[4], state: try row.value(5), receivedOn: try row.date(6),
            lastContact: try row.date(7), endedOn: try row.optionalDate(8), cohort: row[9],
            lapsesAt: (row[10] as Int64?).map(Instant.init(seconds:)))
    }
}

extension EnquirySource {
    fileprivate var urn: Int? { if case .school(let urn) = self { urn.number } else { nil } }
    fileprivate var trust: String? { if case .trust(let code) = self { code } else { nil } }
    fileprivate var organisation: String? { if case .organisation(let name) = self { name.text } else { nil } }
}
