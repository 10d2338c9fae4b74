/// The occasions on which the network writes to people unasked.
public enum ReminderKind: String, CaseIterable, Sendable {
    case enquiry
    case enquiryLapse = "enquiry-lapse"
    case erasure
    case readiness
    case training
    case trainingAbsence = "training-absence"
    case protocolAcceptance = "protocol-acceptance"
    case visitDates = "visit-dates"
    case documents
    case cover
    case timetable
    case visitors
    case visit
    /// The day of a session or visit has passed, and nothing is on record of it.
    case unrecorded
    /// A response raises a concern about safety, and nobody has recorded that it was handed over.
    case concern
    case writeUp = "write-up"
    case factualCheck = "factual-check"
    case feedbackPrompt = "feedback-prompt"
    case feedbackSession = "feedback-session"
    case networkSession = "network-session"
    case outstandingWriteUps = "outstanding-write-ups"
    case actions
    case impactCheck = "impact-check"
    case purgeNotice = "purge-notice"
    case holdReview = "hold-review"

    /// “factual check”
    public var words: String { rawValue.split(separator: "-").joined(separator: " ") }

    /// Whether it asks for, or points at, what is confidential: it goes only to people who have accepted the protocol in
    /// force, and is not copied to their delegates.
    public var isConfidential: Bool {
        switch self {
        case .writeUp, .factualCheck, .feedbackPrompt, .outstandingWriteUps: true
        case .enquiry, .enquiryLapse, .erasure, .readiness, .training, .trainingAbsence, .protocolAcceptance,
            .visitDates, .documents, .cover, .timetable, .visitors, .visit, .unrecorded, .concern, .feedbackSession,
            .networkSession, .actions,
            .impactCheck, .purgeNotice, .holdReview:
            false
        }
    }
}
