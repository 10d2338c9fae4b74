import VNetAPI
import VNetCore
import VNetStore

// A clock that jumps would have everything sent, or purged, at the wrong time.

extension Service {
    /// A jump of the wall clock that is larger is not taken for granted, in seconds.
    public static let trustedJump: Int64 = 24 * 3600

    /// Notes that the clock was moved by `seconds` while the daemon ran. Nothing is sent or purged until an administrator
    /// has confirmed it.
    public func doubtClock(movedBy seconds: Int64) throws(Refusal) {
        let days = abs(seconds) / 86_400
        let words = "\(days) day\(days == 1 ? "" : "s") \(seconds < 0 ? "back" : "forward")"
        try refusing {
            try store.write { try $0.setClockDoubt("The machine's clock was moved \(words) while vnetd was running.") }
        }
    }

    /// At the start: a clock that shows less than when the daemon last ran cannot be right.
    public func checkClock(at now: Instant) throws(Refusal) {
        try refusing {
            try store.write { transaction in
                if let seen = try transaction.lastSeen(), now < seen.adding(seconds: -Self.trustedJump) {
                    // What was seen stays, until somebody confirms that the clock is right.
                    let day = configuration.zone.civil(at: seen).date.words
                    try transaction.setClockDoubt(
                        "The machine's clock was behind at a start: vnetd had been running on \(day).")
                } else {
                    try transaction.setLastSeen(now)
                }
            }
        }
    }

    public func clockConfirm(_ request: ClockConfirm, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            guard try change.transaction.clockDoubt() != nil else { return }
            try change.transaction.setClockDoubt(nil)
            try change.transaction.setLastSeen(context.now)
            change.subject = "clock"
            change.note("The clock is confirmed. Mail and purges go on.")
        }
    }
}
