import VNetAPI
import VNetCore
import VNetStore

extension Service {
    public func tenureReplace(_ request: TenureReplace, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let school = try change.transaction.require(school: request.urn)
            guard request.role.isSingle else {
                throw Refusal(
                    .ruleRefused,
                    "A school can have several people as \(request.role.rawValue). Import them as contacts.",
                    path: "$.role")
            }
            let saved = try change.appoint(
                Contact(name: request.name, email: request.email), as: request.role, at: school.urn)
            guard case .unchanged = saved else {
                change.subject = "school \(school.urn)"
                change.note("\(school.name) has a new \(request.role.rawValue) from \(change.today.words).")
                return
            }
        }
    }
}

extension Change {
    /// Has a person hold a role from today: where a school has the role once, the present holder's tenure ends.
    func appoint(_ contact: Contact, as role: Role, at urn: URN) throws -> Saved {
        try requireUnsuppressed(contact.email)
        let (person, saved) = try transaction.savePerson(contact)
        let holders = try transaction.holders(of: role, at: urn)
        guard !holders.contains(where: { $0.person == person }) else {
            // Whose name and address could not be read was not written to, and is now.
            if saved == .changed { for cohort in try transaction.liveCohorts(of: urn) { touch(cohort) } }
            return saved
        }
        let previous = role.isSingle ? holders.first : nil
        if let previous { try transaction.closeTenure(previous.id, on: today) }
        try transaction.openTenure(person, role, at: urn, since: today)
        for cohort in try transaction.liveCohorts(of: urn) {
            if role == .head, let previous { try handOver(from: previous.person, to: person, in: cohort) }
            touch(cohort)
        }
        return previous == nil ? .added : .changed
    }

    /// What a former head was still to write up falls to the new one.
    func handOver(from former: Int64, to successor: Int64, in cohort: Int64) throws {
        for visit in try transaction.visits(in: cohort)
        where visit.lead == former && visit.state != .writtenUp && !visit.state.isOver {
            try transaction.setLead(successor, ofVisit: visit.id)
        }
    }
}
