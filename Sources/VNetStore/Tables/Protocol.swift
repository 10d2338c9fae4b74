import GRDB
import VNetCore

// The protocol that people accept before anything confidential reaches them.

public struct ProtocolText: Sendable {
    public let version: String
    public let since: CivilDate
}

extension Transaction {
    /// The version in force: the latest.
    public func protocolInForce() throws -> ProtocolText {
        let latest = try first("SELECT version, since FROM protocol_version ORDER BY since DESC LIMIT 1") {
            ProtocolText(version: $0[0], since: try $0.date(1))
        }
        guard let latest else { throw StoreError.corrupt("no protocol version is on record") }
        return latest
    }

    /// Newest first.
    public func protocolVersions() throws -> [(text: ProtocolText, acceptances: Int)] {
        try all(
            """
            SELECT version, since, (SELECT count(*) FROM protocol_acceptance a WHERE a.version = v.version)
            FROM protocol_version v ORDER BY since DESC
            """
        ) { (ProtocolText(version: $0[0], since: try $0.date(1)), $0[2]) }
    }

    public func publishProtocol(_ version: String, since: CivilDate) throws {
        try run("INSERT INTO protocol_version (version, since) VALUES (?, ?)", [version, since.iso])
    }

    /// When a person accepted a version of the protocol; nil without that.
    public func acceptance(of version: String, by person: Int64) throws -> CivilDate? {
        try first("SELECT accepted_on FROM protocol_acceptance WHERE person = ? AND version = ?", [person, version]) {
            try $0.date(0)
        }
    }

    /// Whether this is new.
    public func recordAcceptance(of version: String, by person: Int64, on date: CivilDate) throws -> Bool {
        try run(
            "INSERT OR IGNORE INTO protocol_acceptance (person, version, accepted_on) VALUES (?, ?, ?)",
            [person, version, date.iso]) > 0
    }

    /// What a person has accepted, oldest first.
    public func acceptances(ofPerson person: Int64) throws -> [(version: String, on: CivilDate)] {
        try all(
            "SELECT version, accepted_on FROM protocol_acceptance WHERE person = ? ORDER BY accepted_on, version",
            [person]
        ) { ($0[0], try $0.date(1)) }
    }

    /// Who of a cohort's heads and reviewers is known since when, and whether they have accepted `version`.
    public func people(inCohort cohort: Int64, accepting version: String) throws -> [Int64: PersonFact] {
        let rows = try all(
            """
            WITH involved (person, since) AS (
                SELECT person, since FROM enrolment JOIN role_tenure ON role_tenure.urn = enrolment.urn
                WHERE cohort = ?1 AND role = 'head' AND until IS NULL
                UNION ALL
                SELECT named_reviewer.person, role_tenure.since FROM named_reviewer JOIN visit ON visit.id = visit
                    JOIN role_tenure ON role_tenure.person = named_reviewer.person AND until IS NULL
                WHERE cohort = ?1)
            SELECT person, max(since),
                EXISTS (SELECT 1 FROM protocol_acceptance a WHERE a.person = involved.person AND version = ?2)
            FROM involved GROUP BY person
            """, [cohort, version]
        ) { ($0[0] as Int64, PersonFact(since: try $0.date(1), hasAcceptedProtocol: $0[2])) }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    /// The live cohorts in which a person is head of a school or reviews.
    public func liveCohorts(ofPerson person: Int64) throws -> [Int64] {
        try all(
            """
            SELECT cohort.id FROM cohort WHERE \(Self.isLive) AND (
                EXISTS (SELECT 1 FROM enrolment JOIN role_tenure ON role_tenure.urn = enrolment.urn
                    WHERE cohort = cohort.id AND role_tenure.person = ?1)
                OR EXISTS (SELECT 1 FROM named_reviewer JOIN visit ON visit.id = visit
                    WHERE cohort = cohort.id AND named_reviewer.person = ?1))
            ORDER BY cohort.id
            """, [person]
        ) { $0[0] }
    }
}
