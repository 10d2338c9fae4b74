import VNetPlatform

/// What becomes of one line.
public enum LineOutcome: Sendable {
    case replied
    /// Replied to, and counted against the connection.
    case refusedLine
    /// Replied to; from now on the client is sent notifications too.
    case subscribed
    /// The reply comes later, by `Server.reply`; the lines behind it wait.
    case parked
    /// To be offered again when `Server.resume` is called.
    case unread
}

/// Answers lines. A reply is one line, line feed included, appended to `output`.
public protocol LineHandler: AnyObject {
    /// `file` came with this line or one shortly before; who wants it takes it, and leaves nil.
    func handle(
        _ line: UnsafeRawBufferPointer, of connection: UInt64, from peer: Peer, file: inout OpenFile?,
        into output: inout [UInt8]
    ) -> LineOutcome
    func answer(_ fault: LineFault, into output: inout [UInt8])
    func closed(_ connection: UInt64)
    /// Appends what there is to tell a subscriber, a bounded amount. Called when it has taken all that it was sent.
    func notifications(for connection: UInt64, into output: inout [UInt8])
}

extension LineHandler {
    public func notifications(for connection: UInt64, into output: inout [UInt8]) {}
}

/// Why a client is told off before its line is looked at.
public enum LineFault: Sendable {
    case tooLong, tooSlow, tooManyConnections
    /// The client ended its side after so many bytes of a line.
    case incomplete(bytes: Int)
}

/// What the server accepts from its clients.
public struct Limits: Equatable, Sendable {
    public var lineBytes = 65_536
    /// From a line's first byte to its end.
    public var lineSeconds = 5
    public var idleSeconds = 600
    public var connections = 64
    public var connectionsPerUID = 16
    /// Complete lines that are taken in before the replies to earlier ones have left.
    public var inFlight = 64
    /// Of replies that the client has not read.
    public var outputBytes = 4 << 20
    /// For a client to read some of what waits for it.
    public var writeSeconds = 30
    /// Bad lines after which a connection is closed.
    public var badLines = 16

    public init() {}

    /// What is set otherwise than in `other`, as vnetd.toml calls it.
    func keysThatDiffer(from other: Limits) -> [String] {
        let all: [(key: String, value: KeyPath<Limits, Int>)] = [
            ("line_bytes", \.lineBytes), ("line_seconds", \.lineSeconds), ("idle_seconds", \.idleSeconds),
            ("connections", \.connections), ("connections_per_uid", \.connectionsPerUID), ("in_flight", \.inFlight),
            ("output_bytes", \.outputBytes), ("write_seconds", \.writeSeconds),
        ]
        return all.filter { self[keyPath: $0.value] != other[keyPath: $0.value] }.map { "limits.\($0.key)" }
    }

    /// These limits, with no more connections than leave the daemon itself 40 of the `files` that it may have open. Each
    /// may have passed one.
    public func fitting(files: Int) -> Limits {
        var fitting = self
        fitting.connections = min(connections, max(2, (files - 40) / 2))
        return fitting
    }
}
