import VNetAPI
import VNetCore
import VNetStore

extension Service {
    public func availabilityList(_ request: AvailabilityList) throws(Refusal) -> AvailabilityList.Response {
        try read { transaction in
            _ = try transaction.require(cohort: request.cohort)
            let enrolments =
                try request.urn.map { [try transaction.require(enrolment: $0, in: request.cohort)] }
                ?? transaction.enrolments(in: request.cohort)
            let said = try enrolments.flatMap { enrolment in
                try transaction.availability(of: enrolment.id).map { (enrolment: enrolment, period: $0) }
            }
            return try page(
                request, transaction, of: said, place: { Place($0.period.days.lowerBound.iso, $0.enrolment.id) }
            ) {
                AvailabilityList.Row(
                    urn: $0.enrolment.urn, school: $0.enrolment.school, availability: $0.period.availability,
                    from: $0.period.days.lowerBound, until: $0.period.days.upperBound)
            }
        }
    }

    public func availabilitySet(_ request: AvailabilitySet, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let enrolment = try change.transaction.require(enrolment: request.urn, in: request.cohort)
            try change.transaction.require(cohort: request.cohort).requireUnderWay("Availability can be recorded")
            guard !enrolment.state.hasLeft else {
                throw Refusal(.stateRefused, "\(enrolment.school) is \(enrolment.state.rawValue).", path: "$.urn")
            }
            let until = request.until ?? request.from
            guard request.from <= until else {
                throw Refusal(.ruleRefused, "The last day comes before the first.", path: "$.until")
            }
            try change.requireFuture(until, path: request.until == nil ? "$.from" : "$.until")
            let days = request.from...until
            let said = try change.transaction.availability(of: enrolment.id)
            let now = said.saying(request.availability, of: days)
            guard now != said else { return }
            try change.transaction.setAvailability(now, of: enrolment.id)
            change.subject = "enrolment \(enrolment.id)"
            change.note("\(enrolment.school) \(request.availability.words) \(days.when).")
            if request.availability == .unavailable { try change.warnOfClashes(enrolment, days) }
        }
    }

    public func availabilityClear(_ request: AvailabilityClear, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let enrolment = try change.transaction.require(enrolment: request.urn, in: request.cohort)
            let said = try change.transaction.availability(of: enrolment.id)
            guard let first = request.from ?? said.first?.days.lowerBound,
                let last = request.until ?? said.last?.days.upperBound
            else { return }
            guard first <= last else {
                guard request.from != nil, request.until != nil else { return }
                throw Refusal(.ruleRefused, "The last day comes before the first.", path: "$.until")
            }
            let now = said.saying(nil, of: first...last)
            guard now != said else { return }
            try change.transaction.setAvailability(now, of: enrolment.id)
            change.subject = "enrolment \(enrolment.id)"
            change.note("What \(enrolment.school) said of \((first...last).words) is forgotten.")
        }
    }
}

extension Change {
    /// Says so when schools that are to be somewhere on a day are expected elsewhere, or have said that they cannot.
    func warnWhoCannotCome(on date: CivilDate, of enrolments: [Int64], in cohort: Int64) throws {
        try warnOfEngagements(on: date, of: enrolments, besides: cohort)
        let absent = try transaction.unavailable(on: date, in: cohort).filter { enrolments.contains($0.enrolment) }
            .map(\.school)
        guard !absent.isEmpty else { return }
        warn(
            "\(absent.joinedInWords) \(absent.count == 1 ? "has" : "have") said that \(date.words) is not possible: see "
                + "“availability list \(cohort)”.")
    }

    /// Says so when schools are expected in another cohort on a day.
    func warnOfEngagements(on date: CivilDate, of enrolments: [Int64], besides cohort: Int64) throws {
        let engagements = try transaction.engagements(on: date, besides: cohort).filter {
            enrolments.contains($0.enrolment)
        }
        let occasions = Dictionary(grouping: engagements) {
            "\($0.session.map { "the \($0.title)" } ?? "a visit") of cohort \($0.cohort)"
        }
        let byCohort = occasions.sorted { ($0.value[0].cohort, $0.key) < ($1.value[0].cohort, $1.key) }
        for (occasion, engaged) in byCohort {
            warn(
                "\(engaged.map(\.school).joinedInWords) \(engaged.count == 1 ? "has" : "have") \(occasion) on \(date.words) "
                    + "as well.")
        }
    }

    /// Says so when the host or a reviewing school of a visit cannot come on its day.
    func warnWhoCannotCome(from visit: Visit, on date: CivilDate) throws {
        try warnWhoCannotCome(on: date, of: [visit.host] + transaction.reviewers(of: visit.id), in: visit.cohort)
    }

    /// Says so of each visit of a group that is still to come: who takes part in them has changed.
    func warnWhoCannotCome(inGroup group: Int64) throws {
        for visit in try transaction.visits(inGroup: group) where visit.state.isComing {
            if let date = visit.date { try warnWhoCannotCome(from: visit, on: date) }
        }
    }

    /// Says what is planned already for a school on days on which it now cannot.
    fileprivate func warnOfClashes(_ enrolment: Enrolment, _ days: ClosedRange<CivilDate>) throws {
        for session in try transaction.sessions(in: enrolment.cohort)
        where session.state.isComing && days.contains(session.date) {
            warn("The \(session.kind.title), session \(session.id), is on \(session.date.words).")
        }
        for visit in try transaction.visits(in: enrolment.cohort) where visit.state.isComing {
            guard let date = visit.date, days.contains(date),
                try visit.host == enrolment.id || transaction.reviewers(of: visit.id).contains(enrolment.id)
            else { continue }
            warn(
                "Visit \(visit.id) to \(visit.hostName) is on \(date.words). “visit reschedule” moves it.")
        }
    }
}

extension Availability {
    fileprivate var words: String {
        switch self {
        case .unavailable: "cannot host, review or come"
        case .preferred: "prefers to host, review or come"
        }
    }
}

extension ClosedRange<CivilDate> {
    /// “Tuesday 3 November 2026”, or the first day “to” the last.
    fileprivate var words: String {
        lowerBound == upperBound ? lowerBound.words : "\(lowerBound.words) to \(upperBound.words)"
    }

    /// “on Tuesday 3 November 2026”, or “from” the first day “to” the last.
    fileprivate var when: String { (lowerBound == upperBound ? "on " : "from ") + words }
}
