import VNetAPI
import VNetCompose
import VNetCore
import VNetStore

extension Service {
    public func visitPropose(_ request: VisitPropose, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let visit = try change.begin(visit: request.visit)
            if visit.date == request.date, visit.state == .proposed { return }
            guard try change.propose(visit, on: request.date) != nil else {
                throw Refusal(
                    .exists, "\(visit.date?.words ?? "Another day") is proposed already. Use “visit reschedule”.",
                    path: "$.date")
            }
            change.note("\(request.date.words) is proposed for the visit to \(visit.hostName).")
        }
    }

    public func visitAgree(_ request: VisitAgree, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            var visit = try change.begin(visit: request.visit)
            if visit.state == .agreed, request.date == nil || request.date == visit.date { return }
            if let date = request.date, date != visit.date {
                // To propose is to move what has a day already.
                try visit.state.require([.unset], "A day for it can be agreed", towards: .propose)
                visit = try change.propose(visit, on: date) ?? visit
            } else if let date = visit.date, visit.state.allows(.agree) {
                try change.warnWhoCannotCome(from: visit, on: date)
            }
            guard try change.transaction.apply(.agree, to: visit) != nil, let date = visit.date else { return }
            change.note("The visit to \(visit.hostName) is agreed for \(date.words).")
            try change.checkFeedbackOrder(visit.cohort)
            try change.adviseOfVacancies(visit)
        }
    }

    public func visitReschedule(_ request: VisitReschedule, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let visit = try change.begin(visit: request.visit)
            if visit.date == request.date, visit.state.isComing, visit.state != .proposed || !request.isAgreed {
                return
            }
            _ = try visit.state.after(.reschedule)
            try change.check(visit, on: request.date)
            let moved = try change.transaction.reschedule(visit, to: request.date)
            if request.isAgreed, let moved {
                try change.transaction.apply(.agree, to: moved)
                change.note("The visit to \(visit.hostName) has moved to \(request.date.words).")
            } else {
                change.note(
                    "\(request.date.words) is proposed for the visit to \(visit.hostName). Record with “visit agree” that "
                        + "host and reviewers agree.")
            }
            if visit.reschedules >= 1, visit.date != request.date {
                change.warn("This visit has now been moved \(visit.reschedules + 1) times. Speak to the group.")
                let cohort = try change.transaction.require(cohort: visit.cohort)
                var facts: [MailVariable: String] = [
                    .cohort: cohort.name, .school: visit.hostName, .host: visit.hostName, .date: request.date.words,
                    .theme: try change.transaction.subject(of: cohort), .number: String(visit.id),
                ]
                facts[.proposed] = request.isAgreed ? nil : "yes"
                try change.notifyAdmin(.movedAgainAdmin, facts)
            }
            try change.checkFeedbackOrder(visit.cohort)
        }
    }

    public func visitChange(_ request: VisitChange, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let visit = try change.begin(visit: request.visit)
            try visit.state.require(
                [.unset, .proposed, .agreed, .prepared], "Its times can be changed", towards: .reschedule)
            guard request.start != nil || request.finish != nil else {
                throw Refusal.nothingNamed("the start or finish")
            }
            let (start, finish) = (request.start ?? visit.start, request.finish ?? visit.finish)
            guard (start, finish) != (visit.start, visit.finish) else { return }
            try change.requireTimes(of: "visit", on: visit.date, from: start, to: finish)
            try change.transaction.setTimes(ofVisit: visit.id, from: start, to: finish)
            change.note("The visit to \(visit.hostName) is from \(start.iso) to \(finish.iso).")
        }
    }

    public func visitPrepare(_ request: VisitPrepare, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let visit = try change.begin(visit: request.visit)
            try change.move(visit, .prepare, "\(visit.hostName) has sent its documents and timetable.")
        }
    }

    public func visitHold(_ request: VisitHold, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let visit = try change.begin(visit: request.visit)
            let isHeld = try visit.state.after(.hold) == nil
            guard let date = visit.date else { return }
            let day = try change.day(request.on, insteadOf: date, isHeld: isHeld, in: visit.cohort, "visit")
            guard !isHeld else { return }
            try change.transaction.hold(visit, on: day ?? date, recordedOn: change.today)
            if let day {
                change.note("It was on \(day.words), not on \(date.words).")
            }
            change.note("The visit to \(visit.hostName) took place.")
            let group = try change.transaction.require(group: visit.group)
            if group.state.allows(.activate) { try change.transaction.apply(.activate, to: group) }
        }
    }

    public func visitMiss(_ request: VisitMiss, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let visit = try change.begin(visit: request.visit)
            if let date = visit.date, visit.state.allows(.miss) { try change.requirePast(date) }
            try change.move(visit, .miss, "The visit to \(visit.hostName) did not take place.")
        }
    }

    public func visitCancel(_ request: VisitCancel, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let visit = try change.begin(visit: request.visit)
            try change.move(visit, .cancel, "The visit to \(visit.hostName) is cancelled.")
            try change.completeGroup(visit.group)
        }
    }
}

extension Change {
    /// The visit that a request names; its cohort follows whatever is done to it.
    func begin(visit id: Int64) throws -> Visit {
        let visit = try transaction.require(visit: id)
        guard try transaction.require(cohort: visit.cohort).state != .purged else {
            throw Refusal(
                .stateRefused, "Cohort \(visit.cohort) has been purged, so nothing more is recorded of its visits.",
                path: "$.visit")
        }
        self.id = id
        subject = "visit \(id)"
        touch(visit.cohort)
        return visit
    }

    func move(_ visit: Visit, _ act: VisitState.Act, _ sentence: String) throws {
        guard try transaction.apply(act, to: visit) != nil else { return }
        note(sentence)
    }

    fileprivate func propose(_ visit: Visit, on date: CivilDate) throws -> Visit? {
        guard try visit.state.after(.propose) != nil else { return nil }
        try check(visit, on: date)
        return try transaction.propose(visit, on: date)
    }

    /// Refuses a day that cannot be, and says what speaks against it.
    fileprivate func check(_ visit: Visit, on date: CivilDate) throws {
        try requireFuture(date)
        try requireTimes(of: "visit", on: date, from: visit.start, to: visit.finish)
        try advise(on: date, at: [visit.hostURN])
        try warnWhoCannotCome(from: visit, on: date)
        try adviseOfOrder(visit, on: date)
    }

    /// Says so when a visit comes before the training half day, or on the day of another visit of its group.
    fileprivate func adviseOfOrder(_ visit: Visit, on date: CivilDate) throws {
        for other in try transaction.visits(inGroup: visit.group)
        where other.id != visit.id && other.date == date && (other.state.isComing || other.state.tookPlace) {
            warn("Group \(visit.groupName) visits \(other.hostName) on \(date.words) as well.")
        }
        let training = try transaction.sessions(in: visit.cohort).first { $0.kind == .training && $0.state.isComing }
        if let training, training.date >= date {
            warn("The training half day is on \(training.date.words): a visit comes after it.")
        }
    }

    /// Says so when a school of a visit has no head who could be invited.
    fileprivate func adviseOfVacancies(_ visit: Visit) throws {
        let schools = try [visit.host] + transaction.reviewers(of: visit.id)
        let heads = try transaction.heads(in: visit.cohort)
        let vacant = try schools.filter { heads[$0] == nil }.compactMap { try transaction.enrolment($0)?.school }
        guard !vacant.isEmpty else { return }
        warn(
            "No head of \(vacant.joinedInWords) is on record, so nobody there is invited. “tenure open” records one, or “contact "
                + "import”.")
    }

    /// A group whose visits are all over is complete.
    func completeGroup(_ id: Int64) throws {
        let visits = try transaction.visits(inGroup: id)
        guard !visits.isEmpty, visits.allSatisfy(\.state.isOver) else { return }
        let group = try transaction.require(group: id)
        guard group.state.allows(.complete) else { return }
        try transaction.apply(.complete, to: group)
        note("Group \(group.name) is complete.")
    }
}
