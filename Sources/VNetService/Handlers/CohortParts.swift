import VNetAPI
import VNetCore
import VNetStore

// What cohorts consist of, across cohorts and one by one.

extension Service {
    public func enrolmentList(_ request: EnrolmentList) throws(Refusal) -> EnrolmentList.Response {
        try read { transaction in
            if let cohort = request.cohort { _ = try transaction.require(cohort: cohort) }
            if let urn = request.urn { _ = try transaction.require(school: urn) }
            return try page(
                request, transaction,
                fetch: {
                    try transaction.enrolments(in: request.cohort, of: request.urn, before: $0?.id, limit: $1)
                }, place: { Place($0.id) }
            ) { EnrolmentList.Row(cohort: $0.cohort, enrolment: EnrolmentView($0)) }
        }
    }

    public func enrolmentGet(_ request: EnrolmentGet) throws(Refusal) -> EnrolmentGet.Response {
        try read { transaction in
            let enrolment = try transaction.require(enrolment: request.urn, in: request.cohort)
            let reviewed = try transaction.reviewers(inCohort: enrolment.cohort).filter { $0.enrolment == enrolment.id }
                .map(\.visit)
            return EnrolmentGet.Response(
                cohort: enrolment.cohort, enrolment: EnrolmentView(enrolment),
                group: try transaction.group(of: enrolment.id)?.name,
                readiness: try transaction.readiness(of: enrolment.id).map {
                    EnrolmentGet.Readiness(criterion: $0.criterion, attestedOn: $0.on)
                },
                visits: try transaction.visits(in: enrolment.cohort).compactMap {
                    guard $0.host == enrolment.id || reviewed.contains($0.id) else { return nil }
                    return EnrolmentGet.Part(
                        visit: $0.id, part: $0.host == enrolment.id ? .host : .reviewer, host: $0.hostName,
                        state: $0.state, date: $0.date)
                },
                sessions: try transaction.attendance(of: enrolment.id).map {
                    EnrolmentGet.Presence(
                        session: $0.session.id, kind: $0.session.kind, date: $0.session.date, isPresent: $0.isPresent)
                })
        }
    }

    public func sessionList(_ request: SessionList) throws(Refusal) -> SessionList.Response {
        try read { transaction in
            if let cohort = request.cohort { _ = try transaction.require(cohort: cohort) }
            return try page(
                request, transaction,
                fetch: {
                    try transaction.sessions(
                        in: request.cohort, from: request.from, until: request.until, after: $0, limit: $1)
                }, place: \.placeByDate
            ) { SessionList.Row(cohort: $0.cohort, session: SessionView($0)) }
        }
    }

    public func sessionGet(_ request: SessionGet) throws(Refusal) -> SessionGet.Response {
        try read { transaction in
            let session = try transaction.require(session: request.session)
            return SessionGet.Response(
                cohort: session.cohort, session: SessionView(session), slot: try transaction.slot(of: session.id),
                items: try transaction.programme(of: session).map { AgendaGet.Item(start: $0.start, title: $0.title) },
                schools: try transaction.attendance(at: session.id).map {
                    SessionGet.Presence(urn: $0.urn, school: $0.school, isPresent: $0.isPresent)
                })
        }
    }

    public func groupList(_ request: GroupList) throws(Refusal) -> GroupList.Response {
        try read { transaction in
            if let cohort = request.cohort { _ = try transaction.require(cohort: cohort) }
            return try page(
                request, transaction,
                fetch: { try transaction.groups(in: request.cohort, request.state, before: $0?.id, limit: $1) },
                place: { Place($0.id) }
            ) { GroupList.Row(cohort: $0.cohort, group: try transaction.view(of: $0)) }
        }
    }

    public func groupGet(_ request: GroupGet) throws(Refusal) -> GroupGet.Response {
        try read { transaction in
            let group = try transaction.require(group: request.group)
            return GroupGet.Response(
                cohort: group.cohort, group: try transaction.view(of: group),
                visits: try transaction.visits(inGroup: group.id).map(transaction.view))
        }
    }

    public func visitList(_ request: VisitList) throws(Refusal) -> VisitList.Response {
        try read { transaction in
            if let cohort = request.cohort { _ = try transaction.require(cohort: cohort) }
            return try page(
                request, transaction,
                fetch: {
                    try transaction.visits(
                        in: request.cohort, request.state, from: request.from, until: request.until, after: $0,
                        limit: $1)
                }, place: \.place
            ) { VisitList.Row(cohort: $0.cohort, visit: try transaction.view(of: $0)) }
        }
    }

    public func visitGet(_ request: VisitGet) throws(Refusal) -> VisitGet.Response {
        try read { transaction in
            let visit = try transaction.require(visit: request.visit)
            let received = try transaction.receivedDays(ofVisit: visit.id)
            return VisitGet.Response(
                cohort: visit.cohort, visit: try transaction.view(of: visit), finish: visit.finish,
                writeUpOn: received.writeUp, reportOn: received.report,
                people: try transaction.namedReviewers(of: visit.id).map {
                    VisitGet.Reviewer(person: $0.person, urn: try $0.enrolment.flatMap(transaction.enrolment)?.urn)
                })
        }
    }

    public func inviteList(_ request: InviteList) throws(Refusal) -> InviteList.Response {
        try read { transaction in
            let invites: [Invite]
            switch (request.session, request.visit, request.person) {
            case (let id?, nil, nil):
                invites = try transaction.invites(to: .init(.session, transaction.require(session: id).id))
            case (nil, let id?, nil):
                invites = try transaction.invites(to: .init(.visit, transaction.require(visit: id).id))
            case (nil, nil, let id?):
                _ = try transaction.require(person: id)
                invites = try transaction.invites(ofPerson: id)
            default:
                throw Refusal(
                    .paramsInvalid, "Name a session, a visit or a person, and one of them only.", path: "$.visit")
            }
            return try page(request, transaction, of: invites, place: { Place($0.id) }) {
                InviteList.Row(
                    uid: $0.uid, about: $0.subject.description, person: $0.person,
                    schools: try $0.enrolments.sorted().compactMap { try transaction.enrolment($0)?.urn },
                    date: $0.date, sequence: $0.sequence, standing: $0.standing)
            }
        }
    }
}

extension Transaction {
    fileprivate func view(of group: PeerGroup) throws -> GroupView {
        GroupView(group, schools: try schools(inGroup: group.id))
    }

    fileprivate func view(of visit: Visit) throws -> VisitView {
        VisitView(visit, reviewers: try reviewingSchools(of: visit.id))
    }
}
