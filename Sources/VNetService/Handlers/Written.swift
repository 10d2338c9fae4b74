import VNetAPI
import VNetCore
import VNetStore

extension Service {
    public func writeupRecord(_ request: WriteupRecord, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let visit = try change.begin(visit: request.visit)
            try visit.state.require([.held, .writtenUp], "Its write-up can be recorded", towards: .writeUp)
            if try change.isSame(request.text, as: change.transaction.writeUp(ofVisit: visit.id)?.text) { return }
            try change.transaction.recordWriteUp(request.text.text, ofVisit: visit.id, on: change.today)
            change.note("The write-up of the visit to \(visit.hostName) is on record, sealed.")
            try change.transaction.apply(.writeUp, to: visit)
        }
    }

    public func writeupAccept(_ request: WriteupAccept, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let visit = try change.begin(visit: request.visit)
            guard try change.transaction.accept(visit, on: change.today) else { return }
            change.note("\(visit.hostName) accepts the write-up of its visit.")
            try change.completeGroup(visit.group)
        }
    }

    public func writeupGet(_ request: WriteupGet, _ context: Context) throws(Refusal) -> ConfidentialText {
        try disclose(context, subject: "visit \(request.visit)") { transaction in
            _ = try transaction.require(visit: request.visit)
            let received =
                try request.version.map { try transaction.writeUp($0, ofVisit: request.visit) }
                ?? transaction.writeUp(ofVisit: request.visit)
            guard let received else {
                let which = request.version.map { " \($0)" } ?? ""
                throw Refusal(
                    .notFound, "There is no write-up\(which) of visit \(request.visit), or it has been purged.",
                    path: request.version == nil ? "$.visit" : "$.version")
            }
            return ConfidentialText(visit: request.visit, receivedOn: received.on, text: Document(received.text))
        }
    }

    public func writeupList(_ request: WriteupList) throws(Refusal) -> WriteupList.Response {
        try read { transaction in
            _ = try transaction.require(visit: request.visit)
            return try page(
                request, transaction, of: transaction.writeUps(ofVisit: request.visit), place: { Place($0.id) },
                row: { WriteupList.Row(version: $0.id, receivedOn: $0.receivedOn, supersededOn: $0.supersededOn) })
        }
    }

    public func feedbackRecord(_ request: FeedbackRecord, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            let visit = try change.begin(visit: request.visit)
            try visit.state.require(where: \.tookPlace, "A response to it can be recorded", towards: .writeUp)
            let enrolment = try transaction.require(enrolment: request.urn, in: visit.cohort)
            guard try ([visit.host] + transaction.reviewers(of: visit.id)).contains(enrolment.id) else {
                throw Refusal(
                    .ruleRefused, "\(enrolment.school) was neither host nor reviewer of visit \(visit.id).",
                    path: "$.urn")
            }
            guard try transaction.quarantined(visit: visit.id, enrolment: enrolment.id) == nil else {
                throw Refusal(
                    .stateRefused,
                    "The response of \(enrolment.school) is in quarantine as a concern about safety. Ring the contact for "
                        + "safeguarding; “concern handover” records what was done, and then there is room for another.",
                    path: "$.urn")
            }
            if try !change.isSame(
                request.text, as: transaction.feedback(visit: visit.id, enrolment: enrolment.id)?.text)
            {
                try change.requireReplaceable(
                    .feedbackResponse, transaction.feedbackID(visit: visit.id, enrolment: enrolment.id),
                    " If it raises a concern about safety, ring the contact for safeguarding now; “concern mark” puts the "
                        + "response that there is into quarantine.")
                try transaction.recordFeedback(
                    request.text.text, visit: visit.id, enrolment: enrolment.id, on: change.today)
                change.note("The response of \(enrolment.school) to visit \(visit.id) is on record, sealed.")
            }
            guard request.isConcern else { return }
            try change.quarantine(visit, enrolment)
            change.besides.append((.concernMark, change.subject(ofConcern: visit, enrolment)))
        }
    }

    public func feedbackGet(_ request: FeedbackGet, _ context: Context) throws(Refusal) -> ConfidentialText {
        try disclose(context, subject: "visit \(request.visit), school \(request.urn)") { transaction in
            let visit = try transaction.require(visit: request.visit)
            let enrolment = try transaction.require(enrolment: request.urn, in: visit.cohort)
            guard try transaction.quarantined(visit: visit.id, enrolment: enrolment.id) == nil else {
                throw Refusal(
                    .ruleRefused, "The response is in quarantine and waits to be handed over: see “concern list”.")
            }
            guard let received = try transaction.feedback(visit: visit.id, enrolment: enrolment.id) else {
                throw Refusal(
                    .notFound,
                    "There is no response of \(enrolment.school) to visit \(visit.id), or it has been purged.")
            }
            return ConfidentialText(visit: request.visit, receivedOn: received.on, text: Document(received.text))
        }
    }

    public func feedbackList(_ request: FeedbackList) throws(Refusal) -> FeedbackList.Response {
        try read { transaction in
            let visit = try transaction.require(visit: request.visit)
            let answers = try transaction.answerDays(of: visit.id)
            let asked =
                [(visit.host, VisitPart.host)] + (try transaction.reviewers(of: visit.id)).map { ($0, .reviewer) }
            let rows = try asked.compactMap { id, part -> FeedbackList.Row? in
                guard let enrolment = try transaction.enrolment(id) else { return nil }
                let isKept = try transaction.feedbackID(visit: visit.id, enrolment: id) != nil
                let isQuarantined = try transaction.quarantined(visit: visit.id, enrolment: id) != nil
                return FeedbackList.Row(
                    urn: enrolment.urn, school: enrolment.school, part: part, receivedOn: answers[id],
                    standing: answers[id].map { _ in isQuarantined ? .quarantined : isKept ? .kept : .purged })
            }
            // “host” comes before “reviewer”.
            return try page(
                request, transaction, of: rows,
                place: { Place("\($0.part.rawValue) \($0.school)", Int64($0.urn.number)) }
            ) { $0 }
        }
    }
}
