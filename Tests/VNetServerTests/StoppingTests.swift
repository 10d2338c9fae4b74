import Testing
import VNetAPI
import VNetJSON
import VNetPlatform
import VNetServer

private func startImport(_ serving: Serving) throws -> LineClient {
    let client = try serving.connect()
    let file = try serving.file(Serving.register)
    client.send(#"{"id":"import","method":"school.import"}"# + "\n", passing: [file.descriptor])
    try serving.turns.settle()
    return client
}

@Test func `a daemon that stops answers the lines that have come, and ends`() throws {
    let serving = try Serving()
    let client = try serving.connect()
    client.send(#"{"id":1,"method":"ping"}"# + "\n" + #"{"id":2,"method":"ping"}"# + "\n" + #"{"id":3,"me"#)
    serving.daemon.stop()
    try serving.turns.settle()
    #expect(try client.replies().map { $0.integer("id") } == [1, 2])
    #expect(client.isClosed)
    #expect(serving.turns.loop.hasEnded)
}

@Test func `a daemon that stops lets an import end, tells a waiting change that it is busy, and begins nothing new`()
    throws
{
    let serving = try Serving()
    let importer = try startImport(serving)
    let other = try serving.connect()
    other.send(#"{"id":1,"method":"cohort.create","params":{"name":"A","theme":"send","policy":"outward"}}"# + "\n")
    let late = try serving.connect()
    late.send(#"{"id":2,"method":"outbox.flush"}"# + "\n")
    serving.daemon.stop()
    #expect(try serving.replies(other).map(\.code) == ["busy"])
    #expect(try serving.replies(late).map(\.code) == ["busy"])
    #expect(!serving.turns.loop.hasEnded)
    try serving.finishWork()
    #expect(try serving.replies(importer).first?["result"] != nil)
    #expect(serving.turns.loop.hasEnded)
}

@Test func `a daemon that stops waits five seconds for long work, and says so to who asked for it`() throws {
    let serving = try Serving()
    let importer = try startImport(serving)
    serving.daemon.stop()
    try serving.turns.settle()
    try serving.turns.pass(milliseconds: 4900)
    #expect(!serving.turns.loop.hasEnded)
    try serving.turns.pass(milliseconds: 200)
    #expect(try serving.replies(importer).map(\.code) == ["busy"])
    #expect(serving.turns.loop.hasEnded)
    try serving.finishWork()
}

@Test func `a daemon that stops is not kept by a client that never reads, nor when it is told twice`() throws {
    for isToldTwice in [false, true] {
        let serving = try Serving()
        let client = try serving.connect()
        let hello = Array("{\"id\":1,\"method\":\"hello\"}\n".utf8)
        while client.send(hello) == hello.count { try serving.turns.settle() }
        serving.daemon.stop()
        try serving.turns.settle()
        #expect(!serving.turns.loop.hasEnded)
        if isToldTwice { serving.daemon.stop() } else { try serving.turns.pass(seconds: 5) }
        try serving.turns.settle()
        #expect(serving.turns.loop.hasEnded)
    }
}

@Test func `a waiting mailer is let go when the daemon stops`() throws {
    let serving = try Serving()
    let mailer = try serving.connectMailer()
    mailer.send(#"{"id":1,"method":"deliver.claim","params":{"transport":"maildir","wait":true}}"# + "\n")
    try serving.turns.settle()
    serving.daemon.stop()
    let reply = try #require(try serving.replies(mailer).first)
    #expect(reply["result"] == .object(JSONObject()))
    #expect(serving.turns.loop.hasEnded)
}
