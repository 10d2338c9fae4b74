/// A kind of confidential record that is kept for a time and then purged.
public enum RetentionClass: String, CaseIterable, Sendable {
    /// What reviewers noted on the way to a write-up.
    case evidenceNote = "evidence_note"
    /// A write-up in whose place another has come.
    case draftWriteUp = "draft_write_up"
    case writeUp = "write_up"
    /// The network's copy, which the host has too.
    case outcomeReport = "outcome_report"
    case feedbackResponse = "feedback_response"
    case messageBody = "message_body"
    case contact
    case enquiry
    /// Which schools completed a cycle together, of one cohort.
    case pairing
    /// On which days schools could, of one cohort.
    case availability
    /// A request for erasure, and the proof that it was completed.
    case erasureRequest = "erasure_request"

    /// What starts the clock.
    public var trigger: RetentionTrigger {
        switch self {
        case .evidenceNote: .acceptanceOrFeedback
        case .draftWriteUp: .acceptance
        case .writeUp, .outcomeReport, .pairing, .availability: .closure
        case .feedbackResponse: .feedbackSession
        case .messageBody: .sent
        case .contact: .lastRoleEnded
        case .enquiry: .lastContact
        case .erasureRequest: .requestEnded
        }
    }

    /// The default period, from the network's retention schedule.
    public var defaultPeriod: RetentionPeriod {
        switch self {
        case .evidenceNote, .draftWriteUp: .days(30)
        case .writeUp, .outcomeReport, .feedbackResponse, .messageBody: .days(90)
        case .contact, .enquiry: .months(12)
        case .pairing: .months(60)
        case .availability: .days(30)
        case .erasureRequest: .months(36)
        }
    }

    public var title: String {
        switch self {
        case .evidenceNote: "evidence notes"
        case .draftWriteUp: "draft write-ups"
        case .writeUp: "write-ups"
        case .outcomeReport: "outcome reports"
        case .feedbackResponse: "feedback responses"
        case .messageBody: "message bodies"
        case .contact: "contact data"
        case .enquiry: "enquiries"
        case .pairing: "pairing histories"
        case .availability: "records of availability"
        case .erasureRequest: "requests for erasure"
        }
    }

    /// What is done when the time is up.
    public var action: String {
        switch self {
        case .evidenceNote, .draftWriteUp, .writeUp: "purged"
        case .outcomeReport: "purged; the host keeps its own"
        case .feedbackResponse: "purged; that there was one stays on record"
        case .messageBody: "purged, with the outcome report if it carries one; to whom it went and when stays on record"
        case .contact: "purged, with the roles that the person held; a keyed hash of the address stays"
        case .enquiry: "purged, with its reminders"
        case .pairing, .availability: "forgotten"
        case .erasureRequest: "forgotten; by then it names nobody"
        }
    }
}

/// The day from which a retention period counts.
public enum RetentionTrigger: String, CaseIterable, Sendable {
    case closure
    /// Of the visit's write-up, by its host. What never comes is taken to be the end of the cohort.
    case acceptance
    /// Whichever comes first.
    case acceptanceOrFeedback = "acceptance_or_feedback"
    case feedbackSession = "feedback_session"
    case sent
    case lastRoleEnded = "last_role_ended"
    case lastContact = "last_contact"
    case requestEnded = "request_ended"

    public var words: String {
        switch self {
        case .closure: "after the cohort was closed"
        case .acceptance: "after the write-up was accepted, or the cohort ended without that"
        case .acceptanceOrFeedback:
            "after the write-up was accepted or the feedback session was held, or the cohort ended without either"
        case .feedbackSession: "after the feedback session was held, or the cohort ended without one"
        case .sent: "after the message was sent or given up"
        case .lastRoleEnded: "after the person's last role ended"
        case .lastContact: "after the last contact"
        case .requestEnded: "after the request was answered"
        }
    }
}

/// How long a record is kept after its trigger: `90d`, `12m` or `3y`.
public enum RetentionPeriod: Hashable, Sendable, CustomStringConvertible {
    case days(Int)
    case months(Int)

    /// Nil unless `text` is a whole number from 1 to 9,999 followed by `d`, `m` or `y`.
    public init?(_ text: String) {
        guard let unit = text.last, let count = Int(text.dropLast()), (1...9_999).contains(count) else { return nil }
        switch unit {
        case "d": self = .days(count)
        case "m": self = .months(count)
        case "y": self = .months(count * 12)
        default: return nil
        }
    }

    /// The first day on which the record may no longer exist.
    public func end(from trigger: CivilDate) -> CivilDate {
        switch self {
        case .days(let count): trigger.adding(days: count)
        case .months(let count): trigger.adding(months: count)
        }
    }

    /// No trigger after this day has a period that is over on `day`; one before it may have.
    public func latestTrigger(endingBy day: CivilDate) -> CivilDate {
        switch self {
        case .days(let count): day.adding(days: -count)
        // Counted from the 31st, a month ends on the 28th at the earliest.
        case .months(let count): day.adding(months: -count).adding(days: 3)
        }
    }

    public var description: String {
        switch self {
        case .days(let count): "\(count)d"
        case .months(let count): count % 12 == 0 ? "\(count / 12)y" : "\(count)m"
        }
    }

    public var words: String {
        switch self {
        case .days(let count): count == 1 ? "1 day" : "\(count) days"
        case .months(let count): count == 1 ? "1 month" : "\(count) months"
        }
    }
}

/// The periods in force.
public struct RetentionSchedule: Equatable, Sendable {
    public private(set) var periods: [RetentionClass: RetentionPeriod]

    public init(_ periods: [RetentionClass: RetentionPeriod] = [:]) {
        self.periods = Dictionary(uniqueKeysWithValues: RetentionClass.allCases.map { ($0, $0.defaultPeriod) })
            .merging(periods) { $1 }
    }

    public func period(of class: RetentionClass) -> RetentionPeriod { periods[`class`] ?? `class`.defaultPeriod }

    public func isDefault(_ class: RetentionClass) -> Bool { period(of: `class`) == `class`.defaultPeriod }

    /// “90 days after the cohort was closed”.
    public func reason(for class: RetentionClass) -> String {
        "\(period(of: `class`).words) \(`class`.trigger.words)"
    }
}
