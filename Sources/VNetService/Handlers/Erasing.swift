import VNetAPI
import VNetCore
import VNetStore

// How what is held about one person is erased.

extension Service {
    /// Ends the person's roles, purges exactly their records, and says what follows and what stays.
    public func erasureComplete(_ request: ErasureComplete, _ context: Context) throws(Refusal) -> Outcome {
        try purging(context) { change in
            let erasure = try change.transaction.require(erasure: request.erasure)
            change.id = erasure.id
            guard try erasure.state.after(.complete) != nil else { return nil }
            if let purge = erasure.purge {
                change.warn("Purge \(purge) of what it asks for goes on by itself: see “purge get \(purge)”.")
                return nil
            }
            guard let person = erasure.person else {
                try change.end(erasure: erasure.id, .complete)
                change.note("Request \(erasure.id) is completed: the person had been purged already.")
                return nil
            }
            change.subject = "erasure \(erasure.id)"
            // Before anything of the person is touched, for it is by that that holds know what is theirs.
            let holds = try change.transaction.heldRecords()
            let plan = RetentionPlan(try change.release(person), holds: holds)
            try change.requireUnheld(plan, holds)
            let run = try change.transaction.purge(
                plan.items, digest: Store.digest(of: plan), by: context.principal.uid,
                rule: { _ in "when the person asked for it" }, at: context.now, verifyBy: context.now)
            try change.transaction.setPurge(run.id, of: erasure)
            return run
        }
    }
}

extension Change {
    /// Refuses while a hold keeps any of it: a hold beats the request, and who answers for it decides.
    fileprivate func requireUnheld(_ plan: RetentionPlan, _ holds: [HeldRecords]) throws {
        let held = Set(plan.held.map(\.record.recordID))
        guard let first = holds.first(where: { !$0.records.isDisjoint(with: held) })?.hold else { return }
        throw Refusal(
            .ruleRefused,
            "Hold \(first.id) keeps \(held.count) of the records, for \(first.reason.title). Ask \(first.owner.title) to "
                + "lift it by “hold lift \(first.id)”, or refuse the request.")
    }

    /// Takes a person out of all that goes on, and gives the records that are only theirs.
    fileprivate func release(_ person: Int64) throws -> [RetainedRecord] {
        let contact = try transaction.require(person: person)
        // Before roles end, for what was a head's says which responses are the school's.
        try warnOfWhatStays(with: person)
        let coming = try transaction.forgetInvites(of: person, today: today)
        if coming > 0 {
            warn(
                "\(coming) day\(coming == 1 ? "" : "s") to come \(coming == 1 ? "stays" : "stay") in their calendar, "
                    + "for nobody writes to them any more. Say so when you answer them.")
        }
        try endRoles(of: person)
        try stopMessages(to: person)
        let own = try transaction.messageBodies(to: person)
        let others = try withdrawMails(naming: contact, besides: own)
        let bodies = own + others
        let enquiries = try transaction.enquiries(withEmail: contact.email).map(\.enquiry.id)
        let counts = [(bodies.count, "message body", "message bodies"), (enquiries.count, "enquiry", "enquiries")]
            .filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? $0.1 : $0.2)" }
        note("Purged of person \(person): \((["contact data"] + counts).joinedInWords).")
        if !others.isEmpty {
            note(
                "\(others.count) of the message bodies \(others.count == 1 ? "is" : "are") of mails to others that name them."
            )
        }
        note("Their address is on the suppression list: imports leave it out.")
        func records(_ class: RetentionClass, _ ids: [Int64]) -> [RetainedRecord] {
            ids.map { RetainedRecord(class: `class`, id: $0, cohort: nil, trigger: today) }
        }
        return records(.contact, [person]) + records(.messageBody, bodies) + records(.enquiry, enquiries)
    }

    /// What a person still is, they are no longer; what they were to review or to lead falls to others.
    private func endRoles(of person: Int64) throws {
        for tenure in try transaction.tenures(ofPerson: person) {
            try transaction.closeTenure(tenure.id, on: today)
            let school = try tenure.urn.flatMap { try transaction.school($0)?.name }
            note("Their role as \(tenure.role.rawValue) of \(school ?? "the network") has ended.")
            if tenure.role == .head, let school { warn("\(school) has no head on record now: see “tenure replace”.") }
        }
        for review in try transaction.reviews(ofPerson: person)
        where !review.state.isOver && review.state != .writtenUp {
            try transaction.removeReviewer(person: person, from: review.visit)
            if review.isLead { try renameLead(of: review) } else { note("Visit \(review.visit) goes on without them.") }
        }
        for cohort in try transaction.liveCohorts(ofPerson: person) { touch(cohort) }
    }

    private func renameLead(of review: ReviewRecord) throws {
        try transaction.setLead(nil, ofVisit: review.visit)
        try nameLeadAnew(of: transaction.require(visit: review.visit))
        touch(review.cohort)
        guard let lead = try transaction.require(visit: review.visit).lead else {
            warn("Visit \(review.visit) to \(review.host) has no lead reviewer now: see “visit lead”.")
            return
        }
        note("Visit \(review.visit) to \(review.host) is led by person \(lead) now.")
    }

    /// Nothing that waits leaves any more.
    private func stopMessages(to person: Int64) throws {
        let waiting = try transaction.messages(to: person).filter { $0.state.allows(.cancel) }
        for message in waiting { try transaction.cancelMessage(message.id, at: now) }
        if !waiting.isEmpty { note("\(waiting.count) message\(waiting.count == 1 ? "" : "s") to them will not leave.") }
    }

    /// What was written about visits is the schools', and keeps its own time.
    private func warnOfWhatStays(with person: Int64) throws {
        let retention = service.configuration.retention
        for kept in try transaction.writings(with: person) {
            let closed = try transaction.require(cohort: kept.cohort).closedOn
            let held = try transaction.sessions(in: kept.cohort).first { $0.kind == .feedback && $0.state == .held }
            let start = kept.class == .feedbackResponse ? held?.date ?? closed : closed
            let end = start.map { retention.period(of: kept.class).end(from: $0).words }
            warn(
                "Of cohort \(kept.cohort), \(kept.class.title) (\(kept.records)) stay until "
                    + "\(end ?? retention.reason(for: kept.class)): they are the schools', not this person's.")
        }
    }
}
