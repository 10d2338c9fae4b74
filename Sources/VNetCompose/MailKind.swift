import VNetCore

/// What a mail, or one part of a digest, is about. Each has a template of its name.
public enum MailKind: String, CaseIterable, Sendable {
    case enquiryAdmin = "enquiry-admin"
    case enquiryLapseAdmin = "enquiry-lapse-admin"
    case erasureAdmin = "erasure-admin"
    case readiness
    case readinessAdmin = "readiness-admin"
    case training
    case trainingAbsenceAdmin = "training-absence-admin"
    case protocolAcceptance = "protocol-acceptance"
    case protocolAcceptanceAdmin = "protocol-acceptance-admin"
    case visitDates = "visit-dates"
    case visitDatesAdmin = "visit-dates-admin"
    case documents
    case cover
    case timetable
    case visitors
    case visit
    case unrecordedAdmin = "unrecorded-admin"
    case writeUp = "write-up"
    case writeUpAdmin = "write-up-admin"
    case factualCheck = "factual-check"
    case feedbackPrompt = "feedback-prompt"
    case feedbackPromptHost = "feedback-prompt-host"
    case feedbackPromptAdmin = "feedback-prompt-admin"
    case feedbackSession = "feedback-session"
    case networkSession = "network-session"
    case outstandingWriteUps = "outstanding-write-ups"
    case outstandingWriteUpsAdmin = "outstanding-write-ups-admin"
    case actions
    case impactCheck = "impact-check"
    case purgeNotice = "purge-notice"
    case purgeNoticeAdmin = "purge-notice-admin"
    case holdReviewAdmin = "hold-review-admin"
    case invitationTraining = "invitation-training"
    case invitationVisit = "invitation-visit"
    case invitationFeedbackSession = "invitation-feedback-session"
    case invitationNetworkSession = "invitation-network-session"
    case rescheduled
    case newDateProposed = "new-date-proposed"
    case dateAgreed = "date-agreed"
    case postponed
    case cancellation
    case placeOffered = "place-offered"
    case underStrengthAdmin = "under-strength-admin"
    case movedAgainAdmin = "moved-again-admin"
    /// To the network's contact for safeguarding.
    case concern
    /// The one mail that carries what was written: with the host's consent, to the school that it named.
    case outcomeReport = "outcome-report"

    /// The mail of a reminder. Those that only ever go to the administrator, or only to people, have one template.
    public init(_ kind: ReminderKind, toAdmin: Bool) {
        let name = toAdmin ? kind.rawValue + "-admin" : kind.rawValue
        self = MailKind(rawValue: name) ?? MailKind(rawValue: kind.rawValue) ?? .trainingAbsenceAdmin
    }

    /// Whether a head's delegate gets a copy: of everything but what asks for, or points at, what is confidential.
    public var isCopiedToDelegates: Bool {
        switch self {
        case .writeUp, .factualCheck, .feedbackPrompt, .feedbackPromptHost, .outstandingWriteUps, .protocolAcceptance,
            .concern, .outcomeReport:
            false
        default: true
        }
    }

    /// What its template may use; a template that uses anything else is refused.
    public var variables: Set<MailVariable> {
        let always: Set<MailVariable> = [.cohort, .theme, .school]
        return switch self {
        case .enquiryAdmin: [.school, .date, .number, .due]
        case .enquiryLapseAdmin: [.school, .date, .number]
        case .erasureAdmin: [.number, .date, .due]
        case .readiness, .readinessAdmin, .trainingAbsenceAdmin: always.union([.date])
        case .training: always.union([.date, .time, .place, .agenda])
        case .feedbackSession, .actions: always.union([.date, .time, .place])
        case .protocolAcceptance, .protocolAcceptanceAdmin, .placeOffered, .underStrengthAdmin: always
        case .unrecordedAdmin: always.union([.date, .event, .record, .otherwise])
        case .purgeNotice, .purgeNoticeAdmin: always.union([.date, .records])
        case .holdReviewAdmin: [.number, .date, .held, .reason, .owner]
        case .outcomeReport: always.union([.date, .host, .report])
        case .movedAgainAdmin, .concern: always.union([.date, .host])
        case .visitDates, .visitDatesAdmin: always.union([.date, .host])
        case .documents, .timetable, .visitors: always.union([.date, .host, .due, .reviewers])
        case .cover, .visit: always.union([.date, .time, .host, .reviewers])
        case .writeUp, .writeUpAdmin, .outstandingWriteUps, .outstandingWriteUpsAdmin:
            always.union([.date, .host, .due, .visitDate])
        case .factualCheck: always.union([.date, .host, .visitDate])
        case .feedbackPrompt, .feedbackPromptHost, .feedbackPromptAdmin: always.union([.date, .host])
        case .impactCheck: always.union([.date])
        case .invitationTraining, .invitationFeedbackSession: always.union([.date, .time, .place])
        case .invitationVisit: always.union([.date, .time, .host])
        case .networkSession, .invitationNetworkSession: always.union([.date, .time, .place, .event])
        case .rescheduled, .newDateProposed, .dateAgreed, .postponed, .cancellation:
            always.union([.date, .time, .place, .previousDate, .event])
        }
    }
}

/// What a template may name: plain text, already in words.
public enum MailVariable: String, CaseIterable, Sendable {
    case cohort, theme
    /// The recipient's school; in mails to the administrator, the school that it is about.
    case school
    /// The day of the occasion.
    case date
    /// From when to when.
    case time
    case place
    /// The school that is visited.
    case host
    /// The schools that review.
    case reviewers
    case visitDate
    /// By when what is asked for is wanted.
    case due
    /// The kinds of records that are to be purged.
    case records
    /// The command that records what took place, and the one that records that it did not.
    case record, otherwise
    /// The day that it was before.
    case previousDate
    /// What has moved or is off.
    case event
    /// The id to give to vnetctl.
    case number
    /// The parts of a session, with their times.
    case agenda
    /// A report's own text, in paragraphs.
    case report
    /// What a hold keeps.
    case held
    /// Why a hold was placed.
    case reason
    /// The office that answers for a hold.
    case owner
}
