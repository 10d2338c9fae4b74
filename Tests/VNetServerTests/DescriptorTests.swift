import Testing
import VNetServer

@Test func `a descriptor that came with a line that takes none is closed`() throws {
    let transport = try Transport()
    let client = try transport.connect()
    let witness = Witness()
    client.send("ping\n", passing: [witness.writing])
    witness.giveAway()
    #expect(try transport.lines(client) == ["ping"])
    #expect(witness.isReleased)
}

@Test func `of several descriptors the first is kept for the line and the others are closed`() throws {
    let transport = try Transport()
    let client = try transport.connect()
    let witnesses = (0..<40).map { _ in Witness() }
    client.send("take\n", passing: witnesses.map(\.writing))
    for witness in witnesses { witness.giveAway() }
    #expect(try transport.lines(client) == ["take"])
    let released = witnesses.map(\.isReleased)
    #expect(released == [false] + Array(repeating: true, count: 39))
    transport.handler.releaseFiles()
    #expect(witnesses[0].isReleased)
}

@Test func `a descriptor belongs to the line that it came with, also when lines before and behind are read with it`()
    throws
{
    let transport = try Transport()
    let client = try transport.connect()
    let (first, second) = (Witness(), Witness())
    client.send("ping 1\n")
    client.send("take 1\nping 2\n", passing: [first.writing])
    client.send("take 2\n", passing: [second.writing])
    #expect(try transport.lines(client) == ["ping 1", "take 1", "ping 2", "take 2"])
    let lines = transport.handler.files.map(\.line)
    #expect(lines == ["take 1", "take 2"])
}

@Test func `a line never gets a descriptor that came with an earlier one`() throws {
    let transport = try Transport()
    let client = try transport.connect()
    let witness = Witness()
    client.send("ping\n", passing: [witness.writing])
    client.send("take\n")
    #expect(try transport.lines(client) == ["ping", "take"])
    #expect(transport.handler.files.isEmpty)
}

@Test func `a descriptor waits with its line while that is held back, and goes with it`() throws {
    let transport = try Transport()
    let client = try transport.connect()
    let witness = Witness()
    client.send("hold\n", passing: [witness.writing])
    witness.giveAway()
    try transport.turns.settle()
    #expect(!witness.isReleased)
    transport.handler.isHolding = false
    transport.server.resume()
    #expect(witness.isReleased)
}

@Test func `a flood of descriptors with half a line holds at most one, and none when the client is gone`() throws {
    let transport = try Transport()
    let client = try transport.connect()
    let witnesses = (0..<100).map { _ in Witness() }
    for witness in witnesses {
        client.send("x", passing: [witness.writing])
        witness.giveAway()
        try transport.turns.settle()
    }
    let held = witnesses.count { !$0.isReleased }
    #expect(held == 1)
    client.hangUp()
    try transport.turns.settle()
    let left = witnesses.count { !$0.isReleased }
    #expect(left == 0)
}

@Test func `a descriptor that came with a line that is too long is closed`() throws {
    let transport = try Transport { $0.lineBytes = 100 }
    let client = try transport.connect()
    let witness = Witness()
    client.send(String(repeating: "x", count: 500), passing: [witness.writing])
    witness.giveAway()
    #expect(try transport.lines(client) == ["tooLong"])
    #expect(witness.isReleased)
}
