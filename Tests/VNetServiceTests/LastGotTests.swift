import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// What has changed is said against what the recipient last got. Visit 1, to school 0, is in calendars for Tuesday 3 November.
struct LastGotTests {
    let network: Network

    init() throws {
        network = try Network()
        try network.grouped()
        try network.agree(1, on: "2026-11-03")
        try network.deliver()
    }

    private func move(to day: String) throws {
        try network.run(
            VisitReschedule.self, ["visit": .integer(1), "date": .string(day), "agreed": .bool(true)]
        ) { try $0.visitReschedule($1, $2) }
    }

    private func pending(_ kind: MessageKind) throws -> [String] {
        try network.messages().filter { $0.state == .pending && $0.kind == kind }.map { try network.words(of: $0.id) }
    }

    @Test func `a visit that moves twice before a mail has left has moved from the day that people have`() throws {
        try move(to: "2026-11-10")
        try move(to: "2026-11-17")
        let letters = try pending(.change)
        #expect(letters.count == 3)
        for letter in letters {
            #expect(letter.contains("has moved from Tuesday 3 November 2026 to Tuesday 17 November 2026"))
        }
    }

    @Test func `a visit that moves back before a mail has left is where people have it, and nothing is sent`() throws {
        try move(to: "2026-11-10")
        try #require(try pending(.change).count == 3)
        try move(to: "2026-11-03")
        #expect(try pending(.change) == [])
        try move(to: "2026-11-17")
        #expect(try pending(.change).count == 3)
    }

    @Test func `that a visit is off on its day goes out, whatever new day is set after it`() throws {
        try network.advance(to: "2026-11-03T07:30:00Z")
        try network.run(VisitMiss.self, ["visit": .integer(1)]) { try $0.visitMiss($1, $2) }
        try move(to: "2026-11-10")
        try move(to: "2026-11-17")
        #expect(try pending(.cancellation).count == 3)
        let invitations = try network.messages().filter { $0.state == .pending && $0.kind == .invitation }
        #expect(invitations.count == 3)
        for invitation in invitations {
            #expect(try network.words(of: invitation.id).contains("Tuesday 17 November 2026"))
            #expect(try network.calendarEntry(of: invitation.id)["SEQUENCE"] == "2")
        }
    }

    @Test func `what was under way when a visit moved, and did not arrive, is not sent after it`() throws {
        try move(to: "2026-11-10")
        let claim = try network.claim()
        try move(to: "2026-11-17")
        try network.report(claim, .deferred)
        network.now = network.now.adding(days: 1)
        try network.deliver()
        #expect(try network.messages().first { $0.id == claim.message }?.state == .cancelled)
    }

    @Test func `everyone concerned is told who leads a visit now`() throws {
        let lead = try #require(try network.cohort().visits.first { $0.id == 1 }).lead
        var others: [Int64] = []
        for school in [4, 8] {
            for person in try network.people(school) where person.id != lead { others.append(person.id) }
        }
        try network.run(VisitLead.self, ["visit": .integer(1), "person": .integer(try #require(others.first))]) {
            try $0.visitLead($1, $2)
        }
        let letters = try pending(.change)
        #expect(letters.count == 3)
        #expect(letters.count { $0.contains("You are now the lead reviewer") } == 1)
        #expect(letters.count { $0.contains("is now the lead reviewer") } == 2)
    }
}
