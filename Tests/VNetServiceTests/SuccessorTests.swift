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
                    try $0.enrolmentPause($1, $2)
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
        try network.run(MembershipCreate.self, ["urn": urn]) { try $0.membershipCreate($1, $2) }
        try network.run(
            ConflictCreate.self,
            ["urn": urn, "other": .integer(Int64(Network.urns[11])), "reason": .string("leadership")]
        ) { try $0.conflictCreate($1, $2) }
        try network.links(link)
        let ofSuccessor = JSONObject([("urn", .integer(Int64(Self.new)))])
        let memberships = try network.service.membershipList(
            MembershipList.decode(ofSuccessor).request, at: network.now)
        #expect(memberships.memberships.count == 1)
        let conflicts = try network.service.conflictList(ConflictList.decode(ofSuccessor).request)
        #expect(conflicts.conflicts.count == 1)
    }

    @Test func `a successor is closed on the days on which its predecessor was`() throws {
        let network = try converted()
        try network.terms([("INSET day", "20261102", "20261103")], ["urn": .integer(Int64(Self.old))])
        func timetable() throws -> [String] {
            try network.reminders().filter { $0.kind == .timetable && $0.to.contains("School 4") }.map {
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
        #expect(kinds.contains(.cancellation) && kinds.contains(.invitation))
    }

    @Test func `the order of the register and the links file does not matter`() throws {
        let network = try Network()
        try network.grouped()
        #expect(try network.links(link).warnings.contains { $0.contains("is open, by the register, and stays") })
        var file = SmallRegister()
        file.rows[4][2] = "Closed"
        let early = try network.schools(file.text)
        #expect(early.warnings.contains { $0.contains("successor \(Self.new) is not on the register") })
        file.rows.append(["\(Self.new)", "School 4 Academy", "Open", "Norwich", "NR1 1AA", "", "", "926", "Norfolk"])
        let outcome = try network.schools(file.text)
        #expect(outcome.changes.contains { $0.contains("goes on in cohort 1 as School 4 Academy") })
        #expect(!outcome.warnings.contains { $0.contains("is closed") })
    }

    @Test func `a conversion that is still to come waits for the register that knows of it`() throws {
        let network = try Network()
        try network.grouped()
        var file = SmallRegister()
        file.rows.append(["\(Self.new)", "Academy", "Proposed to open", "Norwich", "NR1 1AA", "", "", "926", "Norfolk"])
        try network.schools(file.text)
        let later = "\(Self.old),\(Self.new),Academy,Successor,01-01-2027\n"
        #expect(try network.links(later).warnings == [])
        network.now = Instant(rfc3339: "2027-01-02T09:00:00Z")!
        let outcome = try network.links(later)
        #expect(
            outcome.warnings == [
                "School 4 (\(Self.old)) is open, by the register, and stays in its cohorts, though the links file has school "
                    + "\(Self.new) as its successor (succession, from Friday 1 January 2027). If it has closed since, import "
                    + "the present register."
            ])
        #expect(try network.cohort().enrolments.contains { $0.urn == URN(Self.old) })
        file.rows[4][2] = "Closed"
        try network.schools(file.text)
        #expect(try network.cohort().enrolments.contains { $0.urn == URN(Self.new) })
    }

    @Test(arguments: [
        "Successor", "Successor - Split School", "Successor - merged", "Successor - amalgamated",
    ])
    func `a school that is open stays in its cohorts, whatever the links say, and that is told`(_ kind: String) throws {
        let network = try Network()
        try network.grouped()
        let other = Network.urns[11]
        let outcome = try network.links("\(Self.old),\(other),School 11,\(kind),01-01-2020\n")
        #expect(outcome.warnings.count == 1)
        #expect(outcome.warnings.first?.contains("is open, by the register, and stays in its cohorts") == true)
        #expect(!outcome.changes.contains { $0.contains("goes on") })
        #expect(try network.cohort().enrolments.contains { $0.urn == URN(Self.old) })
    }

    @Test(arguments: [
        ("Successor - Split School", "split"), ("Successor - merged", "merger"),
        ("Successor - amalgamated", "amalgamation"),
    ])
    func `of a school that has closed a part, or with others, is told and not followed`(_ kind: (String, String)) throws
    {
        let network = try converted()
        // One side has it as a plain succession.
        let outcome = try network.links(
            "\(Self.old),\(Self.new),School 4 Academy,\(kind.0),31-08-2026\n"
                + "\(Self.new),\(Self.old),School 4,Predecessor,01-09-2026\n")
        #expect(outcome.warnings.contains { $0.contains("successor: \(Self.new) (\(kind.1)). Withdraw it, and enrol") })
        #expect(outcome.warnings.contains { $0.hasPrefix("1 of the links have a different day on either side") })
        #expect(outcome.warnings.contains { $0.hasPrefix("1 of the links are a plain succession on one side") })
        #expect(try network.cohort().enrolments.contains { $0.urn == URN(Self.old) })
    }

    /// Registers of open schools only are as common as whole ones.
    @Test func `a school that is missing from a register newer than its link goes on as its successor`() throws {
        let network = try Network()
        try network.grouped()
        var file = SmallRegister()
        try network.schools(file.text)
        file.rows[4] = ["\(Self.new)", "School 4 Academy", "Open", "Norwich", "NR1 1AA", "", "", "926", "Norfolk"]
        try network.links("\(Self.old),\(Self.new),School 4 Academy,Successor,01-10-2026\n")
        let early = try network.schools(file.text)
        #expect(early.changes.contains("1 school missing from the file."))
        #expect(early.warnings.contains { $0.contains("School 4 (\(Self.old)) is on the register no more") })
        #expect(try network.cohort().enrolments.contains { $0.urn == URN(Self.old) })
        // It is back, and missing again from a register of after the day.
        try network.schools(SmallRegister().text)
        network.now = Instant(rfc3339: "2026-10-02T09:00:00Z")!
        try network.schools(file.text)
        #expect(try network.cohort().enrolments.contains { $0.urn == URN(Self.new) })
    }

    @Test func `a register that lacks many schools is an extract, and closes none`() throws {
        let network = try Network()
        try network.grouped()
        var file = SmallRegister()
        file.rows = Array(file.rows.prefix(2))
        let warnings = try network.schools(file.text).warnings
        #expect(warnings.contains { $0.hasPrefix("10 of the 12 open schools on record are missing from the file") })
        let outcome = try network.links("\(Self.old),\(Network.urns[1]),School 1,Successor,01-01-2020\n")
        #expect(!outcome.changes.contains { $0.contains("goes on") })
    }

    @Test func `a register that closes many schools at once is doubted, and moves nobody until it comes again`() throws
    {
        let network = try Network()
        try network.grouped()
        var file = SmallRegister()
        for row in [0, 4, 8, 9] { file.rows[row][2] = "Closed" }
        file.rows.append(["\(Self.new)", "School 4 Academy", "Open", "Norwich", "NR1 1AA", "", "", "926", "Norfolk"])
        try network.links(link)
        let warnings = try network.schools(file.text).warnings
        #expect(
            warnings.contains {
                $0.hasPrefix("4 of the 12 open schools on record are closed, which is unusually many.")
            })
        #expect(try network.cohort().enrolments.contains { $0.urn == URN(Self.old) })
        try network.schools(file.text)
        #expect(try network.cohort().enrolments.contains { $0.urn == URN(Self.new) })
    }

    @Test func `a links file that changes many links at once is doubted`() throws {
        let network = try Network()
        func file(_ day: String) -> String { (0..<5).map { "20000\($0),21000\($0),X,Successor,\(day)\n" }.joined() }
        #expect(try network.links(file("01-09-2020")).warnings == [])
        let warnings = try network.links(file("01-09-2021")).warnings
        #expect(warnings.contains { $0.hasPrefix("5 of the 5 links on record say something else in this file") })
    }

    @Test func `a school that is split is the administrator's to decide`() throws {
        let network = try converted()
        let outcome = try network.links(link + "\(Self.old),150002,Other Half,Successor - Split School,01-09-2026\n")
        #expect(outcome.warnings.contains { $0.contains("several successors: \(Self.new) and 150002") })
        #expect(try network.cohort().enrolments.contains { $0.urn == URN(Self.old) })
    }

    @Test func `schools that follow one another in a circle are said, and end nothing`() throws {
        let network = try converted()
        var file = SmallRegister()
        file.rows = [["\(Self.new)", "School 4 Academy", "Closed", "Norwich", "NR1 1AA", "", "", "926", "Norfolk"]]
        try network.schools(file.text)
        let outcome = try network.links(
            link + "\(Self.new),\(Self.old),School 4,Successor,01-09-2026\n150002,\(Self.old),X,Successor,01-09-2026\n")
        #expect(outcome.warnings.contains { $0.hasPrefix("2 schools follow one another in circles in this file: ") })
        #expect(outcome.warnings.contains { $0.contains("its successors lead back to itself") })
        #expect(try network.cohort().enrolments.contains { $0.urn == URN(Self.old) })
    }
}
