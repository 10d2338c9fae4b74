/// The occasions on which the network writes to people unasked.
public enum ReminderKind: String, CaseIterable, Sendable {
    case enquiry
    case enquiryLapse = "enquiry-lapse"
    case readiness
    case training
    case trainingAbsence = "training-absence"
    case visitDates = "visit-dates"
    case documents
    case cover
    case timetable
    case visitors
    case visit
    case writeUp = "write-up"
    case factualCheck = "factual-check"
    case feedbackPrompt = "feedback-prompt"
    case feedbackSession = "feedback-session"
    case networkSession = "network-session"
    case outstandingWriteUps = "outstanding-write-ups"
    case actions
    case impactCheck = "impact-check"
}
