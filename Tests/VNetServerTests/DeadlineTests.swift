import Testing
import VNetServer

@Test func `a line that is not complete after five seconds is answered, and its connection closed`() throws {
    let transport = try Transport()
    let client = try transport.connect()
    client.send("half a li")
    try transport.turns.settle()
    try transport.turns.pass(milliseconds: 4900)
    #expect(client.lines().isEmpty && !client.isClosed)
    try transport.turns.pass(milliseconds: 200)
    #expect(client.lines() == ["tooSlow"])
    #expect(client.isClosed)
}

@Test func `a byte now and then does not win more time for a line`() throws {
    let transport = try Transport()
    let client = try transport.connect()
    for _ in 0..<6 {
        client.send("a")
        try transport.turns.settle()
        try transport.turns.pass(seconds: 1)
    }
    #expect(client.lines() == ["tooSlow"])
    #expect(client.isClosed)
}

@Test func `each line has five seconds of its own, however the pieces fall that a client sends`() throws {
    let transport = try Transport()
    let client = try transport.connect()
    client.send("be")
    for _ in 0..<10 {
        try transport.turns.settle()
        try transport.turns.pass(seconds: 3)
        client.send("gun\nbe")
    }
    #expect(try transport.lines(client).count == 10)
    #expect(!client.isClosed)
}

@Test func `a line that is too long is not waited for longer than another`() throws {
    let transport = try Transport { $0.lineBytes = 1000 }
    let client = try transport.connect()
    for _ in 0..<6 {
        client.send([UInt8](repeating: UInt8(ascii: "a"), count: 1500))
        try transport.turns.settle()
        try transport.turns.pass(seconds: 1)
    }
    #expect(client.lines() == ["tooLong"])
    #expect(client.isClosed)
}

@Test func `who says nothing for ten minutes is closed, and who says something begins anew`() throws {
    let transport = try Transport()
    let (quiet, talking) = (try transport.connect(), try transport.connect())
    try transport.turns.pass(seconds: 599)
    talking.send("ping\n")
    #expect(try transport.lines(talking) == ["ping"])
    try transport.turns.pass(milliseconds: 1100)
    _ = (quiet.lines(), talking.lines())
    #expect(quiet.isClosed && !talking.isClosed)
    try transport.turns.pass(seconds: 600)
    _ = talking.lines()
    #expect(talking.isClosed)
}

@Test func `no deadline runs against a client that waits for the daemon, and one does again when it has its answer`()
    throws
{
    let transport = try Transport()
    let client = try transport.connect()
    client.send("park\n")
    try transport.turns.settle()
    try transport.turns.pass(seconds: 10_000)
    #expect(transport.handler.closed.isEmpty)
    transport.server.reply(Array("at last\n".utf8), to: transport.handler.parked[0])
    #expect(client.lines() == ["at last"])
    try transport.turns.pass(seconds: 601)
    _ = client.lines()
    #expect(client.isClosed)
}
