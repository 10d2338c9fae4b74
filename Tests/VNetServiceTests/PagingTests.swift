import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

@Suite struct PagingTests {
    /// The parameters of a list, as they come on the wire.
    private func params(_ limit: Int64, _ cursor: Cursor?, _ more: [(key: String, value: JSONValue)] = []) -> JSONObject
    {
        JSONObject([("limit", .integer(limit))] + (cursor.map { [("cursor", .string($0.wireText))] } ?? []) + more)
    }

    private func schools(_ network: Network, _ params: JSONObject) throws -> Page<SchoolList> {
        try network.service.schoolList(SchoolList.decode(params).request)
    }

    /// Every page from the first to the last, read with so many rows at a time.
    private func pages<List: Listing>(
        _: List.Type, _ limit: Int64, _ more: [(key: String, value: JSONValue)] = [],
        _ list: (List) throws -> Page<List>
    ) throws -> [Page<List>] {
        var pages: [Page<List>] = []
        repeat {
            pages.append(try list(List.decode(params(limit, pages.last?.next, more)).request))
        } while pages.last?.next != nil && pages.count < 200
        return pages
    }

    @Test func `pages of any size hold every row once, in the order of the whole list`() throws {
        let network = try Network()
        let whole = try schools(network, params(1000, nil))
        #expect(whole.schools.map(\.urn.number).sorted() == Network.urns)
        #expect(whole.next == nil)
        for limit in [1, 5, 11, 12] as [Int64] {
            let pages = try pages(SchoolList.self, limit) { try network.service.schoolList($0) }
            #expect(pages.flatMap(\.schools).map(\.urn) == whole.schools.map(\.urn))
            #expect(pages.count == Int((12 + limit - 1) / limit))
            #expect(pages.allSatisfy { $0.isChanged != true && $0.schools.count <= limit })
        }
    }

    @Test func `each list that comes by the page pages alike, filtered too`() throws {
        let network = try Network()
        try network.grouped()
        let reminders = try pages(ReminderList.self, 7, [("cohort", .integer(1))]) {
            try network.service.reminderList($0)
        }
        #expect(reminders.count > 2)
        #expect(reminders.flatMap(\.reminders).map(\.id) == (try network.scheduled().map(\.id)))
        let messages = try pages(OutboxList.self, 3, [("state", .string("sent"))]) {
            try network.service.outboxList($0)
        }
        let sent = try network.messages().filter { $0.state == .sent }
        #expect(messages.count > 2 && messages.flatMap(\.messages).map(\.id) == sent.map(\.id))
        let events = try pages(AuditList.self, 10) { try network.service.auditList($0) }.flatMap(\.events).map(\.id)
        #expect(events.count > 20 && events == events.sorted(by: >) && Set(events).count == events.count)
    }

    @Test func `short lists page as well, each in its order`() throws {
        let network = try Network()
        try network.grouped()
        try network.run(ProtocolPublish.self, ["version": .string("2026-10")]) { try $0.protocolPublish($1, $2) }
        let themes = try pages(ThemeList.self, 2) { try network.service.themeList($0) }
        #expect(themes.count == 3)
        let titles = themes.flatMap(\.rows).map(\.title)
        #expect(titles == titles.sorted() && titles.count == 5)
        let owed = try pages(ObligationList.self, 5, [("cohort", .integer(1))]) {
            try network.service.obligationList($0)
        }
        #expect(owed.map(\.rows.count) == [5, 5, 2])
        #expect(owed.flatMap(\.rows).map(\.urn.number) == Network.urns)
        let versions = try pages(ProtocolList.self, 1) { try network.service.protocolList($0) }
        #expect(versions.flatMap(\.rows).map(\.version).first == "2026-10" && versions.count == 2)
        let people = try pages(PersonList.self, 1, [("urn", .integer(Int64(Network.urns[0])))]) {
            try network.service.personList($0)
        }
        #expect(people.flatMap(\.rows).map(\.role) == (try network.people(0).map(\.role)))
    }

    @Test func `every list comes by the page, with fields and a filter`() {
        for verb in Verb.allCases where verb.rawValue.hasSuffix(".list") {
            let names = verb.request.parameters.map(\.name)
            #expect(["limit", "cursor", "fields", "filter"].allSatisfy(names.contains), "\(verb)")
        }
    }

    @Test func `a filter leaves the rows whose fields have its values, on pages of any size`() throws {
        let network = try Network()
        try network.grouped()
        let all = try network.messages()
        let kind = all[0].kind
        let wanted = all.filter { $0.kind == kind && $0.state == .sent }.map(\.id)
        #expect(!wanted.isEmpty && wanted.count < all.count)
        let filter = JSONValue.object(JSONObject([("kind", .string(kind.rawValue)), ("state", .string("sent"))]))
        for limit in [1, 3, 1000] as [Int64] {
            let pages = try pages(OutboxList.self, limit, [("filter", filter)]) { try network.service.outboxList($0) }
            #expect(pages.flatMap(\.rows).map(\.id) == wanted, "\(limit)")
            #expect(pages.dropLast().allSatisfy { $0.rows.count == limit })
        }
        let none = try pages(OutboxList.self, 5, [("filter", .object(JSONObject([("state", .string("failed"))])))]) {
            try network.service.outboxList($0)
        }
        #expect(none.flatMap(\.rows).isEmpty && none.count == 1)
    }

    @Test(arguments: ["Caf\u{e9} circle", "Cafe\u{301} circle"])
    func `a filter's fields may come in any order, and its letters in either spelling`(_ name: String) throws {
        let network = try Network()
        for name in ["Caf\u{e9} circle", "Another"] {
            try network.run(
                CohortCreate.self,
                ["name": .string(name), "theme": .string("personal-development"), "policy": .string("outward")]
            ) { try $0.cohortCreate($1, $2) }
        }
        func found(_ state: String) throws -> [Int64] {
            let filter = JSONObject([("state", .string(state)), ("name", .string(name))])
            return try network.service.cohortList(
                CohortList.decode(JSONObject([("filter", .object(filter))])).request
            ).cohorts.map(\.id)
        }
        #expect(try found("draft") == [1])
        #expect(try found("closed") == [])
    }

    @Test func `nobody filters by what some who may see the list may not see`() {
        for verb in Verb.allCases where verb.rawValue.hasSuffix(".list") {
            let parameter = verb.request.parameters.first { $0.name == "filter" }
            guard case .record(let fields)? = parameter?.type else {
                Issue.record("\(verb)")
                continue
            }
            #expect(fields.allSatisfy { $0.reader == .connect }, "\(verb)")
        }
    }

    @Test(arguments: [
        #"{"nmae":"x"}"#, #"{"open":"yes"}"#, #"{"urn":"12"}"#, #"{"name":["x"]}"#, #"{"name":null}"#, "[]", #""x""#,
    ])
    func `a filter by no field, or a value that no row can have, is refused`(_ filter: String) throws {
        let params = JSONObject([("filter", try JSON.parse(filter))])
        let refusal = #expect(throws: Refusal.self) { try SchoolList.decode(params) }
        #expect(refusal?.code == .paramsInvalid && refusal?.path == "$.filter")
    }

    @Test func `a page that is read after a change says so, and so do those that follow`() throws {
        let network = try Network()
        let first = try schools(network, params(5, nil))
        try network.run(
            CohortCreate.self,
            ["name": .string("A"), "theme": .string("send"), "policy": .string("outward")]
        ) { try $0.cohortCreate($1, $2) }
        let second = try schools(network, params(5, first.next))
        let third = try schools(network, params(5, second.next))
        #expect(first.isChanged == nil && second.isChanged == true && third.isChanged == true)
        #expect(try schools(network, params(5, nil)).isChanged == nil)
        #expect((first.rows + second.rows + third.rows).count == 12)
    }

    @Test func `a row that is inserted before the cursor moves no other row across it`() throws {
        let network = try Network()
        for name in ["A", "B", "C"] { try create(name, network) }
        let list = { (cursor: Cursor?) in
            try network.service.cohortList(CohortList.decode(self.params(2, cursor)).request)
        }
        let first = try list(nil)
        try create("D", network)
        let second = try list(first.next)
        #expect(first.cohorts.map(\.name) == ["C", "B"])
        #expect(second.cohorts.map(\.name) == ["A"])
    }

    private func create(_ name: String, _ network: Network) throws {
        try network.run(
            CohortCreate.self, ["name": .string(name), "theme": .string("send"), "policy": .string("outward")]
        ) { try $0.cohortCreate($1, $2) }
    }

    @Test func `only the fields that are asked for are written, and the reply says which`() throws {
        let network = try Network()
        let page = try schools(network, params(1, nil, [("fields", .array([.string("urn"), .string("town")]))]))
        var bytes: [UInt8] = []
        ReplyFields.append(page, to: &bytes, readers: [.connect, .read])
        guard case .object(let reply) = try JSON.parse(bytes), case .array(let rows)? = reply["schools"] else {
            throw Refusal(.internalError, "no object")
        }
        #expect(rows == [.object(JSONObject([("urn", .integer(120_800)), ("town", .string("Norwich"))]))])
        #expect(reply["fields"] == .array([.string("urn"), .string("town")]))
        #expect(reply["changed"] == nil)
    }

    @Test(arguments: [
        ("cursor", JSONValue.string("xyz")), ("cursor", .string("5b5d")), ("cursor", .integer(3)),
        ("cursor", .string(Cursor.sample.wireText)), ("limit", .integer(0)), ("limit", .integer(1001)),
        ("limit", .integer(.min)), ("fields", .array([.string("nmae")])), ("fields", .string("name")),
    ])
    func `what is no cursor, limit or field of this list is refused by name`(_ name: String, _ value: JSONValue) throws
    {
        let refusal = #expect(throws: Refusal.self) { try SchoolList.decode(JSONObject([(name, value)])) }
        #expect(refusal?.code == .paramsInvalid && refusal?.path == "$.\(name)")
    }
}
