import VNetAPI
import VNetPlatform
import VNetService

/// The queue of purges: whatever has begun goes on by itself, on the worker, until it is complete.
extension Daemon {
    /// Does what the queue has to do now, if it is time; gives until when it has nothing to do.
    @discardableResult
    func carryOnPurging() -> Agenda {
        guard writersAtWork == 0, !isStopping, service.damage.isEmpty else { return .idle }
        do {
            let agenda = try service.purgeAgenda(at: clock.now)
            guard agenda == .work || hasLeftoverKeys else { return agenda }
            guard clock.monotonicMilliseconds >= purgeBackOff.until else { return .idle }
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
                purgeBackOff.reset()
            case .failure(let refusal): postponePurging(refusal.message)
            }
        }
    }

    private func postponePurging(_ reason: String) {
        if service.purgeTrouble != reason { Log.error("A purge has to wait: \(reason)") }
        service.purgeTrouble = reason
        purgeBackOff.fail(at: clock.monotonicMilliseconds)
        purgeTimer?.arm(atMilliseconds: purgeBackOff.until)
    }
}
