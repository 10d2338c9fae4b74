import GRDB
import VNetCore

/// A reminder as it is on record.
public struct Reminder: Sendable {
    public let id: Int64
    public let scope: ReminderScope
    public let identity: PlannedReminder.Identity
    /// The school for which the person gets it; nil for the administrator.
    public let urn: URN?
    public var at: Instant
    public var expires: Instant
    public var isShifted: Bool
    public var state: ReminderState
    public var message: Int64?

    public var kind: ReminderKind { identity.kind }
    public var subject: ReminderSubject { identity.subject }
}

extension Transaction {
    public func reminder(_ id: Int64) throws -> Reminder? {
        try first(Self.selectReminder + " WHERE id = ?", [id], Self.reminder)
    }

    /// All of a scope that were ever planned.
    public func reminders(in scope: ReminderScope) throws -> [Reminder] {
        try all(Self.selectReminder + " WHERE \(scope.column) = ?", [scope.id], Self.reminder)
    }

    /// Whatever reminders are planned for.
    public func liveScopes() throws -> [ReminderScope] {
        try liveCohorts().map { .cohort($0) } + openEnquiries().map { .enquiry($0) }
            + openHolds().map { .hold($0.id) } + openErasures().map { .erasure($0) }
    }

    /// Those still to come and those that are held, soonest first.
    public func comingReminders(in cohort: Int64?, after place: Place? = nil, limit: Int) throws -> [Reminder] {
        let both = try [ReminderState.scheduled, .held].flatMap {
            try reminders(in: $0, cohort: cohort, after: place, limit: limit)
        }
        return Array(both.sorted { ($0.at, $0.id) < ($1.at, $1.id) }.prefix(limit))
    }

    private func reminders(
        in state: ReminderState, cohort: Int64?, after place: Place?, limit: Int
    ) throws -> [Reminder] {
        let filter = cohort == nil ? "" : " AND cohort = ?4"
        let from: (at: Int64, id: Int64) = (place.flatMap { Int64($0.sort) } ?? .min, place?.id ?? .min)
        var arguments: StatementArguments = [from.at, from.id, limit]
        if let cohort { arguments += [cohort] }
        return try all(
            Self.selectReminder
                + " WHERE state = '\(state.rawValue)' AND (at, id) > (?1, ?2)\(filter) ORDER BY at, id LIMIT ?3",
            arguments, Self.reminder)
    }

    /// The first that is scheduled at `now` or before.
    public func firstDueReminder(at now: Instant) throws -> Reminder? {
        try first(
            Self.selectReminder + " WHERE state = 'scheduled' AND at <= ? ORDER BY at, id LIMIT 1", [now.seconds],
            Self.reminder)
    }

    /// Those to one person, or to the administrator, that are scheduled at `now` or before.
    public func dueReminders(to person: Int64?, at now: Instant) throws -> [Reminder] {
        try all(
            Self.selectReminder + " WHERE state = 'scheduled' AND person IS ? AND at <= ? ORDER BY at, id",
            [person, now.seconds], Self.reminder)
    }

    public func reminders(ofMessage message: Int64) throws -> [Reminder] {
        try all(Self.selectReminder + " WHERE message = ?", [message], Self.reminder)
    }

    public func nextReminderAt() throws -> Instant? {
        try first("SELECT at FROM reminder WHERE state = 'scheduled' ORDER BY at, id LIMIT 1") { $0.instant(0) }
    }

    public func scheduledReminderCount(until: Instant) throws -> Int {
        try count("SELECT count(*) FROM reminder WHERE state = 'scheduled' AND at <= ?", [until.seconds])
    }

    public func schedule(
        _ planned: PlannedReminder, in scope: ReminderScope, at: Instant, state: ReminderState
    ) throws {
        let identity = planned.identity
        try run(
            """
            INSERT INTO reminder
                (\(scope.column), kind, subject_kind, subject_id, stay, anchor, step, person, urn, at, expires, shifted,
                    state)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                scope.id, identity.kind.rawValue, identity.subject.kind.rawValue, identity.subject.id, identity.stay,
                identity.anchor.iso, identity.offset.description, identity.person, planned.urn?.number, at.seconds,
                planned.expires.seconds, planned.isShifted, state.rawValue,
            ])
    }

    public func reschedule(_ reminder: Int64, as planned: PlannedReminder, at: Instant) throws {
        try run(
            "UPDATE reminder SET state = 'scheduled', message = NULL, at = ?, expires = ?, shifted = ? WHERE id = ?",
            [at.seconds, planned.expires.seconds, planned.isShifted, reminder])
    }

    public func postpone(reminder: Int64, to at: Instant) throws {
        try run("UPDATE reminder SET at = ? WHERE id = ?", [at.seconds, reminder])
    }

    /// Has its person get it for another school.
    public func setReminder(_ id: Int64, urn: URN?) throws {
        try run("UPDATE reminder SET urn = ? WHERE id = ?", [urn?.number, id])
    }

    /// Sets a state that goes without a message.
    public func setReminder(_ id: Int64, to state: ReminderState) throws {
        try run("UPDATE reminder SET state = ?, message = NULL WHERE id = ?", [state.rawValue, id])
    }

    public func setComposed(_ reminder: Int64, in message: Int64) throws {
        try run("UPDATE reminder SET state = 'composed', message = ? WHERE id = ?", [message, reminder])
    }

    private static let selectReminder = """
        SELECT id, cohort, kind, subject_kind, subject_id, anchor, step, person, urn, at, expires, shifted, state, message,
            enquiry, hold, erasure, stay
        FROM reminder
        """

    private static func reminder(_ row: Row) throws -> Reminder {
        let step: String = row[6]
        guard let offset = ReminderOffset(step) else { throw StoreError.corrupt("reminder step “\(step)”") }
        let identity = PlannedReminder.Identity(
            kind: try row.value(2), subject: ReminderSubject(try row.value(3), row[4]), anchor: try row.date(5),
            offset: offset, person: row[7], stay: row[17])
        return Reminder(
            id: row[0], scope: ReminderScope(cohort: row[1], enquiry: row[14], hold: row[15], erasure: row[16]),
            identity: identity,
            urn: try row.optionalURN(8), at: row.instant(9),
            expires: row.instant(10), isShifted: row[11], state: try row.value(12), message: row[13])
    }
}

extension Reminder {
    /// Where it stands in its list.
    public var place: Place { Place(String(at.seconds), id) }
}

extension ReminderScope {
    /// The column that refers to it.
    fileprivate var column: String {
        switch self {
        case .cohort: "cohort"
        case .enquiry: "enquiry"
        case .hold: "hold"
        case .erasure: "erasure"
        }
    }

    fileprivate var id: Int64 {
        switch self {
        case .cohort(let id), .enquiry(let id), .hold(let id), .erasure(let id): id
        }
    }

    /// Of the columns that refer to one, of which the schema lets one have a value.
    fileprivate init(cohort: Int64?, enquiry: Int64?, hold: Int64?, erasure: Int64?) {
        self =
            cohort.map { .cohort($0) } ?? enquiry.map { .enquiry($0) } ?? hold.map { .hold($0) }
            ?? .erasure(erasure ?? 0)
    }
}
