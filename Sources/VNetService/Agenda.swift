import VNetCore
import VNetStore

/// What the loop is to do about time.
public enum Agenda: Equatable, Sendable {
    /// Something is due: tick.
    case work
    /// Nothing is due before this instant.
    case sleep(until: Instant)
    /// Nothing is planned at all.
    case idle
}

/// What one batch of what was due came to.
public struct TickReport: Sendable {
    /// How many mails were written.
    public var written = 0
    /// A line for each reminder that is not sent after all, or not yet.
    public var unsent: [String] = []
}

extension Service {
    /// For how many people one tick writes at most, so that those who ask meanwhile are not kept waiting.
    static let batch = 50

    /// Reads a few index entries, whatever the size of the archive. While the clock is in doubt, nothing is due.
    public func agenda(at now: Instant) throws -> Agenda {
        let next = try store.read { transaction in
            try transaction.clockDoubt() != nil
                ? nil
                : [
                    try transaction.nextReminderAt(), try transaction.nextExpiryAt(),
                    try transaction.nextLapseAt(), try transaction.nextForgettingAt(),
                    try Refusals.nextNotice(transaction),
                ].compactMap(\.self).min()
        }
        guard let next else { return .idle }
        return next <= now ? .work : .sleep(until: next)
    }

    /// When a message that waits may next be tried; nil when none waits.
    public func nextDelivery() throws -> Instant? {
        try store.read { try $0.clockDoubt() == nil ? $0.nextDeliveryAt() : nil }
    }

    /// Does one batch of what is due: reminders become mails, and what has expired is marked so.
    @discardableResult
    public func tick(at now: Instant) throws -> TickReport {
        try store.write { transaction in
            var report = TickReport()
            try transaction.setLastSeen(now)
            try transaction.forgetOldEvents(at: now)
            try tellOfRefusals(at: now, transaction)
            for message in try transaction.expiredMessages(at: now, limit: Self.batch) {
                try expire(message, at: now, transaction)
                try transaction.recordEvent("outbox.expire", subject: "message \(message.id)", at: now)
            }
            // First, so that nobody is reminded of what has just lapsed.
            for enquiry in try transaction.lapsingEnquiries(at: now, limit: Self.batch) {
                try lapse(enquiry: enquiry, at: now, transaction)
                try transaction.recordEvent("enquiry.lapse", subject: "enquiry \(enquiry)", at: now)
            }
            for _ in 0..<Self.batch {
                guard let first = try transaction.firstDueReminder(at: now) else { break }
                try compose(transaction.dueReminders(to: first.identity.person, at: now), at: now, transaction, &report)
            }
            return report
        }
    }

    /// Writes what is due for one person: a digest, with what is late and stands alone in mails of its own.
    private func compose(
        _ due: [Reminder], at now: Instant, _ transaction: Transaction, _ report: inout TickReport
    ) throws {
        var mails: [[Reminder]] = []
        var places: [Mail: Int] = [:]
        for reminder in due {
            if try wait(reminder, at: now, transaction) { continue }
            guard reminder.expires > now, let mail = mail(of: reminder, at: now) else {
                try transaction.setReminder(reminder.id, to: .expired)
                let reason =
                    reminder.expires > now ? "it is late, and its rule drops what is late" : "it is no longer useful"
                report.unsent.append(
                    "Reminder \(reminder.id), “\(reminder.kind.rawValue)” about \(reminder.subject), is not sent: \(reason)."
                )
                continue
            }
            if let place = places[mail] {
                mails[place].append(reminder)
            } else {
                places[mail] = mails.count
                mails.append([reminder])
            }
        }
        for reminders in mails { try write(reminders, at: now, transaction, &report) }
    }

    /// A message that never left comes to its end. What else it said, and is still of use, is written anew; unless it may
    /// have arrived.
    private func expire(_ message: Message, at now: Instant, _ transaction: Transaction) throws {
        try transaction.setMessage(message.id, to: .expired, ended: now)
        guard message.state != .unknown else { return }
        for reminder in try transaction.reminders(ofMessage: message.id) {
            try transaction.setReminder(reminder.id, to: reminder.expires <= now ? .expired : .scheduled)
        }
    }

    /// Has what is late wait for its recipient's next working day. Whether it does.
    private func wait(_ reminder: Reminder, at now: Instant, _ transaction: Transaction) throws -> Bool {
        let calendar = try calendar(for: reminder.urn, transaction)
        let today = today(at: now)
        guard reminder.expires > now, !calendar.isWorkingDay(today) else { return false }
        let next = configuration.zone.instant(on: calendar.onOrAfter(today), at: ReminderSchedule.defaultTime)
        guard next > now else { return false }
        try transaction.postpone(reminder: reminder.id, to: next)
        return true
    }

    /// Where somebody's name and address can no longer be read, what is due for them waits a day, until it is of no use.
    private func waitForAddress(
        _ reminders: [Reminder], at now: Instant, _ transaction: Transaction, _ report: inout TickReport
    ) throws {
        let tomorrow = configuration.zone.instant(
            on: today(at: now).adding(days: 1), at: ReminderSchedule.defaultTime)
        for reminder in reminders {
            try transaction.postpone(reminder: reminder.id, to: tomorrow)
            report.unsent.append(
                "Reminder \(reminder.id), “\(reminder.kind.rawValue)” about \(reminder.subject), waits: the name and address "
                    + "of person \(reminder.identity.person ?? 0) can no longer be read.")
        }
    }

    /// Which of one person's reminders go into one mail: all, unless they are late and stand alone then.
    private enum Mail: Hashable {
        case digest
        case alone(Int64)
    }

    /// Nil when the reminder is late, and of a kind that is then dropped.
    private func mail(of reminder: Reminder, at now: Instant) -> Mail? {
        let isLate = today(at: reminder.at) < today(at: now)
        switch isLate ? configuration.reminders[reminder.kind]?.late ?? .digest : .digest {
        case .digest: return .digest
        case .send: return .alone(reminder.id)
        case .drop: return nil
        }
    }

    /// Writes what changes nothing, to learn whether writing is possible again.
    public func tryWriting(at now: Instant) throws { try store.write { try $0.setLastSeen(now) } }

    /// Moves a simulated store's clock.
    public func setSimulatedNow(_ now: Instant) throws { try store.write { try $0.setSimulatedNow(now) } }

    private func write(
        _ reminders: [Reminder], at now: Instant, _ transaction: Transaction, _ report: inout TickReport
    ) throws {
        guard let letter = try letter(for: reminders, at: now, transaction) else {
            return try waitForAddress(reminders, at: now, transaction, &report)
        }
        let id = try freeze(letter, transaction)
        report.written += 1
        for reminder in reminders { try transaction.setComposed(reminder.id, in: id) }
        try transaction.recordEvent(
            "reminder.compose", subject: "message \(id)", cohorts: Set(reminders.compactMap(\.scope.cohort)), at: now)
    }
}
