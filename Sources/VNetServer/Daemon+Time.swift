import VNetAPI
import VNetCore
import VNetPlatform
import VNetService

/// What falls due: the one place that decides whether there is work, or until when to sleep.
extension Daemon {
    /// Has `catchUp` run from the loop rather than within a line.
    func catchUpSoon() { alarm?.arm(at: Instant(seconds: 0)) }

    /// Does what is due, hands out what can be delivered, answers who waits, and sets the alarm for what is next. While
    /// long work writes, all of that waits for its end.
    func catchUp() {
        defer { tellSubscribers() }
        guard writersAtWork == 0, !isStopping else { return }
        do {
            takeBackAttempts()
            try watchClock()
            if obstacle != nil { try service.tryWriting(at: clock.now) }
            try doWhatIsDue()
            forgetObstacle()
        } catch {
            Log.error(Self.sentence(error))
            noteObstacle(Service.refusal(for: error))
        }
    }

    /// Has the service doubt a wall clock that has moved otherwise than time has passed.
    func watchClock() throws(Refusal) {
        guard !(clock is ManualClock) else { return }
        let moved = (clock.now.seconds - clockBase.wall) - (clock.elapsedSeconds - clockBase.elapsed)
        guard abs(moved) > Service.trustedJump else { return }
        clockBase = (clock.now.seconds, clock.elapsedSeconds)
        try service.doubtClock(movedBy: moved)
        Log.error("The machine's clock was moved. Nothing is sent or purged until “vnetctl clock confirm”.")
    }

    private func doWhatIsDue() throws {
        guard service.damage.isEmpty else { return }
        if try service.agenda(at: clock.now) == .work {
            let report = try service.tick(at: clock.now)
            for line in report.unsent { Log.info(line) }
            advance?.composed += report.written
        }
        let purges = carryOnPurging()
        guard writersAtWork == 0 else { return }
        try handOut()
        let agenda = try service.agenda(at: clock.now)
        // The next batch waits until those who ask have had their turn.
        guard agenda != .work else { return catchUpSoon() }
        if !flushes.isEmpty, try !service.isOutboxBusy(at: clock.now) {
            // A reply lets the lines behind it come, which may ask to wait again.
            let done = flushes
            flushes = []
            for waiting in done {
                let counts = try service.outboxCounts()
                answer(waiting.connection) {
                    ReplyLine.result(
                        waiting.id, OutboxFlush.Response(outbox: counts), waiting.principal.permissions, into: &$0)
                }
            }
        }
        try step(purges)
        try setAlarm(agenda, purges)
    }

    /// When a mailer next wants a message; nil where none waits for one.
    var nextClaim: Instant? { claims.map(\.notBefore).min() }

    private func handOut() throws {
        while let index = claims.firstIndex(where: { $0.notBefore <= clock.now }) {
            let claim = claims[index]
            let reply = try service.claim(claim.request, on: claim.connection, at: clock.now)
            guard reply.message != nil else { return }
            claims.remove(at: index)
            answer(claim.connection, onDelivery: true) {
                ReplyLine.result(claim.id, reply, claim.principal.permissions, into: &$0)
            }
        }
    }

    /// Moves a simulated clock to the next thing due, once the mailer, if there is one, has taken what is waiting.
    private func step(_ purges: Agenda) throws {
        guard let current = advance, let manual = clock as? ManualClock else { return }
        let isDelivered = current.waits || isMailerAttached
        if isDelivered, try service.isOutboxBusy(at: manual.now) { return }
        // What was refused for now is tried again at its time, as it would be without a simulation.
        let retry = isDelivered ? try service.nextDelivery() : nil
        var next = retry
        let agenda = try service.agenda(at: manual.now)
        for case .sleep(let until) in [agenda, purges] { next = min(until, next ?? until) }
        switch next {
        case let next? where next <= current.target: manual.advance(to: next)
        default:
            manual.advance(to: current.target)
            advance = nil
            answer(current.connection) {
                ReplyLine.result(
                    current.id, ClockAdvance.Response(now: manual.now, composed: current.composed),
                    current.principal.permissions, into: &$0)
            }
        }
        try service.setSimulatedNow(manual.now)
        if advance != nil { catchUpSoon() }
    }

    private func setAlarm(_ agendas: Agenda...) throws {
        guard !(clock is ManualClock) else { return }
        var next: [Instant] = []
        for case .sleep(let until) in agendas { next.append(until) }
        if let nextClaim, let delivery = try service.nextDelivery() { next.append(max(delivery, nextClaim)) }
        if let next = next.min() { alarm?.arm(at: next) } else { alarm?.disarm() }
    }
}
