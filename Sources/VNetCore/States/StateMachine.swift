/// A state of one kind of thing, and what may happen to it.
///
/// A machine is one enum of states, one of acts, and one exhaustive function from an act to the states that allow it and
/// the state that it leads to. An act is refused with the states from which it is allowed, and what to do.
public protocol StateMachine: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    associatedtype Act: StateAct

    /// The thing in one word, for messages: “visit”.
    static var subject: String { get }

    static func transition(_ act: Act) -> Transition<Self>

    /// As it ends “The visit is …”.
    var words: String { get }

    /// What to do for `act` to become possible or, where it never does, what is possible instead: one sentence or two,
    /// with commands in quotation marks.
    func advice(towards act: Act) -> String
}

/// What may be done to something that has a state.
public protocol StateAct: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// As it ends “It can be …”.
    var done: String { get }
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

/// What the state of something does not allow.
public struct RefusedAct: Error, Equatable, Sendable {
    public let subject: String
    /// In words, as are those that would allow it, in the order of the machine's declaration.
    public let state: String
    public let allowedFrom: [String]
    /// “It can be held”.
    public let deed: String
    public let advice: String

    public var message: String {
        let others = allowedFrom.dropLast().joined(separator: ", ")
        let allowed = [others, allowedFrom.last ?? ""].filter { !$0.isEmpty }.joined(separator: " or ")
        return "The \(subject) is \(state). \(deed) only while it is \(allowed). \(advice)"
    }
}

extension StateMachine {
    public var words: String { rawValue.split(separator: "_").joined(separator: " ") }

    /// The state after `act`, or nil when it is already so (the act leads to the present state and is not one that may
    /// be repeated).
    public func after(_ act: Act) throws(RefusedAct) -> Self? {
        let transition = Self.transition(act)
        if transition.from.contains(self) { return transition.to }
        if transition.to == self { return nil }
        throw refused("It can be \(act.done)", transition.from, towards: act)
    }

    public func allows(_ act: Act) -> Bool { Self.transition(act).from.contains(self) }

    /// Refuses what changes no state and yet is possible in some only; `act` leads there.
    public func require(where isAllowed: (Self) -> Bool, _ deed: String, towards act: Act) throws(RefusedAct) {
        guard !isAllowed(self) else { return }
        throw refused(deed, Set(Self.allCases.filter(isAllowed)), towards: act)
    }

    /// The same for some states by name.
    public func require(_ states: Set<Self>, _ deed: String, towards act: Act) throws(RefusedAct) {
        try require(where: states.contains, deed, towards: act)
    }

    private func refused(_ deed: String, _ states: Set<Self>, towards act: Act) -> RefusedAct {
        RefusedAct(
            subject: Self.subject, state: words, allowedFrom: Self.allCases.filter(states.contains).map(\.words),
            deed: deed, advice: advice(towards: act))
    }
}
