import Testing
import VNetServer

@Test func `the seventeenth connection of one user is answered and closed, and others are let in`() throws {
    let transport = try Transport()
    let clients = try (0..<16).map { _ in try transport.connect(uid: 1000) }
    let refused = try transport.connect(uid: 1000)
    #expect(refused.lines() == ["tooManyConnections"])
    #expect(refused.isClosed)
    let other = try transport.connect(uid: 1001)
    other.send("ping\n")
    #expect(try transport.lines(other) == ["ping"])
    clients[0].hangUp()
    try transport.turns.settle()
    let again = try transport.connect(uid: 1000)
    again.send("ping\n")
    #expect(try transport.lines(again) == ["ping"])
}

@Test func `one place is kept for root`() throws {
    let transport = try Transport { $0.connections = 4 }
    let users = try (0..<3).map { try transport.connect(uid: 1000 + UInt32($0)) }
    #expect(try transport.connect(uid: 2000).lines() == ["tooManyConnections"])
    let root = try transport.connect(uid: 0)
    root.send("ping\n")
    #expect(try transport.lines(root) == ["ping"])
    #expect(try transport.connect(uid: 0).lines() == ["tooManyConnections"])
    for user in users {
        user.send("ping\n")
        #expect(try transport.lines(user) == ["ping"])
    }
}

@Test func `a thousand connections that come and go at once leave nothing behind`() throws {
    let transport = try Transport()
    let steady = try transport.connect(uid: 1001)
    for _ in 0..<20 {
        let crowd = try (0..<50).map { _ in try transport.connect() }
        for client in crowd { client.send("half") }
        try transport.turns.settle()
        for client in crowd { client.hangUp() }
        steady.send("ping\n")
        #expect(try transport.lines(steady) == ["ping"])
    }
    steady.hangUp()
    try transport.turns.settle()
    #expect(transport.server.isEmpty)
}

@Test func `where few files may be open, there are fewer connections, so that the daemon has some for itself`() {
    let limits = Limits()
    #expect(limits.fitting(files: 1024).connections == limits.connections)
    // 40 for the daemon, and two for each connection: its own, and a file that it has passed.
    #expect(limits.fitting(files: 60).connections == 10)
    #expect(limits.fitting(files: 20).connections == 2)
}
