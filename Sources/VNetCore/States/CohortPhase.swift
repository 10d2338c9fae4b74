/// How far a cohort has come, derived from its sessions, groups and visits.
public enum CohortPhase: String, CaseIterable, Sendable {
    case trainingSet = "training_set"
    case trained
    case grouped
    case dated
    case visiting
    case feedbackHeld = "feedback_held"

    /// Nil while not even the training half day is set. The furthest that holds counts.
    public init?(sessions: [(kind: SessionKind, state: SessionState)], groups: [GroupState], visits: [VisitState]) {
        func has(_ kind: SessionKind, held: Bool) -> Bool {
            sessions.contains { $0.kind == kind && (held ? $0.state == .held : $0.state.isComing) }
        }
        let open = visits.filter { $0 != .cancelled }
        if has(.feedback, held: true) {
            self = .feedbackHeld
        } else if visits.contains(where: \.tookPlace) {
            self = .visiting
        } else if !open.isEmpty, open.allSatisfy({ $0 != .unset }) {
            self = .dated
        } else if groups.contains(where: { $0 == .confirmed || $0 == .active }) {
            self = .grouped
        } else if has(.training, held: true) {
            self = .trained
        } else if has(.training, held: false) {
            self = .trainingSet
        } else {
            return nil
        }
    }
}
