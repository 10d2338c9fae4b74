import VNetAPI
import VNetCore
import VNetStore

// Purges: one way in, for whatever reason something is purged, and one queue that carries them to their end.
//
// What is purged is deleted with the change that says so. Its keys are destroyed at once after that, with those of texts that
// were replaced. Then the files are rewritten and searched, which costs the same for one record as for a thousand: a single
// record waits for it for up to an hour, and what is purged meanwhile goes with it.

extension Service {
    /// A change that may begin a purge, which is then carried as far as it goes. What has happened has happened: where the rest
    /// has to wait, the outcome says so and the queue goes on by itself.
    func purging(_ context: Context, _ body: (Change) throws -> PurgeRun?) throws(Refusal) -> Outcome {
        var begun: PurgeRun?
        var outcome = try change(context) { change in
            if let doubt = try change.transaction.clockDoubt() {
                throw Refusal(.ruleRefused, "\(doubt) Nothing is purged until “clock confirm”.")
            }
            begun = try body(change)
        }
        guard let begun, !context.options.isDryRun else { return outcome }
        do throws(Refusal) {
            outcome.changes += try carryOnPurging(at: context.now, progress: context.progress)
            if begun.verifyBy > context.now {
                let time = configuration.zone.civil(at: begun.verifyBy).time.iso
                outcome.changes.append(
                    "Its key is destroyed. Purge \(begun.id) is verified, and has its certificate, by \(time).")
            }
        } catch {
            outcome.warnings.append(
                "The records are deleted, but purge \(begun.id) is not complete: \(error.message) vnetd goes on with it by "
                    + "itself; “purge get \(begun.id)” says how far it is.")
        }
        return outcome
    }

    /// When there is something to do for the queue of purges.
    public func purgeAgenda(at now: Instant) throws -> Agenda {
        try store.read { transaction in
            guard try transaction.clockDoubt() == nil else { return .idle }
            let runs = try transaction.unfinishedPurges()
            if try runs.contains(where: { $0.state == .deleted }) || transaction.hasDoomedKeys() { return .work }
            guard let next = runs.map(\.verifyBy).min() else { return .idle }
            return next <= now ? .work : .sleep(until: next)
        }
    }

    /// Whether the keyring was left in the middle of a shredding when the daemon last ran.
    public var hasLeftoverKeys: Bool { store.hasLeftovers }

    /// Takes the purges that have begun as far as they go now. Gives what there is to say of it.
    @discardableResult
    public func carryOnPurging(at now: Instant, progress: Progress? = nil) throws(Refusal) -> [String] {
        progress?(0, 3)
        do { try store.shred(at: now) } catch { throw Self.refusal(for: error) }
        let due = try read { try $0.unfinishedPurges().contains { $0.verifyBy <= now } }
        guard due else { return [] }
        var lines: [String] = []
        let reports: [PurgeReport]
        do {
            reports = try store.verifyPurges(at: now, network: configuration.name, progress: progress) {
                lines += try conclude(purge: $1, at: now, $0)
            }
        } catch { throw Self.refusal(for: error) }
        if let left = reports.first(where: { !$0.residue.isEmpty }) {
            throw Refusal(
                .storageFailed,
                "what purge \(left.run.id) purged is still found in \(left.residue.joinedInWords), though its key is destroyed."
            )
        }
        return lines
    }

    /// What follows when a purge is proved, in the transaction that says so: requests are completed, cohorts of which nothing is
    /// left are purged, and what was still to be said of them is no longer called for.
    private func conclude(purge: Int64, at now: Instant, _ transaction: Transaction) throws -> [String] {
        let change = Change(transaction, service: self, now: now)
        try change.completeErasure(ofPurge: purge)
        let cohorts = try transaction.cohortsWithNothingLeft()
        for cohort in cohorts { try transaction.apply(.purge, to: transaction.require(cohort: cohort)) }
        for cohort in try cohorts + transaction.endedCohorts() { try change.settleReminders(.cohort(cohort)) }
        let certificate = try transaction.certificate(ofPurge: purge).map { " Certificate \($0) says so." }
        return ["Purge \(purge) is complete and verified.\(certificate ?? "")"]
            + cohorts.map { "Cohort \($0) is purged: nothing confidential of it is left." }
    }
}
