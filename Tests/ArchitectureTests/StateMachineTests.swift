import Testing
import VNetCore

/// Every state that acts lead to, from where the thing begins.
private func reachable<State: StateMachine>(from start: State) -> Set<State> {
    var found: Set<State> = [start]
    var isGrowing = true
    while isGrowing {
        let next = State.Act.allCases.map(State.transition).filter { !$0.from.isDisjoint(with: found) }.map(\.to)
        isGrowing = !found.isSuperset(of: next)
        found.formUnion(next)
    }
    return found
}

private func check<State: StateMachine>(_: State.Type) {
    guard let start = State.allCases.first else { return }
    let found = reachable(from: start)
    for state in State.allCases where !found.contains(state) {
        Issue.record("Nothing leads a \(State.subject) to “\(state.rawValue)”.")
    }
    for act in State.Act.allCases where State.transition(act).from.isEmpty {
        Issue.record("A \(State.subject) can never be changed by “\(act.rawValue)”.")
    }
}

private let machines: [any StateMachine.Type] = [
    CoachingState.self, CohortState.self, EnquiryState.self, EnrolmentState.self, ErasureState.self, GroupState.self,
    MessageState.self, PurgeState.self, SessionState.self, VisitState.self,
]

@Test func `every state of every machine can be reached from its first, and every act be done`() {
    for machine in machines { check(machine) }
}

@Test func `no machine is missing from these tests, and none has a default that would hide a new act`() throws {
    var found = 0
    let here = try SourceTree.files(in: "Tests").filter { $0.path.hasSuffix("StateMachineTests.swift") }
    for file in try SourceTree.files(in: "Sources/VNetCore") {
        for line in file.code where line.contains("enum ") && line.contains("StateMachine {") {
            let name = line.split(separator: " ").drop { $0 != "enum" }.dropFirst().first?.dropLast() ?? ""
            let isTested = here.contains { $0.lines.contains { $0.contains("\(name).self") } }
            found += 1
            #expect(isTested, "\(name) is not among the machines above.")
            #expect(!file.code.contains { $0.contains("default:") }, "\(file.path) has a default.")
        }
    }
    #expect(found == machines.count)
}
