import GRDB
import VNetCore

public struct Session: Stateful {
    public static let table = "session"
    public let id: Int64
    public let cohort: Int64
    public let kind: SessionKind
    public var state: SessionState
    public var date: CivilDate
    public var start: CivilTime
    public var finish: CivilTime
    public var place: String
    public var present: Int
    public var absent: Int
}

extension Transaction {
    public func addSession(
        _ kind: SessionKind, in cohort: Int64, date: CivilDate, start: CivilTime, finish: CivilTime, place: String,
        slot: CivilDate? = nil
    ) throws -> Int64 {
        try insert(
            """
            INSERT INTO session (cohort, kind, state, date, start, finish, place, slot)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                cohort, kind.rawValue, SessionState.planned.rawValue, date.iso, start.iso, finish.iso, place, slot?.iso,
            ])
    }

    public func session(_ id: Int64) throws -> Session? {
        try first(Self.selectSession + " WHERE id = ?", [id], Self.session)
    }

    /// By date.
    public func sessions(in cohort: Int64) throws -> [Session] {
        try all(Self.selectSession + " WHERE cohort = ? ORDER BY date, id", [cohort], Self.session)
    }

    /// The days that earlier series gave the sessions of a kind.
    public func series(of kind: SessionKind, in cohort: Int64) throws -> [CivilDate: Session] {
        let slots = try all(
            "SELECT slot, id FROM session WHERE cohort = ? AND kind = ? AND slot IS NOT NULL", [cohort, kind.rawValue]
        ) { (try $0.date(0), $0[1] as Int64) }
        return try Dictionary(uniqueKeysWithValues: slots).compactMapValues { try session($0) }
    }

    /// Does `act` to a session and gives it a day: the new one, or that on which it was held.
    public func apply(_ act: SessionState.Act, to session: Session, on date: CivilDate) throws {
        _ = try apply(act, to: session, with: ["date": date.iso])
    }

    /// Saves its times and its place.
    public func save(_ session: Session) throws {
        try run(
            "UPDATE session SET start = ?, finish = ?, place = ? WHERE id = ?",
            [session.start.iso, session.finish.iso, session.place, session.id])
    }

    /// Whether this changes what is on record.
    public func recordAttendance(_ enrolment: Int64, at session: Int64, present: Bool) throws -> Bool {
        try run(
            """
            INSERT INTO attendance (session, enrolment, present) VALUES (?1, ?2, ?3)
            ON CONFLICT (session, enrolment) DO UPDATE SET present = ?3 WHERE present <> ?3
            """, [session, enrolment, present]) > 0
    }

    /// The heads of the schools that were present: not one who has followed another since.
    public func headsPresent(at session: Session) throws -> [Int64] {
        try all(
            """
            SELECT DISTINCT role_tenure.person FROM attendance JOIN enrolment ON enrolment.id = enrolment
                JOIN role_tenure ON role_tenure.urn = enrolment.urn
            WHERE session = ?1 AND present = 1 AND role = 'head' AND until IS NULL AND (since <= ?2 OR NOT EXISTS (
                SELECT 1 FROM role_tenure AS former WHERE former.urn = role_tenure.urn AND former.role = 'head'
                    AND former.since <= ?2 AND former.until >= ?2))
            ORDER BY enrolment.id
            """, [session.id, session.date.iso]
        ) { $0[0] }
    }

    public func absentees(from session: Int64) throws -> Set<Int64> {
        Set(try all("SELECT enrolment FROM attendance WHERE session = ? AND present = 0", [session]) { $0[0] })
    }

    static let selectSession = """
        SELECT id, cohort, kind, state, date, start, finish, place,
            (SELECT count(*) FROM attendance WHERE session = session.id AND present = 1),
            (SELECT count(*) FROM attendance WHERE session = session.id AND present = 0)
        FROM session
        """

    static func session(_ row: Row) throws -> Session {
        Session(
            id: row[0], cohort: row[1], kind: try row.value(2), state: try row.value(3), date: try row.date(4),
            start: try row.time(5), finish: try row.time(6), place: row[7], present: row[8], absent: row[9])
    }
}

public struct PeerGroup: Stateful {
    public static let table = "peer_group"
    public let id: Int64
    public let cohort: Int64
    public let name: String
    public var state: GroupState
    public var pausedOn: CivilDate?
    /// Why two schools go on as a pair.
    public var pairReason: String?
}

extension Transaction {
    public func addGroup(named name: String, in cohort: Int64, members: [Int64]) throws -> Int64 {
        let id = try insert(
            "INSERT INTO peer_group (cohort, name, state) VALUES (?, ?, ?)",
            [cohort, name, GroupState.proposed.rawValue])
        for member in members {
            try run("INSERT INTO group_member (enrolment, peer_group) VALUES (?, ?)", [member, id])
        }
        return id
    }

    public func group(_ id: Int64) throws -> PeerGroup? {
        try first(Self.selectGroup + " WHERE id = ?", [id], Self.group)
    }

    /// Sessions of cohorts under way whose day is before `date` and of which nothing is on record, the oldest first.
    public func unrecordedSessions(before date: CivilDate) throws -> [Int64] {
        try all(
            """
            SELECT session.id FROM session CROSS JOIN cohort ON cohort.id = cohort
            WHERE session.state IN \(SessionState.coming) AND date < ? AND cohort.state IN \(CohortState.underWay)
            ORDER BY date, session.id
            """, [date.iso]
        ) { $0[0] }
    }

    public func groupsUnderStrength() throws -> [Int64] {
        try all("SELECT id FROM peer_group WHERE state = \(GroupState.underStrength.sql) ORDER BY id") { $0[0] }
    }

    public func groups(in cohort: Int64) throws -> [PeerGroup] {
        try all(Self.selectGroup + " WHERE cohort = ? ORDER BY id", [cohort], Self.group)
    }

    /// The enrolments that are in the group today, in the order of enrolment.
    public func members(of group: Int64) throws -> [Int64] {
        try all("SELECT enrolment FROM group_member WHERE peer_group = ? ORDER BY enrolment", [group]) { $0[0] }
    }

    /// The members of every group of a cohort, by group.
    public func groupMembers(in cohort: Int64) throws -> [(group: Int64, urn: URN)] {
        try all(
            """
            SELECT peer_group, urn FROM group_member JOIN enrolment ON enrolment.id = group_member.enrolment
            WHERE cohort = ? ORDER BY peer_group, enrolment.id
            """, [cohort]
        ) { ($0[0], try $0.urn(1)) }
    }

    public func group(of enrolment: Int64) throws -> PeerGroup? {
        try first(
            Self.selectGroup + " WHERE id = (SELECT peer_group FROM group_member WHERE enrolment = ?)", [enrolment],
            Self.group)
    }

    public func leaveGroup(_ enrolment: Int64) throws {
        try run("DELETE FROM group_member WHERE enrolment = ?", [enrolment])
    }

    public func joinGroup(_ group: Int64, _ enrolment: Int64) throws {
        try run("INSERT INTO group_member (enrolment, peer_group) VALUES (?, ?)", [enrolment, group])
    }

    /// Pauses a group from a day on, or resumes it.
    public func setGroup(_ id: Int64, pausedOn date: CivilDate?) throws {
        try run("UPDATE peer_group SET paused_on = ? WHERE id = ?", [date?.iso, id])
    }

    public func setGroup(_ id: Int64, pairReason: String?) throws {
        try run("UPDATE peer_group SET pair_reason = ? WHERE id = ?", [pairReason, id])
    }

    static let selectGroup = "SELECT id, cohort, name, state, paused_on, pair_reason FROM peer_group"

    static func group(_ row: Row) throws -> PeerGroup {
        PeerGroup(
            id: row[0], cohort: row[1], name: row[2], state: try row.value(3), pausedOn: try row.optionalDate(4),
            pairReason: row[5])
    }
}
