/// Where a frozen message is on its way to one recipient.
///
/// The promise is *nothing lost, and at most one duplicate per crash, byte for byte the same*: an attempt is committed
/// as `sending` before the first byte leaves, and what was `sending` when the daemon stopped is `unknown` when it starts.
public enum MessageState: String, StateMachine {
    case pending, sending, sent, deferred, failed, unknown, held, expired, cancelled

    public enum Act: String, StateAct {
        case claim
        /// The server took it.
        case deliver
        /// Refused for now; try again later.
        case postpone = "defer"
        /// Refused for good.
        case fail
        /// What it says, or whom it is for, turns out to be unreadable before it is handed over.
        case spoil
        /// The attempt broke off, and whether it arrived cannot be known.
        case lose
        /// Nothing can be delivered at present, so it was not tried.
        case handBack = "hand back"
        case hold, release, retry, expire, cancel

        public var done: String {
            switch self {
            case .claim: "claimed"
            case .deliver: "delivered"
            case .postpone: "deferred"
            case .fail: "given up"
            case .spoil: "found unreadable"
            case .lose: "lost"
            case .handBack: "handed back"
            case .hold: "held"
            case .release: "released"
            case .retry: "tried again"
            case .expire: "let expire"
            case .cancel: "cancelled"
            }
        }
    }

    public static let subject = "message"

    public static func transition(_ act: Act) -> Transition<MessageState> {
        switch act {
        case .claim: Transition(from: [.pending, .deferred, .unknown], to: .sending)
        case .deliver: Transition(from: [.sending, .unknown], to: .sent)
        case .postpone: Transition(from: [.sending], to: .deferred)
        case .fail: Transition(from: [.sending], to: .failed)
        case .spoil: Transition(from: [.pending, .deferred, .unknown], to: .failed)
        case .lose: Transition(from: [.sending], to: .unknown)
        case .handBack: Transition(from: [.sending], to: .pending)
        case .hold: Transition(from: [.pending, .deferred, .unknown], to: .held)
        case .release: Transition(from: [.held], to: .pending)
        case .retry: Transition(from: [.deferred, .failed, .unknown, .held], to: .pending)
        case .expire: Transition(from: [.pending, .deferred, .unknown, .held], to: .expired)
        // One that failed could be tried again, and is not once it is no longer called for.
        case .cancel: Transition(from: [.pending, .deferred, .unknown, .held, .failed], to: .cancelled)
        }
    }

    /// Whether the recipient may have it.
    public var mayHaveArrived: Bool {
        switch self {
        case .sending, .sent, .unknown: true
        case .pending, .deferred, .failed, .held, .expired, .cancelled: false
        }
    }

    /// Whether the message can still leave.
    public var isWaiting: Bool {
        switch self {
        case .pending, .deferred, .unknown: true
        case .sending, .sent, .failed, .held, .expired, .cancelled: false
        }
    }
}

extension MessageState {
    public func advice(towards act: Act) -> String {
        switch (self, act) {
        case (.pending, _): "It leaves by itself; “outbox hold” keeps it back."
        case (.deferred, _), (.unknown, _): "It is tried again by itself; “outbox retry” tries now."
        case (.sending, _): "It is on its way; “outbox list” shows how that ends."
        case (.held, _): "“outbox release” lets it go."
        case (.failed, _): "“outbox retry” tries again, and “outbox cancel” gives it up."
        case (.sent, _): "That is final: it has left."
        case (.expired, _), (.cancelled, _): "That is final; what is still due is written anew."
        }
    }
}

/// When to try again after a temporary refusal.
public enum RetrySchedule {
    /// Seconds to wait after `attempt` failed attempts of a message: 5 minutes, doubling to at most 4 hours, moved by up to
    /// a fifth either way, so that a server coming back is not met by everything at once. The same message and attempt
    /// always wait as long.
    public static func delay(ofMessage id: Int64, afterAttempt attempt: Int) -> Int64 {
        let doubled = Int64(300) << min(max(attempt - 1, 0), 6)
        let base = min(doubled, 14_400)
        return base + scatter(id, attempt) * base / 5_000
    }

    /// From −1000 to 1000, spread evenly (SplitMix64).
    private static func scatter(_ id: Int64, _ attempt: Int) -> Int64 {
        var bits = UInt64(bitPattern: id) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(truncatingIfNeeded: attempt)
        for factor: UInt64 in [0xBF58_476D_1CE4_E5B9, 0x94D0_49BB_1331_11EB] { bits = (bits ^ (bits >> 30)) &* factor }
        return Int64((bits ^ (bits >> 31)) % 2_001) - 1_000
    }

    /// Days from its first attempt after which a message that the server keeps refusing is given up, unless it expires
    /// earlier.
    public static let giveUpAfterDays = 5
}
