import GRDB
import VNetCore

/// A trust or a federation: what schools belong to, as the register has it.
public struct Owner: Sendable {
    public enum Kind: String, Sendable { case trust, federation }

    public let code: String
    public let name: String
    /// The register's schools that belong to it.
    public let schools: Int
    /// Those of them that have a place in a cohort under way.
    public let enrolled: Int
}

extension Transaction {
    public func owner(_ kind: Owner.Kind, _ code: String) throws -> Owner? {
        try first(Self.selectOwner(kind) + " WHERE code = ?", [code], Self.owner)
    }

    /// By name; only those whose name contains `text`, if given. The first condition follows from the second, of which SQLite
    /// does not see that it tells where in the index to begin.
    public func owners(
        _ kind: Owner.Kind, matching text: String?, after place: Place? = nil, limit: Int
    ) throws -> [Owner] {
        let (name, code) = Owner.parts(of: place)
        let filter = text == nil ? "" : #" AND name LIKE ?4 ESCAPE '\'"#
        var arguments: StatementArguments = [name, code, limit]
        if let text { arguments += ["%" + text.escapedForLike + "%"] }
        return try all(
            Self.selectOwner(kind) + """
                 WHERE name COLLATE NOCASE >= ?1 AND (name COLLATE NOCASE, code) > (?1, ?2)\(filter)
                ORDER BY name COLLATE NOCASE, code LIMIT ?3
                """, arguments, Self.owner)
    }

    /// The cohorts under way in which a school has a place.
    public func cohortsUnderWay(of urn: URN) throws -> [Int64] {
        try all("SELECT cohort FROM \(Self.places("?"))", [urn.number]) { $0[0] }.sorted()
    }

    /// What counts an owner's schools counts them in an index, whatever the size of the register.
    private static func selectOwner(_ kind: Owner.Kind) -> String {
        """
        SELECT code, name, (SELECT count(*) FROM school WHERE \(kind)_code = code),
            (SELECT count(*) FROM school WHERE \(kind)_code = code AND EXISTS (SELECT 1 FROM \(places("school.urn"))))
        FROM \(kind)
        """
    }

    /// The enrolments by which a school has a place in a cohort under way.
    private static func places(_ urn: String) -> String {
        """
        enrolment CROSS JOIN cohort ON cohort.id = cohort WHERE enrolment.urn = \(urn)
            AND enrolment.state IN \(EnrolmentState.withPlace)
            AND cohort.state IN \(CohortState.underWay)
        """
    }

    private static func owner(_ row: Row) throws -> Owner {
        Owner(code: row[0], name: row[1], schools: row[2], enrolled: row[3])
    }
}

extension Owner {
    /// Where it stands in its list. Several may have one name, so the code decides between them.
    public var place: Place { Place("\(name)\n\(code)", 0) }

    /// The name and the code in a place; no code has a line feed in it.
    fileprivate static func parts(of place: Place?) -> (name: String, code: String) {
        let sort = place?.sort ?? ""
        guard let end = sort.lastIndex(of: "\n") else { return (sort, "") }
        return (String(sort[..<end]), String(sort[sort.index(after: end)...]))
    }
}
