/// What a person is to a school. A person holds a role from one day to another (a role tenure).
public enum Role: String, CaseIterable, Sendable {
    case head, deputy, sendco, dsl, chair, delegate

    /// Whether a school has at most one holder at a time: a new one takes over from the old.
    public var isSingle: Bool {
        switch self {
        case .head, .chair: true
        case .deputy, .sendco, .dsl, .delegate: false
        }
    }
}

/// A cohort's rule about schools of one trust, and of one federation, which counts like a trust.
public enum MATPolicy: String, CaseIterable, Sendable {
    /// No two schools of one trust in a group.
    case outward
    /// All schools of the cohort are of one trust.
    case inHouse = "in_house"
}

/// The three things a school attests before it is ready for a cohort.
public enum ReadinessCriterion: String, CaseIterable, Sendable {
    case selfEvaluation = "self_evaluation"
    case documentation
    case commitment

    /// The criterion in the network's own words.
    public var wording: String {
        switch self {
        case .selfEvaluation:
            "practised in self-evaluation, with well-developed self-evaluation frameworks and processes"
        case .documentation: "prepared to share appropriate documentation"
        case .commitment: "committed to supporting each of the schools in its group"
        }
    }
}

/// How many schools make a group.
public enum GroupSize {
    public static let triad = 3
    public static let tetrad = 4

    /// “triad”, “tetrad”, or nil where `count` schools are no group.
    public static func name(of count: Int) -> String? {
        switch count {
        case triad: "triad"
        case tetrad: "tetrad"
        default: nil
        }
    }
}
