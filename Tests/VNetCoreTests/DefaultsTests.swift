import Testing
import VNetCore

// The defaults as the network wrote them down, by hand: whoever changes one changes what people were told.

@Test func `the default schedule is the network's`() {
    // To people / to the administrator, and after how many days one that follows its occasion is of no use.
    let written = """
        enquiry: / +5 +10 (60)
        enquiry-lapse: / +11 (60)
        erasure: / -10 -5 -1 +1 +5 +10 (60)
        readiness: -20 -10 -5 / -5 (60)
        training: -10 -2 / (60)
        training-absence: / 0 (60)
        protocol-acceptance: +1 +5 +10 / +10 (365)
        visit-dates: +5 / +10 (60)
        documents: -15 / (60)
        cover: -20 / (60)
        timetable: -5 / (60)
        visitors: -5 / (60)
        visit: -1 / (60)
        unrecorded: / +1 +5 +10 (60)
        concern: / +1 +2 +3 +5 +10 +15 +20 (60)
        write-up: +5 / +10 (60)
        factual-check: +5 / (60)
        feedback-prompt: +1 +5 +10 / +11 (60)
        feedback-session: -15 -5 -1 / (60)
        network-session: -10 -2 / (60)
        outstanding-write-ups: -10 -5 / -10 -5 (60)
        actions: +5 / (60)
        impact-check: +90d / (60)
        purge-notice: -30d -7d / -30d -7d (60)
        hold-review: / 0 +5 +10 (60)
        """
    let lines = ReminderSchedule.defaults.map { rule in
        let words = rule.offsets.map(\.description) + ["/"] + rule.escalations.map(\.description)
        return "\(rule.kind.rawValue): \(words.joined(separator: " ")) (\(rule.expiresAfter))"
    }
    #expect(lines == written.split(separator: "\n").map(String.init))
    for rule in ReminderSchedule.defaults {
        #expect(rule.isEnabled && rule.late == .digest && rule.time == CivilTime(hour: 8, minute: 0), "\(rule.kind)")
    }
}

@Test func `the default periods of retention are those that the data protection officer approved`() {
    let written = [
        "evidence_note": "30d", "draft_write_up": "30d", "write_up": "90d", "outcome_report": "90d",
        "feedback_response": "90d", "message_body": "90d", "contact": "1y", "enquiry": "1y", "pairing": "5y",
        "availability": "30d", "erasure_request": "3y",
    ]
    let rules = RetentionSchedule()
    for `class` in RetentionClass.allCases {
        #expect(rules.period(of: `class`).description == written[`class`.rawValue], "\(`class`)")
    }
}
