import VNetAPI
import VNetCore
import VNetStore

extension Service {
    public func cohortCreate(_ request: CohortCreate, _ context: Context) throws(Refusal) -> Outcome {
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

    public func cohortChange(_ request: CohortChange, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            var cohort = try change.transaction.require(cohort: request.cohort)
            change.id = cohort.id
            guard request.name != nil || request.theme != nil || request.capacity != nil else {
                throw Refusal.nothingNamed("the name, theme or capacity")
            }
            try cohort.state.require([.draft, .recruiting, .running], "It can be changed", towards: .close)
            if let name = request.name, name.text != cohort.name {
                if let other = try change.transaction.cohort(named: name), other.id != cohort.id {
                    throw Refusal(.exists, "Cohort \(other.id) has this name already. Choose another.", path: "$.name")
                }
                change.note("Cohort \(cohort.id) is called “\(name)”.")
                cohort.name = name.text
            }
            if let theme = try request.theme.map({ try change.theme($0, insteadOf: cohort) }), theme.key != cohort.theme
            {
                change.note("The theme of cohort \(cohort.id) is \(theme.title).")
                cohort.theme = theme.key
            }
            if let capacity = request.capacity, capacity != cohort.capacity {
                try change.requireRoom(capacity, in: cohort)
                change.note("Cohort \(cohort.id) takes \(capacity) schools.")
                cohort.capacity = capacity
            }
            guard !change.changes.isEmpty else { return }
            try change.transaction.save(cohort)
            change.isAbout(cohort: cohort.id)
            change.touch(cohort.id)
            try change.offerFreePlaces(in: cohort)
        }
    }

    public func cohortOpen(_ request: CohortOpen, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { try $0.move(cohort: request.cohort, .open, "is open to schools") }
    }

    public func cohortStart(_ request: CohortStart, _ context: Context) throws(Refusal) -> Outcome {
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

    public func cohortList(_ request: CohortList) throws(Refusal) -> CohortList.Response {
        try read { transaction in
            try page(
                request, transaction,
                fetch: { try transaction.cohorts(in: request.state, before: $0?.id, limit: $1) },
                place: { Place($0.id) }, row: { try transaction.summary(of: $0) })
        }
    }

    public func cohortGet(_ request: CohortGet) throws(Refusal) -> CohortView {
        try read { try $0.view(of: try $0.require(cohort: request.cohort)) }
    }
}

extension Change {
    /// Another theme for a cohort whose groups are still to be confirmed: what it demands is asked of them then.
    fileprivate func theme(_ key: String, insteadOf cohort: Cohort) throws -> Theme {
        try cohort.require(.peerReview, has: "a theme")
        let theme = try transaction.require(theme: key)
        guard theme.key != cohort.theme else { return theme }
        guard !theme.isRetired else {
            throw Refusal(
                .ruleRefused, "The theme “\(theme.title)” is retired. “theme list” shows those in use.", path: "$.theme"
            )
        }
        let confirmed = try transaction.groups(in: cohort.id).filter { $0.state.isOpen && $0.state != .proposed }
        guard confirmed.isEmpty else {
            throw Refusal(
                .ruleRefused,
                "Group \(confirmed[0].name) is confirmed for the theme that there is. Create another cohort.",
                path: "$.theme")
        }
        return theme
    }

    fileprivate func requireRoom(_ capacity: Int, in cohort: Cohort) throws {
        guard (3...200).contains(capacity) else {
            throw Refusal(.ruleRefused, "A cohort takes from 3 to 200 schools.", path: "$.capacity")
        }
        let taken = try transaction.enrolments(in: cohort.id).count { $0.state.hasPlace }
        guard taken <= capacity else {
            throw Refusal(
                .ruleRefused, "\(taken) schools have a place in it. Withdraw or defer some first.", path: "$.capacity")
        }
    }

    /// Does `act` to a cohort; `words` say what it now is.
    func move(cohort id: Int64, _ act: CohortState.Act, _ words: String) throws {
        let cohort = try transaction.require(cohort: id)
        self.id = id
        guard try transaction.apply(act, to: cohort, on: today) else { return }
        isAbout(cohort: id)
        note("Cohort \(id) “\(cohort.name)” \(words).")
        touch(id)
    }
}
