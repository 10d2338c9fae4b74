/// The reply of every changing verb: what changed, in words, one line each.
@Reply public struct Outcome: Reply, Equatable {
    @Field("The id of what was created or changed.") public var id: Int64? = nil
    @Field("What changed, one line each; empty when it was already so.") public var changes: [String] = []
    @Field("What you should know or do, though the change was made.") public var warnings: [String] = []
    @Field("Counts changes; pass it as if_generation to detect other people's.") public var generation: Int64 = 0
    @Field("Whether nothing was changed, because dry_run was asked for.") public var isDryRun: Bool = false
    public var isReplay: Bool = false
    @Field("True when an earlier request with the same idempotency key did it; what it changed is then not repeated.")
    public var replayed: Bool? { isReplay ? true : nil }
}
