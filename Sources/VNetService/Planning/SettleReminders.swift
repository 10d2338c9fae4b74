import VNetCore
import VNetStore

extension Change {
    /// Brings the reminders on record into line with what their scope, as it now stands, calls for.
    func settleReminders(_ scope: ReminderScope) throws {
        let calendars = try calendars(of: scope)
        let plan = ReminderPlan(
            rules: service.configuration.reminders, zone: service.configuration.zone, calendar: calendars)
        var (wanted, held) = try reminders(for: scope, by: plan)
        for reminder in try transaction.reminders(in: scope) {
            if let planned = wanted.removeValue(forKey: reminder.identity) {
                try keep(reminder, as: planned, calendars(planned.urn))
            } else if held.removeValue(forKey: reminder.identity) != nil {
                try stop(reminder, as: .held)
            } else {
                try stop(reminder, as: .void)
            }
        }
        for planned in wanted.values.sorted(by: PlannedReminder.isBefore) {
            try add(planned, scope, calendars(planned.urn))
        }
        for planned in held.values.sorted(by: PlannedReminder.isBefore) where planned.expires > now {
            try transaction.schedule(planned, in: scope, at: planned.at, state: .held)
        }
    }

    private typealias Planned = [PlannedReminder.Identity: PlannedReminder]

    /// What the scope calls for, and what it would call for besides if none of its schools were paused.
    private func reminders(
        for scope: ReminderScope, by plan: ReminderPlan
    ) throws -> (wanted: Planned, held: Planned) {
        func planned(_ reminders: [PlannedReminder]) -> Planned {
            Dictionary(uniqueKeysWithValues: reminders.map { ($0.identity, $0) })
        }
        switch scope {
        case .cohort(let id):
            guard
                let facts = try transaction.facts(
                    of: id, retention: service.configuration.retention, held: heldRecords)
            else { return ([:], [:]) }
            let wanted = planned(plan.reminders(for: facts))
            let all = planned(facts.resumed.map { plan.reminders(for: $0) } ?? [])
            return (wanted, all.filter { wanted[$0.key] == nil })
        case .enquiry(let id):
            guard let facts = try transaction.enquiry(id).map({ EnquiryFacts($0) }) else { return ([:], [:]) }
            try transaction.setLapse(ofEnquiry: id, at: plan.lapse(of: facts))
            return (planned(plan.reminders(for: facts)), [:])
        case .hold(let id):
            return (planned(try transaction.hold(id).map { plan.reminders(for: DeadlineFacts($0)) } ?? []), [:])
        case .erasure(let id):
            return (planned(try transaction.erasure(id).map { plan.reminders(for: DeadlineFacts($0)) } ?? []), [:])
        }
    }

    /// The working days of the schools in `scope` and, for nil, of the office.
    private func calendars(of scope: ReminderScope) throws -> (URN?) -> SchoolCalendar {
        let office = try service.calendar(transaction)
        var schools: [URN: SchoolCalendar] = [:]
        if case .cohort(let id) = scope {
            for enrolment in try transaction.enrolments(in: id) {
                schools[enrolment.urn] = try service.calendar(for: enrolment.urn, transaction)
            }
        }
        return { urn in urn.flatMap { schools[$0] } ?? office }
    }

    /// It is still called for: its day may have moved, it may have been void for a time, or the person may now get it for
    /// another school.
    private func keep(_ reminder: Reminder, as planned: PlannedReminder, _ calendar: SchoolCalendar) throws {
        let reminder = planned.urn == reminder.urn ? reminder : try readdress(reminder, for: planned.urn)
        switch reminder.state {
        case .composed: return
        case .expired:
            guard isBackfill, planned.expires > now else { return }
            lateByNewRules += 1
        case .scheduled:
            let isUnchanged = planned.at == reminder.at && planned.expires == reminder.expires
            if isUnchanged || planned.at <= now { return }
        case .void, .held: if planned.expires <= now { return }
        }
        try transaction.reschedule(reminder.id, as: planned, at: due(planned, calendar))
    }

    /// The school for which the person got it has left, and another of theirs has not. A message with it that has not left
    /// is written anew; what was sent stays as it was.
    private func readdress(_ reminder: Reminder, for urn: URN?) throws -> Reminder {
        if reminder.state == .composed, try !recall(reminder) { return reminder }
        try transaction.setReminder(reminder.id, urn: urn)
        return try transaction.reminder(reminder.id) ?? reminder
    }

    /// It is not called for, or not while its school is paused: it is not sent, and a message with it that has not left is
    /// written anew without it.
    private func stop(_ reminder: Reminder, as state: ReminderState) throws {
        switch reminder.state {
        case .expired: return
        case .void, .held, .scheduled: if reminder.state == state { return }
        case .composed: guard try recall(reminder) else { return }
        }
        try transaction.setReminder(reminder.id, to: state)
    }

    /// Stops the message that a reminder went into, and has all that is in it wait again; whether that was still possible.
    private func recall(_ reminder: Reminder) throws -> Bool {
        // One that shared a mail with another waits again by now.
        guard let id = try transaction.reminder(reminder.id)?.message else { return true }
        guard let message = try transaction.message(id), message.state.allows(.cancel) else { return false }
        try transaction.cancelMessage(id, at: now)
        for item in try transaction.reminders(ofMessage: id) { try transaction.setReminder(item.id, to: .scheduled) }
        return true
    }

    /// A new one. Where its time has passed because a date was set late, it goes out at once; where a rule was changed,
    /// it does not go out at all.
    private func add(_ planned: PlannedReminder, _ scope: ReminderScope, _ calendar: SchoolCalendar) throws {
        let isLate = isRuleChange && planned.at <= now && planned.expires > now
        if isLate { lateByNewRules += 1 }
        let due = due(planned, calendar)
        let isStale = planned.expires <= due || (isLate && !isBackfill)
        try transaction.schedule(
            planned, in: scope, at: isStale ? planned.at : due, state: isStale ? .expired : .scheduled)
    }

    /// When it goes out: at its time or, if that has passed, now, or on the next working day; it may have expired by then.
    private func due(_ planned: PlannedReminder, _ calendar: SchoolCalendar) -> Instant {
        guard planned.at <= now, !calendar.isWorkingDay(today) else { return max(planned.at, now) }
        return service.configuration.zone.instant(on: calendar.onOrAfter(today), at: ReminderSchedule.defaultTime)
    }
}

extension PlannedReminder {
    /// A fixed order, so that the same facts always make the same ids.
    fileprivate static func isBefore(_ a: PlannedReminder, _ b: PlannedReminder) -> Bool {
        func key(_ reminder: PlannedReminder) -> (Int64, String, Int64, Int64, String) {
            let identity = reminder.identity
            return (
                reminder.at.seconds, identity.kind.rawValue, identity.subject.id, identity.person ?? 0,
                identity.offset.description
            )
        }
        return key(a) < key(b)
    }
}
