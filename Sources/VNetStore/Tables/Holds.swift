import GRDB
import VNetCore

extension Transaction {
    public func hold(_ id: Int64) throws -> Hold? {
        try first(Self.selectHold + " WHERE id = ?", [id], Self.hold)
    }

    /// Newest first; those that were lifted only where they are asked for.
    public func holds(lifted: Bool, dueBy day: CivilDate?, before id: Int64? = nil, limit: Int) throws -> [Hold] {
        let open = lifted && day == nil ? "" : " AND lifted_on IS NULL"
        return try all(
            Self.selectHold + " WHERE id < ?1 AND review_on <= ?2\(open) ORDER BY id DESC LIMIT ?3",
            [id ?? .max, day?.iso ?? "9999-12-31", limit], Self.hold)
    }

    /// Those in force; first the one that is to be reviewed first.
    public func openHolds() throws -> [Hold] {
        try all(Self.selectHold + " WHERE lifted_on IS NULL ORDER BY review_on, id", [], Self.hold)
    }

    public func dueHoldCount(on day: CivilDate) throws -> Int {
        try count("SELECT count(*) FROM hold WHERE lifted_on IS NULL AND review_on <= ?", [day.iso])
    }

    /// The hold in force on `subject` for `reason`; there is never more than one.
    public func openHold(on subject: HoldSubject, for reason: HoldReason) throws -> Hold? {
        try openHolds().first { $0.subject == subject && $0.reason == reason }
    }

    public func addHold(
        on subject: HoldSubject, _ reason: HoldReason, owner: HoldOwner, on day: CivilDate, by uid: UInt32,
        review: CivilDate
    ) throws -> Int64 {
        let (kind, id, `class`) = subject.columns
        return try insert(
            """
            INSERT INTO hold (subject_kind, subject_id, class, reason, owner, placed_on, placed_by, review_on)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [kind.rawValue, id, `class`?.rawValue, reason.rawValue, owner.rawValue, day.iso, Int64(uid), review.iso])
    }

    /// Saves what can change: when it is to be reviewed, and that it was lifted.
    public func save(_ hold: Hold) throws {
        try run(
            "UPDATE hold SET review_on = ?, lifted_on = ? WHERE id = ?",
            [hold.reviewOn.iso, hold.liftedOn?.iso, hold.id])
    }

    private static let selectHold = """
        SELECT id, subject_kind, subject_id, class, reason, owner, placed_on, placed_by, review_on, lifted_on FROM hold
        """

    private static func hold(_ row: Row) throws -> Hold {
        let subject: HoldSubject =
            switch try row.value(1, HoldSubject.Kind.self) {
            case .cohort: .cohort(row[2])
            case .school: .school(try row.urn(2))
            case .person: .person(row[2])
            case .record: .record(RecordID(try row.value(3), row[2]))
            }
        return Hold(
            id: row[0], subject: subject, reason: try row.value(4), owner: try row.value(5),
            placedOn: try row.date(6), placedBy: row[7], reviewOn: try row.date(8), liftedOn: try row.optionalDate(9))
    }
}

extension HoldSubject {
    fileprivate var columns: (kind: Kind, id: Int64, class: RetentionClass?) {
        switch self {
        case .cohort(let id): (.cohort, id, nil)
        case .school(let urn): (.school, Int64(urn.number), nil)
        case .person(let id): (.person, id, nil)
        case .record(let record): (.record, record.id, record.class)
        }
    }
}
