import VNetCore
import VNetStore

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

    /// Who goes on for a school in a cohort, at the end of the chain; nil where nobody does, or where that is not clear, which
    /// is said.
    private func successor(of urn: URN) throws -> School? {
        var passed: Set<URN> = [urn]
        var last: School?
        while true {
            let urnNow = last?.urn ?? urn
            guard let present = try transaction.school(urnNow) else { return nil }
            let links = try transaction.successors(of: urnNow)
            let isGone = try isGone(present, links)
            guard isGone else {
                if last == nil { tellOfLinks(ofOpen: present, links) }
                return last
            }
            guard let link = try onlySuccessor(of: present, links),
                let next = try transaction.school(link.successor)
            else { return nil }
            guard passed.insert(next.urn).inserted else {
                warn(
                    "\(present.name) (\(urn)) takes part in a cohort and has closed, and its successors lead back to itself. "
                        + "Enrol the school that goes on.")
                return nil
            }
            last = next
        }
    }

    /// Whether a school is there no more: it has closed, or is missing from a register that is newer than the day of its
    /// link. A school that a register has as open stays in its cohorts, whatever the links say.
    private func isGone(_ school: School, _ links: [SchoolLink]) throws -> Bool {
        if school.status == .closed { return true }
        guard let missing = try transaction.missing(school.urn) else { return false }
        return links.contains { link in link.since.map { $0 <= missing } ?? false }
    }

    /// The school that has taken over, whole; nil, which is said, where that is several, a part or another besides.
    private func onlySuccessor(of school: School, _ links: [SchoolLink]) throws -> SchoolLink? {
        let who =
            "\(school.name) (\(school.urn)) has closed, and it or one that it has followed takes part in a cohort."
        guard let link = links.first else { return nil }
        guard links.count == 1, link.kind == .whole else {
            let urns = links.map { "\($0.successor)" + ($0.kind == .whole ? "" : " (\($0.kind.noun))") }.joinedInWords
            let plural = links.count == 1 ? "successor" : "several successors"
            warn("\(who) The links give it \(plural): \(urns). Withdraw it, and enrol the school that goes on.")
            return nil
        }
        guard try transaction.school(link.successor) != nil else {
            warn("\(who) Its successor \(link.successor) is not on the register. Import the register that has it.")
            return nil
        }
        return link
    }

    private func tellOfLinks(ofOpen school: School, _ links: [SchoolLink]) {
        for link in links where link.since.map({ $0 <= today }) ?? true {
            let since = link.since.map { ", from \($0.words)" } ?? ""
            warn(
                "\(school.name) (\(school.urn)) is open, by the register, and stays in its cohorts, though the links file has "
                    + "school \(link.successor) as its successor (\(link.kind.noun)\(since)). If it has closed since, import "
                    + "the present register.")
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
