import VNetAPI
import VNetCore
import VNetStore

/// Requests that name themselves: each is carried out once, however often it comes.
extension Service {
    /// What the request was answered with when it came first. Ids are all that is kept of an answer, so what it said of the
    /// change is not said again.
    func firstOutcome(_ context: Context, _ transaction: Transaction) throws -> Outcome? {
        guard let key = context.options.idempotencyKey, !context.options.isDryRun else { return nil }
        let uid = context.principal.uid
        guard let first = try transaction.firstReply(uid: uid, key: key.text, at: context.now) else { return nil }
        guard first.request == transaction.fingerprint(of: context.request, file: context.file) else {
            throw Refusal(
                .idempotencyMismatch,
                "Another request came under this idempotency key. Give each request a key of its own.",
                path: "$.idempotency_key")
        }
        var outcome = Outcome(id: first.id, generation: first.generation)
        outcome.isReplay = true
        if first.isChange { outcome.changes = ["Done already, by an earlier request with the same idempotency key."] }
        return outcome
    }

    func remember(_ outcome: Outcome, _ context: Context, _ transaction: Transaction) throws {
        guard let key = context.options.idempotencyKey, !context.options.isDryRun else { return }
        let reply = FirstReply(
            request: transaction.fingerprint(of: context.request, file: context.file), id: outcome.id,
            isChange: !outcome.changes.isEmpty, generation: outcome.generation)
        try transaction.remember(reply, uid: context.principal.uid, key: key.text, at: context.now)
    }

    /// What happened after an event, oldest first.
    public func events(after seq: Int64, limit: Int) throws(Refusal) -> [EventNotice] {
        try read {
            try $0.events(after: seq, limit: limit).map {
                EventNotice(
                    epoch: epoch, seq: $0.seq, at: $0.at, name: $0.name, subject: $0.subject, cohorts: $0.cohorts)
            }
        }
    }

    /// The numbers of the oldest event that is kept and of the latest that there was.
    public func requireCohort(_ id: Int64) throws(Refusal) { try read { _ = try $0.require(cohort: id) } }

    public func eventRange() throws(Refusal) -> (oldest: Int64?, latest: Int64) {
        try read { transaction -> (oldest: Int64?, latest: Int64) in
            (try transaction.oldestEvent(), try transaction.latestEvent())
        }
    }
}
