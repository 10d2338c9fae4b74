import VNetCompose
import VNetCore
import VNetStore

extension Service {
    /// The mail that `reminders`, all of one recipient, become at `now`; nil when their name and
    /// address can no longer be read.
    func letter(for reminders: [Reminder], at now: Instant, _ transaction: Transaction) throws -> Letter? {
        guard let first = reminders.first else { return nil }
        let recipient: MessageRecipient = first.identity.person.map { .person($0) } ?? .admin
        guard let mailbox = try mailbox(of: recipient, transaction) else { return nil }
        let items = try reminders.uniqued().map { try item(for: $0, transaction) }
        let school = try first.urn.flatMap { try transaction.school($0)?.name }
        let why = recipient == .admin ? "you administer the network." : "you review for the network."
        let part = items.allSatisfy { $0.kind == .readiness } ? "has applied to" : "takes part in"
        return Letter(
            message: NewMessage(
                kind: items.count == 1 ? .reminder : .digest, recipient: recipient, composedAt: now,
                expiresAt: reminders.map(\.expires).min() ?? now),
            to: mailbox, items: items,
            why: school.map { "\($0) \(part) one of the network's cohorts." } ?? why,
            schools: reminders.compactMap(\.urn))
    }

    private func item(for reminder: Reminder, _ transaction: Transaction) throws -> MailItem {
        let facts = try facts(for: reminder, transaction)
        var kind = MailKind(reminder.kind, toAdmin: reminder.identity.person == nil)
        if kind == .feedbackPrompt, facts[.school] == facts[.host] { kind = .feedbackPromptHost }
        return MailItem(kind: kind, facts: facts.filter { kind.variables.contains($0.key) })
    }

    /// Every fact that a reminder's text may use.
    private func facts(for reminder: Reminder, _ transaction: Transaction) throws -> [MailVariable: String] {
        switch reminder.scope {
        case .cohort(let id): return try cohortFacts(id, reminder, transaction)
        case .enquiry(let id):
            return try enquiryFacts(id, reminder, transaction)
        case .hold(let id):
            let hold = try transaction.require(hold: id)
            return [
                .number: String(id), .date: reminder.identity.anchor.words,
                .held: try transaction.words(for: hold.subject), .reason: hold.reason.title, .owner: hold.owner.title,
            ]
        case .erasure(let id):
            let erasure = try transaction.require(erasure: id)
            return [.number: String(id), .date: erasure.receivedOn.words, .due: erasure.dueOn.words]
        }
    }

    private func enquiryFacts(
        _ id: Int64, _ reminder: Reminder, _ transaction: Transaction
    ) throws -> [MailVariable: String] {
        let enquiry = try transaction.require(enquiry: id)
        var facts: [MailVariable: String] = [
            .school: enquiry.enquirer, .date: reminder.identity.anchor.words,
            .number: String(id),
        ]
        facts[.due] = enquiry.lapsesAt.map { configuration.zone.civil(at: $0).date.words }
        return facts
    }

    private func cohortFacts(
        _ id: Int64, _ reminder: Reminder, _ transaction: Transaction
    ) throws -> [MailVariable: String] {
        let cohort = try transaction.require(cohort: id)
        var facts: [MailVariable: String] = [
            .cohort: cohort.name, .theme: try transaction.subject(of: cohort),
            .date: reminder.identity.anchor.words, .occasion: reminder.kind.words,
        ]
        facts[.asked] = try lastAsked(reminder, transaction)?.words
        if let urn = reminder.urn { facts[.school] = try transaction.school(urn)?.name }
        switch reminder.subject.kind {
        case .cohort:
            let records = try transaction.purges(
                of: cohort, by: configuration.retention, held: transaction.heldRecords())[reminder.identity.anchor]
            facts[.records] = records?.map(\.title).joinedInWords
            facts[.commands] = "“vnetctl retention preview --on \(reminder.identity.anchor.iso)”"
        case .enquiry, .hold, .erasure: break
        case .enrolment:
            try facts.merge(enrolmentFacts(reminder, transaction)) { $1 }
            if reminder.kind != .protocolAcceptance,
                let training = try transaction.sessions(in: cohort.id).first(where: { $0.kind == .training })
            {
                facts[.date] = training.date.words
            }
        case .session:
            let session = try transaction.require(session: reminder.subject.id)
            facts[.place] = session.place
            facts[.event] = session.kind.title
            (facts[.record], facts[.otherwise]) = ("session hold \(session.id)", "session postpone \(session.id)")
            facts[.time] = "\(session.start.iso) to \(session.finish.iso)"
            facts[.agenda] = try transaction.programme(of: session).inWords
        case .visit: try facts.merge(visitFacts(reminder, transaction)) { $1 }
        }
        return facts
    }

    private func enrolmentFacts(_ reminder: Reminder, _ transaction: Transaction) throws -> [MailVariable: String] {
        guard let enrolment = try transaction.enrolment(reminder.subject.id) else { return [:] }
        var facts: [MailVariable: String] = [
            .school: enrolment.school, .number: String(enrolment.cohort), .urn: String(enrolment.urn.number),
        ]
        switch reminder.kind {
        case .readiness: facts[.criteria] = try transaction.missingCriteria(of: enrolment.id)
        case .protocolAcceptance: facts[.commands] = try transaction.acceptances(missingFor: enrolment)
        default: break
        }
        return facts
    }

    /// When the recipient was last asked for the same; nil the first time.
    private func lastAsked(_ reminder: Reminder, _ transaction: Transaction) throws -> CivilDate? {
        guard let rule = configuration.reminders[reminder.kind], rule.offsets.count > 1 else { return nil }
        let (identity, at) = (reminder.identity, reminder.at)
        let earlier = try transaction.reminders(in: reminder.scope).filter {
            $0.kind == reminder.kind && $0.subject == reminder.subject && $0.identity.person == identity.person
                && $0.identity.anchor == identity.anchor && $0.identity.stay == identity.stay && $0.at < at
                && ($0.state == .composed || $0.state == .scheduled)
        }
        let asked = try earlier.map { try $0.message.flatMap { try transaction.message($0) }?.composedAt ?? $0.at }
        return asked.max().map { configuration.zone.civil(at: $0).date }
    }

    private func visitFacts(_ reminder: Reminder, _ transaction: Transaction) throws -> [MailVariable: String] {
        let visit = try transaction.require(visit: reminder.subject.id)
        var reviewers = try transaction.reviewers(of: visit.id).compactMap { try transaction.enrolment($0)?.school }
        if try transaction.namedReviewers(of: visit.id).contains(where: { $0.enrolment == nil }) {
            reviewers.append("a reviewer of the network")
        }
        var facts: [MailVariable: String] = [
            .host: visit.hostName, .reviewers: reviewers.joinedInWords, .number: String(visit.id),
            .time: "\(visit.start.iso) to \(visit.finish.iso)",
        ]
        facts[.visitDate] = visit.date?.words
        facts[.event] = "visit to \(visit.hostName)"
        (facts[.record], facts[.otherwise]) = ("visit hold \(visit.id)", "visit miss \(visit.id)")
        if reminder.kind == .feedbackPrompt { facts[.date] = visit.date?.words }
        if reminder.kind == .visitors { facts[.visitors] = try transaction.visitors(to: visit) }
        if let lead = visit.lead { facts.merge(try transaction.lead(lead, toldTo: reminder.identity.person)) { $1 } }
        facts[.due] = try due(reminder, visit, transaction)?.words
        return facts
    }

    /// By when what a visit's reminder asks for is wanted, where the schedule says so.
    private func due(_ reminder: Reminder, _ visit: Visit, _ transaction: Transaction) throws -> CivilDate? {
        guard let date = visit.date else { return nil }
        let calendar = try calendar(for: reminder.urn, transaction)
        return switch reminder.kind {
        case .writeUp, .outstandingWriteUps:
            calendar.workingDay(10, from: VisitFact.owedFrom(date, recordedOn: visit.recordedOn))
        case .documents, .timetable, .visitors: calendar.workingDay(-2, from: date)
        default: nil
        }
    }
}

extension [Reminder] {
    /// One of each kind, subject and day: several of one occasion that are late at once say the same thing.
    fileprivate func uniqued() -> [Reminder] {
        var seen: Set<String> = []
        return filter { seen.insert("\($0.kind.rawValue) \($0.subject) \($0.identity.anchor)").inserted }
    }
}

extension String {
    /// With a capital letter at its beginning.
    var capitalised: String { prefix(1).uppercased() + dropFirst() }
}

extension [String] {
    /// “A, B and C”.
    var joinedInWords: String {
        guard let last, count > 1 else { return first ?? "" }
        return dropLast().joined(separator: ", ") + " and " + last
    }
}
