import VNetAPI
import VNetCore
import VNetStore

// What is shown of what is on record.

extension Transaction {
    func summary(of cohort: Cohort) throws -> CohortSummary {
        let enrolments = try enrolments(in: cohort.id)
        return CohortSummary(
            id: cohort.id, name: cohort.name, programme: cohort.programme, theme: cohort.theme, policy: cohort.policy,
            state: cohort.state, phase: try phase(of: cohort)?.rawValue,
            schools: enrolments.count(where: \.state.hasPlace))
    }

    private func phase(of cohort: Cohort) throws -> CohortPhase? {
        guard cohort.state.isUnderWay else { return nil }
        return CohortPhase(
            sessions: try sessions(in: cohort.id).map { ($0.kind, $0.state) },
            groups: try groups(in: cohort.id).map(\.state), visits: try visits(in: cohort.id).map(\.state))
    }

    func view(of cohort: Cohort) throws -> CohortView {
        let enrolments = try enrolments(in: cohort.id)
        let sessions = try sessions(in: cohort.id)
        let groups = try groups(in: cohort.id)
        let visits = try visits(in: cohort.id)
        let reviewers = Dictionary(grouping: try reviewingSchools(inCohort: cohort.id), by: \.visit)
        let members = Dictionary(grouping: try groupMembers(in: cohort.id), by: \.group)
        let phase =
            cohort.state.isUnderWay
            ? CohortPhase(
                sessions: sessions.map { ($0.kind, $0.state) }, groups: groups.map(\.state),
                visits: visits.map(\.state)) : nil
        return CohortView(
            summary: CohortSummary(
                id: cohort.id, name: cohort.name, programme: cohort.programme, theme: cohort.theme,
                policy: cohort.policy, state: cohort.state, phase: phase?.rawValue,
                schools: enrolments.count(where: \.state.hasPlace)),
            capacity: cohort.capacity, openedOn: cohort.openedOn, closedOn: cohort.closedOn,
            enrolments: enrolments.map(EnrolmentView.init),
            sessions: sessions.map(SessionView.init),
            groups: groups.map { GroupView($0, schools: members[$0.id, default: []].map(\.urn)) },
            visits: visits.map { VisitView($0, reviewers: reviewers[$0.id, default: []].map(\.urn)) },
            generation: try generation())
    }
}

extension EnrolmentView {
    init(_ enrolment: Enrolment) {
        self.init(
            urn: enrolment.urn, school: enrolment.school, state: enrolment.state, attested: enrolment.attested,
            owes: enrolment.owes, pausedOn: enrolment.pausedOn ?? enrolment.groupPausedOn)
    }
}

extension GroupView {
    init(_ group: PeerGroup, schools: [URN]) {
        self.init(
            id: group.id, name: group.name, state: group.state, schools: schools, pausedOn: group.pausedOn,
            pairReason: group.pairReason)
    }
}

extension SessionView {
    init(_ session: Session) {
        self.init(
            id: session.id, kind: session.kind, state: session.state, date: session.date, start: session.start,
            finish: session.finish, place: session.place, present: session.present, absent: session.absent)
    }
}

extension VisitView {
    init(_ visit: Visit, reviewers: [URN]) {
        self.init(
            id: visit.id, group: visit.groupName, host: visit.hostURN, school: visit.hostName, reviewers: reviewers,
            state: visit.state, date: visit.date, start: visit.start, lead: visit.lead, responses: visit.responses,
            reschedules: visit.reschedules)
    }
}

extension SchoolView {
    init(_ school: School) {
        self.init(
            urn: school.urn, name: school.name, town: school.town, postcode: school.postcode, phase: school.phase,
            trust: school.trust?.name, federation: school.federation?.name,
            isOpen: school.isOpen)
    }
}

extension SchoolDetail {
    init(_ school: School, predecessors: [URN], successors: [URN]) {
        self.init(summary: SchoolView(school), predecessors: predecessors, successors: successors)
        kind = school.type
        authority = school.localAuthority?.name
        trustCode = school.trust?.code
        federationCode = school.federation?.code
        pupils = school.pupils
        let ends = [school.lowAge, school.highAge].compactMap(\.self)
        ages = ends.isEmpty ? nil : ends.map(String.init).joined(separator: "-")
        street = school.street
        county = school.county
        telephone = school.telephone
    }
}
