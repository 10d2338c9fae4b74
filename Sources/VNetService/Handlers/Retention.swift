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
                holds: try kept(plan, transaction),
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
    private func kept(_ plan: RetentionPlan, _ transaction: Transaction) throws -> [RetentionPreview.Kept] {
        guard !plan.held.isEmpty else { return [] }
        return try transaction.heldRecords().compactMap { held in
            let count = plan.held.count { held.records.contains($0.record.recordID) }
            return count == 0 ? nil : RetentionPreview.Kept(held.hold, records: count)
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
            let plan = try retentionPlan(on: change.today, change.transaction)
            guard Store.digest(of: plan) == request.digest else {
                throw Refusal(
                    .digestMismatch,
                    "What is to be purged has changed since that preview. Look at a new preview, and run that.",
                    path: "$.digest")
            }
            guard !plan.items.isEmpty else { return nil }
            let run = try change.transaction.purge(
                plan.items, digest: request.digest, by: context.principal.uid, rule: configuration.retention.reason,
                at: context.now, verifyBy: context.now)
            change.id = run.id
            change.subject = "purge \(run.id)"
            for `class` in RetentionClass.allCases {
                let count = plan.items.count { $0.record.class == `class` }
                if count > 0 { change.note("\(`class`.title.capitalised) purged: \(count).") }
            }
            return run
        }
    }
}
