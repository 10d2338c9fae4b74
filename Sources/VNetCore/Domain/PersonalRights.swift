// What a person may ask for of what is held about them, and how it is answered.

/// How a request came.
public enum RequestChannel: String, CaseIterable, Sendable {
    case email, post, telephone
    case inPerson = "in_person"
    case other
}

/// Why an erasure is refused: the exceptions of Article 17(3) of the UK GDPR, and what Article 12(5) lets be refused. A code:
/// nothing is written about a person.
public enum ErasureRefusal: String, CaseIterable, Sendable {
    /// 17(3)(a): freedom of expression and information.
    case expression
    /// 17(3)(b): the law obliges the network to keep it.
    case legalObligation = "legal_obligation"
    /// 17(3)(b): a task in the public interest, such as safeguarding.
    case publicInterest = "public_interest"
    /// 17(3)(c).
    case publicHealth = "public_health"
    /// 17(3)(d): archiving, research and statistics.
    case archiving
    /// 17(3)(e): legal claims are made or defended.
    case legalClaims = "legal_claims"
    /// 12(5)(b): manifestly unfounded or excessive.
    case unfounded

    /// The end of a sentence that says why.
    public var words: String {
        switch self {
        case .expression: "freedom of expression and information needs it (Article 17(3)(a))"
        case .legalObligation: "the law obliges the network to keep it (Article 17(3)(b))"
        case .publicInterest: "a task in the public interest needs it (Article 17(3)(b))"
        case .publicHealth: "public health needs it (Article 17(3)(c))"
        case .archiving: "archiving, research or statistics need it (Article 17(3)(d))"
        case .legalClaims: "legal claims are made or defended with it (Article 17(3)(e))"
        case .unfounded: "the request is manifestly unfounded or excessive (Article 12(5)(b))"
        }
    }
}

/// By when a person's request is to be answered.
public enum RequestDeadline {
    /// One calendar month after it was received: the same day of the next month, or the month's last.
    public static func day(receivedOn day: CivilDate) -> CivilDate { day.adding(months: 1) }
}

/// Why somebody was purged who is not to be taken up again unasked.
public enum SuppressionReason: String, CaseIterable, Sendable {
    /// They asked for it.
    case erasure
    /// Their time was up.
    case retention
}
