/// What a cohort does together.
public enum ProgrammeKind: String, CaseIterable, Sendable {
    /// Schools review each other in triads and tetrads.
    case peerReview = "peer_review"
    /// Schools meet over a school year and coach their teachers by WalkThrus. Included in membership of the network.
    case walkthrus

    public var title: String {
        switch self {
        case .peerReview: "peer review cohort"
        case .walkthrus: "WalkThrus network cohort"
        }
    }

    /// What its cohorts meet for, in words.
    public var sessions: String {
        switch self {
        case .peerReview: "a training half day and a feedback session"
        case .walkthrus: "network, coaching and CPD sessions"
        }
    }
}

/// What a session is for. A session belongs to one cohort and has one date.
public enum SessionKind: String, CaseIterable, Sendable {
    case training, feedback, network, coaching, cpd

    public var title: String {
        switch self {
        case .training: "training half day"
        case .feedback: "feedback session"
        case .network: "network session"
        case .coaching: "coaching session"
        case .cpd: "CPD session"
        }
    }

    public var programme: ProgrammeKind {
        switch self {
        case .training, .feedback: .peerReview
        case .network, .coaching, .cpd: .walkthrus
        }
    }

    /// Whether a cohort has one of the kind at most, rather than one again and again.
    public var isOnce: Bool {
        switch self {
        case .training, .feedback: true
        case .network, .coaching, .cpd: false
        }
    }
}
