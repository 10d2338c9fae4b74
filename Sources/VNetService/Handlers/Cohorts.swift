import VNetAPI
import VNetCore
import VNetStore

extension Service {
    public func createCohort(_ request: CohortCreate, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let theme = try change.transaction.require(theme: request.theme)
            guard !theme.isRetired else {
                throw Refusal(
                    .ruleRefused, "The theme “\(theme.title)” is retired. “theme list” shows those in use.",
                    path: "$.theme")
            }
            try change.createCohort(
                named: request.name, theme: theme, policy: request.policy, capacity: request.capacity ?? 12)
        }
    }

    public func openCohort(_ request: CohortOpen, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { try $0.move(cohort: request.cohort, .open, "is open to schools") }
    }

    public func startCohort(_ request: CohortStart, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let cohort = try change.transaction.require(cohort: request.cohort)
            let enrolments = try change.transaction.enrolments(in: cohort.id).filter(\.state.takesPart)
            let confirmed = enrolments.count
            if cohort.state.allows(.start) {
                switch cohort.programme {
                case .peerReview: try requireGroups(of: confirmed)
                case .walkthrus: try change.activate(enrolments)
                }
            }
            try change.move(
                cohort: request.cohort, .start, "is running, with \(confirmed) school\(confirmed == 1 ? "" : "s")")
        }
    }

    private func requireGroups(of confirmed: Int) throws {
        guard [0, 1, 2, 5].contains(confirmed) else { return }
        let schools =
            confirmed == 0
            ? "No school is confirmed, so there are no"
            : "\(confirmed) confirmed school\(confirmed == 1 ? "" : "s") cannot be split into"
        throw Refusal(
            .ruleRefused,
            "\(schools) groups of three and four. "
                + (confirmed == 5 ? "Confirm one more, or withdraw one." : "Confirm at least three."))
    }

    public func cohorts(_ request: CohortList) throws(Refusal) -> CohortList.Response {
        try read { transaction in
            try page(
                request, transaction,
                fetch: { try transaction.cohorts(in: request.state, before: $0?.id, limit: $1) },
                place: { Place($0.id) }, row: { try transaction.summary(of: $0) })
        }
    }

    public func cohort(_ request: CohortGet) throws(Refusal) -> CohortView {
        try read { try $0.view(of: try $0.require(cohort: request.cohort)) }
    }
}

extension Change {
    /// Does `act` to a cohort; `words` say what it now is.
    func move(cohort id: Int64, _ act: CohortState.Act, _ words: String) throws {
        let cohort = try transaction.require(cohort: id)
        self.id = id
        guard let state = try cohort.state.after(act) else { return }
        try transaction.setCohort(id, to: state, on: today)
        subject = "cohort \(id)"
        note("Cohort \(id) “\(cohort.name)” \(words).")
        touch(id)
    }
}
