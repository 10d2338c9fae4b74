import VNetAPI
import VNetCore
import VNetImport
import VNetStore

extension Service {
    public func importLinks(_ request: LinkImport, _ context: Context) throws(Refusal) -> Outcome {
        let outcome = GIASLinks.read(context.file)
        try outcome.requireSound(skippingBroken: request.skipsBroken)
        return try change(context) { change in
            outcome.warnOfBroken(in: change)
            let known = Dictionary(
                uniqueKeysWithValues: try change.transaction.links().map { (Pair($0), $0) })
            var wanted: [Pair: SchoolLink] = [:]
            for case let link? in outcome.records.map(\.record) {
                let link = SchoolLink(predecessor: link.predecessor, successor: link.successor, since: link.since)
                // From either side; one of the two may lack the day.
                if link.since != nil || wanted[Pair(link)] == nil { wanted[Pair(link)] = link }
            }
            var report = ImportReport(of: "link")
            for (index, (pair, link)) in wanted.sorted(by: { $0.key < $1.key }).enumerated() {
                if index % 1_000 == 0 { context.progress?(index, wanted.count) }
                guard known[pair] != link else { continue }
                try change.transaction.save(link)
                report.add(known[pair] == nil ? .added : .changed, "\(link.successor) follows \(link.predecessor)")
            }
            report.note(in: change)
            change.subject = "\(wanted.count) links"
            try change.followSuccessors()
        }
    }

    private struct Pair: Hashable, Comparable {
        let predecessor: URN
        let successor: URN

        init(_ link: SchoolLink) { (predecessor, successor) = (link.predecessor, link.successor) }

        static func < (a: Pair, b: Pair) -> Bool {
            (a.predecessor, a.successor) < (b.predecessor, b.successor)
        }
    }
}

extension Change {
    /// Has each school in a live cohort that another has taken over from go on as that one, and its people with it.
    func followSuccessors() throws {
        for urn in try transaction.enrolledPredecessors() {
            let cohorts = try transaction.liveCohorts(of: urn)
            guard !cohorts.isEmpty, let successor = try successor(of: urn) else { continue }
            var hasMoved = false
            for id in cohorts { hasMoved = try move(urn, to: successor, in: id) || hasMoved }
            guard hasMoved else { continue }
            try moveTenures(from: urn, to: successor.urn, in: cohorts)
            try transaction.moveStanding(of: urn, to: successor.urn)
            try transaction.moveCopies(of: urn, to: successor.urn)
            service.forgetCalendars()
        }
    }

    private func move(_ urn: URN, to successor: School, in cohort: Int64) throws -> Bool {
        let enrolment = try transaction.require(enrolment: urn, in: cohort)
        guard try transaction.enrolment(of: successor.urn, in: cohort) == nil else {
            warn(
                "\(enrolment.school) (\(urn)) has become \(successor.name) (\(successor.urn)), and both are enrolled in "
                    + "cohort \(cohort). Withdraw one of them.")
            return false
        }
        try transaction.setEnrolment(enrolment.id, school: successor.urn)
        try transaction.moveReminders(of: urn, to: successor.urn, in: cohort)
        note(
            "\(enrolment.school) (\(urn)) goes on in cohort \(cohort) as \(successor.name) (\(successor.urn)), its successor."
        )
        try checkOwner(of: successor, in: transaction.require(cohort: cohort))
        touch(cohort)
        return true
    }

    /// Who has taken over from a school by today, at the end of the chain; nil, and a warning, where that is not clear.
    private func successor(of urn: URN) throws -> School? {
        var passed: Set<URN> = [urn]
        var last: School?
        while true {
            let urnNow = last?.urn ?? urn
            let isClosed = try transaction.school(urnNow)?.status == .closed
            let links = try transaction.successors(of: urnNow).filter { link in
                isClosed || link.since.map { $0 <= today } ?? false
            }
            guard let link = links.first else { return last?.status == .closed ? nil : last }
            guard links.count == 1 else {
                let urns = links.map(\.successor.description).joinedInWords
                warn(
                    "School \(urn) takes part in a cohort and has several successors: \(urns). Enrol the one that goes on."
                )
                return nil
            }
            guard let next = try transaction.school(link.successor) else {
                warn(
                    "School \(urn) takes part in a cohort, and its successor \(link.successor) is not on the register. "
                        + "Import the register first.")
                return nil
            }
            guard passed.insert(next.urn).inserted else { return nil }
            last = next
        }
    }

    /// The people of a school hold their roles at its successor, unless others do already.
    private func moveTenures(from urn: URN, to successor: URN, in cohorts: [Int64]) throws {
        for tenure in try transaction.tenures(at: urn) where tenure.until == nil {
            let holders = try transaction.holders(of: tenure.role, at: successor)
            try transaction.closeTenure(tenure.id, on: today)
            if tenure.role.isSingle, let present = holders.first {
                guard tenure.role == .head else { continue }
                for cohort in cohorts { try handOver(from: tenure.person, to: present.person, in: cohort) }
            } else if !holders.contains(where: { $0.person == tenure.person }) {
                try transaction.openTenure(tenure.person, tenure.role, at: successor, since: today)
            }
        }
    }
}
