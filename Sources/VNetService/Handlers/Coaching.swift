import VNetAPI
import VNetCore
import VNetStore

extension Service {
    public func coachingStart(_ request: CoachingStart, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let cohort = try change.transaction.require(cohort: request.cohort)
            try cohort.require(.walkthrus, has: "coaching cycles")
            let enrolment = try change.transaction.require(enrolment: request.urn, in: cohort.id)
            try cohort.state.require([.running], "Coaching can be recorded", towards: .start)
            try enrolment.state.require([.active], "Its coaching can be recorded", towards: .activate)
            let day = request.on ?? change.today
            try change.requireReached(day)
            let cycles = try change.transaction.coachingCycles(of: enrolment.id)
            if let same = cycles.first(where: { $0.input == day && $0.state != .abandoned }) {
                change.id = same.id
                return
            }
            try change.requireRhythm(day, cycles)
            let id = try change.transaction.addCoachingCycle(enrolment: enrolment.id, input: day)
            change.id = id
            change.subject = "coaching cycle \(id)"
            change.note("Coaching cycle \(id) of \(enrolment.school) began with the input on \(day.words).")
        }
    }

    public func coachingRecord(_ request: CoachingRecord, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let cycle = try change.begin(cycle: request.cycle)
            let day = request.on ?? change.today
            try change.requireReached(day)
            guard try cycle.state.after(request.step.act) != nil else {
                return try change.requireSame(
                    request.on, as: cycle.lastStep, path: "$.on",
                    "The \(cycle.state.title) of this cycle is on record, on \(cycle.lastStep.words).")
            }
            guard day >= cycle.lastStep else {
                throw Refusal(
                    .ruleRefused, "The \(cycle.state.title) of this cycle was later, on \(cycle.lastStep.words).",
                    path: "$.on")
            }
            guard let state = try change.transaction.record(request.step, of: cycle, on: day) else { return }
            change.note(
                "The \(state.title) of coaching cycle \(cycle.id) of \(cycle.school) is on record, on \(day.words).")
        }
    }

    public func coachingAbandon(_ request: CoachingAbandon, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { try $0.abandon($0.begin(cycle: request.cycle)) }
    }

    public func coachingList(_ request: CoachingList) throws(Refusal) -> CoachingList.Response {
        try read { transaction in
            let cohort = try transaction.require(cohort: request.cohort)
            try cohort.require(.walkthrus, has: "coaching cycles")
            let enrolment = try request.urn.map { try transaction.require(enrolment: $0, in: cohort.id) }
            let cycles = try enrolment.map { try transaction.coachingCycles(of: $0.id) }
            return try page(
                request, transaction, of: cycles ?? transaction.coachingCycles(in: cohort.id),
                place: { Place("\($0.school) \($0.urn) \($0.input.iso)", $0.id) }
            ) {
                CoachingList.Row(
                    id: $0.id, urn: $0.urn, school: $0.school, state: $0.state, input: $0.input,
                    lessonVisit: $0.lessonVisit, feedback: $0.feedback, practice: $0.practice, review: $0.review)
            }
        }
    }

    public func coachingCount(_ request: CoachingCount, at now: Instant) throws(Refusal) -> CoachingCount.Response {
        try read { transaction in
            guard
                let year = request.year.map({ SchoolYear(start: $0) }) ?? SchoolYear(containing: today(at: now))
            else { throw Refusal(.ruleRefused, "A school year begins in a year such as 2026.", path: "$.year") }
            return CoachingCount.Response(
                year: year.description,
                schools: try transaction.coachingCounts(in: year).map {
                    CoachingCount.Row(
                        urn: $0.urn, school: $0.school, begun: $0.begun, completed: $0.completed,
                        lastInput: $0.lastInput)
                })
        }
    }
}

extension Change {
    /// Inputs of one school follow each other after two to four weeks, each when the cycle before it is over.
    fileprivate func requireRhythm(_ day: CivilDate, _ cycles: [CoachingCycle]) throws {
        guard let last = cycles.last else { return }
        guard day > last.input else {
            throw Refusal(
                .ruleRefused, "The last input at \(last.school) was later, on \(last.input.words).", path: "$.on")
        }
        if last.state.isOpen {
            throw Refusal(
                .stateRefused,
                "Coaching cycle \(last.id) of \(last.school) is still at “\(last.state.title)”. Record its next steps "
                    + "with “coaching record”, or give it up with “coaching abandon”.")
        }
        switch CoachingRhythm.judge(day, after: last.input) {
        case .inTime: break
        case .tooSoon(let earliest):
            throw Refusal(
                .ruleRefused,
                "The last input at \(last.school) was on \(last.input.words), and two to four weeks lie between "
                    + "inputs: \(earliest.words) is the first good day.", path: "$.on")
        case .late(let latest):
            warn(
                "The last input at \(last.school) was on \(last.input.words). Two to four weeks lie between inputs, so "
                    + "this one was due by \(latest.words).")
        }
    }

    fileprivate func begin(cycle id: Int64) throws -> CoachingCycle {
        let cycle = try transaction.require(cycle: id)
        self.id = id
        subject = "coaching cycle \(id)"
        return cycle
    }

    /// Gives up a cycle.
    fileprivate func abandon(_ cycle: CoachingCycle) throws {
        guard try transaction.apply(.abandon, to: cycle) != nil else { return }
        note("Coaching cycle \(cycle.id) of \(cycle.school) is given up.")
    }

    /// Gives up what a school that takes part no more has open.
    func abandonCycles(of enrolment: Int64) throws {
        for cycle in try transaction.coachingCycles(of: enrolment) where cycle.state.isOpen { try abandon(cycle) }
    }
}
