import Testing
import VNetServer

@Test func `a client that never reads is not read from any more, and its replies stay within bounds`() throws {
    let transport = try Transport { $0.outputBytes = 1 << 20 }
    let client = try transport.connect()
    for _ in 0..<2000 where client.send(Array("big\n".utf8)) == 4 { try transport.turns.settle() }
    // What fits into the socket, the bound, and the reply that overstepped it.
    #expect(transport.handler.handled.count < 30)
    let another = try transport.connect()
    another.send("ping\n")
    #expect(try transport.lines(another) == ["ping"])
}

@Test func `when a slow client reads at last, all the lines that waited are answered`() throws {
    let transport = try Transport { $0.outputBytes = 1 << 18 }
    let client = try transport.connect()
    for _ in 0..<100 { client.send("big\n") }
    try transport.turns.settle()
    var received = 0
    for _ in 0..<1000 where received < 100 { received += try transport.lines(client).count }
    #expect(received == 100)
    client.send("after\n")
    #expect(try transport.lines(client) == ["after"])
}

@Test func `a client that never reads is closed when the time for writing is over`() throws {
    let transport = try Transport()
    let client = try transport.connect()
    for _ in 0..<100 { client.send("big\n") }
    try transport.turns.settle()
    try transport.turns.pass(milliseconds: 29_900)
    #expect(transport.handler.closed.isEmpty)
    try transport.turns.pass(milliseconds: 200)
    #expect(transport.handler.closed.count == 1)
}

@Test func `a client that reads slowly but steadily is not closed`() throws {
    let transport = try Transport()
    let client = try transport.connect()
    for _ in 0..<100 { client.send("big\n") }
    try transport.turns.settle()
    var received = 0
    for _ in 0..<200 where received < 100 {
        received += client.lines().count
        try transport.turns.settle()
        try transport.turns.pass(seconds: 20)
    }
    #expect(received == 100)
    #expect(transport.handler.closed.isEmpty)
}

@Test func `a client that hangs up with replies unread is forgotten`() throws {
    let transport = try Transport()
    let client = try transport.connect()
    for _ in 0..<100 { client.send("big\n") }
    try transport.turns.settle()
    client.hangUp()
    try transport.turns.settle()
    #expect(transport.handler.closed.count == 1)
    #expect(transport.server.isEmpty)
}
