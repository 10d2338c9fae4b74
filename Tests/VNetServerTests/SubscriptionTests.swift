import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetPlatform
import VNetServer
import VNetService

private func notices(_ messages: [JSONObject], _ method: String = "event") -> [JSONObject] {
    messages.compactMap { message in
        guard message["method"] == .string(method), case .object(let params)? = message["params"] else { return nil }
        return params
    }
}

private func numbers(_ notices: [JSONObject]) -> [Int64] {
    notices.compactMap { if case .integer(let seq)? = $0["seq"] { seq } else { nil } }
}

/// Creates cohorts of these names, one request each.
private func create(_ serving: Serving, _ client: LineClient, _ names: [String]) throws {
    for name in names {
        let reply = try serving.call(
            client, "cohort.create", #"{"name":"\#(name)","theme":"send","policy":"outward"}"#)
        try #require(reply["result"] != nil, "\(reply)")
    }
}

/// The number of the latest event, by a subscription.
private func subscribe(_ serving: Serving, _ client: LineClient, _ params: String = "{}") throws -> Int64 {
    let reply = try serving.call(client, "events.subscribe", params)
    return try #require({ if case .integer(let seq)? = reply.at(["result", "seq"]) { seq } else { nil } }())
}

@Test func `a subscriber is told of each change, in order, and nobody else is told of any`() throws {
    let serving = try Serving()
    let (watcher, other) = (try serving.connect(), try serving.connect())
    let start = try subscribe(serving, watcher)
    try create(serving, other, ["A", "B"])
    let told = notices(try serving.replies(watcher))
    #expect(told.map { $0["event"] } == [.string("cohort.create"), .string("cohort.create")])
    #expect(numbers(told) == [start + 1, start + 2])
    #expect(told.allSatisfy { $0["epoch"] == .string("5eed0001") })
    #expect(told.map { $0["cohorts"] } == [.array([.integer(1)]), .array([.integer(2)])])
    #expect(try serving.replies(other).isEmpty)
}

@Test func `a subscriber still has its own requests answered, and is told of its own changes after the reply`() throws {
    let serving = try Serving()
    let watcher = try serving.connect()
    _ = try subscribe(serving, watcher)
    watcher.send(
        #"{"id":1,"method":"cohort.create","params":{"name":"A","theme":"send","policy":"outward"}}"# + "\n"
            + #"{"id":2,"method":"ping"}"# + "\n")
    let messages = try serving.replies(watcher)
    #expect(messages.map { $0["id"] } == [.integer(1), .integer(2), nil])
    #expect(notices(messages).count == 1)
}

@Test func `who comes back with a cursor is told of all that it missed, once`() throws {
    let serving = try Serving()
    let (first, other) = (try serving.connect(), try serving.connect())
    let start = try subscribe(serving, first)
    try create(serving, other, ["A"])
    let seen = try #require(numbers(notices(try serving.replies(first))).last)
    first.hangUp()
    try create(serving, other, (0..<300).map { "C\($0)" })
    let again = try serving.connect()
    again.send(#"{"id":0,"method":"events.subscribe","params":{"since":"5eed0001:\#(seen)"}}"# + "\n")
    var messages: [JSONObject] = []
    while case let more = try serving.replies(again), !more.isEmpty { messages += more }
    #expect(numbers(notices(messages)) == Array(seen + 1...start + 301))
    #expect(messages.first?["result"] != nil && notices(messages, "gap").isEmpty)
}

@Test func `a cursor of another store, or of the future, is told that there is a gap`() throws {
    let serving = try Serving()
    for cursor in ["0ther:1", "5eed0001:99999"] {
        let watcher = try serving.connect()
        watcher.send(#"{"id":0,"method":"events.subscribe","params":{"since":"\#(cursor)"}}"# + "\n")
        let gaps = notices(try serving.replies(watcher), "gap")
        #expect(gaps.map { $0["reason"] } == [.string("epoch")])
    }
}

@Test func `only the kinds and the cohort that were asked for are told`() throws {
    let serving = try Serving()
    let other = try serving.connect()
    let (kinds, cohort) = (try serving.connect(), try serving.connect())
    try create(serving, other, ["A", "B"])
    _ = try subscribe(serving, kinds, #"{"kinds":["theme"]}"#)
    _ = try subscribe(serving, cohort, #"{"cohort":2}"#)
    for id in 1...2 { _ = try serving.call(other, "cohort.open", #"{"cohort":\#(id)}"#) }
    _ = try serving.call(other, "theme.add", #"{"title":"Reading"}"#)
    #expect(notices(try serving.replies(kinds)).map { $0["event"] } == [.string("theme.add")])
    #expect(notices(try serving.replies(cohort)).map { $0["subject"] } == [.string("cohort 2")])
}

@Test func `a watcher that may be silent is not closed, and one that does not read holds up nobody`() throws {
    let serving = try Serving { $0.idleSeconds = 60 }
    let (watcher, other) = (try serving.connect(), try serving.connect())
    _ = try subscribe(serving, watcher)
    try serving.turns.pass(seconds: 3600)
    #expect(!watcher.isClosed)
    let writer = try serving.connect()
    try create(serving, writer, (0..<200).map { "C\($0)" })
    try serving.turns.pass(seconds: 3600)
    #expect(numbers(notices(try serving.replies(watcher))).count == 200)
    _ = other.lines()
    #expect(other.isClosed)
}

@Test func `what only some may know of happened, is told to nobody else`() throws {
    let serving = try Serving()
    let reader = try serving.connect(as: Peer(uid: 1001, pid: 1, groups: [10]))
    let all = try serving.connect()
    _ = try subscribe(serving, reader)
    _ = try subscribe(serving, all)
    let officer = try serving.connect()
    try create(serving, officer, ["A"])
    #expect(notices(try serving.replies(reader)).count == 1)
    #expect(notices(try serving.replies(all)).count == 1)
    let refused = try serving.connect(as: Peer(uid: 1002, pid: 1, groups: []))
    #expect(try serving.call(refused, "events.subscribe").code == "permission.denied")
}

@Test func `a watcher that reads too slowly is told of the gap, and then of what comes after it`() throws {
    let serving = try Serving()
    let watcher = try serving.connect()
    let start = try subscribe(serving, watcher)
    // Replies that it does not read keep it from being told anything.
    for id in 1...40 { watcher.send(#"{"id":\#(id),"method":"rpc.discover"}"# + "\n") }
    try serving.turns.settle()
    let context = Service.Context(
        verb: .themeAdd, principal: Principal(uid: 1, granted: Permission.allCases), now: serving.turns.clock.now,
        options: ChangeOptions())
    let missed: Int64 = 4097
    for number in 1...missed {
        let request = try ThemeAdd.decode(JSONObject([("title", .string("Theme \(number)"))])).request
        _ = try serving.service.themeAdd(request, context)
    }
    // At last it reads; what it asked for first.
    var messages: [JSONObject] = []
    for _ in 0..<10_000 where messages.last?["method"] == nil { messages += try serving.replies(watcher) }
    let other = try serving.connect()
    try create(serving, other, ["A"])
    messages += try serving.replies(watcher)
    #expect(messages.count { $0["result"] != nil } == 40)
    let gaps = notices(messages, "gap")
    #expect(gaps.map { $0["reason"] } == [.string("behind")])
    #expect(numbers(gaps) == [start + missed])
    #expect(numbers(notices(messages)) == [start + missed + 1])
}
