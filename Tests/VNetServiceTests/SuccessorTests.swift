import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

struct SuccessorTests {
    private static let old = Network.urns[4]
    private static let new = 150_001

    /// A grouped cohort with a visit to school 4 agreed, and the academy that it has become on the register.
    private func converted() throws -> Network {
        let network = try Network()
        try network.grouped()
        for visit in 1...3 as ClosedRange<Int64> { try network.agree(visit, on: "2026-11-0\(visit + 2)") }
        try network.deliver()
        var file = SmallRegister()
        file.rows[4][2] = "Closed"
        file.rows.append(["\(Self.new)", "School 4 Academy", "Open", "Norwich", "NR1 1AA", "", "", "926", "Norfolk"])
        try network.schools(file.text)
        return network
    }

    private let link = "\(Self.old),\(Self.new),School 4 Academy,Successor,01-09-2026\n"

    @Test func `academy conversion: the enrolment goes on under the successor, and its people with it`() throws {
        let network = try converted()
        let before = try network.messages().count
        let planned = try network.reminders().count
        let outcome = try network.links(link)
        #expect(
            outcome.changes.contains { $0.hasPrefix("School 4 (\(Self.old)) goes on in cohort 1 as School 4 Academy") })
        let cohort = try network.cohort()
        #expect(cohort.enrolments.contains { $0.urn == URN(Self.new) })
        #expect(!cohort.enrolments.contains { $0.urn == URN(Self.old) })
        #expect(cohort.groups.first?.schools.contains(URN(Self.new)!) == true)
        // The head is the same person with the same dates: nobody's calendar changes, and nothing is planned twice.
        #expect(try network.messages().count == before)
        #expect(try network.reminders().count == planned)
        #expect(try network.reminders().contains { $0.to == "head of School 4 Academy" })
        #expect(try !network.reminders().contains { $0.to == "head of School 4" })
        #expect(try network.links(link).changes == [])
    }

    @Test func `who names a school by the URN that it had before is told the one that it has in the cohort`() throws {
        let network = try converted()
        func refusal() -> Refusal? {
            #expect(throws: Refusal.self) {
                try network.run(EnrolmentPause.self, ["cohort": .integer(1), "urn": .integer(Int64(Self.old))]) {
                    try $0.pause($1, $2)
                }
            }
        }
        try network.links(link)
        #expect(
            refusal()?.message
                == "School \(Self.old) is School 4 Academy now, and is in cohort 1 as \(Self.new). Use that URN.")
        // The academy is taken over in its turn.
        var file = SmallRegister()
        file.rows[4] = ["\(Self.new)", "School 4 Academy", "Closed", "Norwich", "NR1 1AA", "", "", "926", "Norfolk"]
        file.rows.append(["150002", "Hill Academy", "Open", "Norwich", "NR1 1AA", "", "", "926", "Norfolk"])
        try network.schools(file.text)
        try network.links("\(Self.new),150002,Hill Academy,Successor,01-10-2026\n")
        #expect(
            refusal()?.message
                == "School \(Self.old) is Hill Academy now, and is in cohort 1 as 150002. Use that URN.")
    }

    @Test func `a successor is a member and has the conflicts of interest of its predecessor`() throws {
        let network = try converted()
        let urn = JSONValue.integer(Int64(Self.old))
        try network.run(MembershipCreate.self, ["urn": urn]) { try $0.createMembership($1, $2) }
        try network.run(
            ConflictCreate.self,
            ["urn": urn, "other": .integer(Int64(Network.urns[11])), "reason": .string("leadership")]
        ) { try $0.createConflict($1, $2) }
        try network.links(link)
        let ofSuccessor = JSONObject([("urn", .integer(Int64(Self.new)))])
        let memberships = try network.service.memberships(MembershipList.decode(ofSuccessor).request, at: network.now)
        #expect(memberships.memberships.count == 1)
        let conflicts = try network.service.conflicts(ConflictList.decode(ofSuccessor).request)
        #expect(conflicts.conflicts.count == 1)
    }

    @Test func `a successor is closed on the days on which its predecessor was`() throws {
        let network = try converted()
        try network.terms([("INSET day", "20261102", "20261103")], ["urn": .integer(Int64(Self.old))])
        func timetable() throws -> [String] {
            try network.reminders().filter { $0.kind == "timetable" && $0.to.contains("School 4") }.map {
                String($0.at.rfc3339UTC.prefix(10))
            }
        }
        // Five working days before Wednesday 4 November, of which Monday 2 November is none.
        #expect(try timetable() == ["2026-10-27"])
        try network.links(link)
        #expect(try timetable() == ["2026-10-27"])
    }

    @Test func `a successor with a head of its own has that head take over`() throws {
        let network = try converted()
        try network.contacts("\(Self.new),head,New Head,new@school.example\n")
        let before = try network.messages().count
        try network.links(link)
        let kinds = try network.messages().prefix(network.messages().count - before).map(\.kind)
        #expect(kinds.contains("cancellation") && kinds.contains("invitation"))
    }

    @Test func `the order of the register and the links file does not matter`() throws {
        let network = try Network()
        try network.grouped()
        let early = try network.links(link)
        #expect(early.warnings.contains { $0.contains("successor \(Self.new) is not on the register") })
        var file = SmallRegister()
        file.rows[4][2] = "Closed"
        file.rows.append(["\(Self.new)", "School 4 Academy", "Open", "Norwich", "NR1 1AA", "", "", "926", "Norfolk"])
        let outcome = try network.schools(file.text)
        #expect(outcome.changes.contains { $0.contains("goes on in cohort 1 as School 4 Academy") })
        #expect(!outcome.warnings.contains { $0.contains("is closed") })
    }

    @Test func `a conversion that is still to come waits for its day`() throws {
        let network = try Network()
        try network.grouped()
        var file = SmallRegister()
        file.rows.append(["\(Self.new)", "Academy", "Proposed to open", "Norwich", "NR1 1AA", "", "", "926", "Norfolk"])
        try network.schools(file.text)
        let later = "\(Self.old),\(Self.new),Academy,Successor,01-01-2027\n"
        try network.links(later)
        #expect(try network.cohort().enrolments.contains { $0.urn == URN(Self.old) })
        network.now = Instant(rfc3339: "2027-01-02T09:00:00Z")!
        try network.links(later)
        #expect(try network.cohort().enrolments.contains { $0.urn == URN(Self.new) })
    }

    @Test func `a school that is split is the administrator's to decide`() throws {
        let network = try converted()
        let outcome = try network.links(link + "\(Self.old),150002,Other Half,Successor - Split School,01-09-2026\n")
        #expect(outcome.warnings.contains { $0.contains("several successors: \(Self.new) and 150002") })
        #expect(try network.cohort().enrolments.contains { $0.urn == URN(Self.old) })
    }

    @Test func `schools that follow one another in a circle end nothing`() throws {
        let network = try converted()
        try network.links(link + "\(Self.new),\(Self.old),School 4,Successor,01-09-2026\n")
        #expect(try network.cohort().enrolments.count == 12)
    }
}
