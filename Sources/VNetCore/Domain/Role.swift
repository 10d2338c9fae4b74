/// What a person is to a school. A person holds a role from one day to another (a role tenure).
public enum Role: String, CaseIterable, Sendable {
    case head, deputy, sendco, dsl, chair, delegate
    /// A reviewer of the network's own, who helps out in a group: of no school.
    case reviewer

    /// Those that somebody can have at a school.
    public static let ofSchools = allCases.filter { $0 != .reviewer }

    public var title: String {
        switch self {
        case .head: "head"
        case .deputy: "deputy head"
        case .sendco: "SENDCo"
        case .dsl: "designated safeguarding lead"
        case .chair: "chair of governors"
        case .delegate: "delegate"
        case .reviewer: "reviewer"
        }
    }

    /// Whether a school has at most one holder at a time: a new one takes over from the old.
    public var isSingle: Bool {
        switch self {
        case .head, .chair: true
        case .deputy, .sendco, .dsl, .delegate, .reviewer: false
        }
    }

    /// Whether who holds it can review another school for their own.
    public var canReview: Bool {
        switch self {
        case .head, .deputy, .sendco: true
        case .dsl, .chair, .delegate, .reviewer: false
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

/// Whom a safeguarding concern is about, which decides to whom it may be referred.
public enum ConcernSubject: String, CaseIterable, Sendable {
    case child
    /// The head: never to the school's own designated safeguarding lead.
    case head
}

/// To whom a safeguarding concern is referred: the host's designated safeguarding lead or chair of governors, its trust, or
/// the local authority's designated officer.
public enum ReferralRole: String, CaseIterable, Sendable {
    case dsl, chair, trust, lado

    public var title: String {
        switch self {
        case .dsl: "the designated safeguarding lead"
        case .chair: "the chair of governors"
        case .trust: "the trust"
        case .lado: "the local authority designated officer"
        }
    }
}

/// How many schools make a group.
public enum GroupSize {
    public static let pair = 2
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
