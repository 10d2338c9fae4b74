// Which occasions a cohort's facts give rise to: one function for each part of the programme.

extension ReminderPlan {
    /// Readiness criteria not yet attested, counted back from the training half day.
    func readinessOccasions(_ facts: CohortFacts) -> [Occasion] {
        guard let training = facts.sessions.first(where: { $0.kind == .training && $0.state.isComing }) else {
            return []
        }
        return facts.enrolments.compactMap { enrolment in
            guard enrolment.isReadinessMissing, enrolment.state == .applied, !enrolment.isPaused else { return nil }
            return Occasion(
                kind: .readiness, subject: .init(.enrolment, enrolment.id), date: training.date, start: training.start,
                recipients: enrolment.recipients, stay: enrolment.stay)
        }
    }

    func sessionOccasions(_ session: SessionFact, _ facts: CohortFacts) -> [Occasion] {
        switch (session.kind, session.state) {
        case (_, .cancelled), (_, .postponed): []
        case (.training, .planned), (.training, .invited): [coming(.training, session, facts), unrecorded(session)]
        case (.network, _), (.coaching, _), (.cpd, _):
            session.state.isComing ? [coming(.networkSession, session, facts), unrecorded(session)] : []
        case (.training, .held): absences(session, facts) + unsetDates(session, facts) + acceptances(session, facts)
        case (.feedback, .planned), (.feedback, .invited):
            [coming(.feedbackSession, session, facts), unrecorded(session)] + outstandingWriteUps(session, facts)
        case (.feedback, .held): [coming(.actions, session, facts)]
        }
    }

    func visitOccasions(_ visit: VisitFact, _ facts: CohortFacts) -> [Occasion] {
        guard let date = visit.date, !facts.isPaused(visit) else { return [] }
        let subject = ReminderSubject(.visit, visit.id)
        let host = facts.heads(of: [visit.host])
        let reviewers = facts.reviewers(of: visit)
        func occasion(_ kind: ReminderKind, _ recipients: [ReminderRecipient], on day: CivilDate? = nil) -> Occasion {
            Occasion(kind: kind, subject: subject, date: day ?? date, start: visit.start, recipients: recipients)
        }
        switch visit.state {
        case .unset, .cancelled, .missed: return []
        case .proposed: return [occasion(.unrecorded, [])]
        case .agreed, .prepared:
            let documents = visit.state == .agreed ? [occasion(.documents, host), occasion(.timetable, host)] : []
            return documents + [
                occasion(.cover, reviewers), occasion(.visitors, host), occasion(.visit, host + reviewers),
                occasion(.unrecorded, []),
            ]
        case .held, .writtenUp, .accepted:
            let owed = VisitFact.owedFrom(date, recordedOn: visit.recordedOn)
            var occasions: [Occasion] = []
            if let unanswered = unanswered(visit, facts) {
                occasions.append(occasion(.feedbackPrompt, unanswered, on: owed))
            }
            if visit.state == .held { occasions.append(occasion(.writeUp, facts.leadReviewer(of: visit), on: owed)) }
            if visit.state == .writtenUp, let received = visit.writtenUpOn {
                occasions.append(occasion(.factualCheck, host, on: received))
            }
            return occasions
        }
    }

    /// Who is still to respond to a visit: the host's head and, of each reviewing school, those who reviewed. Nil when
    /// every school that still takes part has responded.
    private func unanswered(_ visit: VisitFact, _ facts: CohortFacts) -> [ReminderRecipient]? {
        var open = visit
        open.reviewers.removeAll { $0.enrolment.map(visit.answered.contains) ?? true }
        let isHostOpen = !visit.answered.contains(visit.host)
        let asked = open.reviewers.compactMap(\.enrolment) + (isHostOpen ? [visit.host] : [])
        guard facts.enrolments.contains(where: { asked.contains($0.id) && $0.state.takesPart }) else { return nil }
        return (isHostOpen ? facts.heads(of: [visit.host]) : []) + facts.reviewers(of: open)
    }

    /// Concerns about safety that are still to be handed over, whatever has become of their cohort and of who is paused.
    func concernOccasions(_ facts: CohortFacts) -> [Occasion] {
        facts.concerns.map { visit, since in
            Occasion(kind: .concern, subject: .init(.visit, visit), date: since, recipients: [])
        }
    }

    /// What a closed cohort still brings: what heads do after the feedback session, and the impact check.
    func closingOccasions(_ facts: CohortFacts) -> [Occasion] {
        guard let closed = facts.closedOn else { return [] }
        let impact = Occasion(
            kind: .impactCheck, subject: .init(.cohort, facts.cohort), date: closed, recipients: facts.participants,
            end: facts.writingGoesOn)
        return [impact]
            + facts.sessions.filter { $0.kind == .feedback && $0.state == .held }.map { coming(.actions, $0, facts) }
    }

    /// Notice of what will be purged, whether the cohort came to its end or was cancelled.
    func purgeOccasions(_ facts: CohortFacts) -> [Occasion] {
        facts.purges.map {
            Occasion(
                kind: .purgeNotice, subject: .init(.cohort, facts.cohort), date: $0, recipients: facts.participants)
        }
    }

    /// Of a session whose day has passed, and of which nothing is on record.
    private func unrecorded(_ session: SessionFact) -> Occasion {
        Occasion(
            kind: .unrecorded, subject: .init(.session, session.id), date: session.date, start: session.start,
            recipients: [])
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
                recipients: [], stay: $0.stay)
        }
    }

    /// Those who take part and have not accepted the protocol in force, from the day on which they should have.
    private func acceptances(_ training: SessionFact, _ facts: CohortFacts) -> [Occasion] {
        facts.enrolments.filter(\.state.takesPart).flatMap { enrolment -> [Occasion] in
            let reviewing = facts.visits.flatMap { facts.reviewers(of: $0) }.filter { $0.urn == enrolment.urn }
            return Set(enrolment.recipients + reviewing).compactMap { recipient in
                guard let id = recipient.person, let person = facts.people[id], !person.hasAcceptedProtocol else {
                    return nil
                }
                return Occasion(
                    kind: .protocolAcceptance, subject: .init(.enrolment, enrolment.id),
                    date: max(training.date, person.since, facts.protocolSince ?? training.date),
                    recipients: [recipient], stay: enrolment.stay)
            }
        }
    }

    /// One occasion a visit without a date, to the heads of its group.
    private func unsetDates(_ training: SessionFact, _ facts: CohortFacts) -> [Occasion] {
        facts.visits.filter { $0.state == .unset && !facts.isPaused($0) }.map { visit in
            Occasion(
                kind: .visitDates, subject: .init(.visit, visit.id), date: training.date, start: training.start,
                recipients: facts.heads(of: [visit.host] + visit.reviewers.compactMap(\.enrolment)))
        }
    }

    private func outstandingWriteUps(_ session: SessionFact, _ facts: CohortFacts) -> [Occasion] {
        facts.visits.filter { $0.state == .held && !facts.isPaused($0) }.map { visit in
            Occasion(
                kind: .outstandingWriteUps, subject: .init(.visit, visit.id), date: session.date, start: session.start,
                recipients: facts.leadReviewer(of: visit),
                notUntilAfter: visit.date.map { VisitFact.owedFrom($0, recordedOn: visit.recordedOn) })
        }
    }
}
