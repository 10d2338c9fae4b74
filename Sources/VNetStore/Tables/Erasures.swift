import GRDB
import VNetCore

/// A person's request that what is held about them be erased.
public struct Erasure: Sendable {
    public let id: Int64
    /// Nil once the person has been purged.
    public let person: Int64?
    public let channel: RequestChannel
    public let receivedOn: CivilDate
    public let dueOn: CivilDate
    public var state: ErasureState
    public var endedOn: CivilDate?
    public var refusal: ErasureRefusal?
    /// The run that purges what was held about the person.
    public var purge: Int64?
}

extension Transaction {
    public func addErasure(
        of person: Int64, through channel: RequestChannel, receivedOn day: CivilDate, dueOn due: CivilDate
    ) throws -> Int64 {
        try insert(
            """
            INSERT INTO erasure_request (person, channel, received_on, due_on, state) VALUES (?, ?, ?, ?, 'received')
            """, [person, channel.rawValue, day.iso, due.iso])
    }

    public func erasure(_ id: Int64) throws -> Erasure? {
        try first(Self.selectErasure + " WHERE id = ?", [id], Self.erasure)
    }

    public func openErasure(of person: Int64) throws -> Erasure? {
        try first(Self.selectErasure + " WHERE person = ? AND state = 'received'", [person], Self.erasure)
    }

    /// All of a person, oldest first.
    public func erasures(of person: Int64) throws -> [Erasure] {
        try all(Self.selectErasure + " WHERE person = ? ORDER BY id", [person], Self.erasure)
    }

    /// Newest first.
    public func erasures(
        in state: ErasureState?, before id: Int64? = nil, limit: Int
    ) throws -> [Erasure] {
        try all(
            Self.selectErasure + " WHERE id < ?1 AND (?2 IS NULL OR state = ?2) ORDER BY id DESC LIMIT ?3",
            [id ?? .max, state?.rawValue, limit], Self.erasure)
    }

    public func openErasures() throws -> [Int64] {
        try all("SELECT id FROM erasure_request WHERE state = 'received' ORDER BY id") { $0[0] }
    }

    /// The one that a run is for, as long as it is not ended.
    public func erasure(ofPurge run: Int64) throws -> Erasure? {
        try first(Self.selectErasure + " WHERE state = 'received' AND purge_run = ?", [run], Self.erasure)
    }

    /// How many were to be answered before `day`, and were not.
    public func overdueErasureCount(on day: CivilDate) throws -> Int {
        try count("SELECT count(*) FROM erasure_request WHERE state = 'received' AND due_on < ?", [day.iso])
    }

    /// Saves what can change: the state and its day, the reason and the purge.
    public func save(_ erasure: Erasure) throws {
        try run(
            "UPDATE erasure_request SET state = ?, ended_on = ?, refusal = ?, purge_run = ? WHERE id = ?",
            [
                erasure.state.rawValue, erasure.endedOn?.iso, erasure.refusal?.rawValue, erasure.purge, erasure.id,
            ])
    }

    private static let selectErasure = """
        SELECT id, person, channel, received_on, due_on, state, ended_on, refusal, purge_run FROM erasure_request
        """

    private static func erasure(_ row: Row) throws -> Erasure {
        let refusal: String? = row[7]
        return Erasure(
            id: row[0], person: row[1], channel: try row.value(2), receivedOn: try row.date(3), dueOn: try row.date(4),
            state: try row.value(5), endedOn: try row.optionalDate(6), refusal: refusal.flatMap(ErasureRefusal.init),
            purge: row[8])
    }
}
