/// The reply of every changing verb: what changed, in words, one line each.
public struct Outcome: Reply, Equatable {
    /// The id of what was created or changed, where it has one.
    public var id: Int64?
    /// Empty when it was already so.
    public var changes: [String]
    /// What the administrator should know or do, though the change was made.
    public var warnings: [String]
    /// Counts the changes made by verbs; `if_generation` compares with it.
    public var generation: Int64
    public var isDryRun: Bool
    /// Whether it was done before, by a request with the same idempotency key.
    public var isReplay = false

    public init(
        id: Int64? = nil, changes: [String] = [], warnings: [String] = [], generation: Int64 = 0, isDryRun: Bool = false
    ) {
        self.id = id
        self.changes = changes
        self.warnings = warnings
        self.generation = generation
        self.isDryRun = isDryRun
    }

    public static let sample = Outcome(id: 1)

    public func write(_ fields: inout ReplyFields) {
        fields.optional("id", id, "The id of what was created or changed.")
        fields.field("changes", changes, "What changed, one line each; empty when it was already so.")
        fields.field("warnings", warnings, "What you should know or do, though the change was made.")
        fields.field("generation", generation, "Counts changes; pass it as if_generation to detect other people's.")
        fields.field("dry_run", isDryRun, "Whether nothing was changed, because dry_run was asked for.")
        fields.optional(
            "replayed", isReplay ? true : nil,
            "True when an earlier request with the same idempotency key did it; what it changed is then not repeated.")
    }
}
