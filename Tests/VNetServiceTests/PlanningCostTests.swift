import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService
import VNetStore

/// What follows a change, or a tick, costs what is due or changed, never the size of the archive: counted in statements,
/// none of which walks through a table.
struct PlanningCostTests {
    let network: Network

    /// A running cohort with one visit agreed, and nothing waiting to be delivered.
    init() throws {
        network = try Network()
        try network.grouped()
        try network.agree(1, on: "2026-11-03")
        try network.deliver()
    }

    /// Two thousand more, each with a school, a session to come and a reminder of it.
    private func crowd() throws {
        try network.service.store.write { transaction in
            let urns = try Network.urns.map { try #require(URN($0)) }
            let day = try #require(CivilDate(iso: "2027-06-01"))
            for index in 0..<2000 {
                let cohort = try transaction.addCohort(
                    name: try #require(CohortName("Cohort \(index)")), theme: "send", policy: .outward, capacity: 12)
                _ = try transaction.apply(.open, to: #require(try transaction.cohort(cohort)), on: day)
                _ = try transaction.enrol(urns[index % urns.count], in: cohort, as: .confirmed)
                let session = try transaction.addSession(
                    .training, in: cohort, date: day, start: ReminderSchedule.defaultTime,
                    finish: try #require(CivilTime(hour: 12, minute: 0)), place: "Norwich")
                let at = network.now.adding(days: 100 + index % 100)
                let identity = PlannedReminder.Identity(
                    kind: .training, subject: .init(.session, session), anchor: day, offset: ReminderOffset(-2),
                    person: nil)
                try transaction.schedule(
                    PlannedReminder(
                        identity: identity, urn: nil, at: at, expires: at.adding(days: 30), isShifted: false),
                    in: .cohort(cohort), at: at, state: .scheduled)
            }
        }
    }

    private func statements(_ body: () throws -> Void) throws -> [String] {
        try network.service.store.statements(during: body)
    }

    private func move(to date: String) throws -> [String] {
        try statements {
            try network.run(VisitReschedule.self, ["visit": .integer(1), "date": .string(date)]) {
                try $0.visitReschedule($1, $2)
            }
        }
    }

    /// The steps of `statements` that walk through a table, or through an index of all its rows.
    private func scans(_ statements: [String]) throws -> [String] {
        // Indexes of what waits, tables of a few rows, the first row of a table, and rows that the statement made itself.
        let bounded = [
            "reminder_due", "reminder_held", "message_waiting", "message_expiring",
            "message_unfinished", "meta", "sqlite_sequence",
            "protocol_version", "SCAN term", "own_terms", "CONSTANT ROW", "involved",
            "event_by_age", "first_reply_by_age", "hold_review",
        ]
        let read = Set(statements).filter { sql in
            ["SELECT", "WITH", "UPDATE", "DELETE"].contains { sql.hasPrefix($0) }
        }
        return try read.sorted().flatMap { sql in
            try network.service.store.queryPlan(of: sql)
                .filter { step in step.hasPrefix("SCAN") && !bounded.contains { step.contains($0) } }
                .map { "\($0): \(sql)" }
        }
    }

    /// The steps of `statements` that sort what they have found.
    private func sorts(_ statements: [String]) throws -> [String] {
        try Set(statements).filter { $0.hasPrefix("SELECT") }.sorted().flatMap { sql in
            try network.service.store.queryPlan(of: sql).filter { $0.contains("ORDER BY") }.map { "\($0): \(sql)" }
        }
    }

    @Test func `planning one cohort anew among two thousand takes as many statements as alone`() throws {
        _ = try move(to: "2026-11-10")
        try network.deliver()
        let alone = try move(to: "2026-11-17")
        try network.deliver()
        try crowd()
        let among = try move(to: "2026-11-24")
        #expect(alone.count > 50)
        #expect(Double(among.count) <= 1.2 * Double(alone.count))
        let walks = try scans(among)
        #expect(walks.isEmpty, "\(walks)")
    }

    @Test func `where else schools are expected on a day is looked up by the schools, not by all that is on that day`()
        throws
    {
        let elsewhere = try move(to: "2026-11-10").filter { $0.contains("o.cohort <> e.cohort") }
        let plan = try elsewhere.flatMap { try network.service.store.queryPlan(of: $0) }
        #expect(plan.count { $0.contains("enrolment_by_urn (urn=?)") } == 2)
        #expect(!plan.contains { $0.contains("(date=?)") }, "\(plan)")
    }

    @Test func `a tick with nothing due, and asking what is due next, walk through no table`() throws {
        try crowd()
        let agenda = try statements { _ = try network.service.agenda(at: network.now) }
        var written = -1
        let tick = try statements { written = try network.service.tick(at: network.now).written }
        #expect(written == 0)
        #expect(agenda.contains { $0.contains("FROM reminder") } && tick.contains { $0.contains("FROM reminder") })
        #expect(tick.count < 12)
        let walks = try scans(agenda + tick)
        #expect(walks.isEmpty, "\(walks)")
    }

    @Test func `what is to be purged is found without a walk through the people`() throws {
        let plan = try statements { _ = try network.preview(on: "2030-01-01") }
        #expect(plan.contains { $0.contains("role_tenure") })
        let walks = try scans(plan).filter { $0.contains("role_tenure") }
        #expect(walks.isEmpty, "\(walks)")
    }

    @Test func `status walks through the schools, which it counts, and what is kept until it is purged, and no more`()
        throws
    {
        try crowd()
        let status = try statements { _ = try network.service.status(at: network.now, next: nil) }
        #expect(status.count > 10)
        let overdue = try #require(status.first { $0.contains("visit.state = 'held'") })
        #expect(try network.service.store.queryPlan(of: overdue).first?.contains("visit_held") == true)
        let walks = try scans(status).filter { walk in
            !["SCAN school", "SCAN kept", "purge_run_open"].contains {
                walk.hasPrefix($0) || walk.contains("INDEX \($0)")
            }
        }
        #expect(walks.isEmpty, "\(walks)")
    }

    @Test
    func `a page of trusts, of schools, or of the schools of one trust, is looked up in an index and sorted by it`()
        throws
    {
        let code = JSONObject([("trust", .string("16001"))])
        let read = try statements {
            _ = try network.service.trustList(TrustList.decode(JSONObject([("limit", .integer(1))])).request)
            _ = try network.service.federationList(FederationList.decode(JSONObject()).request)
            _ = try network.service.trustGet(TrustGet.decode(code).request)
            _ = try network.service.schoolList(SchoolList.decode(code).request)
            _ = try network.service.schoolList(SchoolList.decode(JSONObject()).request)
            _ = try network.service.schoolGet(SchoolGet.decode(JSONObject([("urn", .integer(120_800))])).request)
        }
        #expect(read.count { $0.contains("trust") } >= 4)
        let steps = try scans(read) + sorts(read)
        #expect(steps.isEmpty, "\(steps)")
    }

    @Test func `a page of what all cohorts consist of is looked up in an index and sorted by it`() throws {
        let first = JSONObject([("limit", .integer(2))])
        let read = try statements {
            _ = try network.service.enrolmentList(EnrolmentList.decode(first).request)
            _ = try network.service.enrolmentList(
                EnrolmentList.decode(JSONObject([("urn", .integer(120_800))])).request)
            _ = try network.service.sessionList(
                SessionList.decode(JSONObject([("from", .string("2026-10-01"))])).request)
            _ = try network.service.groupList(GroupList.decode(JSONObject([("state", .string("confirmed"))])).request)
            _ = try network.service.visitList(VisitList.decode(first).request)
            _ = try network.service.visitList(VisitList.decode(JSONObject([("until", .string("2027-01-01"))])).request)
        }
        #expect(read.count > 10)
        let steps = try scans(read) + sorts(read.filter { $0.contains("LIMIT") })
        #expect(steps.isEmpty, "\(steps)")
    }

    @Test func `a walk through a table would be found`() throws {
        #expect(try scans(["SELECT * FROM visit WHERE start = '09:00'"]).count == 1)
        #expect(try sorts(["SELECT * FROM visit ORDER BY start"]).count == 1)
    }
}
