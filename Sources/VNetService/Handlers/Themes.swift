import VNetAPI
import VNetCore
import VNetStore

extension Service {
    public func themeList(_ request: ThemeList) throws(Refusal) -> ThemeList.Response {
        try read { transaction in
            try page(
                request, transaction, of: transaction.themes(retired: request.retired), place: { Place($0.title, 0) },
                row: { ThemeList.Theme(key: $0.key, title: $0.title, demands: $0.demands) })
        }
    }

    public func themeAdd(_ request: ThemeAdd, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            let key = request.key ?? request.title.text.themeKey
            guard !key.isEmpty, key.count <= 60, key == key.themeKey else {
                throw Refusal(
                    .ruleRefused,
                    "A theme's key has small letters, digits and single hyphens, such as personal-development.",
                    path: "$.key")
            }
            let demands = ThemeDemands(
                establishedOnly: request.establishedOnly, furtherTraining: request.furtherTraining)
            if let existing = try transaction.theme(key), !existing.isRetired {
                guard existing.title == request.title.text, existing.demands == demands else {
                    throw Refusal(
                        .exists,
                        "There is a theme \(key) already, “\(existing.title)”. “theme rename” and “theme demand” "
                            + "change it.", path: "$.title")
                }
                return
            }
            try change.requireFree(title: request.title, for: key)
            try transaction.save(Theme(key: key, title: request.title.text, demands: demands))
            change.subject = "theme \(key)"
            change.note("“\(request.title)” is a theme that cohorts can have, by the key \(key).")
        }
    }

    public func themeRename(_ request: ThemeRename, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            var theme = try change.transaction.require(theme: request.theme)
            guard theme.title != request.title.text else { return }
            try change.requireFree(title: request.title, for: theme.key)
            change.note("“\(theme.title)” is now called “\(request.title)”.")
            theme.title = request.title.text
            try change.transaction.save(theme)
            change.subject = "theme \(theme.key)"
        }
    }

    public func themeDemand(_ request: ThemeDemand, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            var theme = try change.transaction.require(theme: request.theme)
            guard request.establishedOnly != nil || request.furtherTraining != nil else {
                throw Refusal.nothingNamed(
                    "whether it is for established groups, or for those with the further training")
            }
            let before = theme.demands
            theme.demands.establishedOnly = request.establishedOnly ?? before.establishedOnly
            theme.demands.furtherTraining = request.furtherTraining ?? before.furtherTraining
            guard theme.demands != before else { return }
            try change.transaction.save(theme)
            change.subject = "theme \(theme.key)"
            change.note("“\(theme.title)” \(theme.demands.words).")
        }
    }

    public func themeRetire(_ request: ThemeRetire, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            var theme = try change.transaction.require(theme: request.theme)
            guard !theme.isRetired else { return }
            theme.isRetired = true
            try change.transaction.save(theme)
            change.subject = "theme \(theme.key)"
            change.note("“\(theme.title)” is retired: no new cohort can have it.")
        }
    }

    public func furtherTrainingRecord(
        _ request: FurtherTrainingRecord, _ context: Context
    ) throws(Refusal) -> Outcome {
        try change(context) { change in
            let day = request.on ?? change.today
            try change.requireReached(day)
            guard !request.schools.isEmpty else {
                throw Refusal(.ruleRefused, "Name the schools that had it.", path: "$.schools")
            }
            for urn in request.schools {
                let school = try change.transaction.require(school: urn)
                guard try change.transaction.recordFurtherTraining(of: urn, on: day) else { continue }
                change.note("\(school.name) had the further training on \(day.words).")
            }
            change.subject = "\(request.schools.count) schools"
        }
    }

    public func furtherTrainingList(_ request: FurtherTrainingList) throws(Refusal) -> FurtherTrainingList.Response {
        try read { transaction in
            try page(
                request, transaction, of: transaction.furtherTraining(),
                place: { Place($0.school, Int64($0.urn.number)) },
                row: { FurtherTrainingList.Row(urn: $0.urn, school: $0.school, on: $0.on) })
        }
    }
}

extension Change {
    fileprivate func requireFree(title: Label, for key: String) throws {
        guard let other = try transaction.theme(titled: title.text), other.key != key else { return }
        throw Refusal(
            .exists,
            "The theme \(other.key) is called that already\(other.isRetired ? ", though it is retired" : "").",
            path: "$.title")
    }

    /// Refuses what leaves a confirmed group without what its cohort's theme demands.
    func requireDemands(of group: PeerGroup) throws {
        guard group.state != .proposed, let unmet = try unmetDemands(of: group) else { return }
        throw Refusal(.ruleRefused, unmet)
    }

    /// Why a group may not be confirmed on its cohort's theme, and what to do; nil when it may.
    func unmetDemands(of group: PeerGroup) throws -> String? {
        guard let key = try transaction.require(cohort: group.cohort).theme else { return nil }
        let theme = try transaction.require(theme: key)
        let members = try transaction.members(of: group.id).compactMap { try transaction.enrolment($0) }
        let lack = try transaction.lack(members, theme)
        guard !lack.isEmpty else { return nil }
        let names = Dictionary(uniqueKeysWithValues: members.map { ($0.urn, $0.school) })
        var sentences = ["Group \(group.name) does not meet what \(theme.title) demands."]
        if !lack.strangers.isEmpty {
            let pairs = lack.strangers.map { $0.map { names[$0] ?? "" }.joinedInWords }
            sentences.append(
                "It is for groups that completed a cycle together before, and these have not: "
                    + "\(pairs.joined(separator: "; ")). Group schools that have, or give them a cohort on another "
                    + "theme first.")
        }
        if !lack.untrained.isEmpty {
            sentences.append(
                "\(lack.untrained.map { names[$0] ?? "" }.joinedInWords) "
                    + "\(lack.untrained.count == 1 ? "has" : "have") not had the further training. Once it is held, "
                    + "record it with “vnetctl furthertraining record”.")
        }
        return sentences.joined(separator: " ")
    }

    /// Remembers which schools of a cohort that closes completed a cycle together: those of one group that were visited.
    func recordPairings(_ cohort: Int64) throws {
        for group in try transaction.groups(in: cohort) {
            let visited = Set(try transaction.visits(inGroup: group.id).filter(\.state.tookPlace).map(\.host))
            let schools = try transaction.members(of: group.id).filter(visited.contains).compactMap {
                try transaction.enrolment($0)?.urn
            }
            for (index, school) in schools.enumerated() {
                for other in schools[(index + 1)...] {
                    try transaction.recordPairing(school, other, cohort: cohort, on: today)
                }
            }
        }
    }
}

extension Transaction {
    /// What schools lack of what a theme demands of a group of them.
    func lack(_ enrolments: [Enrolment], _ theme: Theme) throws -> ThemeDemands.Lack {
        let schools = enrolments.map(\.urn)
        var pairs: Set<[URN]> = []
        for (index, school) in schools.enumerated() {
            for other in schools[(index + 1)...] where try haveCompletedCycle(school, other) {
                pairs.insert([school, other].sorted())
            }
        }
        return theme.demands.lacks(schools, pairs: pairs, trained: Set(try schools.filter(hasFurtherTraining)))
    }
}

extension ThemeDemands {
    fileprivate var words: String {
        switch (establishedOnly, furtherTraining) {
        case (true, true): "is for established groups that have had the further training"
        case (true, false): "is for established groups"
        case (false, true): "is for groups that have had the further training"
        case (false, false): "is for any group"
        }
    }
}

extension String {
    /// “Foundation Subjects” as `foundation-subjects`.
    fileprivate var themeKey: String {
        lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.joined(separator: "-")
    }
}
