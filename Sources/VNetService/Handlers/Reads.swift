import VNetAPI
import VNetCompose
import VNetCore
import VNetStore

extension Service {
    public func status(at now: Instant, next: Instant?) throws(Refusal) -> Status.Response {
        try read { transaction in
            let today = today(at: now)
            let midnight = configuration.zone.instant(on: today.adding(days: 1), at: CivilTime(hour: 0, minute: 0)!)
            let outbox = try transaction.outboxCounts()
            let purge = try retentionPlan(on: today, transaction).items
            let holdsDue = try transaction.dueHoldCount(on: today)
            let requests = try transaction.overdueErasureCount(on: today)
            let problems =
                try problems(
                    outbox, holdsDue: holdsDue, overdueRequests: requests, at: now, transaction)
                + overduePurge(purge, on: today)
            let unrecorded =
                try transaction.unrecordedVisits(before: today).count
                + transaction.unrecordedSessions(before: today).count
            return Status.Response(
                health: problems.isEmpty ? .good : .degraded, problems: problems, now: now,
                isSimulated: store.isSimulated, schools: try transaction.schoolCount(),
                cohorts: try transaction.activeCohortCount(),
                dueToday: try transaction.scheduledReminderCount(until: midnight.adding(seconds: -1)),
                overdue: try overdueWriteUps(on: today, transaction) + unrecorded, unrecorded: unrecorded,
                overdueRequests: requests,
                nextDeadline: [next, try transaction.nextReminderAt()].compactMap(\.self).min(), purgeDue: purge.count,
                holdsDue: holdsDue, outbox: outbox, generation: try transaction.generation())
        }
    }

    /// What was to be deleted, and has not been. People were told the day on which what belongs to a cohort goes; the rest comes
    /// due day by day.
    private func overduePurge(_ items: [RetentionPlan.Item], on today: CivilDate) -> [String] {
        let late = items.filter { $0.due < today.adding(days: $0.record.cohort == nil ? -30 : -7) }
        guard let first = late.map(\.due).min() else { return [] }
        let records = late.count == 1 ? "1 record was" : "\(late.count) records were"
        return [
            "\(records) to be purged by now, the first by \(first.words): “retention preview” lists what goes, and "
                + "“retention run” purges it."
        ]
    }

    /// Write-ups that are not there ten working days of the lead reviewer's school after the visit.
    private func overdueWriteUps(on today: CivilDate, _ transaction: Transaction) throws -> Int {
        // Ten working days are two weeks at the least.
        try transaction.heldVisits(before: today.adding(days: -14)).count { visit in
            let owed = VisitFact.owedFrom(visit.date, recordedOn: visit.recordedOn)
            return try calendar(for: visit.urn, transaction).workingDay(10, from: owed) < today
        }
    }

    private func problems(
        _ outbox: OutboxCounts, holdsDue: Int, overdueRequests: Int, at now: Instant, _ transaction: Transaction
    ) throws -> [String] {
        var problems = damage.map { "The database is damaged, and nothing is changed: \($0)." } + hindrances()
        problems += composer.problems.map { "Template \($0.description)" }
        if outbox.failed > 0 {
            let messages = outbox.failed == 1 ? "1 message has" : "\(outbox.failed) messages have"
            problems.append("\(messages) failed: “outbox list --state failed” says why.")
        }
        if try transaction.isOutboxHeld() {
            problems.append(
                "An older copy of the database was put back, so no mail leaves, and holds, concerns and whatever else was "
                    + "recorded since it was made have to be recorded again. See “outbox list”, then “outbox release”."
            )
        } else if outbox.held > 0 {
            let messages = outbox.held == 1 ? "1 message is" : "\(outbox.held) messages are"
            problems.append("\(messages) held: see “outbox release”.")
        }
        problems += try mailProblems(at: now, transaction)
        let concerns = try transaction.quarantinedResponses().count
        if concerns > 0 {
            problems.append(
                "\(concerns) concern\(concerns == 1 ? "" : "s") about safety not handed over: see “concern list”.")
        }
        if overdueRequests > 0 {
            let requests =
                overdueRequests == 1 ? "1 request for erasure is" : "\(overdueRequests) requests for erasure are"
            problems.append("\(requests) overdue: see “erasure list --state received”.")
        }
        problems += try programmeProblems(on: today(at: now), transaction)
        if let doubt = try transaction.clockDoubt() {
            problems.append("\(doubt) Nothing is sent or purged until “clock confirm”.")
        }
        if holdsDue > 0 {
            let holds = holdsDue == 1 ? "1 hold is" : "\(holdsDue) holds are"
            problems.append("\(holds) due for review: see “hold list --due”.")
        }
        return try problems + storageProblems(at: now, transaction)
    }

    /// What keeps texts from being kept, read or destroyed as they should be.
    private func storageProblems(at now: Instant, _ transaction: Transaction) throws -> [String] {
        var problems: [String] = []
        for purge in try transaction.unfinishedPurges() where purge.verifyBy <= now || purgeTrouble != nil {
            let reason = purgeTrouble.map { "It has to wait: \($0) vnetd tries again by itself." }
            problems.append("Purge \(purge.id) is incomplete. \(reason ?? "vnetd is at it.")")
        }
        if let purgeTrouble, problems.isEmpty {
            problems.append("Keys of replaced texts have still to be destroyed. \(purgeTrouble) vnetd tries again.")
        }
        if let first = unreadable.first {
            problems.append(
                "\(unreadable.count) text\(unreadable.count == 1 ? "" : "s") cannot be opened, the first of \(first); the "
                    + "journal names each. Others are not affected.")
        }
        if let fault = try transaction.certifyingFault() { problems.append(fault) }
        if let flaw = store.mediumFlaw {
            problems.append("What is purged may stay on the disk: the disk under the state directory \(flaw).")
        }
        return problems
    }

    /// What the programme waits for an administrator to decide or to put on record.
    private func programmeProblems(on today: CivilDate, _ transaction: Transaction) throws -> [String] {
        var problems: [String] = []
        // An administrator is reminded on the working day after; a week later it is in the way of what follows.
        let weekAgo = today.adding(days: -7)
        let visits = try transaction.unrecordedVisits(before: weekAgo)
        if !visits.isEmpty {
            problems.append(
                "Nothing is on record of \(visits.named("visit")), over a week ago: “visit hold” or “visit miss”.")
        }
        let sessions = try transaction.unrecordedSessions(before: weekAgo)
        if !sessions.isEmpty {
            problems.append(
                "Nothing is on record of \(sessions.named("session")), over a week ago: “session hold” or “session "
                    + "postpone”.")
        }
        let groups = try transaction.groupsUnderStrength()
        if !groups.isEmpty {
            problems.append("Too few schools are left in \(groups.named("group")): see “group options”.")
        }
        return problems
    }

    public func cohortTimeline(_ request: CohortTimeline, at now: Instant) throws(Refusal) -> CohortTimeline.Response {
        try read { transaction in
            let cohort = try transaction.require(cohort: request.cohort)
            let writeUps = try transaction.writeUpDays(in: cohort.id)
            var rows: [CohortTimeline.Row] = []
            var marks: [CohortTimeline.Mark] = []
            if let opened = cohort.openedOn { marks.append(.init(date: opened, what: .opened)) }
            if let closed = cohort.closedOn { marks.append(.init(date: closed, what: .closed)) }
            rows.append(.init(label: "Cohort", state: cohort.state.rawValue, marks: marks))
            for session in try transaction.sessions(in: cohort.id) where session.kind == .training {
                rows.append(.init(session))
            }
            for visit in try transaction.visits(in: cohort.id).sorted(by: {
                ($0.groupName, $0.id) < ($1.groupName, $1.id)
            }) {
                var marks = visit.date.map { [CohortTimeline.Mark(date: $0, what: .visit)] } ?? []
                if let received = writeUps[visit.id] { marks.append(.init(date: received, what: .writeUp)) }
                rows.append(
                    .init(label: "\(visit.groupName): \(visit.hostName)", state: visit.state.rawValue, marks: marks))
            }
            for session in try transaction.sessions(in: cohort.id) where session.kind == .feedback {
                rows.append(.init(session))
            }
            rows += try transaction.walkthrusRows(cohort.id)
            return CohortTimeline.Response(name: cohort.name, today: today(at: now), rows: rows)
        }
    }

    public func schoolList(_ request: SchoolList) throws(Refusal) -> SchoolList.Response {
        try read { transaction in
            let owner: (kind: Owner.Kind, code: String)? =
                request.trust.map { (.trust, $0) } ?? request.federation.map { (.federation, $0) }
            guard request.trust == nil || request.federation == nil else {
                throw Refusal(
                    .paramsInvalid, "A list is of one trust or of one federation. Give one of them.",
                    path: "$.federation")
            }
            if let owner { _ = try transaction.require(owner.kind, owner.code) }
            return try page(
                request, transaction,
                fetch: { try transaction.schools(matching: request.matching, of: owner, after: $0, limit: $1) },
                place: \.place, row: SchoolView.init)
        }
    }

    public func schoolGet(_ request: SchoolGet) throws(Refusal) -> SchoolDetail {
        try read { transaction in
            let school = try transaction.require(school: request.urn)
            return SchoolDetail(
                school, predecessors: try transaction.predecessors(of: school.urn),
                successors: try transaction.successors(of: school.urn).map(\.successor))
        }
    }

    public func holidayList(_ request: HolidayList, at now: Instant) throws(Refusal) -> HolidayList.Response {
        try read { transaction in
            try page(
                request, transaction, of: transaction.bankHolidays(from: request.from ?? today(at: now)),
                place: { Place($0.date.iso, 0) }, row: { HolidayList.Holiday(date: $0.date, title: $0.title) })
        }
    }

    public func auditList(_ request: AuditList) throws(Refusal) -> AuditList.Response {
        try read { transaction in
            try page(
                request, transaction, fetch: { try transaction.auditEvents(before: $0?.id, limit: $1) },
                place: { Place($0.id) },
                row: { AuditList.Entry(id: $0.id, at: $0.at, uid: $0.uid, verb: $0.verb, subject: $0.subject) })
        }
    }
}

extension CohortTimeline.Row {
    init(_ session: Session) {
        self.init(
            label: session.kind.title.prefix(1).uppercased() + session.kind.title.dropFirst(),
            state: session.state.rawValue, marks: [.init(date: session.date, what: .session)])
    }
}

extension [Int64] {
    /// “visits 3, 5 and 8”; of many, the first.
    fileprivate func named(_ thing: String) -> String {
        let shown = prefix(5).map(String.init)
        let others = count > shown.count ? ["\(count - shown.count) more"] : []
        return "\(thing)\(count == 1 ? "" : "s") " + (shown + others).joinedInWords
    }
}
