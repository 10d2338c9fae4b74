import VNetAPI
import VNetCore
import VNetStore

extension Service {
    public func retentionPreview(
        _ request: RetentionPreview, at now: Instant
    ) throws(Refusal) -> RetentionPreview.Response {
        try read { transaction in
            let plan = try retentionPlan(on: request.on ?? today(at: now), transaction)
            let groups = Dictionary(grouping: plan.items) { GroupKey(class: $0.record.class, cohort: $0.record.cohort) }
            let order = RetentionClass.allCases
            return RetentionPreview.Response(
                digest: Store.digest(of: plan), records: plan.items.count, held: plan.held.count,
                holds: try heldBack(plan, transaction),
                groups: groups.map { key, items in
                    RetentionPreview.Group(
                        class: key.class, cohort: key.cohort, records: items.count, firstDue: items.map(\.due).min()!,
                        rule: configuration.retention.reason(for: key.class))
                }.sorted {
                    (order.firstIndex(of: $0.class)!, $0.cohort ?? 0) < (
                        order.firstIndex(of: $1.class)!, $1.cohort ?? 0
                    )
                })
        }
    }

    /// The holds that keep any of what would go otherwise.
    private func heldBack(_ plan: RetentionPlan, _ transaction: Transaction) throws -> [RetentionPreview.HeldBack] {
        guard !plan.held.isEmpty else { return [] }
        return try transaction.heldRecords().compactMap { held in
            let count = plan.held.count { held.records.contains($0.record.recordID) }
            return count == 0 ? nil : RetentionPreview.HeldBack(held.hold, records: count)
        }
    }

    private struct GroupKey: Hashable {
        let `class`: RetentionClass
        let cohort: Int64?
    }

    /// What is to be purged on a day.
    func retentionPlan(on day: CivilDate, _ transaction: Transaction) throws -> RetentionPlan {
        let rules = configuration.retention
        let records = try transaction.retainedRecords(by: rules, on: day, zone: configuration.zone)
        return RetentionPlan(records, rules: rules, today: day, holds: try transaction.heldRecords())
    }

    /// Purges exactly what the preview with this digest listed.
    public func retentionRun(_ request: RetentionRun, _ context: Context) throws(Refusal) -> Outcome {
        try purging(context) { change in
            if let doubt = try change.transaction.clockDoubt() {
                throw Refusal(.ruleRefused, "\(doubt) Nothing is purged until “clock confirm”.")
            }
            let plan = try retentionPlan(on: change.today, change.transaction)
            guard Store.digest(of: plan) == request.digest else {
                throw Refusal(
                    .digestMismatch,
                    "What is to be purged is no longer what that preview listed. Look at a new preview, and run that.",
                    path: "$.digest")
            }
            guard !plan.items.isEmpty else { return nil }
            let run = try change.transaction.beginPurge(
                plan.items, digest: request.digest, by: context.caller.uid, rule: configuration.retention.reason,
                at: context.now)
            change.id = run.id
            change.subject = "purge \(run.id)"
            for `class` in RetentionClass.allCases {
                let count = plan.items.count { $0.record.class == `class` }
                if count > 0 { change.note("\(`class`.title.capitalised) purged: \(count).") }
            }
            return run
        }
    }

    /// A change that begins a purge, which is then carried to its end.
    func purging(_ context: Context, _ body: (Change) throws -> PurgeRun?) throws(Refusal) -> Outcome {
        var begun: PurgeRun?
        var outcome = try change(context) { begun = try body($0) }
        if let begun, !context.options.isDryRun {
            outcome.changes += try finish(begun, at: context.now, progress: context.progress)
        }
        return outcome
    }

    /// Whether an earlier run of the daemon left a purge unfinished.
    public func hasUnfinishedPurge() throws(Refusal) -> Bool {
        try read { try $0.unfinishedPurge() != nil || !$0.purgedErasures().isEmpty }
    }

    /// Finishes a purge that an earlier run of the daemon left unfinished. Gives what there is to say of it.
    public func resumePurge(at now: Instant) throws(Refusal) -> [String] {
        if let run = try read({ try $0.unfinishedPurge() }) { return try finish(run, at: now) }
        try refusing { try store.write { try Change($0, service: self, now: now).completePurgedErasures() } }
        return []
    }

    func finish(_ run: PurgeRun, at now: Instant, progress: Progress? = nil) throws(Refusal) -> [String] {
        let report = try refusing {
            try store.finishPurge(run, at: now, network: configuration.name, progress: progress)
        }
        guard report.residue.isEmpty else {
            throw Refusal(
                .storageFailed,
                "Purge \(run.id) is incomplete: what it purged is still found in \(report.residue.joinedInWords). "
                    + "Restart vnetd to try again.")
        }
        var certificate: Int64?
        let closed = try refusing {
            try store.write { transaction in
                let change = Change(transaction, service: self, now: now)
                certificate = try transaction.certificate(ofPurge: run.id)
                try change.completePurgedErasures()
                let cohorts = try transaction.cohortsWithNothingLeft()
                for cohort in cohorts { try transaction.setCohort(cohort, to: .purged, on: today(at: now)) }
                // What was still to be said of them is no longer called for; of the others, the next purge is announced.
                for cohort in try cohorts + transaction.endedCohorts() { try change.settleReminders(.cohort(cohort)) }
                return cohorts
            }
        }
        return ["Purge \(run.id) is complete and verified." + (certificate.map { " Certificate \($0) says so." } ?? "")]
            + closed.map { "Cohort \($0) is purged: nothing confidential of it is left." }
    }
}
