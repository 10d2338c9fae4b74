import VNetAPI
import VNetCompose
import VNetCore
import VNetStore

extension Service {
    public func referralRecord(_ request: ReferralRecord, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let visit = try change.transaction.require(visit: request.visit)
            let day = request.on ?? change.today
            guard day <= change.today else {
                throw Refusal(.ruleRefused, "\(day.words) is still to come.", path: "$.on")
            }
            try change.refer(visit, about: request.about, to: request.role, on: day)
        }
    }

    public func referralList(_ request: ReferralList) throws(Refusal) -> ReferralList.Response {
        try read { transaction in
            _ = try transaction.require(cohort: request.cohort)
            return try page(
                request, transaction, of: transaction.referrals(in: request.cohort),
                place: { Place($0.on.iso, $0.id) },
                row: { ReferralList.Row(id: $0.id, visit: $0.visit, about: $0.about, role: $0.role, on: $0.on) })
        }
    }

    public func concernList(_ request: ConcernList) throws(Refusal) -> ConcernList.Response {
        try read { transaction in
            let waiting = try transaction.quarantinedResponses().compactMap { response in
                try transaction.enrolment(response.enrolment).map { (response: response, enrolment: $0) }
            }
            return try page(
                request, transaction, of: waiting, place: { Place($0.response.since.iso, $0.response.id) }
            ) {
                ConcernList.Row(
                    visit: $0.response.visit, urn: $0.enrolment.urn, school: $0.enrolment.school,
                    since: $0.response.since)
            }
        }
    }

    public func concernMark(_ request: ConcernMark, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let visit = try change.transaction.require(visit: request.visit)
            let enrolment = try change.transaction.require(enrolment: request.urn, in: visit.cohort)
            guard try change.transaction.feedback(visit: visit.id, enrolment: enrolment.id) != nil else {
                throw Refusal(
                    .notFound, "There is no response of \(enrolment.school) to visit \(visit.id).", path: "$.urn")
            }
            change.subject = change.subject(ofConcern: visit, enrolment)
            try change.quarantine(visit, enrolment)
        }
    }

    /// Records to whom the concern was handed over, and purges the text at once.
    public func concernHandover(_ request: ConcernHandover, _ context: Context) throws(Refusal) -> Outcome {
        try purging(context) { change in
            let transaction = change.transaction
            let visit = try transaction.require(visit: request.visit)
            let enrolment = try transaction.require(enrolment: request.urn, in: visit.cohort)
            guard let response = try transaction.quarantined(visit: visit.id, enrolment: enrolment.id) else {
                throw Refusal(
                    .notFound,
                    "No response of \(enrolment.school) to visit \(visit.id) waits to be handed over. “concern list” shows "
                        + "those that do.", path: "$.urn")
            }
            try transaction.requireNotHeld(RecordID(.feedbackResponse, response.id))
            try change.refer(visit, about: request.about, to: request.role, on: change.today)
            change.touch(visit.cohort)
            change.note("The response of \(enrolment.school) to visit \(visit.id) is destroyed.")
            return try transaction.purge(
                RecordID(.feedbackResponse, response.id), in: visit.cohort, digest: "concern",
                by: context.principal.uid, rule: "when the concern was handed over", on: change.today, at: context.now)
        }
    }
}

extension Change {
    fileprivate func refer(
        _ visit: Visit, about: ConcernSubject, to role: ReferralRole, on day: CivilDate
    ) throws {
        guard about == .child || role != .dsl else {
            throw Refusal(
                .ruleRefused,
                "A concern about the head goes to the chair of governors or the trust, and to the local authority "
                    + "designated officer.", path: "$.role")
        }
        let (id, isNew) = try transaction.recordReferral(visit: visit.id, about: about, role: role, on: day)
        self.id = id
        subject = "referral \(id)"
        guard isNew else { return }
        note("Referred on \(day.words) to \(role.title).")
        if about == .head, role != .lado { warn("Also ring the local authority designated officer, and record it.") }
    }

    /// What names who raised a concern, on record under the verbs about concerns only.
    func subject(ofConcern visit: Visit, _ enrolment: Enrolment) -> String {
        "visit \(visit.id), school \(enrolment.urn)"
    }

    /// Nobody reads the response any more, and the network's contact for safeguarding is told.
    func quarantine(_ visit: Visit, _ enrolment: Enrolment) throws {
        guard try transaction.quarantined(visit: visit.id, enrolment: enrolment.id) == nil else { return }
        try transaction.quarantine(visit: visit.id, enrolment: enrolment.id, on: today)
        touch(visit.cohort)
        note("The response of \(enrolment.school) to visit \(visit.id) is in quarantine: nobody can read it.")
        warn("Ring the contact for safeguarding now. “concern handover” records what was done.")
        let cohort = try transaction.require(cohort: visit.cohort)
        try notify(
            .safeguarding, .concern,
            [
                .cohort: cohort.name, .theme: try transaction.subject(of: cohort),
                .school: enrolment.school, .host: visit.hostName, .date: visit.date?.words ?? "",
                .number: String(visit.id), .urn: String(enrolment.urn.number),
            ], why: "you are the network's contact for safeguarding.")
    }
}
