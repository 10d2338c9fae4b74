import GRDB
import VNetCore

public struct Cohort: Stateful {
    public static let table = "cohort"
    public let id: Int64
    public var name: String
    public var programme: ProgrammeKind
    /// What a peer review cohort reviews; nil for WalkThrus.
    public var theme: String?
    public var policy: MATPolicy
    public var capacity: Int
    public var state: CohortState
    public var openedOn: CivilDate?
    public var closedOn: CivilDate?
}

extension Transaction {
    /// A peer review cohort has a theme, a WalkThrus cohort has none.
    public func addCohort(name: CohortName, theme: String?, policy: MATPolicy, capacity: Int) throws -> Int64 {
        let programme: ProgrammeKind = theme == nil ? .walkthrus : .peerReview
        return try insert(
            "INSERT INTO cohort (name, programme, theme, policy, capacity, state) VALUES (?, ?, ?, ?, ?, ?)",
            [name.text, programme.rawValue, theme, policy.rawValue, capacity, CohortState.draft.rawValue])
    }

    public func cohort(_ id: Int64) throws -> Cohort? {
        try first(Self.selectCohort + " WHERE id = ?", [id], Self.cohort)
    }

    /// Not one that was cancelled or purged, whose name is free.
    public func cohort(named name: CohortName) throws -> Cohort? {
        try first(
            Self.selectCohort + " WHERE name = ? AND state IN \(CohortState.keepingName)", [name.text], Self.cohort)
    }

    /// Newest first.
    public func cohorts(in state: CohortState?, before id: Int64? = nil, limit: Int) throws -> [Cohort] {
        let filter = state == nil ? "" : " AND state = ?3"
        var arguments: StatementArguments = [id ?? Int64.max, limit]
        if let state { arguments += [state.rawValue] }
        return try all(
            Self.selectCohort + " WHERE id < ?1\(filter) ORDER BY id DESC LIMIT ?2",
            arguments, Self.cohort)
    }

    /// Closed or cancelled, and not purged.
    public func endedCohorts() throws -> [Int64] {
        try all("SELECT id FROM cohort WHERE state IN \(CohortState.awaitingPurge) ORDER BY id") { $0[0] }
    }

    /// Of a cohort, in SQL: that reminders are planned for it.
    static let isLive = "cohort.state IN \(CohortState.live)"

    /// Cohorts for which reminders are planned.
    public func liveCohorts() throws -> [Int64] {
        try all("SELECT id FROM cohort WHERE \(Self.isLive) ORDER BY id") { $0[0] }
    }

    public func activeCohortCount() throws -> Int {
        try count("SELECT value FROM meta WHERE key = 'cohorts_under_way'")
    }

    /// Does `act` to a cohort on a day: on the one that it ends, retention begins to count. False where it was done.
    public func apply(_ act: CohortState.Act, to cohort: Cohort, on date: CivilDate) throws -> Bool {
        switch act {
        case .start, .purge: try apply(act, to: cohort) != nil
        case .open: try apply(act, to: cohort, with: ["opened_on": date.iso]) != nil
        case .close, .cancel: try apply(act, to: cohort, with: ["closed_on": date.iso]) != nil
        }
    }

    /// Saves what can be changed of it besides its state.
    public func save(_ cohort: Cohort) throws {
        try run(
            "UPDATE cohort SET name = ?, theme = ?, capacity = ? WHERE id = ?",
            [cohort.name, cohort.theme, cohort.capacity, cohort.id])
    }

    private static let selectCohort =
        "SELECT id, name, programme, theme, policy, capacity, state, opened_on, closed_on FROM cohort"

    private static func cohort(_ row: Row) throws -> Cohort {
        Cohort(
            id: row[0], name: row[1], programme: try row.value(2), theme: row[3], policy: try row.value(4),
            capacity: row[5], state: try row.value(6), openedOn: try row.optionalDate(7),
            closedOn: try row.optionalDate(8))
    }
}

public struct Enrolment: Stateful {
    public static let table = "enrolment"
    public let id: Int64
    public let cohort: Int64
    public let urn: URN
    public let school: String
    public var state: EnrolmentState
    /// Readiness criteria attested.
    public let attested: Int
    /// Visits owed on withdrawal.
    public let owes: Int
    /// Since when the school is paused by itself.
    public let pausedOn: CivilDate?
    /// Since when its group is.
    public let groupPausedOn: CivilDate?
    /// 1 for a school that enrolled once, one more each time that it left and came back.
    public let stay: Int

    public var isPaused: Bool { pausedOn != nil || groupPausedOn != nil }
}

extension Transaction {
    public func enrol(_ urn: URN, in cohort: Int64, as state: EnrolmentState) throws -> Int64 {
        try insert(
            "INSERT INTO enrolment (cohort, urn, state) VALUES (?, ?, ?)", [cohort, urn.number, state.rawValue])
    }

    /// Pauses a school's part in a cohort from a day on, or resumes it.
    public func setEnrolment(_ id: Int64, pausedOn date: CivilDate?) throws {
        try run("UPDATE enrolment SET paused_on = ? WHERE id = ?", [date?.iso, id])
    }

    public func enrolment(of urn: URN, in cohort: Int64) throws -> Enrolment? {
        try first(Self.selectEnrolment + " WHERE cohort = ? AND e.urn = ?", [cohort, urn.number], Self.enrolment)
    }

    public func enrolment(_ id: Int64) throws -> Enrolment? {
        try first(Self.selectEnrolment + " WHERE e.id = ?", [id], Self.enrolment)
    }

    /// In the order of enrolment.
    public func enrolments(in cohort: Int64) throws -> [Enrolment] {
        try all(Self.selectEnrolment + " WHERE cohort = ? ORDER BY e.id", [cohort], Self.enrolment)
    }

    /// The cohorts that a school is enrolled in and whose reminders are planned.
    public func liveCohorts(of urn: URN) throws -> [Int64] {
        try all(
            """
            SELECT cohort FROM enrolment JOIN cohort ON cohort.id = cohort
            WHERE urn = ? AND enrolment.state NOT IN \(EnrolmentState.gone) AND \(Self.isLive)
            ORDER BY cohort
            """, [urn.number]
        ) { $0[0] }
    }

    /// Has `other` take the place of a school for good.
    public func replace(_ enrolment: Enrolment, by other: Int64) throws {
        _ = try apply(.replace, to: enrolment, with: ["replaced_by": other])
    }

    /// Which school took the place of one.
    public func replacement(of enrolment: Int64) throws -> Enrolment? {
        try first(
            Self.selectEnrolment + " WHERE e.id = (SELECT replaced_by FROM enrolment WHERE id = ?)", [enrolment],
            Self.enrolment)
    }

    /// A school that left comes back, and starts again: what it attested before is forgotten, and it is reminded anew.
    public func restart(enrolment id: Int64) throws {
        try run("DELETE FROM readiness_item WHERE enrolment = ?", [id])
        try run("UPDATE enrolment SET stay = stay + 1 WHERE id = ?", [id])
    }

    /// Whether this is new.
    public func attest(_ criterion: ReadinessCriterion, enrolment: Int64, on date: CivilDate) throws -> Bool {
        try run(
            "INSERT OR IGNORE INTO readiness_item (enrolment, criterion, attested_on) VALUES (?, ?, ?)",
            [enrolment, criterion.rawValue, date.iso]) > 0
    }

    /// Whether this changes what is on record.
    public func retract(_ criterion: ReadinessCriterion, enrolment: Int64) throws -> Bool {
        try run(
            "DELETE FROM readiness_item WHERE enrolment = ? AND criterion = ?", [enrolment, criterion.rawValue]) > 0
    }

    public func attestedCriteria(of enrolment: Int64) throws -> Set<ReadinessCriterion> {
        Set(
            try all("SELECT criterion FROM readiness_item WHERE enrolment = ?", [enrolment]) {
                try $0.value(0) as ReadinessCriterion
            })
    }

    public func recordObligation(enrolment: Int64, owed: Int, on date: CivilDate) throws {
        try run(
            """
            INSERT INTO obligation (enrolment, owed, recorded_on) VALUES (?1, ?2, ?3)
            ON CONFLICT (enrolment) DO UPDATE SET owed = owed + ?2, recorded_on = ?3
            """, [enrolment, owed, date.iso])
    }

    static let selectEnrolment = """
        SELECT e.id, cohort, e.urn, school.name, e.state,
            (SELECT count(*) FROM readiness_item WHERE enrolment = e.id),
            ifnull((SELECT owed FROM obligation WHERE enrolment = e.id), 0), e.paused_on,
            (SELECT paused_on FROM peer_group
                WHERE id = (SELECT peer_group FROM group_member WHERE enrolment = e.id)), e.stay
        FROM enrolment e JOIN school ON school.urn = e.urn
        """

    static func enrolment(_ row: Row) throws -> Enrolment {
        Enrolment(
            id: row[0], cohort: row[1], urn: try row.urn(2), school: row[3], state: try row.value(4),
            attested: row[5], owes: row[6], pausedOn: try row.optionalDate(7),
            groupPausedOn: try row.optionalDate(8), stay: row[9])
    }
}
