/// What a theme demands of a group beyond readiness: Quality of Education demands both.
public struct ThemeDemands: Equatable, Sendable {
    /// Its schools completed a cycle together before.
    public var establishedOnly: Bool
    /// Each of its schools has had the further training.
    public var furtherTraining: Bool

    public init(establishedOnly: Bool = false, furtherTraining: Bool = false) {
        self.establishedOnly = establishedOnly
        self.furtherTraining = furtherTraining
    }

    /// What a group of `schools` lacks: nothing, and the theme is open to it.
    ///
    /// `pairs` are the pairs of schools that completed a cycle together in some cohort, the lower URN first; `trained`
    /// are the schools that have had the further training.
    public func lacks(_ schools: [URN], pairs: Set<[URN]>, trained: Set<URN>) -> Lack {
        let strangers =
            establishedOnly
            ? schools.enumerated().flatMap { index, school in
                schools[(index + 1)...].map { [school, $0].sorted() }.filter { !pairs.contains($0) }
            } : []
        return Lack(strangers: strangers, untrained: furtherTraining ? schools.filter { !trained.contains($0) } : [])
    }

    public struct Lack: Equatable, Sendable {
        /// Pairs that have not completed a cycle together.
        public let strangers: [[URN]]
        public let untrained: [URN]

        public var isEmpty: Bool { strangers.isEmpty && untrained.isEmpty }
    }
}
