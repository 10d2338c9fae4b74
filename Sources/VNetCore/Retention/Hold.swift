/// A reason to keep what would be purged, until whoever answers for it lets it go. It beats every rule.
public struct Hold: Hashable, Sendable {
    public let id: Int64
    public let subject: HoldSubject
    public let reason: HoldReason
    public let owner: HoldOwner
    public let placedOn: CivilDate
    /// The user of the machine who placed it.
    public let placedBy: UInt32
    /// The day on which it is to be asked whether it is still needed.
    public var reviewOn: CivilDate
    /// Nil while it is in force.
    public var liftedOn: CivilDate?

    public init(
        id: Int64, subject: HoldSubject, reason: HoldReason, owner: HoldOwner, placedOn: CivilDate, placedBy: UInt32,
        reviewOn: CivilDate, liftedOn: CivilDate? = nil
    ) {
        self.id = id
        self.subject = subject
        self.reason = reason
        self.owner = owner
        self.placedOn = placedOn
        self.placedBy = placedBy
        self.reviewOn = reviewOn
        self.liftedOn = liftedOn
    }

    /// Whether its review is due on `day`, or was due before.
    public func isDue(on day: CivilDate) -> Bool { liftedOn == nil && reviewOn <= day }
}

/// What a hold keeps: all that belongs to a cohort, a school or a person, or one record.
public enum HoldSubject: Hashable, Sendable {
    case cohort(Int64)
    case school(URN)
    case person(Int64)
    case record(RecordID)

    public enum Kind: String, CaseIterable, Sendable { case cohort, school, person, record }
}

/// Why a hold was placed: a code, for nothing is written about anybody. The owner's own file says more.
public enum HoldReason: String, CaseIterable, Sendable {
    case complaint, claim, investigation, safeguarding, request, other

    public var title: String {
        switch self {
        case .complaint: "a complaint"
        case .claim: "a legal claim"
        case .investigation: "an investigation"
        case .safeguarding: "a safeguarding enquiry"
        case .request: "a request of the person concerned"
        case .other: "another reason"
        }
    }
}

/// Who answers for a hold: an office, whoever has it.
public enum HoldOwner: String, CaseIterable, Sendable {
    case dataProtection = "data_protection"
    case safeguarding, director, board, legal

    public var title: String {
        switch self {
        case .dataProtection: "the data protection officer"
        case .safeguarding: "the contact for safeguarding"
        case .director: "the director"
        case .board: "the board"
        case .legal: "the legal adviser"
        }
    }
}

/// All records that a hold in force keeps, whether or not their time is up.
public struct HeldRecords: Sendable {
    public let hold: Hold
    public let records: Set<RecordID>

    public init(hold: Hold, records: Set<RecordID>) {
        self.hold = hold
        self.records = records
    }
}
