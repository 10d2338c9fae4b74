import Testing
import VNetServer

@Test func `lines behind a parked one wait for its reply and keep their order`() throws {
    let transport = try Transport()
    let client = try transport.connect()
    client.send("one\npark\ntwo\nthree\n")
    #expect(try transport.lines(client) == ["one"])
    transport.server.reply(Array("parked\n".utf8), to: transport.handler.parked[0])
    #expect(try transport.lines(client) == ["parked", "two", "three"])
}

@Test func `a parked client that hangs up is forgotten at once, and its late reply goes nowhere`() throws {
    let transport = try Transport()
    let client = try transport.connect()
    client.send("park\n")
    try transport.turns.settle()
    client.hangUp()
    try transport.turns.settle()
    #expect(transport.handler.closed == transport.handler.parked)
    transport.server.reply(Array("late\n".utf8), to: transport.handler.parked[0])
    #expect(transport.server.isEmpty)
}

@Test func `a parked client that has ended its side still gets its reply`() throws {
    let transport = try Transport()
    let client = try transport.connect()
    client.send("park\n")
    client.endSending()
    try transport.turns.settle()
    transport.server.reply(Array("parked\n".utf8), to: transport.handler.parked[0])
    #expect(try transport.lines(client) == ["parked"])
    #expect(client.isClosed)
}

@Test func `lines that were held back are offered again, first come first, and those behind them follow`() throws {
    let transport = try Transport()
    let clients = try (0..<5).map { _ in try transport.connect() }
    for (index, client) in clients.enumerated().reversed() {
        client.send("hold \(index)\nafter \(index)\n")
        try transport.turns.settle()
    }
    #expect(transport.handler.handled.isEmpty)
    transport.server.resume()
    #expect(transport.handler.handled.isEmpty)
    transport.handler.isHolding = false
    transport.server.resume()
    let expected = [4, 3, 2, 1, 0].flatMap { ["hold \($0)", "after \($0)"] }
    #expect(transport.handler.handled == expected)
    #expect(try transport.lines(clients[2]) == ["hold 2", "after 2"])
}

@Test func `a client that hangs up while its line is held back is forgotten, and its line never carried out`() throws {
    let transport = try Transport()
    let (goes, stays) = (try transport.connect(), try transport.connect())
    for (client, line) in [(goes, "hold and go\n"), (stays, "hold and stay\n")] {
        client.send(line)
        try transport.turns.settle()
    }
    goes.hangUp()
    try transport.turns.settle()
    transport.handler.isHolding = false
    transport.server.resume()
    #expect(transport.handler.handled == ["hold and stay"])
    stays.hangUp()
    try transport.turns.settle()
    #expect(transport.server.isEmpty)
}

@Test func `draining answers what has come, waits for parked replies, and accepts nobody`() throws {
    let transport = try Transport()
    let (waiting, quiet) = (try transport.connect(), try transport.connect())
    waiting.send("one\npark\ntwo\n")
    try transport.turns.settle()
    quiet.send("three\n")
    transport.server.drain()
    #expect(quiet.lines() == ["three"])
    #expect(quiet.isClosed)
    #expect(!transport.server.isEmpty)
    #expect(throws: (any Error).self) { try LineClient(transport.turns.socket) }
    transport.server.reply(Array("parked\n".utf8), to: transport.handler.parked[0])
    #expect(try transport.lines(waiting) == ["one", "parked", "two"])
    #expect(waiting.isClosed)
    #expect(transport.server.isEmpty)
}
