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
    case concernAdmin = "concern-admin"
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
    /// To the administrator, of what has no mail of its own for that.
    case escalationAdmin = "escalation-admin"
    case purgeNotice = "purge-notice"
    case purgeNoticeAdmin = "purge-notice-admin"
    case holdReviewAdmin = "hold-review-admin"
    case invitationTraining = "invitation-training"
    case invitationVisit = "invitation-visit"
    case invitationFeedbackSession = "invitation-feedback-session"
    case invitationNetworkSession = "invitation-network-session"
    case rescheduled
    /// It is on the same day, at another time or place.
    case changed
    case newDateProposed = "new-date-proposed"
    case dateAgreed = "date-agreed"
    /// A visit in people's calendars is to another school.
    case newHost = "new-host"
    /// A visit stays as it is, and somebody else leads it.
    case newLead = "new-lead"
    case postponed
    case cancellation
    case placeOffered = "place-offered"
    case underStrengthAdmin = "under-strength-admin"
    case movedAgainAdmin = "moved-again-admin"
    /// To the network's contact for safeguarding.
    case concern
    /// The one mail that carries what was written: with the host's consent, to the school that it named.
    case outcomeReport = "outcome-report"
    /// The same, to the host.
    case outcomeReportHost = "outcome-report-host"
    /// That mail arrives at all.
    case trial
    /// What mail servers have refused for good.
    case refusedAdmin = "refused-admin"

    /// The mail of a reminder. What is written to a head is never sent to the administrator.
    public init(_ kind: ReminderKind, toAdmin: Bool) {
        self = MailKind(rawValue: toAdmin ? kind.rawValue + "-admin" : kind.rawValue) ?? .escalationAdmin
    }

    /// Whether it carries what only the confidential may read, and so has their permission.
    public var isConfidential: Bool { variables.contains(where: \.isConfidential) }

    /// Whether a head's delegate gets a copy: of everything but what asks for, or points at, what is confidential.
    public var isCopiedToDelegates: Bool {
        switch self {
        case .writeUp, .factualCheck, .feedbackPrompt, .feedbackPromptHost, .outstandingWriteUps, .protocolAcceptance,
            .concern, .outcomeReport, .outcomeReportHost, .trial:
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
        case .readiness: always.union([.date, .criteria, .asked])
        case .readinessAdmin: always.union([.date, .criteria, .number, .urn])
        case .trainingAbsenceAdmin: always.union([.date])
        case .training: always.union([.date, .time, .place, .agenda])
        case .feedbackSession, .actions: always.union([.date, .time, .place])
        case .protocolAcceptance: always.union([.asked])
        case .protocolAcceptanceAdmin: always.union([.commands])
        case .placeOffered: always
        case .underStrengthAdmin: always.union([.group, .number])
        case .unrecordedAdmin: always.union([.date, .event, .record, .otherwise])
        case .concernAdmin: always.union([.date, .host, .number])
        case .purgeNotice: always.union([.date, .records])
        case .purgeNoticeAdmin: always.union([.date, .records, .commands])
        case .holdReviewAdmin: [.number, .date, .held, .reason, .owner]
        case .outcomeReport, .outcomeReportHost: always.union([.date, .host, .report])
        case .trial: [.number]
        case .refusedAdmin: [.records, .commands]
        case .movedAgainAdmin: always.union([.date, .host, .number, .proposed])
        case .concern: always.union([.date, .host, .number, .urn])
        case .visitDates: always.union([.date, .host, .asked])
        case .visitDatesAdmin: always.union([.date, .host, .number])
        case .documents, .timetable: always.union([.date, .host, .due, .reviewers])
        case .visitors: always.union([.date, .host, .due, .reviewers, .visitors])
        case .cover, .visit: always.union([.date, .time, .host, .reviewers, .lead, .leading])
        case .writeUp, .outstandingWriteUps:
            always.union([.date, .host, .due, .visitDate, .asked, .lead, .leading])
        case .writeUpAdmin, .outstandingWriteUpsAdmin: always.union([.date, .host, .due, .visitDate, .lead])
        case .factualCheck: always.union([.date, .host, .visitDate])
        case .feedbackPrompt, .feedbackPromptHost: always.union([.date, .host, .asked])
        case .feedbackPromptAdmin: always.union([.date, .host, .number])
        case .impactCheck: always.union([.date])
        case .escalationAdmin: [.cohort, .theme, .date, .occasion, .host]
        case .invitationTraining, .invitationFeedbackSession: always.union([.date, .time, .place])
        case .invitationVisit: always.union([.date, .time, .host, .lead, .leading])
        case .networkSession, .invitationNetworkSession: always.union([.date, .time, .place, .event])
        case .postponed: always.union([.date, .time, .place, .previousDate, .event])
        case .rescheduled, .changed, .newDateProposed, .dateAgreed, .newLead:
            always.union([.date, .time, .place, .previousDate, .event, .lead, .leading])
        case .cancellation: always.union([.date, .time, .place, .previousDate, .event, .reason])
        case .newHost: always.union([.date, .time, .host, .previousHost, .previousDate, .lead, .leading])
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
    /// The people who review, each with role and school.
    case visitors
    /// The lead reviewer's name; nothing where that is the recipient.
    case lead
    /// Given only where the day is proposed, and not agreed.
    case proposed
    /// Given only where the recipient is the lead reviewer.
    case leading
    case visitDate
    /// By when what is asked for is wanted.
    case due
    /// The kinds of records that are to be purged.
    case records
    /// The command that records what took place, and the one that records that it did not.
    case record, otherwise
    /// The day that it was before.
    case previousDate
    /// The school that was to be visited before.
    case previousHost
    /// Why it is off, as a clause: “it has been called off”; or why a hold was placed.
    case reason
    /// What has moved or is off.
    case event
    /// The id to give to vnetctl: of the enquiry, group or visit that it is about or, where a URN goes with it, of the
    /// school's cohort or visit.
    case number
    case urn
    /// What to give to vnetctl, in full and in quotation marks.
    case commands
    /// The name of a group.
    case group
    /// The readiness criteria that are not attested.
    case criteria
    /// What a reminder is of: “factual check”.
    case occasion
    /// When the same was asked for before; nothing the first time.
    case asked
    /// The parts of a session, with their times.
    case agenda
    /// A report's own text, in paragraphs.
    case report
    /// What a hold keeps.
    case held
    /// The office that answers for a hold.
    case owner

    /// Whether only the confidential may read what it stands for; all others stand for dates, names and what is asked.
    public var isConfidential: Bool { self == .report }
}
