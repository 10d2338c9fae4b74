import VNetAPI
import VNetCore
import VNetStore

extension Service {
    public func retentionRules(_ request: RetentionRules) throws(Refusal) -> RetentionRules.Response {
        let rules = configuration.retention
        return try read { transaction in
            try page(
                request, transaction, of: Array(RetentionClass.allCases.enumerated()),
                place: { Place(Int64($0.offset)) }
            ) {
                RetentionRules.Row(
                    class: $0.element, title: $0.element.title, trigger: $0.element.trigger,
                    period: rules.period(of: $0.element).description, isDefault: rules.isDefault($0.element),
                    rule: rules.reason(for: $0.element), action: $0.element.action)
            }
        }
    }

    public func purgeList(_ request: PurgeList) throws(Refusal) -> PurgeList.Response {
        try read { transaction in
            try page(
                request, transaction, fetch: { try transaction.purgeRuns(before: $0?.id, limit: $1) },
                place: { Place($0.id) }, row: PurgeSummary.init)
        }
    }

    public func purgeGet(_ request: PurgeGet) throws(Refusal) -> PurgeGet.Response {
        try read { transaction in
            let run = try transaction.require(purge: request.purge)
            return PurgeGet.Response(
                summary: PurgeSummary(run), certificate: try transaction.certificate(ofPurge: run.id),
                classes: try transaction.purgeCounts(of: run.id).map {
                    PurgeGet.ClassCount(class: $0.class, records: $0.records, rule: $0.rule)
                })
        }
    }
}

extension PurgeSummary {
    init(_ run: PurgeRun) {
        self.init(
            id: run.id, state: run.state, records: run.records, approvedBy: Int(run.approvedBy),
            startedAt: run.startedAt, finishedAt: run.finishedAt, digest: run.digest)
    }
}
