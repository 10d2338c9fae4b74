/// How far a purge is. Each state is committed before what leads to the next is begun, so that a purge which was cut off goes
/// on from there.
public enum PurgeState: String, CaseIterable, Sendable {
    /// Its records are deleted, with the commit that began it.
    case deleted
    /// Their keys are destroyed.
    case shredded
    /// The files are rewritten, and nothing of it was found in them.
    case complete
}
