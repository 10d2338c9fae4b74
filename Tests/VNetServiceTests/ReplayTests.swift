import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

@Suite struct ReplayTests {
    private func create(_ name: String, key: String?, _ network: Network, dry: Bool = false) throws -> Outcome {
        var params: [String: JSONValue] = [
            "name": .string(name), "theme": .string("send"), "policy": .string("outward"), "dry_run": .bool(dry),
        ]
        params["idempotency_key"] = key.map { .string($0) }
        return try network.run(CohortCreate.self, params) { try $0.cohortCreate($1, $2) }
    }

    private func cohorts(_ network: Network) throws -> Int {
        try network.service.cohortList(CohortList.decode(JSONObject([])).request).cohorts.count
    }

    @Test func `the same request under the same key is done once, and answered alike, also after a restart`() throws {
        let network = try Network()
        let first = try create("A", key: "k1", network)
        let second = try create("A", key: "k1", network)
        try network.restart()
        let third = try create("A", key: "k1", network)
        #expect(!first.isReplay && second.isReplay && third == second)
        #expect(second.id == first.id && second.generation == first.generation)
        #expect(second.changes.count == 1)
        #expect(try cohorts(network) == 1)
        // The control: without the key it is another request, and there is nothing left to change.
        #expect(try create("A", key: nil, network).changes == [])
    }

    @Test func `a repetition is answered though the generation that it named has passed`() throws {
        let network = try Network()
        let generation = try create("A", key: nil, network).generation
        let params: [String: JSONValue] = [
            "cohort": .integer(1), "if_generation": .integer(generation), "idempotency_key": .string("open"),
        ]
        let first = try network.run(CohortOpen.self, params) { try $0.cohortOpen($1, $2) }
        let second = try network.run(CohortOpen.self, params) { try $0.cohortOpen($1, $2) }
        #expect(second.isReplay && second.generation == first.generation)
    }

    @Test func `another request under the same key is refused, and so is another file`() throws {
        let network = try Network()
        _ = try create("A", key: "k1", network)
        let refusal = #expect(throws: Refusal.self) { try create("B", key: "k1", network) }
        #expect(refusal?.code == .idempotencyMismatch)
        func contacts(_ file: String) throws -> Outcome {
            try network.run(ContactImport.self, ["idempotency_key": .string("k2")], file: file) {
                try $0.contactImport($1, $2)
            }
        }
        let file = "URN,role,name,e-mail\n120800,chair,Chris Chair,chair@school.example\n"
        _ = try contacts(file)
        #expect(try contacts(file).isReplay)
        // Whether somebody looks on at a terminal is no part of what is asked for.
        let watched = JSONObject([("idempotency_key", .string("k3")), ("progress", .bool(true))])
        #expect(ContactImport.canonical(watched) == ContactImport.canonical(JSONObject()))
        #expect(throws: Refusal.self) { try contacts(file + "120807,chair,Charlie Chair,c@school.example\n") }
    }

    @Test func `a refusal and a dry run are not remembered`() throws {
        let network = try Network()
        #expect(try create("A", key: "k1", network, dry: true).isDryRun)
        #expect(try !create("A", key: "k1", network).isReplay)
        #expect(throws: Refusal.self) { try create("", key: "k2", network) }
        #expect(throws: Refusal.self) {
            try network.run(CohortOpen.self, ["cohort": .integer(9), "idempotency_key": .string("k2")]) {
                try $0.cohortOpen($1, $2)
            }
        }
        #expect(try !create("B", key: "k2", network).isReplay)
    }

    @Test func `keys are one user's own`() throws {
        let network = try Network()
        let params = JSONObject([("version", .string("2")), ("idempotency_key", .string("k"))])
        let (request, options) = try ProtocolPublish.decode(params)
        func publish(_ uid: UInt32) throws -> Outcome {
            var context = Service.Context(
                verb: .protocolPublish, principal: Principal(uid: uid, granted: Permission.allCases), now: network.now,
                options: options)
            context.request = ProtocolPublish.canonical(params)
            return try network.service.protocolPublish(request, context)
        }
        #expect(try !publish(1).isReplay)
        #expect(try publish(1).isReplay)
        let others = try publish(2)
        #expect(!others.isReplay && others.changes == [])
    }

    @Test func `a key is forgotten after a day, and what is kept of it names nobody`() throws {
        let network = try Network()
        _ = try create("Cohort of Somebody", key: "key-of-somebody", network)
        try network.run(
            TenureReplace.self,
            [
                "urn": .integer(120_800), "role": .string("head"), "name": .string("Nadia Newhead"),
                "email": .string("nadia@school.example"), "idempotency_key": .string("key-of-nadia"),
            ]
        ) { try $0.tenureReplace($1, $2) }
        for text in ["key-of-somebody", "key-of-nadia", "Nadia Newhead", "nadia@school.example"] {
            #expect(try !network.find(text))
        }
        try network.advance(to: "2026-09-02T06:59:59Z")
        #expect(try create("Cohort of Somebody", key: "key-of-somebody", network).isReplay)
        try network.advance(to: "2026-09-02T08:00:00Z")
        #expect(try !create("Cohort of Somebody", key: "key-of-somebody", network).isReplay)
    }
}

@Suite struct EventTests {
    @Test func `each change leaves an event of ids, with the cohorts that it is about`() throws {
        let network = try Network()
        let before = try network.service.eventRange().latest
        try network.recruited(12)
        let events = try network.service.events(after: before, limit: 1000)
        #expect(events.map(\.seq) == Array(before + 1...before + Int64(events.count)))
        let names = Set(events.map(\.name))
        #expect(names.isSuperset(of: ["cohort.create", "cohort.open", "enrolment.create", "enrolment.confirm"]))
        #expect(events.filter { $0.name.hasPrefix("enrolment.") }.allSatisfy { $0.cohorts == [1] })
        #expect(events.allSatisfy { !$0.subject.contains("School") && !$0.subject.contains("@") })
    }

    @Test func `what the daemon does by itself leaves events too, and they go after thirty days`() throws {
        let network = try Network()
        try network.grouped()
        try network.advance(to: "2026-09-30T12:00:00Z")
        let events = try network.service.events(after: 0, limit: 100_000)
        #expect(events.contains { $0.name == "reminder.compose" && $0.cohorts == [1] })
        #expect(events.contains { $0.name == "deliver.report" && $0.subject.hasPrefix("message ") })
        let latest = try network.service.eventRange().latest
        try network.advance(to: "2027-01-31T12:00:00Z")
        let left = try network.service.events(after: 0, limit: 100_000)
        let oldest = Instant(rfc3339: "2026-12-31T00:00:00Z")!
        #expect(left.allSatisfy { $0.at.seconds >= oldest.seconds })
        #expect(try network.service.eventRange().latest >= latest)
    }

    @Test func `a dry run and a refusal leave none`() throws {
        let network = try Network()
        let before = try network.service.eventRange().latest
        try network.run(
            CohortCreate.self,
            ["name": .string("A"), "theme": .string("send"), "policy": .string("outward"), "dry_run": .bool(true)]
        ) { try $0.cohortCreate($1, $2) }
        #expect(throws: Refusal.self) {
            try network.run(CohortOpen.self, ["cohort": .integer(9)]) { try $0.cohortOpen($1, $2) }
        }
        #expect(try network.service.eventRange().latest == before)
    }
}
