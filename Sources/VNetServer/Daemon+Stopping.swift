import VNetAPI
import VNetJSON
import VNetPlatform

/// The end: every line that has come is answered, and nothing new is begun.
extension Daemon {
    /// How long the daemon takes over stopping at the most, in milliseconds.
    private static let graceMilliseconds: Int64 = 5000

    /// Answers what is complete, waits for long work, and ends the loop; at most five seconds. Asked a second time, it ends
    /// at once.
    public func stop() {
        guard !isStopping else { return loop.stop(0) }
        beginStopping()
        Notify.stopping()
        patience?.arm(atMilliseconds: clock.monotonicMilliseconds + Self.graceMilliseconds)
        dismissWaiting()
        delivery?.resume()
        control?.resume()
        delivery?.drain()
        control?.drain()
        endIfDrained()
    }

    /// Ends the loop when everybody has got what they asked for.
    func endIfDrained() {
        guard isStopping, writersAtWork == 0, !isLooking, control?.isEmpty != false, delivery?.isEmpty != false else {
            return
        }
        loop.stop(0)
    }

    /// What is still under way after the grace is told so.
    func endAnyhow() {
        if let (connection, id) = atWork {
            let refusal = Refusal(
                .busy,
                "vnetd stops before this is done. When it has started again, look whether it was, and repeat it if not."
            )
            answer(connection) { ReplyLine.error(id, refusal, into: &$0) }
        }
        loop.stop(0)
    }

    /// A daemon that stops begins nothing that would keep it.
    func requireShort(_ about: About) throws(Refusal) {
        switch about.effect {
        case .reads: return
        case .changes, .discloses: if writersAtWork == 0 { return }
        case .worksLong, .waits: break
        }
        throw Self.stopping
    }

    private static let stopping = Refusal(.busy, "vnetd is stopping. Try again when it has started.")

    /// Whoever waits for something to happen need not wait any longer.
    private func dismissWaiting() {
        let (claims, flushes, advance) = (claims, flushes, advance)
        (self.claims, self.flushes, self.advance) = ([], [], nil)
        for claim in claims {
            answer(claim.connection, onDelivery: true) {
                ReplyLine.result(claim.id, DeliverClaim.Response(), claim.principal.permissions, into: &$0)
            }
        }
        endTrials(where: { _ in true }, telling: Self.stopping)
        for flush in flushes { answer(flush.connection) { ReplyLine.error(flush.id, Self.stopping, into: &$0) } }
        if let advance { answer(advance.connection) { ReplyLine.error(advance.id, Self.stopping, into: &$0) } }
    }
}
