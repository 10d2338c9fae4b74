import GRDB
import VNetCore

/// A person's request that what is held about them be erased.
public struct Erasure: Stateful {
    public static let table = "erasure_request"
    public let id: Int64
    /// Nil once the person has been purged.
    public let person: Int64?
    public let channel: RequestChannel
    public let receivedOn: CivilDate
    public let dueOn: CivilDate
    public var state: ErasureState
    public let endedOn: CivilDate?
    public let refusal: ErasureRefusal?
    /// The run that purges what was held about the person.
    public let purge: Int64?
}

extension Transaction {
    public func addErasure(
        of person: Int64, through channel: RequestChannel, receivedOn day: CivilDate, dueOn due: CivilDate
    ) throws -> Int64 {
        try insert(
            """
            INSERT INTO erasure_request (person, channel, received_on, due_on, state) VALUES (?, ?, ?, ?, ?)
            """, [person, channel.rawValue, day.iso, due.iso, ErasureState.received.rawValue])
    }

    public func erasure(_ id: Int64) throws -> Erasure? {
        try first(Self.selectErasure + " WHERE id = ?", [id], Self.erasure)
    }

    public func openErasure(of person: Int64) throws -> Erasure? {
        try first(Self.selectErasure + " WHERE person = ? AND state IN \(ErasureState.open)", [person], Self.erasure)
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
        try all("SELECT id FROM erasure_request WHERE state IN \(ErasureState.open) ORDER BY id") { $0[0] }
    }

    /// The one that a run is for, as long as it is not ended.
    public func erasure(ofPurge run: Int64) throws -> Erasure? {
        try first(Self.selectErasure + " WHERE state IN \(ErasureState.open) AND purge_run = ?", [run], Self.erasure)
    }

    /// How many were to be answered before `day`, and were not.
    public func overdueErasureCount(on day: CivilDate) throws -> Int {
        try count("SELECT count(*) FROM erasure_request WHERE state IN \(ErasureState.open) AND due_on < ?", [day.iso])
    }

    /// Ends a request, on a day; `refusal` is why, if it is refused. False where it had ended so.
    public func apply(
        _ act: ErasureState.Act, to erasure: Erasure, on date: CivilDate, refusal: ErasureRefusal?
    ) throws -> Bool {
        try apply(act, to: erasure, with: ["ended_on": date.iso, "refusal": refusal?.rawValue]) != nil
    }

    /// Has a run purge what a request asks for.
    public func setPurge(_ run: Int64, of erasure: Erasure) throws {
        try self.run("UPDATE erasure_request SET purge_run = ? WHERE id = ?", [run, erasure.id])
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
