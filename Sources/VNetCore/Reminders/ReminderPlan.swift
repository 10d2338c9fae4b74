/// Decides every reminder that a cohort as it stands calls for: who gets which, when, and until when it is of use.
///
/// A pure function of the facts and the rules. It says nothing of what was sent already: the caller compares the plan
/// with its record, adds what is new, voids what is no longer called for, and leaves alone what has gone out.
public struct ReminderPlan {
    public let rules: ReminderSchedule
    public let zone: TimeZoneRules
    /// The working days of a school; nil asks for those of the network's office.
    public let calendar: (URN?) -> SchoolCalendar

    public init(rules: ReminderSchedule, zone: TimeZoneRules, calendar: @escaping (URN?) -> SchoolCalendar) {
        self.rules = rules
        self.zone = zone
        self.calendar = calendar
    }

    /// In no particular order; the identities are unique.
    public func reminders(for facts: CohortFacts) -> [PlannedReminder] {
        var occasions = concernOccasions(facts)
        switch facts.state {
        case .draft, .purged: return []
        case .recruiting, .running:
            occasions += readinessOccasions(facts)
            for session in facts.sessions { occasions += sessionOccasions(session, facts) }
            for visit in facts.visits { occasions += visitOccasions(visit, facts) }
        case .closed: occasions += closingOccasions(facts) + purgeOccasions(facts)
        case .cancelled: occasions += purgeOccasions(facts)
        }
        return occasions.map { facts.withholding($0) }.flatMap(reminders(for:)).distinct
    }

    /// The reminders that one occasion calls for under its kind's rule, each once, even where the rule names a day twice.
    func reminders(for occasion: Occasion) -> [PlannedReminder] {
        guard let rule = rules[occasion.kind] else { return [] }
        let toPeople = occasion.recipients.flatMap { recipient in
            rule.offsets.map { reminder(occasion, rule, $0, recipient) }
        }
        return (toPeople + rule.escalations.map { reminder(occasion, rule, $0, .admin) }).distinct
    }

    private func reminder(
        _ occasion: Occasion, _ rule: ReminderRule, _ offset: ReminderOffset, _ recipient: ReminderRecipient
    ) -> PlannedReminder {
        let urn = recipient.urn
        let calendar = calendar(urn)
        var (day, isShifted) = Self.sendingDay(offset, from: occasion.date, in: calendar)
        if let earliest = occasion.notUntilAfter.map({ calendar.workingDay(1, from: $0) }), day < earliest {
            (day, isShifted) = (earliest, false)
        }
        var expires: Instant =
            if offset.count < 0 {
                zone.instant(on: occasion.date, at: occasion.start)
            } else {
                zone.instant(on: day.adding(days: rule.expiresAfter), at: rule.time)
            }
        if let end = occasion.end {
            let last = calendar.onOrBefore(end.adding(days: -Occasion.daysBeforeEnd))
            if day > last { (day, isShifted) = (last, true) }
            expires = min(expires, zone.instant(on: end, at: CivilTime(hour: 0, minute: 0)!))
        }
        return PlannedReminder(
            identity: .init(
                kind: occasion.kind, subject: occasion.subject, anchor: occasion.date, offset: offset,
                person: recipient.person, stay: occasion.stay),
            urn: urn, at: zone.instant(on: day, at: rule.time), expires: expires, isShifted: isShifted)
    }

    /// The day that lies `offset` from `date`, moved to the previous working day where it is not one.
    static func sendingDay(
        _ offset: ReminderOffset, from date: CivilDate, in calendar: SchoolCalendar
    ) -> (day: CivilDate, isShifted: Bool) {
        switch offset.unit {
        case .workingDays where offset.count != 0:
            return (calendar.workingDay(offset.count, from: date), false)
        case .workingDays, .calendarDays:
            let plain = date.adding(days: offset.count)
            let day = calendar.onOrBefore(plain)
            return (day, day != plain)
        }
    }
}

extension [PlannedReminder] {
    /// Without those that say the same as an earlier one.
    fileprivate var distinct: [PlannedReminder] {
        var seen: Set<PlannedReminder.Identity> = []
        return filter { seen.insert($0.identity).inserted }
    }
}

extension CohortFacts {
    /// Nothing confidential goes to somebody who has not accepted the protocol in force. Where that leaves nobody of a
    /// school, its head is asked instead.
    fileprivate func withholding(_ occasion: Occasion) -> Occasion {
        guard occasion.kind.isConfidential else { return occasion }
        let bound = occasion.recipients.filter(isBound)
        let silent = Set(occasion.recipients.map(\.urn)).subtracting(bound.map(\.urn))
        let heads = enrolments.filter { silent.contains($0.urn) && $0.state.takesPart }.flatMap(\.recipients)
        var occasion = occasion
        occasion.recipients = bound + heads.filter(isBound)
        return occasion
    }

    private func isBound(_ recipient: ReminderRecipient) -> Bool {
        recipient.person.flatMap { people[$0] }?.hasAcceptedProtocol == true
    }
}

/// One thing that calls for reminders of one kind, and whom they address besides the administrator.
struct Occasion {
    var kind: ReminderKind
    var subject: ReminderSubject
    var date: CivilDate
    var start: CivilTime = ReminderSchedule.defaultTime
    var recipients: [ReminderRecipient]
    /// About an enrolment, which of the school's stays in the cohort it is of.
    var stay = 1
    /// Nobody is reminded before the working day after this one.
    var notUntilAfter: CivilDate?
    /// The day on which what it asks about goes: whoever is asked has a week before it.
    var end: CivilDate?

    static let daysBeforeEnd = 7
}
