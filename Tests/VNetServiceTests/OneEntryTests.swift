import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// One person has an event in the calendar once, and gets one mail about it, whatever number of schools brings them.
struct OneEntryTests {
    let network: Network

    init() throws { network = try Network() }

    private func urn(_ school: Int) -> JSONValue { .integer(Int64(Network.urns[school])) }

    /// Has head `head` be head of another school, too.
    private func putInCharge(_ head: Int, of school: Int) throws {
        try network.run(
            TenureReplace.self,
            [
                "urn": urn(school), "role": .string("head"), "name": .string("Head \(head)"),
                "email": .string("head\(head)@school.example"),
            ]
        ) { try $0.tenureReplace($1, $2) }
    }

    /// A cohort of six whose training is on Tuesday 6 October. Head 2 is head of the schools 2 and 3; Pat is delegate of both,
    /// and Sam of school 2 alone.
    private func trained() throws {
        try network.recruited(6)
        try putInCharge(2, of: 3)
        for (school, name) in [(2, "Pat"), (3, "Pat"), (2, "Sam")] {
            try network.run(
                TenureOpen.self,
                [
                    "urn": urn(school), "role": .string("delegate"), "name": .string(name),
                    "email": .string("\(name.lowercased())@school.example"),
                ]
            ) { try $0.tenureOpen($1, $2) }
        }
        try network.schedule("training", on: "2026-10-06")
    }

    private func withdraw(_ school: Int) throws {
        try network.run(EnrolmentWithdraw.self, ["cohort": .integer(1), "urn": urn(school)]) {
            try $0.enrolmentWithdraw($1, $2)
        }
    }

    private func head(_ school: Int) throws -> Int64 {
        try #require(try network.people(school).first { $0.role == .head && $0.until == nil }).id
    }

    /// The kinds of what was written about dates to somebody, the newest first.
    private func letters(to person: Int64) throws -> [(id: Int64, kind: MessageKind)] {
        try network.messages().filter { $0.person == person && $0.kind != .reminder && $0.kind != .digest }
            .map { ($0.id, $0.kind) }
    }

    private func entries(of person: Int64) throws -> [InviteList.Row] {
        try network.service.inviteList(InviteList.decode(JSONObject([("person", .integer(person))])).request).rows
    }

    @Test func `a head of two schools is invited once, for both of them`() throws {
        try trained()
        let letters = try letters(to: head(2))
        #expect(letters.map(\.kind) == [.invitation])
        let words = try network.words(of: try #require(letters.first).id)
        #expect(words.contains("School 2 and School 3 take part in PD 2026."))
        let entries = try entries(of: head(2))
        #expect(entries.map(\.schools) == [[2, 3].compactMap { URN(Network.urns[$0]) }])
    }

    @Test func `a delegate of both schools gets one copy`() throws {
        try trained()
        let pat = try #require(try network.people(2).first { $0.name == "Pat" })
        #expect(try letters(to: pat.id).map(\.kind) == [.invitation])
    }

    @Test func `the entry stays while one school brings the person, and goes with the last`() throws {
        try trained()
        let (person, first) = (try head(2), try letters(to: head(2)).count)
        try network.deliver()
        try withdraw(2)
        #expect(try letters(to: person).count == first)
        #expect(try entries(of: person).map(\.schools) == [[try #require(URN(Network.urns[3]))]])
        #expect(try entries(of: person).map(\.standing) == [.agreed])
        try withdraw(3)
        #expect(try letters(to: person).map(\.kind) == [.cancellation, .invitation])
        let words = try network.words(of: try #require(letters(to: person).first).id)
        #expect(words.contains("School 3 no longer takes part in PD 2026"))
        #expect(!words.contains("School 2"))
        #expect(try entries(of: person).map(\.standing) == [.cancelled])
    }

    @Test func `a mail that has not left names the schools that bring the person then`() throws {
        try trained()
        try withdraw(2)
        let pending = try network.messages().filter { try $0.person == head(2) && $0.state == .pending }
        #expect(pending.map(\.kind) == [.invitation])
        #expect(try network.words(of: try #require(pending.first).id).contains("School 3 takes part in PD 2026."))
        #expect(try entries(of: head(2)).map(\.sequence) == [0])
    }

    @Test func `a delegate of a school that left earlier still learns that the entry is gone`() throws {
        try trained()
        try network.deliver()
        let sam = try #require(try network.people(2).first { $0.name == "Sam" }).id
        try withdraw(2)
        #expect(try letters(to: sam).map(\.kind) == [.invitation])
        try withdraw(3)
        #expect(try letters(to: sam).map(\.kind) == [.cancellation, .invitation])
    }

    @Test func `schools that leave together are named in one cancellation`() throws {
        try trained()
        try network.deliver()
        try network.run(CohortCancel.self, ["cohort": .integer(1)]) { try $0.cohortCancel($1, $2) }
        let letters = try letters(to: head(2))
        #expect(letters.map(\.kind) == [.cancellation, .invitation])
        let words = try network.words(of: try #require(letters.first).id)
        #expect(words.contains("it has been called off"))
        #expect(words.contains("you were invited for School 2 and School 3."))
    }

    @Test func `who comes back to an event has the same entry again, with a higher sequence`() throws {
        try trained()
        try network.deliver()
        let uid = try entries(of: head(2)).map(\.uid)
        for school in [2, 3] { try withdraw(school) }
        try network.deliver()
        let school: [String: JSONValue] = ["cohort": .integer(1), "urn": urn(3)]
        try network.run(EnrolmentCreate.self, school) { try $0.enrolmentCreate($1, $2) }
        try network.run(ReadinessAttest.self, school) { try $0.readinessAttest($1, $2) }
        try network.run(EnrolmentConfirm.self, school) { try $0.enrolmentConfirm($1, $2) }
        let entries = try entries(of: head(2))
        #expect(entries.map(\.uid) == uid)
        #expect(entries.map(\.sequence) == [2] && entries.map(\.standing) == [.agreed])
        #expect(entries.map(\.schools) == [[try #require(URN(Network.urns[3]))]])
    }

    @Test func `who reviews a visit and becomes head of its host as well keeps the one entry`() throws {
        try network.grouped()
        try network.agree(1, on: "2026-11-03")
        try network.deliver()
        let (reviewer, former) = (try head(4), try head(0))
        let before = try letters(to: reviewer).count
        try putInCharge(4, of: 0)
        #expect(try letters(to: former).first?.kind == .cancellation)
        #expect(try letters(to: reviewer).count == before)
        let ofVisit = try entries(of: reviewer).filter { $0.about == "visit 1" }
        #expect(ofVisit.map(\.schools) == [[0, 4].compactMap { URN(Network.urns[$0]) }])
    }
}
