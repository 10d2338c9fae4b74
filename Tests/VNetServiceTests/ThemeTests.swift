import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService
import VNetStore

extension Network {
    fileprivate func demand(_ params: [String: JSONValue]) throws {
        try run(ThemeDemand.self, params.merging(["theme": .string("personal-development")]) { $1 }) {
            try $0.themeDemand($1, $2)
        }
    }

    fileprivate func train(_ urns: some Sequence<Int>) throws {
        try run(FurtherTrainingRecord.self, ["schools": .array(urns.map { .integer(Int64($0)) })]) {
            try $0.furtherTrainingRecord($1, $2)
        }
    }

    fileprivate func themes(retired: Bool = false) throws -> [ThemeList.Theme] {
        try service.themeList(ThemeList.decode(JSONObject([("retired", .bool(retired))])).request).rows
    }

    /// A recruiting cohort with the first three schools of different trusts confirmed, on `theme`, in group A.
    @discardableResult
    fileprivate func proposeGroup(named name: String, on theme: String) throws -> (group: Int64, outcome: Outcome) {
        let cohort = try confirmedCohort(name, theme)
        let outcome = try run(
            GroupCreate.self, ["cohort": .integer(cohort), "name": .string("A"), "schools": .array(Self.three)]
        ) { try $0.groupCreate($1, $2) }
        return (try #require(outcome.id), outcome)
    }

    @discardableResult
    fileprivate func confirmedCohort(_ name: String, _ theme: String) throws -> Int64 {
        let outcome = try run(
            CohortCreate.self, ["name": .string(name), "theme": .string(theme), "policy": .string("outward")]
        ) { try $0.cohortCreate($1, $2) }
        let cohort = try #require(outcome.id)
        try run(CohortOpen.self, ["cohort": .integer(cohort)]) { try $0.cohortOpen($1, $2) }
        for urn in Self.three {
            let school: [String: JSONValue] = ["cohort": .integer(cohort), "urn": urn]
            try run(EnrolmentCreate.self, school) { try $0.enrolmentCreate($1, $2) }
            try run(ReadinessAttest.self, school) { try $0.readinessAttest($1, $2) }
            try run(EnrolmentConfirm.self, school) { try $0.enrolmentConfirm($1, $2) }
        }
        return cohort
    }

    fileprivate static let three = urns[2...4].map { JSONValue.integer(Int64($0)) }

    @discardableResult
    fileprivate func confirm(group: Int64) throws -> Outcome {
        try run(GroupConfirm.self, ["group": .integer(group)]) { try $0.groupConfirm($1, $2) }
    }

    /// Carries cohort 1, with group 1 confirmed, to its end.
    fileprivate func completeCycle() throws {
        func session(_ kind: String, _ date: String) throws {
            let id = try schedule(kind, on: date, from: "09:00", to: "12:00").id
            try advance(to: date + "T13:00:00Z")
            try run(SessionHold.self, ["session": .integer(try #require(id))]) { try $0.sessionHold($1, $2) }
        }
        try run(CohortStart.self, ["cohort": .integer(1)]) { try $0.cohortStart($1, $2) }
        for visit in 1...3 { try agree(Int64(visit), on: "2026-10-06") }
        try advance(to: "2026-10-06T16:00:00Z")
        for visit in 1...3 {
            try run(VisitHold.self, ["visit": .integer(Int64(visit))]) { try $0.visitHold($1, $2) }
        }
        try session("feedback", "2026-12-01")
        try run(CohortClose.self, ["cohort": .integer(1)]) { try $0.cohortClose($1, $2) }
    }
}

@Test func `Quality of Education is for groups that completed a cycle together and had the further training`() throws {
    let network = try Network()
    let (group, proposed) = try network.proposeGroup(named: "QE 2026", on: "quality-of-education")
    #expect(proposed.warnings.count == 1)
    let refusal = #expect(throws: Refusal.self) { try network.confirm(group: group) }
    #expect(refusal?.code == .ruleRefused)
    #expect(refusal?.message.contains("School 2 and School 3; School 2 and School 4; School 3 and School 4") == true)
    #expect(refusal?.message.contains("School 2, School 3 and School 4 have not had the further training") == true)
}

@Test func `schools that completed a cycle together are established, and once trained may take any theme`() throws {
    let network = try Network()
    let (first, _) = try network.proposeGroup(named: "PD 2026", on: "personal-development")
    try network.confirm(group: first)
    try network.completeCycle()
    let (group, _) = try network.proposeGroup(named: "QE 2027", on: "quality-of-education")
    let refusal = #expect(throws: Refusal.self) { try network.confirm(group: group) }
    #expect(refusal?.message.contains("completed a cycle") == false)
    #expect(refusal?.message.contains("further training") == true)
    try network.train(Network.urns[2...4])
    #expect(try network.confirm(group: group).changes.first == "Group A is confirmed.")
}

@Test func `who completed a cycle together is forgotten five years after the cohort was closed`() throws {
    let network = try Network()
    try network.confirm(group: network.proposeGroup(named: "PD 2026", on: "personal-development").group)
    try network.completeCycle()
    // Closed on 1 December 2026.
    network.now = Instant(rfc3339: "2031-11-30T12:00:00Z")!
    #expect(try network.due(.pairing) == 0)
    network.now = Instant(rfc3339: "2031-12-01T12:00:00Z")!
    #expect(try network.due(.pairing) == 1)
    let outcome = try network.purge()
    #expect(outcome.changes.contains("Pairing histories purged: 1."))
    #expect(try network.due(.pairing) == 0)
    let (_, proposed) = try network.proposeGroup(named: "QE 2032", on: "quality-of-education")
    #expect(proposed.warnings.first?.contains("completed a cycle") == true)
}

@Test func `any theme may demand what Quality of Education demands`() throws {
    let network = try Network()
    try network.demand(["further_training": .bool(true)])
    let (group, _) = try network.proposeGroup(named: "PD 2026", on: "personal-development")
    try network.train(Network.urns[2...3])
    let refusal = #expect(throws: Refusal.self) { try network.confirm(group: group) }
    #expect(refusal?.message.contains("School 4 has not had the further training") == true)
    try network.demand(["further_training": .bool(false)])
    try network.confirm(group: group)
}

@Test func `a theme is added, renamed and retired without a new release`() throws {
    let network = try Network()
    try network.run(ThemeAdd.self, ["title": .string("Attendance & Behaviour"), "further_training": .bool(true)]) {
        try $0.themeAdd($1, $2)
    }
    let added = try #require(try network.themes().first { $0.key == "attendance-behaviour" })
    #expect(added.demands == ThemeDemands(furtherTraining: true))
    try network.run(
        ThemeRename.self, ["theme": .string("attendance-behaviour"), "title": .string("Attendance and Behaviour")]
    ) { try $0.themeRename($1, $2) }
    #expect(try network.themes().contains { $0.title == "Attendance and Behaviour" })
    try network.run(ThemeRetire.self, ["theme": .string("attendance-behaviour")]) { try $0.themeRetire($1, $2) }
    #expect(try !network.themes().contains { $0.key == "attendance-behaviour" })
    #expect(try network.themes(retired: true).map(\.key) == ["attendance-behaviour"])
    #expect(throws: Refusal.self) { try network.confirmedCohort("Late", "attendance-behaviour") }
    // A retired theme's title is not given to another by mistake.
    let refusal = #expect(throws: Refusal.self) {
        try network.run(
            ThemeRename.self, ["theme": .string("send"), "title": .string("Attendance and Behaviour")]
        ) { try $0.themeRename($1, $2) }
    }
    #expect(refusal?.code == .exists)
}

@Test func `a retired theme stays with the cohorts that have it`() throws {
    let network = try Network()
    let (group, _) = try network.proposeGroup(named: "PD 2026", on: "personal-development")
    try network.run(ThemeRetire.self, ["theme": .string("personal-development")]) { try $0.themeRetire($1, $2) }
    try network.confirm(group: group)
    #expect(try network.cohort().groups.map(\.state) == [.confirmed])
}

@Test func `two schools with a conflict of interest are never put into a group, whatever the policy`() throws {
    let network = try Network()
    let pair: [String: JSONValue] = ["urn": Network.three[1], "other": Network.three[0], "reason": .string("dispute")]
    try network.run(ConflictCreate.self, pair) { try $0.conflictCreate($1, $2) }
    #expect(try network.run(ConflictCreate.self, pair) { try $0.conflictCreate($1, $2) }.changes == [])
    let refusal = #expect(throws: Refusal.self) { try network.proposeGroup(named: "PD 2026", on: "send") }
    #expect(refusal?.message.contains("School 2 and School 3 are never put into a group together") == true)
    try network.run(ConflictRemove.self, ["conflict": .integer(1)]) { try $0.conflictRemove($1, $2) }
    try network.proposeGroup(named: "PD 2027", on: "send")
}

@Test func `a conflict of interest that comes up later warns of the group that has both schools`() throws {
    let network = try Network()
    try network.proposeGroup(named: "PD 2026", on: "send")
    let outcome = try network.run(
        ConflictCreate.self, ["urn": Network.three[0], "other": Network.three[2], "reason": .string("relationship")]
    ) { try $0.conflictCreate($1, $2) }
    #expect(outcome.warnings.count == 1 && outcome.warnings[0].contains("group A of cohort 1"))
}

@Test func `the successor of a school is as established and as trained as the school was`() throws {
    let network = try Network()
    let (school, partner, successor) = (URN(Network.urns[2])!, URN(Network.urns[3])!, URN(Network.urns[4])!)
    try network.confirmedCohort("PD 2026", "personal-development")
    try network.train([school.number])
    try network.service.store.write { transaction in
        try transaction.recordPairing(partner, school, cohort: 1, on: CivilDate(iso: "2026-09-01")!)
        #expect(try !transaction.haveCompletedCycle(successor, partner))
        try transaction.moveStanding(of: school, to: successor)
        #expect(try transaction.haveCompletedCycle(successor, partner))
        #expect(try transaction.hasFurtherTraining(successor))
    }
}
