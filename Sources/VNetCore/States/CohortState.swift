/// Where a cohort is in its life. Its phase (trained, grouped, dated …) is derived, never stored.
public enum CohortState: String, StateMachine {
    case draft, recruiting, running, closed, purged, cancelled

    public enum Act: String, StateAct {
        case open, start, close, cancel, purge

        public var done: String {
            switch self {
            case .open: "opened"
            case .start: "started"
            case .close: "closed"
            case .cancel: "cancelled"
            case .purge: "purged"
            }
        }
    }

    public static let subject = "cohort"

    public var words: String {
        switch self {
        case .draft: "a draft"
        case .recruiting, .running, .closed, .purged, .cancelled: rawValue
        }
    }

    public static func transition(_ act: Act) -> Transition<CohortState> {
        switch act {
        case .open: Transition(from: [.draft], to: .recruiting)
        case .start: Transition(from: [.recruiting], to: .running)
        case .close: Transition(from: [.running], to: .closed)
        case .cancel: Transition(from: [.draft, .recruiting, .running], to: .cancelled)
        case .purge: Transition(from: [.closed, .cancelled], to: .purged)
        }
    }

    /// Whether schools have places in it, and sessions and visits that they are invited to.
    public var isUnderWay: Bool {
        switch self {
        case .recruiting, .running: true
        case .draft, .closed, .purged, .cancelled: false
        }
    }

    /// Whether it has ended, one way or the other.
    public var isOver: Bool {
        switch self {
        case .closed, .purged, .cancelled: true
        case .draft, .recruiting, .running: false
        }
    }

    /// Whether it is over and its records are still kept.
    public var awaitsPurge: Bool {
        switch self {
        case .closed, .cancelled: true
        case .draft, .recruiting, .running, .purged: false
        }
    }

    /// Whether reminders are planned for it: people are also told of the purge of one that is over.
    public var isLive: Bool { isUnderWay || awaitsPurge }

    /// Whether no other may have its name.
    public var keepsName: Bool {
        switch self {
        case .draft, .recruiting, .running, .closed: true
        case .purged, .cancelled: false
        }
    }
}

extension CohortState {
    public func advice(towards act: Act) -> String {
        switch (self, act) {
        case (.draft, .purge), (.recruiting, .purge), (.running, .purge):
            "“cohort close” or “cohort cancel” comes first, and then the time for which records are kept."
        case (.draft, _): "“cohort open” opens it to schools."
        case (.recruiting, _): "“cohort start” starts it, once its schools are confirmed."
        case (.running, .open), (.running, .start): "It has started; “cohort create” sets up another."
        case (.running, .close), (.running, .cancel):
            "“cohort close” closes it when all is done, and “cohort cancel” calls off what is to come."
        case (.closed, _), (.purged, _), (.cancelled, _): "That is final; “cohort create” sets up another."
        }
    }
}
