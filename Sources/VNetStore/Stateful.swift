import GRDB
import VNetCore

/// What has a state: one row of `table`, as it was read.
public protocol Stateful: Sendable {
    associatedtype State: StateMachine
    static var table: String { get }
    var id: Int64 { get }
    var state: State { get set }
}

/// Something was to be changed by what it was before another change of the same transaction: a fault of ours.
struct StaleState: Error {}

extension Transaction {
    /// Does `act` to `thing`. No state is ever set in another way.
    ///
    /// Gives the thing as it then is; nil where it was so already, and nothing is changed. What its state does not allow is
    /// refused in the words of its machine.
    @discardableResult
    public func apply<Thing: Stateful>(_ act: Thing.State.Act, to thing: Thing) throws -> Thing? {
        guard let state = try apply(act, to: thing, with: [:]) else { return nil }
        var thing = thing
        thing.state = state
        return thing
    }

    /// The same with what is on record of the act, in one statement: the schema has neither without the other. Gives the new
    /// state, if it is one.
    func apply<Thing: Stateful>(
        _ act: Thing.State.Act, to thing: Thing, with record: KeyValuePairs<String, (any DatabaseValueConvertible)?>
    ) throws -> Thing.State? {
        guard let state = try thing.state.after(act) else { return nil }
        let columns = record.map { ", \($0.key) = ?" }.joined()
        let values = record.map(\.value)
        let count = try run(
            "UPDATE \(Thing.table) SET state = ?\(columns) WHERE id = ? AND state = ?",
            StatementArguments([state.rawValue] + values + [thing.id, thing.state.rawValue]))
        guard count == 1 else { throw StaleState() }
        return state
    }
}

/// States as SQL has them. A condition that a partial index is for has to be the index's own, word for word: both are made from
/// the machine's predicate.
extension StateMachine {
    var sql: String { "'\(rawValue)'" }

    static var all: String { sql { _ in true } }

    /// “('planned', 'invited')”
    static func sql(where isIn: (Self) -> Bool) -> String {
        "(" + allCases.filter(isIn).map(\.sql).joined(separator: ", ") + ")"
    }
}

extension CohortState {
    static let underWay = sql(where: \.isUnderWay)
    static let live = sql(where: \.isLive)
    static let awaitingPurge = sql(where: \.awaitsPurge)
    static let keepingName = sql(where: \.keepsName)
}

extension EnrolmentState {
    static let withPlace = sql(where: \.hasPlace)
    static let gone = sql(where: \.hasLeft)
    static let expected = sql(where: \.isExpected)
}

extension SessionState {
    static let coming = sql(where: \.isComing)
}

extension VisitState {
    static let coming = sql(where: \.isComing)
}

extension GroupState {
    static let open = sql(where: \.isOpen)
}

extension ErasureState {
    static let open = sql(where: \.isOpen)
}
