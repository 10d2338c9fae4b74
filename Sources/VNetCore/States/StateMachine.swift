/// A state of one kind of thing, and what may happen to it.
///
/// A machine is one enum of states, one of acts, and one exhaustive function from an act to the states that allow it and
/// the state that it leads to. An act is refused with the states from which it is allowed.
public protocol StateMachine: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    associatedtype Act: RawRepresentable<String>, CaseIterable, Hashable, Sendable

    /// The thing in one word, for messages: “visit”.
    static var subject: String { get }

    static func transition(_ act: Act) -> Transition<Self>
}

/// From which states an act is allowed, and where it leads.
public struct Transition<State: StateMachine>: Sendable {
    public let from: Set<State>
    public let to: State

    public init(from: Set<State>, to: State) {
        self.from = from
        self.to = to
    }
}

/// An act that the state does not allow.
public struct RefusedAct: Error, Equatable, Sendable {
    public let subject: String
    public let act: String
    public let state: String
    /// In the order of the machine's declaration.
    public let allowedFrom: [String]

    public var message: String {
        let allowed = allowedFrom.joined(separator: ", ")
        let article = subject.first.map { "aeiou".contains($0) } == true ? "An" : "A"
        return
            "\(article) \(subject) that is \(state) cannot be changed by “\(act)”; that is possible when it is: \(allowed)."
    }
}

extension StateMachine {
    /// The state after `act`, or nil when it is already so (the act leads to the present state and is not one that may
    /// be repeated).
    public func after(_ act: Act) throws(RefusedAct) -> Self? {
        let transition = Self.transition(act)
        if transition.from.contains(self) { return transition.to }
        if transition.to == self { return nil }
        throw RefusedAct(
            subject: Self.subject, act: act.rawValue, state: rawValue,
            allowedFrom: Self.allCases.filter(transition.from.contains).map(\.rawValue))
    }

    public func allows(_ act: Act) -> Bool { Self.transition(act).from.contains(self) }
}
