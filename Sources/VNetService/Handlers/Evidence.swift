import VNetAPI
import VNetCore
import VNetStore

// Evidence notes lead to a write-up. When its host has accepted it, no more are taken, and those that there are go.

extension Service {
    public func evidenceRecord(_ request: EvidenceRecord, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            let visit = try change.begin(visit: request.visit)
            try visit.requireOpenToEvidence()
            let enrolment = try transaction.requireReviewer(request.urn, of: visit)
            let text = request.text.text
            // One that arrives twice is one.
            let known = try transaction.evidenceNotes(ofVisit: visit.id).first {
                try $0.urn == request.urn && change.isSame(request.text, as: transaction.evidenceText($0.id))
            }
            if let known {
                change.id = known.id
                return
            }
            let id = try transaction.recordEvidence(text, visit: visit.id, enrolment: enrolment?.id, on: change.today)
            change.id = id
            change.subject = "evidence note \(id)"
            let author = enrolment?.school ?? "the network's reviewer"
            change.note("Evidence note \(id) of \(author) on the visit to \(visit.hostName) is on record, sealed.")
        }
    }

    public func evidenceAmend(_ request: EvidenceAmend, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            let note = try transaction.require(note: request.note)
            change.id = note.id
            try transaction.require(visit: note.visit).requireOpenToEvidence()
            if try change.isSame(request.text, as: transaction.evidenceText(note.id)) { return }
            try change.requireReplaceable(.evidenceNote, note.id, " “evidence record” records it as another note.")
            try transaction.amendEvidence(note.id, to: request.text.text, on: change.today)
            change.subject = "evidence note \(note.id)"
            change.note("Evidence note \(note.id) is on record as it now is, sealed.")
        }
    }

    public func evidenceDestroy(_ request: EvidenceDestroy, _ context: Context) throws(Refusal) -> Outcome {
        try purging(context) { change in
            let note = try change.transaction.require(note: request.note)
            let visit = try change.transaction.require(visit: note.visit)
            try change.transaction.requireNotHeld(RecordID(.evidenceNote, note.id))
            change.id = note.id
            change.subject = "evidence note \(note.id)"
            change.note("Evidence note \(note.id) is destroyed.")
            return try change.transaction.purge(
                RecordID(.evidenceNote, note.id), in: visit.cohort, digest: "evidence", by: context.principal.uid,
                rule: "when its destruction was asked for", on: change.today, at: context.now)
        }
    }

    public func evidenceGet(_ request: EvidenceGet, _ context: Context) throws(Refusal) -> ConfidentialText {
        try disclose(context, subject: "evidence note \(request.note)") { transaction in
            let note = try transaction.require(note: request.note)
            let text = try transaction.evidenceText(note.id) ?? ""
            return ConfidentialText(visit: note.visit, receivedOn: note.receivedOn, text: Document(text))
        }
    }

    public func evidenceList(_ request: EvidenceList) throws(Refusal) -> EvidenceList.Response {
        try read { transaction in
            _ = try transaction.require(visit: request.visit)
            return try page(
                request, transaction, of: transaction.evidenceNotes(ofVisit: request.visit), place: { Place($0.id) },
                row: { EvidenceList.Row(id: $0.id, urn: $0.urn, school: $0.school, receivedOn: $0.receivedOn) })
        }
    }
}

extension Visit {
    fileprivate func requireOpenToEvidence() throws {
        guard state == .held || state == .writtenUp else {
            let reason =
                state == .accepted
                ? "Its write-up is final, so no more notes are kept: ask whoever has some to destroy them."
                : "Record it as held first."
            throw Refusal(.stateRefused, "The visit is \(state.rawValue). \(reason)")
        }
    }
}

extension Transaction {
    fileprivate func require(note id: Int64) throws -> EvidenceNote {
        guard let note = try evidenceNote(id) else {
            throw Refusal(.notFound, "There is no evidence note \(id), or it has been purged.", path: "$.note")
        }
        return note
    }

    /// The enrolment of a school that reviews; nil for a reviewer whom the network lends, where there is one.
    fileprivate func requireReviewer(_ urn: URN?, of visit: Visit) throws -> Enrolment? {
        guard let urn else {
            guard try namedReviewers(of: visit.id).contains(where: { $0.enrolment == nil }) else {
                throw Refusal(
                    .ruleRefused, "No reviewer of the network is on visit \(visit.id). Name the reviewing school.",
                    path: "$.urn")
            }
            return nil
        }
        let enrolment = try require(enrolment: urn, in: visit.cohort)
        guard try reviewers(of: visit.id).contains(enrolment.id) else {
            throw Refusal(.ruleRefused, "\(enrolment.school) does not review visit \(visit.id).", path: "$.urn")
        }
        return enrolment
    }
}
