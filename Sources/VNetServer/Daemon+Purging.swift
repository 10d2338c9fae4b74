import VNetAPI
import VNetPlatform
import VNetService

/// The queue of purges: whatever has begun goes on by itself, on the worker, until it is complete.
extension Daemon {
    /// How long it waits after an attempt that failed, in milliseconds: twice as long each time, up to ten minutes.
    private static let shortestWait: Int64 = 1000
    private static let longestWait: Int64 = 600_000

    /// Does what the queue has to do now, if it is time; gives until when it has nothing to do.
    @discardableResult
    func carryOnPurging() -> Agenda {
        guard writersAtWork == 0, !isStopping, service.damage.isEmpty else { return .idle }
        do {
            let agenda = try service.purgeAgenda(at: clock.now)
            guard agenda == .work || hasLeftoverKeys else { return agenda }
            guard clock.monotonicMilliseconds >= purgeWait.until else { return .idle }
            purge()
        } catch { postponePurging(Service.refusal(for: error).message) }
        return .idle
    }

    private func purge() {
        let now = clock.now
        let job: Job = { service throws(Refusal) in
            for line in try service.carryOnPurging(at: now) { Log.info(line) }
            return []
        }
        write(job) { [unowned self] result in
            switch result {
            case .success:
                if service.purgeTrouble != nil { Log.info("Purging goes on.") }
                service.purgeTrouble = nil
                hasLeftoverKeys = false
                purgeWait = (0, 0)
            case .failure(let refusal): postponePurging(refusal.message)
            }
        }
    }

    private func postponePurging(_ reason: String) {
        if service.purgeTrouble != reason { Log.error("A purge has to wait: \(reason)") }
        service.purgeTrouble = reason
        let wait = min(max(purgeWait.length * 2, Self.shortestWait), Self.longestWait)
        purgeWait = (clock.monotonicMilliseconds + wait, wait)
        purgeTimer?.arm(atMilliseconds: purgeWait.until)
    }
}
