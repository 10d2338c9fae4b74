import VNetAPI
import VNetCore
import VNetStore

// How a cohort ends: closed when all is done, or cancelled. What was still to come is then off.

extension Service {
    public func cohortClose(_ request: CohortClose, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let cohort = try change.transaction.require(cohort: request.cohort)
            let isClosing = cohort.state.allows(.close)
            let sessions = try change.transaction.sessions(in: cohort.id)
            if cohort.programme == .peerReview, isClosing,
                !sessions.contains(where: { $0.kind == .feedback && $0.state == .held })
            {
                throw Refusal(
                    .ruleRefused,
                    "The feedback session has not been held. Record it first, or cancel the cohort.")
            }
            if isClosing {
                try change.cancel(sessions)
                let visits = try change.transaction.visits(in: cohort.id)
                try change.cancel(visits.filter { $0.date.map { $0 > change.today } ?? true })
            }
            for visit in try change.transaction.visits(in: cohort.id) {
                if let missing = visit.state.whatIsMissing {
                    change.warn("Visit \(visit.id) to \(visit.hostName) \(missing)")
                }
            }
            let missing = try change.missingResponses(in: cohort.id)
            if isClosing, missing > 0 {
                let responses = missing == 1 ? "1 response to a visit is" : "\(missing) responses to visits are"
                change.warn("\(responses) still missing, and nobody is asked for them any more.")
            }
            try change.warnOfConcerns(in: cohort.id)
            for cycle in try change.transaction.coachingCycles(in: cohort.id) where cycle.state.isOpen {
                change.warn("Coaching cycle \(cycle.id) of \(cycle.school) is still at “\(cycle.state.title)”.")
            }
            for enrolment in try change.transaction.enrolments(in: cohort.id) where enrolment.state == .active {
                try change.transaction.apply(.complete, to: enrolment)
            }
            if isClosing { try change.recordPairings(cohort.id) }
            try change.move(cohort: cohort.id, .close, "is closed")
        }
    }

    public func cohortCancel(_ request: CohortCancel, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            let cohort = try transaction.require(cohort: request.cohort)
            if cohort.state.allows(.cancel) {
                try change.cancel(transaction.sessions(in: cohort.id))
                try change.cancel(transaction.visits(in: cohort.id))
                for group in try transaction.groups(in: cohort.id) where group.state.allows(.dissolve) {
                    try change.dissolve(group)
                }
                for enrolment in try transaction.enrolments(in: cohort.id) {
                    try change.abandonCycles(of: enrolment.id)
                }
            }
            try change.move(cohort: cohort.id, .cancel, "is cancelled")
        }
    }
}

extension VisitState {
    /// What is still missing of a visit, after its name; nil when nothing is.
    fileprivate var whatIsMissing: String? {
        switch self {
        case .unset: "has no date."
        case .proposed, .agreed, .prepared: "is not recorded as held."
        case .held: "took place, and no write-up of it is on record."
        case .writtenUp: "took place, and its host has not accepted the write-up."
        case .missed: "did not take place."
        case .accepted, .cancelled: nil
        }
    }
}

extension Change {
    /// How many schools that took part in visits have not responded to them.
    fileprivate func missingResponses(in cohort: Int64) throws -> Int {
        let takingPart = Set(try transaction.enrolments(in: cohort).filter(\.state.takesPart).map(\.id))
        let reviewers = Dictionary(grouping: try transaction.reviewers(inCohort: cohort), by: \.visit)
        let answers = Dictionary(grouping: try transaction.answers(in: cohort), by: \.visit)
        return try transaction.visits(in: cohort).filter(\.state.tookPlace).map { visit in
            Set([visit.host] + reviewers[visit.id, default: []].map(\.enrolment)).intersection(takingPart)
                .subtracting(answers[visit.id, default: []].map(\.enrolment)).count
        }.reduce(0, +)
    }

    /// Concerns that wait to be handed over; the schools are not named, for a school's response is its own.
    fileprivate func warnOfConcerns(in cohort: Int64) throws {
        let visits = Set(try transaction.visits(in: cohort).map(\.id))
        let open = try transaction.quarantinedResponses().count { visits.contains($0.visit) }
        guard open > 0 else { return }
        let concerns = open == 1 ? "1 concern waits" : "\(open) concerns wait"
        warn("\(concerns) to be handed over, and the text is kept until then: see “concern list”.")
    }

    /// Cancels the sessions that have not been held.
    fileprivate func cancel(_ sessions: [Session]) throws {
        for session in sessions where session.state.allows(.cancel) {
            try transaction.apply(.cancel, to: session)
            note("The \(session.kind.title) on \(session.date.words) is cancelled.")
        }
    }

    /// Cancels the visits that have not taken place; groups that have no others are complete.
    fileprivate func cancel(_ visits: [Visit]) throws {
        for visit in visits where visit.state.allows(.cancel) {
            try transaction.apply(.cancel, to: visit)
            note("Visit \(visit.id) to \(visit.hostName) is cancelled.")
        }
        for group in Set(visits.map(\.group)).sorted() { try completeGroup(group) }
    }
}
