import VNetAPI
import VNetCore
import VNetStore

extension Service {
    public func personList(_ request: PersonList) throws(Refusal) -> PersonList.Response {
        try read { transaction in
            _ = try transaction.require(school: request.urn)
            return try page(
                request, transaction, of: transaction.views(of: transaction.tenures(at: request.urn)),
                place: { Place("\($0.until == nil ? 0 : 1) \($0.role.rawValue)", $0.tenure) }
            ) { $0 }
        }
    }

    public func reviewerList(_ request: ReviewerList) throws(Refusal) -> ReviewerList.Response {
        try read { transaction in
            try page(
                request, transaction, of: transaction.views(of: transaction.networkReviewers()),
                place: { Place($0.tenure) }
            ) { $0 }
        }
    }

    public func tenureOpen(_ request: TenureOpen, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let school = try change.transaction.require(school: request.urn)
            guard !request.role.isSingle else {
                throw Refusal(
                    .ruleRefused,
                    "A school has one \(request.role.title) at a time. “tenure replace” records a new one.",
                    path: "$.role")
            }
            guard Role.ofSchools.contains(request.role) else {
                throw Refusal(
                    .ruleRefused, "A reviewer of the network is of no school. Use “reviewer create”.", path: "$.role")
            }
            let saved = try change.appoint(
                Contact(name: request.name, email: request.email), as: request.role, at: school.urn)
            change.id = try change.transaction.person(withEmail: request.email)
            guard saved != .unchanged else { return }
            change.subject = "school \(school.urn)"
            change.note("Person \(change.id ?? 0) is \(request.role.title) of \(school.name) now.")
        }
    }

    public func tenureEnd(_ request: TenureEnd, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            guard let tenure = try transaction.tenure(request.tenure) else {
                throw Refusal(.notFound, "There is no tenure \(request.tenure).", path: "$.tenure")
            }
            change.id = tenure.id
            guard tenure.until == nil else { return }
            try transaction.closeTenure(tenure.id, on: change.today)
            change.subject = "tenure \(tenure.id)"
            let school = try tenure.urn.flatMap { try transaction.school($0)?.name } ?? "the network"
            change.note("Person \(tenure.person) is no longer \(tenure.role.title) of \(school).")
            for cohort in try transaction.liveCohorts(ofPerson: tenure.person) {
                try change.stopReviewing(person: tenure.person, in: cohort)
                change.touch(cohort)
            }
            if tenure.role == .head { change.warn("The school has no head on record now: see “tenure replace”.") }
        }
    }

    public func reviewerCreate(_ request: ReviewerCreate, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let contact = Contact(name: request.name, email: request.email)
            try change.requireUnsuppressed(contact.email)
            let (person, saved) = try change.transaction.savePerson(contact)
            change.id = person
            let isKnown = try change.transaction.networkReviewers().contains { $0.person == person }
            if !isKnown { try change.transaction.openTenure(person, .reviewer, at: nil, since: change.today) }
            guard !isKnown || saved == .changed else { return }
            change.subject = "person \(person)"
            change.note("Person \(person) is a reviewer of the network.")
        }
    }

    public func reviewerAssign(_ request: ReviewerAssign, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            let visit = try change.begin(comingVisit: request.visit)
            let enrolment = try transaction.require(enrolment: request.urn, in: visit.cohort)
            guard try transaction.reviewers(of: visit.id).contains(enrolment.id) else {
                throw Refusal(
                    .ruleRefused, "\(enrolment.school) does not review visit \(visit.id).", path: "$.urn")
            }
            let wanted = Set(request.people ?? [])
            for person in wanted.sorted() {
                let roles = try transaction.tenures(ofPerson: person).filter { $0.urn == request.urn }.map(\.role)
                guard roles.contains(where: \.canReview) else {
                    throw Refusal(
                        .ruleRefused,
                        "Person \(person) is not head, deputy or SENDCo of \(enrolment.school) today.", path: "$.people"
                    )
                }
            }
            let present = try transaction.namedReviewers(of: visit.id).filter { $0.enrolment == enrolment.id }
            guard Set(present.map(\.person)) != wanted else { return }
            try transaction.removeNamedReviewers(for: enrolment.id, from: visit.id)
            for person in wanted.sorted() { try transaction.addReviewer(person, for: enrolment.id, to: visit.id) }
            try change.nameLead(of: visit.id)
            let who =
                wanted.isEmpty ? "its head" : "\(wanted.count) \(wanted.count == 1 ? "person" : "people") named for it"
            change.note("For \(enrolment.school), visit \(visit.id) is reviewed by \(who).")
        }
    }

    public func visitLead(_ request: VisitLead, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let visit = try change.begin(visit: request.visit)
            try visit.state.require(
                where: { $0 != .writtenUp && !$0.isOver }, "Its lead reviewer can be named", towards: .writeUp)
            if visit.lead == request.person { return }
            let heads = try change.transaction.heads(in: visit.cohort)
            let reviewing = try change.transaction.reviewers(in: visit.cohort)[visit.id, default: []].flatMap {
                $0.people.isEmpty ? [$0.enrolment.flatMap { heads[$0] }].compactMap(\.self) : $0.people
            }
            guard reviewing.contains(request.person) else {
                throw Refusal(
                    .ruleRefused, "Person \(request.person) does not review visit \(visit.id). Assign them first.",
                    path: "$.person")
            }
            try change.transaction.setLead(request.person, ofVisit: visit.id)
            change.note("Person \(request.person) leads visit \(visit.id) to \(visit.hostName).")
        }
    }
}

extension Change {
    fileprivate func begin(comingVisit id: Int64) throws -> Visit {
        let visit = try begin(visit: id)
        try visit.state.require(
            where: { !$0.tookPlace && $0 != .cancelled }, "Its reviewers can be named", towards: .hold)
        return visit
    }

    /// A person who no longer has the role is not named to review, and leads no visit that is to come.
    fileprivate func stopReviewing(person: Int64, in cohort: Int64) throws {
        for visit in try transaction.visits(in: cohort) where !visit.state.tookPlace && visit.state != .cancelled {
            let named = try transaction.namedReviewers(of: visit.id).filter { $0.person == person }
            guard !named.isEmpty || visit.lead == person else { continue }
            try transaction.removeReviewer(person: person, from: visit.id)
            try nameLead(of: visit.id)
        }
    }
}

extension Transaction {
    func views(of tenures: [Tenure]) throws -> [PersonView] {
        let version = try protocolInForce().version
        return try tenures.map { tenure in
            let contact = try contact(tenure.person)
            return PersonView(
                id: tenure.person, tenure: tenure.id, role: tenure.role, name: contact?.name.text ?? "(cannot be read)",
                email: contact?.email.text ?? "", since: tenure.since, until: tenure.until,
                acceptedOn: try acceptance(of: version, by: tenure.person))
        }
    }
}
