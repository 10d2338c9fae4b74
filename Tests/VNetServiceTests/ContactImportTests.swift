import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

struct ContactImportTests {
    private func people(_ network: Network, _ urn: Int) throws -> [String] {
        try network.service.personList(PersonList.decode(JSONObject([("urn", .integer(Int64(urn)))])).request).people
            .map {
                "\($0.role) \($0.name)\($0.until == nil ? "" : ", former")"
            }
    }

    @Test func `a new head ends the old tenure, and invitations follow`() throws {
        let network = try Network()
        try network.grouped()
        try network.agree(1, on: "2026-11-03")
        try network.deliver()
        let before = try network.messages().count
        let outcome = try network.contacts("\(Network.urns[0]),head,New Head,new@school.example\n")
        #expect(outcome.changes.prefix(2) == ["1 contact changed.", "changed: head of School 0 (\(Network.urns[0]))"])
        #expect(try people(network, Network.urns[0]) == ["head New Head", "head Head 0, former"])
        let kinds = try network.messages().prefix(network.messages().count - before).map(\.kind)
        #expect(kinds.contains(.cancellation) && kinds.contains(.invitation))
        #expect(try network.contacts("\(Network.urns[0]),head,New Head,new@school.example\n").changes == [])
    }

    @Test func `every role is held beside the others, and one person at two schools is one person`() throws {
        let network = try Network()
        let rows = ["deputy", "sendco", "dsl", "chair", "delegate"].map {
            "\(Network.urns[0]),\($0),Kim \($0),\($0)@school.example\n"
        }
        #expect(try network.contacts(rows.joined()).changes.first == "5 contacts added.")
        #expect(try people(network, Network.urns[0]).count == 6)
        let other = try network.contacts("\(Network.urns[1]),dsl,Kim dsl,dsl@school.example\n")
        #expect(other.changes.first == "1 contact added.")
        #expect(try people(network, Network.urns[1]) == ["dsl Kim dsl", "head Head 1"])
        #expect(try network.contacts(rows.joined()).changes == [])
    }

    @Test func `faults are named by line and column, all of them, and nothing is imported`() throws {
        let network = try Network()
        let good = "\(Network.urns[0]),deputy,Kim,kim@school.example\n"
        let file = good + "120801,head,Jo,jo@school.example\n" + "\(Network.urns[1]),dsl,Al,nowhere\n"
        let refusal = try #require(throws: Refusal.self) { try network.contacts(file) }
        #expect(refusal.code == .dataInvalid)
        #expect(refusal.details.map { $0.prefix(24) } == ["line 3, column 1 (URN): ", "line 4, column 4 (e-mail"])
        #expect(try people(network, Network.urns[0]) == ["head Head 0"])
        let outcome = try network.contacts(file, ["skip_broken": .bool(true)])
        #expect(outcome.warnings.count == 2)
        #expect(try people(network, Network.urns[0]) == ["deputy Kim", "head Head 0"])
    }

    @Test func `what is said of an import names no person and no address`() throws {
        let network = try Network()
        let outcome = try network.contacts("\(Network.urns[0]),head,Sam Secret,secret@school.example\n")
        #expect(!outcome.changes.isEmpty)
        #expect(!(outcome.changes + outcome.warnings).contains { $0.lowercased().contains("secret") })
        #expect(try network.people(0).contains { $0.email.contains("secret@") })
    }
}

struct HolidayImportTests {
    private func load(_ network: Network, _ events: [(String, String)]) throws -> Outcome {
        let list = events.map { #"{"title":"\#($0)","date":"\#($1)","notes":"","bunting":true}"# }.joined(
            separator: ",")
        let file = #"{"england-and-wales":{"division":"england-and-wales","events":[\#(list)]}}"#
        return try network.load(HolidayImport.self, Array(file.utf8)) { try $0.holidayImport($1, $2) }
    }

    @Test func `a bank holiday that was moved is on one day, and reminders follow`() throws {
        let network = try Network()
        try network.grouped()
        try network.agree(1, on: "2026-11-03")
        let ends = [("New Year’s Day", "2026-01-01"), ("Christmas Day", "2026-12-25")]
        _ = try load(network, ends + [("Jubilee", "2026-11-02")])
        func visitTomorrow() throws -> [String] {
            try network.reminders().filter { $0.kind == .visit && $0.about == "visit 1" }.map {
                String($0.at.rfc3339UTC.prefix(10))
            }
        }
        #expect(try Set(visitTomorrow()) == ["2026-10-30"])
        let outcome = try load(network, ends + [("Jubilee", "2026-11-09")])
        #expect(
            outcome.changes == [
                "1 bank holiday added.", "added: Monday 9 November 2026, Jubilee", "1 bank holiday removed.",
                "removed: Monday 2 November 2026, Jubilee",
            ])
        #expect(try Set(visitTomorrow()) == ["2026-11-02"])
        #expect(try load(network, ends + [("Jubilee", "2026-11-09")]).changes == [])
    }
}
