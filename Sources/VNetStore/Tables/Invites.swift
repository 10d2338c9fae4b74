import GRDB
import VNetCore

/// An entry in one person's calendar, and all that was written about it and still counts.
public struct Invite: Sendable {
    public let id: Int64
    public let uid: String
    public let subject: ReminderSubject
    public let person: Int64
    /// Of the schools that bring the person or, once it is cancelled, that last did; none of a reviewer of the network.
    public var enrolments: Set<Int64>
    /// In the order of their sequence; never empty.
    public var entries: [Entry]

    /// One message about it.
    public struct Entry: Sendable {
        public let sequence: Int
        public let message: Int64
        public let messageState: MessageState
        public let item: InviteHistory.Item
    }

    public var history: InviteHistory { InviteHistory(items: entries.map(\.item), enrolments: enrolments) }
    public var sequence: Int { last.sequence }
    public var date: CivilDate { last.item.entry.date }
    public var standing: InviteStanding {
        last.item.isCancellation ? .cancelled : last.item.entry.isTentative ? .tentative : .agreed
    }
    private var last: Entry { entries[entries.count - 1] }
}

extension Transaction {
    /// Gives its id.
    public func addInvite(uid: String, cohort: Int64, subject: ReminderSubject, person: Int64) throws -> Int64 {
        try insert(
            "INSERT INTO invite (uid, cohort, subject_kind, subject_id, person) VALUES (?, ?, ?, ?, ?)",
            [uid, cohort, subject.kind.rawValue, subject.id, person])
    }

    /// Records which schools bring its person now.
    public func setEnrolments(_ enrolments: Set<Int64>, ofInvite invite: Int64) throws {
        try run("DELETE FROM invite_for WHERE invite = ?", [invite])
        for enrolment in enrolments.sorted() {
            try run("INSERT INTO invite_for (invite, enrolment) VALUES (?, ?)", [invite, enrolment])
        }
    }

    /// The schools whose delegates were sent copies of what stands of it.
    public func schoolsCopied(onInvite invite: Int64) throws -> [URN] {
        try all(
            """
            SELECT DISTINCT m.copied_for FROM invite_entry e JOIN message m ON m.copy_of = e.message WHERE e.invite = ?
            """, [invite]
        ) { try $0.urn(0) }
    }

    public func addEntry(
        _ entry: CalendarEntry, isCancellation: Bool, to invite: Int64, sequence: Int, message: Int64
    ) throws {
        let standing: InviteStanding = isCancellation ? .cancelled : entry.isTentative ? .tentative : .agreed
        try run(
            """
            INSERT INTO invite_entry (invite, sequence, message, date, start, finish, place, host, lead, standing)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                invite, sequence, message, entry.date.iso, entry.start.iso, entry.finish.iso, entry.place, entry.host,
                entry.lead, standing.rawValue,
            ])
    }

    /// Takes an entry that never left out of the record; and the invite, when it has no other.
    public func removeEntry(_ sequence: Int, of invite: Int64) throws {
        try run("DELETE FROM invite_entry WHERE invite = ? AND sequence = ?", [invite, sequence])
        try run(
            "DELETE FROM invite WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM invite_entry WHERE invite = ?1)", [invite])
    }

    /// The same by its message. Gives the cohort that it was of; nil where the message put nothing on record.
    public func removeEntry(ofMessage id: Int64) throws -> Int64? {
        let entry: (sequence: Int, invite: Int64, cohort: Int64)? = try first(
            """
            SELECT e.sequence, i.id, i.cohort FROM invite_entry e JOIN invite i ON i.id = e.invite WHERE e.message = ?
            """, [id]
        ) { ($0[0], $0[1], $0[2]) }
        guard let entry else { return nil }
        try removeEntry(entry.sequence, of: entry.invite)
        return entry.cohort
    }

    public func invites(inCohort cohort: Int64) throws -> [Invite] { try invites("i.cohort = ?", [cohort]) }

    /// All of a session or visit, cancelled ones too.
    public func invites(to subject: ReminderSubject) throws -> [Invite] {
        try invites("i.subject_kind = ? AND i.subject_id = ?", [subject.kind.rawValue, subject.id])
    }

    /// All that a person has or had, cancelled ones too.
    public func invites(ofPerson person: Int64) throws -> [Invite] { try invites("i.person = ?", [person]) }

    /// Whether another message about the same entry was written after this one.
    public func isOvertaken(message id: Int64) throws -> Bool {
        try exists(
            """
            SELECT 1 FROM invite_entry e JOIN invite_entry later ON later.invite = e.invite AND later.sequence > e.sequence
            WHERE e.message = ?
            """, [id])
    }

    private func invites(_ condition: String, _ arguments: StatementArguments) throws -> [Invite] {
        let bringing = try all(
            "SELECT f.invite, f.enrolment FROM invite i JOIN invite_for f ON f.invite = i.id WHERE \(condition)",
            arguments
        ) { (invite: $0[0] as Int64, enrolment: $0[1] as Int64) }
        let enrolments = Dictionary(grouping: bringing, by: \.invite).mapValues { Set($0.map(\.enrolment)) }
        let rows = try all(
            """
            SELECT i.id, i.uid, i.subject_kind, i.subject_id, i.person, e.sequence, e.message, m.state, m.doubtful, e.date,
                e.start, e.finish, e.place, e.host, e.lead, e.standing
            FROM invite i JOIN invite_entry e ON e.invite = i.id JOIN message m ON m.id = e.message
            WHERE \(condition) ORDER BY i.id, e.sequence
            """, arguments
        ) { (try Self.invite($0, enrolments), try Self.entry($0)) }
        return rows.reduce(into: []) { invites, row in
            if invites.last?.id != row.0.id { invites.append(row.0) }
            invites[invites.count - 1].entries.append(row.1)
        }
    }

    private static func invite(_ row: Row, _ enrolments: [Int64: Set<Int64>]) throws -> Invite {
        Invite(
            id: row[0], uid: row[1], subject: ReminderSubject(try row.value(2), row[3]), person: row[4],
            enrolments: enrolments[row[0], default: []], entries: [])
    }

    private static func entry(_ row: Row) throws -> Invite.Entry {
        let (state, standing) = (try row.value(7, MessageState.self), try row.value(15, InviteStanding.self))
        let entry = CalendarEntry(
            date: try row.date(9), start: try row.time(10), finish: try row.time(11), place: row[12], host: row[13],
            lead: row[14], isTentative: standing == .tentative)
        return Invite.Entry(
            sequence: row[5], message: row[6], messageState: state,
            item: InviteHistory.Item(
                entry: entry, isCancellation: standing == .cancelled, mayHaveArrived: state.mayHaveArrived || row[8]))
    }
}
