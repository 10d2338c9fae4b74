import VNetAPI
import VNetCore
import VNetStore

extension Service {
    /// Why a reminder goes out on its day, to whom, and what has become of it: one sentence a line.
    public func reminderExplain(_ request: ReminderExplain) throws(Refusal) -> ReminderExplain.Response {
        try read { transaction in
            let reminder = try transaction.require(reminder: request.reminder)
            var lines = [
                "Reminder \(reminder.id), “\(reminder.kind.rawValue)”, is about \(reminder.subject)"
                    + (try reminder.scope.cohort.flatMap { try transaction.cohort($0) }.map {
                        " of cohort \($0.id), “\($0.name)”."
                    } ?? ".")
            ]
            lines.append(try addressee(of: reminder, transaction))
            lines.append("The rule says: \(reminder.identity.offset.words) \(reminder.identity.anchor.words).")
            let calendar = try calendar(for: reminder.urn, transaction)
            lines += skipped(by: reminder.identity.offset, from: reminder.identity.anchor, calendar)
            let (date, time) = configuration.zone.civil(at: reminder.at)
            lines.append("So it falls due on \(date.words) at \(time.iso).")
            let end = configuration.zone.civil(at: reminder.expires)
            lines.append("From \(end.date.words), \(end.time.iso), it is no longer useful and is not sent.")
            lines.append(outcome(of: reminder))
            return ReminderExplain.Response(
                state: reminder.state, text: Document(lines.joined(separator: "\n") + "\n"))
        }
    }

    private func addressee(of reminder: Reminder, _ transaction: Transaction) throws -> String {
        guard let person = reminder.identity.person else { return "It goes to the network's administrator." }
        guard let urn = reminder.urn, let school = try transaction.school(urn) else {
            return "It goes to person \(person), a reviewer of the network."
        }
        let isHead = try transaction.holders(of: .head, at: urn).contains { $0.person == person }
        return "It goes to person \(person), \(isHead ? "head of" : "who reviews for") \(school.name) (\(urn))."
    }

    /// The days that were not counted, because nobody works on them.
    private func skipped(
        by offset: ReminderOffset, from anchor: CivilDate, _ calendar: SchoolCalendar
    ) -> [String] {
        guard offset.unit == .workingDays, offset.count != 0 else {
            let plain = anchor.adding(days: offset.count)
            return calendar.isWorkingDay(plain)
                ? [] : ["\(plain.words) is not a working day, so the working day before it counts."]
        }
        let day = calendar.workingDay(offset.count, from: anchor)
        let span = min(day, anchor).days(until: max(day, anchor))
        let between = (1..<max(1, span)).map { min(day, anchor).adding(days: $0) }
        let closed = between.filter { !$0.weekday.isWeekend && !calendar.isWorkingDay($0) }
        let weekends = between.count(where: \.weekday.isWeekend)
        var lines: [String] = []
        if weekends > 0 {
            lines.append("\(weekends) day\(weekends == 1 ? "" : "s") at weekends between are not counted.")
        }
        if !closed.isEmpty { lines.append("Also not counted: \(closed.map(\.words).joinedInWords).") }
        return lines
    }

    private func outcome(of reminder: Reminder) -> String {
        switch reminder.state {
        case .scheduled: "It is still to go out. “reminder preview \(reminder.id)” shows the mail."
        case .composed:
            "It went into message \(reminder.message ?? 0). “outbox show \(reminder.message ?? 0)” shows it."
        case .held: "It is held while the school is paused. When it is resumed, it goes out if it is still useful."
        case .void: "It is void: what it was about no longer needs doing."
        case .expired: "It was not sent: by the time it could be, it was too late to be useful."
        }
    }
}
