import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

extension Network {
    @discardableResult
    func join(_ urn: Int, since: String = "2026-09-01", until: String? = nil) throws -> Outcome {
        var params: [String: JSONValue] = ["urn": .integer(Int64(urn)), "since": .string(since)]
        params["until"] = until.map { .string($0) }
        return try run(MembershipCreate.self, params) { try $0.membershipCreate($1, $2) }
    }

    fileprivate func members(on day: String) throws -> [URN] {
        try service.membershipList(MembershipList.decode(JSONObject([("on", .string(day))])).request, at: now)
            .memberships.map(\.urn)
    }
}

@Test func `a membership is active from its first day to its last, both included`() throws {
    let network = try Network()
    try network.join(120_800, since: "2026-09-01", until: "2027-08-31")
    #expect(try network.members(on: "2026-08-31") == [])
    #expect(try network.members(on: "2026-09-01") == [URN(120_800)])
    #expect(try network.members(on: "2027-08-31") == [URN(120_800)])
    #expect(try network.members(on: "2027-09-01") == [])
}

@Test func `a school has one membership at a time, and may come back later`() throws {
    let network = try Network()
    let first = try #require(try network.join(120_800).id)
    #expect(try network.join(120_800).changes == [])
    let refusal = #expect(throws: Refusal.self) { try network.join(120_800, since: "2027-01-01") }
    #expect(refusal?.code == .exists)
    let end: [String: JSONValue] = ["membership": .integer(first), "on": .string("2026-12-31")]
    try network.run(MembershipEnd.self, end) { try $0.membershipEnd($1, $2) }
    #expect(try network.run(MembershipEnd.self, end) { try $0.membershipEnd($1, $2) }.changes == [])
    try network.join(120_800, since: "2027-01-01")
    #expect(throws: Refusal.self) {
        try network.run(MembershipEnd.self, ["membership": .integer(first), "on": .string("2027-02-01")]) {
            try $0.membershipEnd($1, $2)
        }
    }
    #expect(throws: Refusal.self) { try network.join(120_807, since: "2026-09-02", until: "2026-09-01") }
}
