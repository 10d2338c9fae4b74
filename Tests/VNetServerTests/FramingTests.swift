import Glibc
import Testing
import VNetServer

@Test func `a line that comes a byte at a time is answered once, when it is complete`() throws {
    let transport = try Transport()
    let client = try transport.connect()
    for byte in "hello".utf8 {
        client.send([byte])
        #expect(try transport.lines(client).isEmpty)
    }
    client.send("\n")
    #expect(try transport.lines(client) == ["hello"])
}

@Test func `five thousand pipelined lines are answered in their order`() throws {
    let transport = try Transport()
    let client = try transport.connect()
    let sent = (0..<5000).map { "line \($0)" }
    var bytes = sent.flatMap { Array("\($0)\n".utf8) }
    var received: [String] = []
    while !bytes.isEmpty {
        bytes.removeFirst(client.send(Array(bytes.prefix(10_007))))
        received += try transport.lines(client)
    }
    #expect(received == sent)
}

@Test func `a line of the greatest length is taken, and one that is a byte longer is answered and skipped`() throws {
    let transport = try Transport { $0.lineBytes = 1000 }
    let client = try transport.connect()
    let longest = String(repeating: "a", count: 1000)
    client.send("\(longest)\n\(longest)a\nafter\n")
    #expect(try transport.lines(client) == [longest, "tooLong", "after"])
}

@Test(arguments: [1, 777, 60_000])
func `a line of a megabyte is answered once and thrown away up to its end, in pieces of any size`(_ piece: Int) throws {
    let transport = try Transport()
    let client = try transport.connect()
    let megabyte = [UInt8](repeating: UInt8(ascii: "a"), count: piece == 1 ? 70_000 : 1 << 20)
    var received: [String] = []
    var left = megabyte[...]
    while !left.isEmpty {
        left = left.dropFirst(client.send(Array(left.prefix(piece))))
        received += try transport.lines(client)
    }
    #expect(received == ["tooLong"])
    client.send("\nafter\n")
    #expect(try transport.lines(client) == ["after"])
}

@Test func `sixteen bad lines are answered, and the connection is closed`() throws {
    let transport = try Transport()
    let client = try transport.connect()
    for _ in 0..<20 { client.send("bad\ngood\n") }
    let lines = try transport.lines(client)
    #expect(lines.filter { $0 == "bad" } == Array(repeating: "bad", count: 16))
    #expect(lines.last == "bad")
    #expect(client.isClosed)
    #expect(transport.handler.closed.count == 1)
}

@Test func `fifteen bad lines leave the connection open`() throws {
    let transport = try Transport()
    let client = try transport.connect()
    for _ in 0..<15 { client.send("bad\n") }
    #expect(try transport.lines(client).count == 15)
    client.send("good\n")
    #expect(try transport.lines(client) == ["good"])
}

@Test func `a client that ends its side gets the replies to what it sent, and then the end`() throws {
    let transport = try Transport()
    let client = try transport.connect()
    client.send("one\ntwo\n")
    client.endSending()
    #expect(try transport.lines(client) == ["one", "two"])
    #expect(client.isClosed)
}

@Test func `a last line without its line feed is not carried out, and answered`() throws {
    let transport = try Transport()
    let client = try transport.connect()
    client.send("one\nunended")
    client.endSending()
    #expect(try transport.lines(client) == ["one", "incomplete(bytes: 7)"])
    #expect(client.isClosed)
    #expect(transport.handler.handled == ["one"])
}

@Test func `lines that were sent before a client hung up are still carried out`() throws {
    let transport = try Transport()
    let client = try transport.connect()
    client.send("one\n")
    client.hangUp()
    try transport.turns.settle()
    #expect(transport.handler.handled == ["one"])
    #expect(transport.handler.closed.count == 1)
}
