import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// On which days schools can.
@Suite struct AvailabilityTests {
    let network: Network

    /// Groups of three, of which A has schools 0, 4 and 8; visit 1 is to school 0.
    init() throws {
        network = try Network()
        try network.grouped()
    }

    private func school(_ index: Int) -> [String: JSONValue] {
        ["cohort": .integer(1), "urn": .integer(Int64(Network.urns[index]))]
    }

    @discardableResult
    private func say(
        _ index: Int, _ from: String, _ until: String? = nil, as availability: Availability = .unavailable
    ) throws -> Outcome {
        var params = school(index)
        params["availability"] = .string(availability.rawValue)
        params["from"] = .string(from)
        params["until"] = until.map { .string($0) }
        return try network.run(AvailabilitySet.self, params) { try $0.availabilitySet($1, $2) }
    }

    @discardableResult
    private func clear(_ index: Int, _ days: [String: JSONValue] = [:]) throws -> Outcome {
        try network.run(AvailabilityClear.self, school(index).merging(days) { $1 }) { try $0.availabilityClear($1, $2) }
    }

    private func said() throws -> [String] {
        try network.service.availabilityList(
            AvailabilityList.decode(JSONObject([("cohort", .integer(1))])).request
        ).rows.map { "\($0.school) \($0.availability.rawValue) \($0.from.iso) \($0.until.iso)" }
    }

    @Test func `what a school says of days it said something of before replaces that`() throws {
        try say(0, "2026-11-02", "2026-11-13")
        try say(0, "2026-11-05", "2026-11-06", as: .preferred)
        try say(4, "2026-11-04")
        #expect(
            try said() == [
                "School 0 unavailable 2026-11-02 2026-11-04", "School 4 unavailable 2026-11-04 2026-11-04",
                "School 0 preferred 2026-11-05 2026-11-06", "School 0 unavailable 2026-11-07 2026-11-13",
            ])
        try say(0, "2026-11-05", "2026-11-06")
        #expect(try said().first == "School 0 unavailable 2026-11-02 2026-11-13")
    }

    @Test func `what is said again, and days that nothing was said of, are no change`() throws {
        try say(0, "2026-11-02", "2026-11-13")
        #expect(try say(0, "2026-11-03", "2026-11-05").changes == [])
        #expect(try clear(0, ["from": .string("2026-11-14")]).changes == [])
        #expect(try clear(1).changes == [])
    }

    @Test func `some days are forgotten, or all of them`() throws {
        try say(0, "2026-11-02", "2026-11-13")
        try clear(0, ["from": .string("2026-11-04"), "until": .string("2026-11-05")])
        #expect(try said().map { $0.suffix(21) } == ["2026-11-02 2026-11-03", "2026-11-06 2026-11-13"])
        try clear(0, ["from": .string("2026-11-10")])
        #expect(try said().last?.suffix(21) == "2026-11-06 2026-11-09")
        try clear(0)
        #expect(try said() == [])
    }

    @Test func `a visit proposed, agreed or moved to a day on which its host or a reviewer cannot brings a warning`()
        throws
    {
        try say(0, "2026-11-03")
        try say(4, "2026-11-02", "2026-11-06")
        try say(1, "2026-11-03")
        let visit: [String: JSONValue] = ["visit": .integer(1), "date": .string("2026-11-03")]
        let warning =
            "School 0 and School 4 have said that Tuesday 3 November 2026 is not possible: see “availability list 1”."
        #expect(try network.run(VisitPropose.self, visit) { try $0.visitPropose($1, $2) }.warnings == [warning])
        let agreed = try network.run(VisitAgree.self, ["visit": .integer(1)]) { try $0.visitAgree($1, $2) }
        #expect(agreed.warnings == [warning])
        func move(to date: String) throws -> [String] {
            try network.run(VisitReschedule.self, ["visit": .integer(1), "date": .string(date)]) {
                try $0.visitReschedule($1, $2)
            }.warnings
        }
        #expect(try move(to: "2026-11-04").first?.hasPrefix("School 4 has said") == true)
        #expect(try !move(to: "2026-11-10").contains { $0.contains("not possible") })
        #expect(try network.cohort().visits.first { $0.id == 1 }?.state == .proposed)
    }

    @Test func `preferred days bring no warning, nor do those of a school that has left`() throws {
        try say(0, "2026-11-03", as: .preferred)
        try say(4, "2026-11-03")
        try network.run(EnrolmentWithdraw.self, school(4)) { try $0.enrolmentWithdraw($1, $2) }
        let outcome = try network.run(
            VisitAgree.self, ["visit": .integer(1), "date": .string("2026-11-03")]
        ) { try $0.visitAgree($1, $2) }
        #expect(outcome.warnings == [])
    }

    @Test func `a session on a day on which a school cannot come brings a warning, set or moved`() throws {
        try say(7, "2026-12-01")
        try say(9, "2026-12-02")
        var session: [String: JSONValue] = [
            "cohort": .integer(1), "kind": .string("feedback"), "date": .string("2026-12-01"),
            "start": .string("13:00"), "finish": .string("16:00"), "place": .string("Norwich"),
        ]
        let set = try network.run(SessionSchedule.self, session) { try $0.sessionSchedule($1, $2) }
        #expect(set.warnings.contains { $0.hasPrefix("School 7 has said that Tuesday 1 December 2026") })
        session = ["session": .integer(2), "date": .string("2026-12-02")]
        let moved = try network.run(SessionReschedule.self, session) { try $0.sessionReschedule($1, $2) }
        #expect(moved.warnings.contains { $0.hasPrefix("School 9 has said that Wednesday 2 December 2026") })
    }

    @Test func `a school that cannot on a day that is set already is told of by what is on it`() throws {
        try network.agree(1, on: "2026-11-03")
        #expect(
            try say(8, "2026-11-02", "2026-11-06").warnings
                == ["Visit 1 to School 0 is on Tuesday 3 November 2026. “visit reschedule” moves it."])
        #expect(try say(1, "2026-11-02", "2026-11-06").warnings == [])
        #expect(try say(0, "2026-11-02", "2026-11-06", as: .preferred).warnings == [])
    }

    @Test func `a school that joins a group is named where it cannot on the day of a visit`() throws {
        try network.agree(1, on: "2026-11-03")
        try say(1, "2026-11-03")
        let outcome = try network.run(
            GroupJoin.self, ["group": .integer(1), "urn": .integer(Int64(Network.urns[5]))]
        ) { try $0.groupJoin($1, $2) }
        #expect(!outcome.warnings.contains { $0.contains("not possible") })
        try say(9, "2026-11-03")
        try network.run(EnrolmentWithdraw.self, school(5)) { try $0.enrolmentWithdraw($1, $2) }
        let joined = try network.run(
            GroupJoin.self, ["group": .integer(1), "urn": .integer(Int64(Network.urns[9]))]
        ) { try $0.groupJoin($1, $2) }
        #expect(joined.warnings.contains { $0.hasPrefix("School 9 has said that Tuesday 3 November 2026") })
    }

    @Test func `days that are over, days the wrong way round, and schools that have left are refused`() throws {
        func refusal(_ body: () throws -> Outcome) -> Refusal? { #expect(throws: Refusal.self) { try body() } }
        #expect(refusal { try say(0, "2026-09-01") }?.path == "$.from")
        #expect(refusal { try say(0, "2026-09-01", "2026-09-02") }?.path == "$.until")
        #expect(refusal { try say(0, "2026-11-03", "2026-11-02") }?.code == .ruleRefused)
        try network.run(EnrolmentWithdraw.self, school(0)) { try $0.enrolmentWithdraw($1, $2) }
        #expect(refusal { try say(0, "2026-11-03") }?.code == .stateRefused)
        try network.run(CohortCancel.self, ["cohort": .integer(1)]) { try $0.cohortCancel($1, $2) }
        #expect(
            refusal { try say(1, "2026-11-03") }?.message.contains("Availability can be recorded only while") == true)
    }

    @Test
    func `it is purged 30 days after the cohort was cancelled, the cohort is purged with it, and nothing is left`()
        throws
    {
        try say(0, "2027-05-19")
        try say(1, "2027-05-19")
        try network.run(CohortCancel.self, ["cohort": .integer(1)]) { try $0.cohortCancel($1, $2) }
        network.now = Instant(rfc3339: "2026-10-21T12:00:00Z")!
        #expect(try network.due(.availability) == 0)
        network.now = Instant(rfc3339: "2026-10-22T12:00:00Z")!
        let group = try #require(try network.preview().groups.first { $0.class == .availability })
        #expect((group.cohort, group.records, group.firstDue.iso) == (1, 1, "2026-10-22"))
        #expect(group.rule == "30 days after the cohort was closed")
        #expect(try network.cohort().summary.state == .cancelled && network.find("2027-05-19"))
        let changes = try network.purge().changes
        #expect(changes.contains("Records of availability purged: 1."))
        #expect(changes.last?.contains("Cohort 1 is purged") == true)
        #expect(try said() == [])
        #expect(try !network.find("2027-05-19"))
    }

    @Test func `a hold keeps what was said in its cohort, by its school, or as a record`()
        throws
    {
        try say(0, "2027-05-19")
        let urn = JSONValue.integer(Int64(Network.urns[0]))
        let subjects: [[String: JSONValue]] = [
            ["cohort": .integer(1)], ["urn": urn], ["class": .string("availability"), "record": .integer(1)],
            ["urn": .integer(Int64(Network.urns[1]))],
        ]
        let kept = try subjects.map { subject in
            let params = subject.merging([
                "reason": .string("complaint"), "owner": .string("director"), "review": .string("2027-09-01"),
            ]) { $1 }
            let hold = try network.run(HoldPlace.self, params) { try $0.holdPlace($1, $2) }.id ?? 0
            return try network.service.holdGet(
                HoldGet.decode(JSONObject([("hold", .integer(hold))])).request, at: network.now
            ).classes.filter { $0.class == .availability }.map(\.records)
        }
        #expect(kept == [[1], [1], [1], []])
        try network.run(CohortCancel.self, ["cohort": .integer(1)]) { try $0.cohortCancel($1, $2) }
        network.now = Instant(rfc3339: "2026-10-22T12:00:00Z")!
        #expect(try network.due(.availability) == 0)
    }

    private func create(_ id: Int64) throws {
        try network.run(
            CohortCreate.self, ["name": .string("Term \(id)"), "theme": .string("send"), "policy": .string("outward")]
        ) { try $0.cohortCreate($1, $2) }
    }

    /// The next cohort, which is to get this id, with schools 0 and 4 in it.
    private func anotherCohort(_ id: Int64 = 2, confirmed: Bool) throws {
        try create(id)
        try network.run(CohortOpen.self, ["cohort": .integer(id)]) { try $0.cohortOpen($1, $2) }
        for index in [0, 4] {
            let params = school(index).merging(["cohort": .integer(id)]) { $1 }
            try network.run(EnrolmentCreate.self, params) { try $0.enrolmentCreate($1, $2) }
            try network.run(ReadinessAttest.self, params) { try $0.readinessAttest($1, $2) }
            if confirmed { try network.run(EnrolmentConfirm.self, params) { try $0.enrolmentConfirm($1, $2) } }
        }
    }

    private func train(_ cohort: Int64, on date: String) throws -> Outcome {
        try network.schedule("training", on: date, cohort: cohort)
    }

    @Test func `of several cohorts that schools are expected in, it is told in their order`() throws {
        try anotherCohort(confirmed: true)
        for id in 3...9 as ClosedRange<Int64> { try create(id) }
        try anotherCohort(10, confirmed: true)
        for cohort in [10, 2] as [Int64] { _ = try train(cohort, on: "2026-11-03") }
        let agreed = try network.run(
            VisitAgree.self, ["visit": .integer(1), "date": .string("2026-11-03")]
        ) { try $0.visitAgree($1, $2) }
        #expect(
            agreed.warnings == [
                "School 0 and School 4 have the training half day of cohort 2 on Tuesday 3 November 2026 as well.",
                "School 0 and School 4 have the training half day of cohort 10 on Tuesday 3 November 2026 as well.",
            ])
    }

    @Test func `who sets a day on which schools are expected in another cohort is told`() throws {
        try network.agree(1, on: "2026-11-03")
        try anotherCohort(confirmed: true)
        #expect(
            try train(2, on: "2026-11-03").warnings == [
                "School 0 and School 4 have a visit of cohort 1 on Tuesday 3 November 2026 as well."
            ])
        let moved = try network.run(
            VisitReschedule.self, ["visit": .integer(1), "date": .string("2026-11-04")]
        ) { try $0.visitReschedule($1, $2) }
        #expect(moved.warnings == [])
        let back = try network.run(
            VisitReschedule.self, ["visit": .integer(1), "date": .string("2026-11-03")]
        ) { try $0.visitReschedule($1, $2) }
        #expect(
            back.warnings.contains(
                "School 0 and School 4 have the training half day of cohort 2 on Tuesday 3 November 2026 as well."))
    }

    @Test func `a school is told of when it takes a place although it is expected elsewhere on a day`() throws {
        try anotherCohort(confirmed: false)
        try network.agree(1, on: "2026-11-03")
        #expect(try train(2, on: "2026-11-03").warnings.count == 1)
        let outcome = try network.run(
            EnrolmentConfirm.self, school(4).merging(["cohort": .integer(2)]) { $1 }
        ) { try $0.enrolmentConfirm($1, $2) }
        #expect(
            outcome.warnings == ["School 4 has a visit of cohort 1 on Tuesday 3 November 2026 as well."])
    }
}
