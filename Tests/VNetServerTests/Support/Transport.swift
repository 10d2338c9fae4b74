import TestSupport
import Testing
import VNetCore
import VNetPlatform
import VNetServer

/// A loop that is turned by hand, under a clock that is moved by hand, in a directory of its own.
final class Turns {
    private let scratch: Scratch
    var directory: String { scratch.path }
    let clock = ManualClock(Instant(rfc3339: "2026-09-01T07:00:00Z")!, monotonicMilliseconds: 1_000_000)
    let loop: EventLoop

    init() throws {
        scratch = try Scratch()
        loop = try EventLoop(clock: clock)
    }

    var socket: String { directory + "/socket" }

    /// Turns the loop until it has nothing to do; one that never stops is a fault.
    func settle(_ location: SourceLocation = #_sourceLocation) throws {
        for _ in 0..<100_000 { guard try loop.turn() else { return } }
        Issue.record("The loop spins.", sourceLocation: location)
    }

    /// Lets time pass for deadlines.
    func pass(milliseconds: Int64) throws {
        clock.advance(byMilliseconds: milliseconds)
        loop.clockWasMoved()
        try settle()
    }

    func pass(seconds: Int) throws { try pass(milliseconds: Int64(seconds) * 1000) }
}

/// Echoes lines; some words make it behave as handlers do: `park`, `hold`, `bad`, `take`, `big`.
final class ScriptedHandler: LineHandler {
    private(set) var handled: [String] = []
    private(set) var parked: [UInt64] = []
    private(set) var closed: [UInt64] = []
    /// What lines took, with those that took it.
    private(set) var files: [(line: String, file: OpenFile)] = []
    var isHolding = true

    func handle(
        _ line: UnsafeRawBufferPointer, of connection: UInt64, from peer: Peer, file: inout OpenFile?,
        into output: inout [UInt8]
    ) -> LineOutcome {
        let text = String(decoding: line, as: UTF8.self)
        if text.hasPrefix("hold"), isHolding { return .unread }
        handled.append(text)
        if text.hasPrefix("park") {
            parked.append(connection)
            return .parked
        }
        if text.hasPrefix("take"), let passed = file {
            files.append((text, passed))
            file = nil
        }
        if text.hasPrefix("big") { output += [UInt8](repeating: UInt8(ascii: "x"), count: 100_000) }
        output += "\(text)\n".utf8
        return text.hasPrefix("bad") ? .refusedLine : .replied
    }

    func answer(_ fault: LineFault, into output: inout [UInt8]) { output += "\(fault)\n".utf8 }
    func closed(_ connection: UInt64) { closed.append(connection) }

    func releaseFiles() { files = [] }
}

/// A server and nothing behind it but a script.
final class Transport {
    let turns: Turns
    let handler = ScriptedHandler()
    let server: Server

    init(_ adjust: (inout Limits) -> Void = { _ in }) throws {
        turns = try Turns()
        var limits = Limits()
        adjust(&limits)
        let queue = PeerQueue()
        server = try Server(turns.loop, limits: limits, clock: turns.clock, handler: handler) { _ in queue.next() }
        self.queue = queue
        server.serve(try UnixSocket.listen(turns.socket, mode: 0o600))
    }

    private let queue: PeerQueue

    private final class PeerQueue {
        var peers: [Peer] = []
        func next() -> Peer { peers.isEmpty ? Peer(uid: 1000, pid: 1, groups: []) : peers.removeFirst() }
    }

    func connect(uid: UInt32 = 1000) throws -> LineClient {
        let client = try LineClient(turns.socket)
        queue.peers.append(Peer(uid: uid, pid: 1, groups: []))
        try turns.settle()
        return client
    }

    /// What `client` has been sent once the server has done all that it can.
    func lines(_ client: LineClient) throws -> [String] {
        try turns.settle()
        return client.lines()
    }
}
