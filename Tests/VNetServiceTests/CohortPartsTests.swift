import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// What cohorts consist of is listed, across cohorts, and shown one by one.
@Suite struct CohortPartsTests {
    let network: Network

    /// All twelve schools grouped in cohort 1, of which one has its visit; and three of them in cohort 2, which recruits.
    init() throws {
        network = try Network()
        try network.grouped()
        try network.agree(1, on: "2026-11-03")
        try network.run(
            CohortCreate.self, ["name": .string("Spring"), "theme": .string("send"), "policy": .string("outward")]
        ) { try $0.cohortCreate($1, $2) }
        try network.run(CohortOpen.self, ["cohort": .integer(2)]) { try $0.cohortOpen($1, $2) }
        for index in 3...5 {
            try network.run(EnrolmentCreate.self, school(index, in: 2)) { try $0.enrolmentCreate($1, $2) }
        }
        try network.run(
            SessionSchedule.self,
            [
                "cohort": .integer(2), "kind": .string("training"), "date": .string("2027-01-12"),
                "start": .string("13:00"), "finish": .string("16:00"), "place": .string("Ely"),
            ]
        ) { try $0.sessionSchedule($1, $2) }
    }

    private func school(_ index: Int, in cohort: Int64) -> [String: JSONValue] {
        ["cohort": .integer(cohort), "urn": .integer(Int64(Network.urns[index]))]
    }

    private func object(_ params: [String: JSONValue]) -> JSONObject {
        JSONObject(params.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }

    /// All rows of a list, read two at a time.
    private func all<List: Listing>(
        _: List.Type, _ params: [String: JSONValue] = [:], _ list: (Service, List) throws -> Page<List>
    ) throws -> [List.Row] {
        var rows: [List.Row] = []
        var cursor: Cursor?
        repeat {
            let more = cursor.map { ["cursor": JSONValue.string($0.wireText)] } ?? [:]
            let params = params.merging(more) { $1 }.merging(["limit": .integer(2)]) { $1 }
            let page = try list(network.service, List.decode(object(params)).request)
            rows += page.rows
            cursor = page.next
        } while cursor != nil && rows.count < 100
        return rows
    }

    @Test func `a school's places are listed across cohorts, and those of a cohort, newest first`() throws {
        let places = try all(EnrolmentList.self, ["urn": .integer(Int64(Network.urns[3]))]) { try $0.enrolmentList($1) }
        #expect(places.map(\.cohort) == [2, 1])
        #expect(places.map(\.enrolment.state) == [.applied, .active])
        let second = try all(EnrolmentList.self, ["cohort": .integer(2)]) { try $0.enrolmentList($1) }
        #expect(second.map(\.enrolment.urn.number) == [5, 4, 3].map { Network.urns[$0] })
        #expect(try all(EnrolmentList.self) { try $0.enrolmentList($1) }.count == 15)
    }

    @Test func `a school's part in a cohort is shown with its readiness, its visits and its attendance`() throws {
        try network.run(
            AttendanceRecord.self,
            ["session": .integer(1), "absent": .array([.integer(Int64(Network.urns[0]))])]
        ) { try $0.attendanceRecord($1, $2) }
        let shown = try network.service.enrolmentGet(EnrolmentGet.decode(object(school(0, in: 1))).request)
        #expect(shown.group == "A" && shown.readiness.map(\.criterion).count == 3)
        #expect(shown.readiness.allSatisfy { $0.attestedOn.iso == "2026-09-01" })
        #expect(shown.visits.map(\.part.rawValue).sorted() == ["host", "reviewer", "reviewer"])
        #expect(shown.visits.first?.date?.iso == "2026-11-03")
        #expect(shown.sessions.map(\.isPresent) == [false])
        let applied = try network.service.enrolmentGet(EnrolmentGet.decode(object(school(3, in: 2))).request)
        #expect(applied.group == nil && applied.readiness.isEmpty && applied.visits.isEmpty)
        let session = try network.service.sessionGet(SessionGet.decode(object(["session": .integer(1)])).request)
        #expect(session.schools.count == 12 && session.schools.filter { !$0.isPresent }.map(\.school) == ["School 0"])
        #expect(session.items.count == 4)
    }

    @Test func `sessions of all cohorts are listed by date, from one day to another`() throws {
        func dates(_ params: [String: JSONValue]) throws -> [String] {
            try all(SessionList.self, params) { try $0.sessionList($1) }.map(\.session.date.iso)
        }
        #expect(try dates([:]) == ["2026-09-22", "2027-01-12"])
        #expect(try dates(["from": .string("2026-09-23")]) == ["2027-01-12"])
        #expect(try dates(["from": .string("2026-09-22"), "until": .string("2027-01-11")]) == ["2026-09-22"])
        #expect(try dates(["cohort": .integer(2)]) == ["2027-01-12"])
    }

    @Test func `visits of all cohorts are listed by date, those without one last`() throws {
        try network.agree(5, on: "2026-10-20")
        func ids(_ params: [String: JSONValue]) throws -> [Int64] {
            try all(VisitList.self, params) { try $0.visitList($1) }.map(\.visit.id)
        }
        #expect(try ids([:]) == [5, 1, 2, 3, 4] + Array(6...12))
        #expect(try ids(["until": .string("2026-12-31")]) == [5, 1])
        #expect(try ids(["from": .string("2026-10-21"), "state": .string("agreed")]) == [1])
        #expect(try ids(["cohort": .integer(2)]) == [])
        let row = try #require(try all(VisitList.self) { try $0.visitList($1) }.first { $0.visit.id == 1 })
        #expect(row.cohort == 1 && row.visit.reviewers.map(\.number) == [Network.urns[4], Network.urns[8]])
    }

    @Test func `a visit is shown with who was named to review and what was received about it`() throws {
        func visit() throws -> VisitGet.Response {
            try network.service.visitGet(VisitGet.decode(object(["visit": .integer(1)])).request)
        }
        let before = try visit()
        #expect(before.people.isEmpty && before.writeUpOn == nil && before.reportOn == nil)
        #expect(before.finish > before.visit.start)
        let deputy = try #require(
            try network.run(
                TenureOpen.self,
                [
                    "urn": .integer(Int64(Network.urns[4])), "role": .string("deputy"), "name": .string("A Deputy"),
                    "email": .string("deputy@school.example"),
                ]
            ) { try $0.tenureOpen($1, $2) }.id)
        try network.run(
            ReviewerAssign.self,
            ["visit": .integer(1), "urn": .integer(Int64(Network.urns[4])), "people": .array([.integer(deputy)])]
        ) { try $0.reviewerAssign($1, $2) }
        try network.advance(to: "2026-11-03T18:00:00Z")
        try network.run(VisitPrepare.self, ["visit": .integer(1)]) { try $0.visitPrepare($1, $2) }
        try network.run(VisitHold.self, ["visit": .integer(1)]) { try $0.visitHold($1, $2) }
        try network.run(WriteupRecord.self, ["visit": .integer(1), "text": .string("Calm.\n")]) {
            try $0.writeupRecord($1, $2)
        }
        let after = try visit()
        #expect(after.people.map(\.person) == [deputy])
        #expect(after.people.map(\.urn?.number) == [Network.urns[4]])
        #expect(after.writeUpOn?.iso == "2026-11-03" && after.reportOn == nil)
    }

    @Test func `groups are listed by state and shown with their visits`() throws {
        let lost = try network.run(EnrolmentWithdraw.self, school(1, in: 1)) { try $0.enrolmentWithdraw($1, $2) }
        #expect(lost.warnings.contains { $0.contains("group options 2") })
        let weak = try all(GroupList.self, ["state": .string("under_strength")]) { try $0.groupList($1) }
        #expect(weak.map(\.group.id) == [2] && weak.map(\.cohort) == [1])
        #expect(
            try all(GroupList.self, ["cohort": .integer(1)]) { try $0.groupList($1) }.map(\.group.id) == [4, 3, 2, 1])
        let shown = try network.service.groupGet(GroupGet.decode(object(["group": .integer(2)])).request)
        #expect(shown.group.schools.map(\.number) == [Network.urns[5], Network.urns[9]])
        #expect(shown.visits.map(\.state) == [.cancelled, .unset, .unset])
    }

    @Test func `what stands in calendars is listed by visit, by session and by person`() throws {
        func invites(_ params: [String: JSONValue]) throws -> [InviteList.Row] {
            try all(InviteList.self, params) { try $0.inviteList($1) }
        }
        let ofVisit = try invites(["visit": .integer(1)])
        #expect(Set(ofVisit.map { $0.schools.map(\.number) }) == Set([0, 4, 8].map { [Network.urns[$0]] }))
        #expect(ofVisit.allSatisfy { $0.sequence == 0 && $0.standing == .agreed && $0.date.iso == "2026-11-03" })
        try network.deliver()
        try network.run(VisitReschedule.self, ["visit": .integer(1), "date": .string("2026-11-10")]) {
            try $0.visitReschedule($1, $2)
        }
        let moved = try invites(["visit": .integer(1)])
        #expect(moved.map(\.uid) == ofVisit.map(\.uid) && moved.allSatisfy { $0.sequence == 1 })
        let person = try #require(moved.first?.person)
        #expect(Set(try invites(["person": .integer(person)]).map(\.about)) == ["session 1", "visit 1"])
        #expect(try invites(["session": .integer(1)]).count == 12)
        for bad in [[:], ["visit": .integer(1), "session": .integer(1)]] as [[String: JSONValue]] {
            let refusal = #expect(throws: Refusal.self) { try invites(bad) }
            #expect(refusal?.code == .paramsInvalid)
        }
    }

    @Test func `a person is shown with the day of accepting the protocol in force`() throws {
        #expect(try network.people(0).map(\.acceptedOn?.iso) == ["2026-09-22"])
        try network.run(ProtocolPublish.self, ["version": .string("2026-10")]) { try $0.protocolPublish($1, $2) }
        #expect(try network.people(0).map(\.acceptedOn) == [nil])
    }

    @Test func `a cohort is shown with how many schools it takes and when it was opened`() throws {
        let cohort = try network.cohort(2)
        #expect(cohort.capacity == 12 && cohort.openedOn?.iso == "2026-09-22")
    }

    @Test func `what does not exist is not found, by the parameter that names it`() throws {
        let refusals: [(String, () throws -> Void)] = [
            ("$.group", { _ = try network.service.groupGet(GroupGet.decode(object(["group": .integer(99)])).request) }),
            ("$.visit", { _ = try network.service.visitGet(VisitGet.decode(object(["visit": .integer(99)])).request) }),
            (
                "$.session",
                { _ = try network.service.sessionGet(SessionGet.decode(object(["session": .integer(99)])).request) }
            ),
            ("$.cohort", { _ = try all(VisitList.self, ["cohort": .integer(99)]) { try $0.visitList($1) } }),
            ("$.person", { _ = try all(InviteList.self, ["person": .integer(99)]) { try $0.inviteList($1) } }),
        ]
        for (path, ask) in refusals {
            let refusal = #expect(throws: Refusal.self) { try ask() }
            #expect(refusal?.code == .notFound && refusal?.path == path)
        }
    }
}
