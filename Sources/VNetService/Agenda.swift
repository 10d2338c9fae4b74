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

extension Service {
    /// How many mails one tick writes at most, so that those who ask meanwhile are not kept waiting.
    static let batch = 50

    /// Reads three index entries, whatever the size of the archive.
    public func agenda(at now: Instant) throws -> Agenda {
        let next = try store.read { transaction in
            [try transaction.nextReminderAt(), try transaction.nextExpiryAt()].compactMap(\.self).min()
        }
        guard let next else { return .idle }
        return next <= now ? .work : .sleep(until: next)
    }

    /// When a message that waits may next be tried; nil when none waits.
    public func nextDelivery() throws -> Instant? { try store.read { try $0.nextDeliveryAt() } }

    /// Does one batch of what is due: reminders become mails, and what has expired is marked so. Gives the number of
    /// mails written.
    @discardableResult
    public func tick(at now: Instant) throws -> Int {
        try store.write { transaction in
            for message in try transaction.expiredMessages(at: now) {
                try transaction.setMessage(message.id, to: .expired, ended: now)
            }
            // First, so that nobody is reminded of what has just lapsed.
            for reminder in try transaction.dueReminders(at: now) where reminder.kind == .enquiryLapse {
                try lapse(enquiry: reminder.subject.id, at: now, transaction)
            }
            var batches: [[Reminder]] = []
            var places: [Int64: Int] = [:]
            for reminder in try transaction.dueReminders(at: now) {
                if reminder.expires <= now {
                    try transaction.setReminder(reminder.id, to: .expired)
                } else if let place = places[reminder.identity.person ?? 0] {
                    batches[place].append(reminder)
                } else if batches.count < Self.batch {
                    places[reminder.identity.person ?? 0] = batches.count
                    batches.append([reminder])
                }
            }
            for reminders in batches { try write(reminders, at: now, transaction) }
            return batches.count
        }
    }

    /// Moves a simulated store's clock.
    public func setSimulatedNow(_ now: Instant) throws { try store.write { try $0.setSimulatedNow(now) } }

    /// What was being sent when the daemon last stopped may or may not have arrived: it is sent again, byte for byte.
    @discardableResult
    public func recoverInterruptedAttempts() throws -> Int { try store.write { try $0.markInterruptedAttempts() } }

    private func write(_ reminders: [Reminder], at now: Instant, _ transaction: Transaction) throws {
        guard let letter = try letter(for: reminders, at: now, transaction) else {
            for reminder in reminders { try transaction.setReminder(reminder.id, to: .expired) }
            return
        }
        let id = try transaction.nextMessageID()
        try freeze(letter.message, items: letter.items, to: letter.recipient, why: letter.why, transaction)
        for reminder in reminders { try transaction.setComposed(reminder.id, in: id) }
    }
}
