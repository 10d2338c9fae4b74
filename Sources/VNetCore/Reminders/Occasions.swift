// Which occasions a cohort's facts give rise to: one function for each part of the programme.

extension ReminderPlan {
    /// Readiness criteria not yet attested, counted back from the training half day.
    func readinessOccasions(_ facts: CohortFacts) -> [Occasion] {
        guard let training = facts.sessions.first(where: { $0.kind == .training && $0.state.isComing }) else {
            return []
        }
        return facts.enrolments.compactMap { enrolment in
            guard enrolment.isReadinessMissing, enrolment.state == .applied else { return nil }
            return Occasion(
                kind: .readiness, subject: .init(.enrolment, enrolment.id), date: training.date, start: training.start,
                recipients: enrolment.recipients)
        }
    }

    func sessionOccasions(_ session: SessionFact, _ facts: CohortFacts) -> [Occasion] {
        switch (session.kind, session.state) {
        case (_, .cancelled), (_, .postponed): []
        case (.training, .planned), (.training, .invited): [coming(.training, session, facts)]
        case (.network, _), (.coaching, _), (.cpd, _):
            session.state.isComing ? [coming(.networkSession, session, facts)] : []
        case (.training, .held): absences(session, facts) + unsetDates(session, facts)
        case (.feedback, .planned), (.feedback, .invited):
            [coming(.feedbackSession, session, facts)] + outstandingWriteUps(session, facts)
        case (.feedback, .held):
            [
                Occasion(
                    kind: .actions, subject: .init(.session, session.id), date: session.date, start: session.start,
                    recipients: facts.participants)
            ]
        }
    }

    func visitOccasions(_ visit: VisitFact, _ facts: CohortFacts) -> [Occasion] {
        guard let date = visit.date else { return [] }
        let subject = ReminderSubject(.visit, visit.id)
        let host = facts.recipients([visit.host])
        let reviewers = facts.recipients(visit.reviewers)
        func occasion(_ kind: ReminderKind, _ recipients: [ReminderRecipient], on day: CivilDate? = nil) -> Occasion {
            Occasion(kind: kind, subject: subject, date: day ?? date, start: visit.start, recipients: recipients)
        }
        switch visit.state {
        case .unset, .cancelled, .missed: return []
        case .proposed: return [occasion(.cover, reviewers)]
        case .agreed, .prepared:
            let documents = visit.state == .agreed ? [occasion(.documents, host), occasion(.timetable, host)] : []
            return documents + [
                occasion(.cover, reviewers), occasion(.visitors, host), occasion(.visit, host + reviewers),
            ]
        case .held, .writtenUp, .accepted:
            let unanswered = ([visit.host] + visit.reviewers).filter { !visit.answered.contains($0) }
            var occasions: [Occasion] = []
            if !unanswered.isEmpty { occasions.append(occasion(.feedbackPrompt, facts.recipients(unanswered))) }
            if visit.state == .held { occasions.append(occasion(.writeUp, facts.leadReviewer(of: visit))) }
            if visit.state == .writtenUp, let received = visit.writtenUpOn {
                occasions.append(occasion(.factualCheck, host, on: received))
            }
            return occasions
        }
    }

    func impactOccasions(_ facts: CohortFacts) -> [Occasion] {
        guard facts.state == .closed, let closed = facts.closedOn else { return [] }
        return [
            Occasion(
                kind: .impactCheck, subject: .init(.cohort, facts.cohort), date: closed, recipients: facts.participants)
        ]
    }

    private func coming(_ kind: ReminderKind, _ session: SessionFact, _ facts: CohortFacts) -> Occasion {
        Occasion(
            kind: kind, subject: .init(.session, session.id), date: session.date, start: session.start,
            recipients: facts.participants)
    }

    private func absences(_ session: SessionFact, _ facts: CohortFacts) -> [Occasion] {
        facts.enrolments.filter { session.absent.contains($0.id) && $0.state.takesPart }.map {
            Occasion(
                kind: .trainingAbsence, subject: .init(.enrolment, $0.id), date: session.date, start: session.start,
                recipients: [])
        }
    }

    /// One occasion a visit without a date, to the heads of its group.
    private func unsetDates(_ training: SessionFact, _ facts: CohortFacts) -> [Occasion] {
        facts.visits.filter { $0.state == .unset }.map { visit in
            Occasion(
                kind: .visitDates, subject: .init(.visit, visit.id), date: training.date, start: training.start,
                recipients: facts.recipients([visit.host] + visit.reviewers))
        }
    }

    private func outstandingWriteUps(_ session: SessionFact, _ facts: CohortFacts) -> [Occasion] {
        facts.visits.filter { $0.state == .held }.map { visit in
            Occasion(
                kind: .outstandingWriteUps, subject: .init(.visit, visit.id), date: session.date, start: session.start,
                recipients: facts.leadReviewer(of: visit))
        }
    }
}

extension EnrolmentFact {
    fileprivate var recipients: [ReminderRecipient] { head.map { [.person($0, urn)] } ?? [] }
}

extension CohortFacts {
    fileprivate var participants: [ReminderRecipient] {
        enrolments.filter { $0.state.takesPart }.flatMap(\.recipients)
    }

    /// The heads of those of the enrolments that still take part.
    fileprivate func recipients(_ ids: [Int64]) -> [ReminderRecipient] {
        enrolments.filter { ids.contains($0.id) && $0.state.takesPart }.flatMap(\.recipients)
    }

    /// The lead reviewer, or all reviewing heads while none is named.
    fileprivate func leadReviewer(of visit: VisitFact) -> [ReminderRecipient] {
        let reviewing = recipients(visit.reviewers)
        guard let lead = visit.lead else { return reviewing }
        let named = reviewing.filter { $0.person == lead }
        return named.isEmpty ? reviewing : named
    }
}
