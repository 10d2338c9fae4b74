import VNetCompose
import VNetCore
import VNetStore

// What mails say of people and of what is asked of them.

extension Transaction {
    /// Who leads a visit, in what is written to `person`, or to the administrator.
    func lead(_ lead: Int64, toldTo person: Int64?) throws -> [MailVariable: String] {
        if lead == person { return [.leading: "yes"] }
        return try contact(lead).map { [.lead: $0.name.text] } ?? [:]
    }

    /// The people who review a visit, for the host's visitor list.
    func visitors(to visit: Visit) throws -> String {
        let named = try namedReviewers(of: visit.id)
        var people: [String] = []
        for enrolment in try reviewers(of: visit.id).compactMap({ try enrolment($0) }) {
            let own = named.filter { $0.enrolment == enrolment.id }.map(\.person)
            let head = try holders(of: .head, at: enrolment.urn).first?.person
            let reviewing = own.isEmpty ? [head].compactMap(\.self) : own
            people += try reviewing.compactMap { try inWords($0, at: enrolment.urn, of: enrolment.school) }
            if reviewing.isEmpty { people.append("somebody of \(enrolment.school)") }
        }
        for reviewer in named where reviewer.enrolment == nil {
            if let name = try contact(reviewer.person)?.name.text { people.append("\(name) (reviewer of the network)") }
        }
        return people.joinedInWords
    }

    /// “A Name (deputy head of A School)”
    private func inWords(_ person: Int64, at urn: URN, of school: String) throws -> String? {
        guard let name = try contact(person)?.name.text else { return nil }
        let role = try tenures(ofPerson: person).first { $0.urn == urn && $0.role.canReview }?.role
        return "\(name) (\(role?.title ?? "reviewer") of \(school))"
    }

    /// What a school has still to attest.
    func missingCriteria(of enrolment: Int64) throws -> String {
        let attested = try attestedCriteria(of: enrolment)
        let missing = ReadinessCriterion.allCases.filter { !attested.contains($0) }.map(\.wording)
        guard let last = missing.last, missing.count > 1 else { return missing.first ?? "" }
        // The criteria have commas of their own.
        return missing.dropLast().joined(separator: "; ") + "; and " + last
    }

    /// The commands that record, for each person who takes part for a school and has not accepted the protocol, that they
    /// have.
    func acceptances(missingFor enrolment: Enrolment) throws -> String {
        let version = try protocolInForce().version
        let named = try namedReviewers(inCohort: enrolment.cohort).filter { $0.enrolment == enrolment.id }
        let people = try holders(of: .head, at: enrolment.urn).map(\.person) + named.map(\.person)
        return try Set(people).sorted().filter { try !hasAccepted(version, person: $0) }
            .map { "“vnetctl protocol accept --person \($0)”" }.joined(separator: " or ")
    }
}
