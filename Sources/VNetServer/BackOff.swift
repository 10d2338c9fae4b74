/// When to try again what failed: after the shortest wait at first, twice as long each time it fails again, never longer than
/// the longest. All in monotonic milliseconds.
struct BackOff {
    let shortest: Int64
    let longest: Int64
    /// Nothing is tried before then.
    private(set) var until: Int64 = 0
    private var wait: Int64 = 0

    init(from shortest: Int64, to longest: Int64) {
        self.shortest = shortest
        self.longest = longest
    }

    mutating func fail(at now: Int64) {
        wait = min(max(wait * 2, shortest), longest)
        until = now + wait
    }

    mutating func reset() { (until, wait) = (0, 0) }
}
