import VNetAPI
import VNetCore
import VNetStore

extension Service {
    public func walkthrusCreate(_ request: WalkthrusCreate, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            try change.createCohort(
                named: request.name, theme: nil, policy: request.policy ?? .outward, capacity: request.capacity ?? 100)
        }
    }

    public func sessionRepeat(_ request: SessionRepeat, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let cohort = try change.transaction.require(cohort: request.cohort)
            try cohort.require(request.kind)
            guard !request.kind.isOnce else {
                throw Refusal(
                    .ruleRefused, "A cohort has one \(request.kind.title). Set it with “session schedule”.",
                    path: "$.kind")
            }
            try cohort.requireOpenForSessions()
            try change.requireFuture(request.first)
            try change.requireTimes(of: "session", on: nil, from: request.start, to: request.finish)
            guard
                let series = SessionSeries(
                    first: request.first, until: request.until, weeks: request.weeks ?? 4,
                    except: Set(request.except ?? []))
            else {
                throw Refusal(
                    .ruleRefused,
                    "A series runs from its first day to a later one, every 1 to 26 weeks, and has at most "
                        + "\(SessionSeries.limit) days.", path: "$.until")
            }
            try change.set(series, request, cohort)
        }
    }

    public func sessionPostpone(_ request: SessionPostpone, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let session = try change.transaction.require(session: request.session)
            change.id = session.id
            guard try change.transaction.apply(.postpone, to: session) != nil else { return }
            change.subject = "session \(session.id)"
            change.note(
                "The \(session.kind.title) on \(session.date.words) is postponed. “session reschedule” gives it a new "
                    + "day.")
            change.touch(session.cohort)
        }
    }
}

extension Change {
    fileprivate func set(_ series: SessionSeries, _ request: SessionRepeat, _ cohort: Cohort) throws {
        let schools = try transaction.enrolments(in: cohort.id).filter(\.state.hasPlace).map(\.urn)
        let (days, skipped) = try series.days { day in
            guard try service.calendar(transaction).isWorkingDay(day) else { return false }
            // In a holiday of all schools there is none; where one school keeps other terms, the rest still meet.
            return try schools.isEmpty
                || schools.contains { try service.calendar(for: $0, transaction).isWorkingDay(day) }
        }
        guard !days.isEmpty else {
            throw Refusal(.ruleRefused, "No day of this series is a school working day.", path: "$.first")
        }
        let known = try transaction.series(of: request.kind, in: cohort.id)
        let set = known.filter { days.contains($0.key) || request.except?.contains($0.key) == true }
        let coming = set.filter { day, session in
            session.state.isComing && (!days.contains(day) || !session.isAs(request))
        }.map(\.value).sorted { $0.id < $1.id }
        let off = set.values.filter { $0.state == .cancelled || $0.state == .postponed }.sorted { $0.id < $1.id }
        for day in days where known[day] == nil {
            try requireTimes(of: "session", on: day, from: request.start, to: request.finish)
            let id = try transaction.addSession(
                request.kind, in: cohort.id, date: day, start: request.start, finish: request.finish,
                place: request.place.text, slot: day)
            note("Session \(id), a \(request.kind.title), is set for \(day.words), \(request.start.iso).")
            try adviseSchools(on: day, in: cohort.id)
            try invite(try transaction.require(session: id))
        }
        isAbout(cohort: cohort.id)
        id = cohort.id
        if let first = coming.first, changes.isEmpty {
            throw Refusal(
                .exists,
                "These days are set, and not all as you ask: \(first.standing). “session change” gives one another "
                    + "time or place, “session reschedule” another day, and “session cancel” calls it off.")
        }
        for session in coming + off { warn("It stays as it is: \(session.standing).") }
        for day in skipped { warn("There is none on \(day.words), which is not a school working day.") }
    }

    /// Makes a cohort, as a draft. One with a theme is for peer review, one without is a WalkThrus network cohort.
    func createCohort(named name: CohortName, theme: Theme?, policy: MATPolicy, capacity: Int) throws {
        guard (3...200).contains(capacity) else {
            throw Refusal(.ruleRefused, "A cohort takes from 3 to 200 schools.", path: "$.capacity")
        }
        if let existing = try transaction.cohort(named: name) {
            guard existing.state == .draft, existing.theme == theme?.key, existing.policy == policy,
                existing.capacity == capacity
            else {
                throw Refusal(
                    .exists,
                    "Cohort \(existing.id) has this name already, and is \(existing.state.words). Choose another.",
                    path: "$.name")
            }
            id = existing.id
            return
        }
        let id = try transaction.addCohort(name: name, theme: theme?.key, policy: policy, capacity: capacity)
        self.id = id
        isAbout(cohort: id)
        note("Cohort \(id) “\(name)” is a draft, \(theme.map { "on \($0.title)" } ?? "a WalkThrus network").")
    }
}

extension Session {
    /// Whether it has the times and the place of a series.
    fileprivate func isAs(_ series: SessionRepeat) -> Bool {
        (start, finish, place) == (series.start, series.finish, series.place.text)
    }

    /// “session 3, on Tuesday 3 November 2026 from 14:00 to 16:00 at Norwich”
    var standing: String {
        state == .cancelled || state == .postponed
            ? "session \(id), on \(date.words), is \(state.rawValue)"
            : "session \(id), on \(date.words) from \(start.iso) to \(finish.iso) at \(place)"
    }
}

extension Cohort {
    /// Refuses what only cohorts of the other programme have; `what` says it in words: “groups”.
    func require(_ programme: ProgrammeKind, has what: String) throws {
        guard self.programme == programme else {
            throw Refusal(
                .ruleRefused, "Cohort \(id) is a \(self.programme.title), which has no \(what).", path: "$.cohort")
        }
    }

    func require(_ kind: SessionKind) throws {
        guard programme == kind.programme else {
            throw Refusal(
                .ruleRefused,
                "Cohort \(id) is a \(programme.title): it has \(programme.sessions), and no \(kind.title).",
                path: "$.kind")
        }
    }

    /// Groups are made of those who are there at the start; a WalkThrus network can be joined while it runs.
    func requireOpenForSchools() throws {
        try state.require(
            programme == .walkthrus ? [.recruiting, .running] : [.recruiting], "Schools can enrol", towards: .open)
    }

    func requireOpenForSessions() throws { try requireUnderWay("Sessions can be set") }

    /// Refuses what is done only with a cohort under way; `what` says it in words: “Sessions can be set”.
    func requireUnderWay(_ what: String) throws {
        try state.require([.recruiting, .running], what, towards: .open)
    }
}

extension Transaction {
    /// The rows of a WalkThrus cohort's chart: one a kind of session, one a school with its coaching.
    func walkthrusRows(_ cohort: Int64) throws -> [CohortTimeline.Row] {
        let sessions = try sessions(in: cohort).filter { $0.kind.programme == .walkthrus && $0.state != .cancelled }
        let kinds = SessionKind.allCases.compactMap { kind -> CohortTimeline.Row? in
            let ofKind = sessions.filter { $0.kind == kind }
            guard !ofKind.isEmpty else { return nil }
            return CohortTimeline.Row(
                label: kind.title.prefix(1).uppercased() + kind.title.dropFirst() + "s",
                state: "\(ofKind.count { $0.state == .held }) of \(ofKind.count) held",
                marks: ofKind.filter { $0.state != .postponed }.map { .init(date: $0.date, what: .session) })
        }
        let schools = Dictionary(grouping: try coachingCycles(in: cohort), by: \.enrolment)
        return kinds
            + schools.sorted { $0.key < $1.key }.map { _, cycles in
                CohortTimeline.Row(
                    label: "Coaching: \(cycles[0].school)",
                    state: "\(cycles.count { $0.state == .review }) of \(cycles.count) completed",
                    marks: cycles.map { .init(date: $0.input, what: .input) })
            }
    }
}
