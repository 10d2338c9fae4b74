import VNetAPI
import VNetCore
import VNetStore

extension Service {
    public func sessionSchedule(_ request: SessionSchedule, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            let cohort = try transaction.require(cohort: request.cohort)
            try cohort.require(request.kind)
            try change.requireTimes(of: "session", on: request.date, from: request.start, to: request.finish)
            if let existing = try transaction.sessions(in: cohort.id)
                .first(where: {
                    $0.kind == request.kind && $0.state != .cancelled
                        && (request.kind.isOnce || $0.date == request.date)
                })
            {
                guard existing.state != .postponed else {
                    throw Refusal(
                        .exists,
                        "The \(request.kind.title) is session \(existing.id), which is postponed. “session reschedule” gives "
                            + "it a new day.")
                }
                guard
                    (existing.date, existing.start, existing.finish, existing.place)
                        == (request.date, request.start, request.finish, request.place.text)
                else {
                    throw Refusal(
                        .exists,
                        "The \(request.kind.title) is \(existing.standing). “session reschedule” moves it to another day, and "
                            + "“session change” gives it another time or place.")
                }
                change.id = existing.id
                return
            }
            try cohort.requireOpenForSessions()
            try change.requireFuture(request.date)
            let id = try transaction.addSession(
                request.kind, in: cohort.id, date: request.date, start: request.start, finish: request.finish,
                place: request.place.text)
            change.id = id
            change.subject = "session \(id)"
            change.note("The \(request.kind.title) is set for \(request.date.words), \(request.start.iso).")
            try change.adviseSchools(on: request.date, in: cohort.id)
            try change.invite(try transaction.require(session: id))
            try change.checkFeedbackOrder(cohort.id)
        }
    }

    public func sessionReschedule(_ request: SessionReschedule, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let session = try change.transaction.require(session: request.session)
            change.id = session.id
            if session.date == request.date, session.state.isComing { return }
            _ = try session.state.after(.reschedule)
            try change.requireFuture(request.date)
            try change.requireTimes(of: "session", on: request.date, from: session.start, to: session.finish)
            try change.transaction.apply(.reschedule, to: session, on: request.date)
            change.subject = "session \(session.id)"
            change.note("The \(session.kind.title) has moved to \(request.date.words).")
            try change.adviseSchools(on: request.date, in: session.cohort)
            try change.invite(try change.transaction.require(session: session.id))
            try change.checkFeedbackOrder(session.cohort)
        }
    }

    public func sessionChange(_ request: SessionChange, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            var session = try change.transaction.require(session: request.session)
            change.id = session.id
            try session.state.require([.planned, .invited, .postponed], "It can be changed", towards: .reschedule)
            guard request.start != nil || request.finish != nil || request.place != nil else {
                throw Refusal.nothingNamed("the start, finish or place")
            }
            let before = session
            session.start = request.start ?? session.start
            session.finish = request.finish ?? session.finish
            session.place = request.place?.text ?? session.place
            guard (before.start, before.finish, before.place) != (session.start, session.finish, session.place) else {
                return
            }
            try change.requireTimes(of: "session", on: session.date, from: session.start, to: session.finish)
            try change.transaction.save(session)
            change.subject = "session \(session.id)"
            change.note(
                "The \(session.kind.title) on \(session.date.words) is from \(session.start.iso) to \(session.finish.iso), at "
                    + "\(session.place).")
            change.touch(session.cohort)
        }
    }

    public func sessionHold(_ request: SessionHold, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let session = try change.transaction.require(session: request.session)
            change.id = session.id
            let isHeld = try session.state.after(.hold) == nil
            let day = try change.day(request.on, insteadOf: session.date, isHeld: isHeld, in: session.cohort, "session")
            guard !isHeld else { return }
            try change.transaction.apply(.hold, to: session, on: day ?? session.date)
            change.subject = "session \(session.id)"
            // Whoever takes part now was there, until somebody is recorded as absent.
            for enrolment in try change.transaction.enrolments(in: session.cohort) where enrolment.state.takesPart {
                _ = try change.transaction.recordAttendance(enrolment.id, at: session.id, present: true)
            }
            change.note("The \(session.kind.title) was held.")
            if let day {
                change.note("It was on \(day.words), not on \(session.date.words).")
            }
            change.touch(session.cohort)
        }
    }

    public func sessionCancel(_ request: SessionCancel, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let session = try change.transaction.require(session: request.session)
            change.id = session.id
            guard try change.transaction.apply(.cancel, to: session) != nil else { return }
            change.subject = "session \(session.id)"
            change.note("The \(session.kind.title) on \(session.date.words) is cancelled.")
            change.touch(session.cohort)
        }
    }

    public func attendanceRecord(_ request: AttendanceRecord, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            let session = try transaction.require(session: request.session)
            change.id = session.id
            try session.state.require([.held], "Who was there can be recorded", towards: .hold)
            let absent = Set(request.absent ?? [])
            let enrolments = try transaction.enrolments(in: session.cohort).filter(\.state.takesPart)
            if let stranger = absent.subtracting(enrolments.map(\.urn)).min() {
                throw Refusal(.notFound, "School \(stranger) does not take part in this cohort.", path: "$.absent")
            }
            for enrolment in enrolments {
                let isPresent = !absent.contains(enrolment.urn)
                guard try transaction.recordAttendance(enrolment.id, at: session.id, present: isPresent) else {
                    continue
                }
                change.note("\(enrolment.school) was \(isPresent ? "present" : "absent").")
            }
            change.subject = "session \(session.id)"
            change.touch(session.cohort)
        }
    }
}

extension Change {
    /// Invites the cohort's schools to a session that has just got its day: at once, or when the first has its place.
    func invite(_ session: Session) throws { touch(session.cohort) }

    func requireFuture(_ date: CivilDate, path: String = "$.date") throws {
        guard date >= today else {
            throw Refusal(.ruleRefused, "\(date.words) has passed. Name a day from today on.", path: path)
        }
    }

    func requirePast(_ date: CivilDate) throws {
        guard date <= today else {
            throw Refusal(
                .ruleRefused,
                "The visit is on \(date.words), which is still to come. “visit reschedule” moves it, and “visit cancel” calls "
                    + "it off.")
        }
    }

    /// The day on which something was held, where that is another than the one on record.
    func day(
        _ told: CivilDate?, insteadOf date: CivilDate, isHeld: Bool, in cohort: Int64, _ thing: String
    ) throws -> CivilDate? {
        if isHeld {
            guard let told, told != date else { return nil }
            throw Refusal(.exists, "It is on record that the \(thing) was held on \(date.words).", path: "$.on")
        }
        guard let told else {
            guard date > today else { return nil }
            throw Refusal(
                .ruleRefused,
                "The \(thing) is on \(date.words), which is still to come. If it was held before, say when with "
                    + "“\(thing) hold --on”.", path: "$.on")
        }
        try requireReached(told)
        // Retention counts from the day: one mistyped year would have everything purged at once.
        if let opened = try transaction.require(cohort: cohort).openedOn, told < opened {
            throw Refusal(
                .ruleRefused,
                "\(told.words) is before cohort \(cohort) was opened, on \(opened.words). Check the year.",
                path: "$.on")
        }
        return told == date ? nil : told
    }

    /// Refuses to record what is still to come.
    func requireReached(_ date: CivilDate, path: String = "$.on") throws {
        guard date <= today else { throw Refusal(.ruleRefused, "\(date.words) is still to come.", path: path) }
    }

    /// Says so when a day is not a working day of the schools that still take part, or when they have said that they cannot.
    func adviseSchools(on date: CivilDate, in cohort: Int64) throws {
        let enrolments = try transaction.enrolments(in: cohort).filter { !$0.state.hasLeft }
        try advise(on: date, at: enrolments.map(\.urn))
        try warnWhoCannotCome(on: date, of: enrolments.map(\.id), in: cohort)
    }

    /// Says so when a day is not a working day, or not one of these schools.
    func advise(on date: CivilDate, at schools: [URN]) throws {
        guard try service.calendar(transaction).isWorkingDay(date) else {
            return warn("\(date.words) is not a school working day.")
        }
        let closed = try schools.filter { try !service.calendar(for: $0, transaction).isWorkingDay(date) }
        guard !closed.isEmpty else { return }
        let names = try closed.compactMap { try transaction.school($0)?.name }
        warn(
            "By the term dates, \(date.words) is a day on which \(names.joinedInWords) \(names.count == 1 ? "is" : "are") "
                + "closed.")
    }

    /// Says so when the training half day would come after a visit or after the feedback session.
    func checkTrainingOrder(_ cohort: Int64) throws {
        let sessions = try transaction.sessions(in: cohort).filter(\.state.isComing)
        guard let training = sessions.first(where: { $0.kind == .training }) else { return }
        let later = sessions.filter { $0.kind == .feedback && $0.date <= training.date }.map {
            ($0.date, "the feedback session")
        }
        let visits = try transaction.visits(in: cohort).filter(\.state.isComing).compactMap { visit in
            visit.date.map { ($0, "the visit to \(visit.hostName)") }
        }.filter { $0.0 <= training.date }
        for (date, what) in visits + later {
            warn(
                "The training half day is on \(training.date.words), and \(what) on \(date.words). Training comes first."
            )
        }
    }

    /// Says so when the feedback session would come before the last write-up is due, and proposes a day.
    func checkFeedbackOrder(_ cohort: Int64) throws {
        try checkTrainingOrder(cohort)
        guard
            let feedback = try transaction.sessions(in: cohort)
                .first(where: { $0.kind == .feedback && $0.state.isComing }),
            let due = try transaction.visits(in: cohort).filter({ $0.state.isComing }).compactMap({ visit in
                try visit.date.map { try service.calendar(for: visit.hostURN, transaction).workingDay(10, from: $0) }
            }).max(), feedback.date < due
        else { return }
        warn(
            "The feedback session on \(feedback.date.words) comes before the last write-up is due. "
                + "\(due.words) would be the first good day.")
    }
}
