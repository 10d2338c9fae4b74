import CSystemd
import Glibc
import VNetPlatform

/// What becomes of one line.
public enum LineOutcome: Sendable {
    case replied
    /// Replied to, and counted against the connection.
    case refusedLine
    /// The reply comes later, by `Server.reply`; the lines behind it wait.
    case parked
    /// To be offered again when `Server.resume` is called.
    case heldBack
}

/// Answers lines. A reply is one line, line feed included, appended to `output`.
public protocol LineHandler: AnyObject {
    func handle(
        _ line: UnsafeRawBufferPointer, of connection: UInt64, from peer: Peer, descriptor: inout Int32,
        into output: inout [UInt8]
    ) -> LineOutcome
    func answer(_ fault: LineFault, into output: inout [UInt8])
    func closed(_ connection: UInt64)
}

/// Why a client is told off before its line is looked at.
public enum LineFault: Sendable { case tooLong, tooSlow, tooManyConnections }

/// Serves lines on Unix sockets: one epoll set of all connections, as one source of the loop.
///
/// A line is handled when it is complete, in order, one reply each. Who reads slowly is not read from; who is silent, or
/// sends a line too slowly, is closed. Nothing here allocates per line, and nothing wakes up while nobody asks.
public final class Server {
    public let limits: Limits
    private let clock: any Clock
    private let handler: any LineHandler
    private let epoll: Int32
    private var listeners: Set<Int32> = []
    private var connections: [UInt64: Connection] = [:]
    private var nextID: UInt64 = 1
    private var timer: Timer?
    private var armedFor: Int64 = .max
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    public private(set) var isDraining = false

    public init(_ loop: EventLoop, limits: Limits, clock: any Clock, handler: any LineHandler) throws(SystemError) {
        self.limits = limits
        self.clock = clock
        self.handler = handler
        epoll = epoll_create1(Int32(O_CLOEXEC))
        guard epoll >= 0 else { throw SystemError("make an epoll set", errno) }
        try loop.whenReadable(epoll) { [unowned self] in turn() }
        timer = try loop.timer(.monotonic) { [unowned self] in closeOverdue() }
    }

    deinit {
        buffer.deallocate()
        close(epoll)
    }

    /// Accepts connections on a listening socket.
    public func serve(_ listener: Int32) {
        listeners.insert(listener)
        watch(listener, EPOLLIN.rawValue, token: UInt64(listener) << 32, EPOLL_CTL_ADD)
    }

    /// Sends the reply to a parked line, and goes on with those behind it. A connection that is gone is no error.
    public func reply(_ bytes: [UInt8], to id: UInt64) {
        guard let connection = connections[id], connection.isParked else { return }
        connection.isParked = false
        connection.output += bytes
        proceed(connection)
    }

    /// Offers the lines that were held back again.
    public func resume() {
        for connection in connections.values.filter(\.isHeldBack) {
            connection.isHeldBack = false
            proceed(connection)
        }
    }

    /// Accepts nobody any more, and closes each connection when its replies have left; true when none is left.
    public func drain() -> Bool {
        isDraining = true
        for listener in listeners {
            epoll_ctl(epoll, EPOLL_CTL_DEL, listener, nil)
            close(listener)
        }
        listeners = []
        for connection in connections.values where !connection.hasOutput && !connection.isParked { drop(connection) }
        return connections.isEmpty
    }

    /// One wake-up: what up to 64 descriptors have to say.
    private func turn() {
        withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: 64) { events in
            let count = epoll_wait(epoll, events.baseAddress, 64, 0)
            for event in events.prefix(Int(max(0, count))) {
                let token = event.data.u64
                if token >= 1 << 32 {
                    acceptAll(Int32(token >> 32))
                } else if let connection = connections[token] {
                    take(connection, event.events)
                }
            }
        }
        armTimer()
    }

    private func acceptAll(_ listener: Int32) {
        while let (descriptor, peer) = UnixSocket.accept(listener) {
            let connection = Connection(id: nextID, descriptor: descriptor, peer: peer)
            nextID = nextID % (1 << 31) + 1
            guard hasRoom(for: peer) else {
                handler.answer(.tooManyConnections, into: &connection.output)
                _ = connection.flush()
                continue
            }
            connections[connection.id] = connection
            watch(descriptor, EPOLLIN.rawValue, token: connection.id, EPOLL_CTL_ADD)
            connection.watched = EPOLLIN.rawValue
            setDeadline(connection)
        }
    }

    /// One place is kept for root.
    private func hasRoom(for peer: Peer) -> Bool {
        let isRoot = peer.uid == 0
        guard connections.count < limits.connections - (isRoot ? 0 : 1) else { return false }
        return isRoot || connections.values.count { $0.peer.uid == peer.uid } < limits.connectionsPerUID
    }

    private func take(_ connection: Connection, _ events: UInt32) {
        if events & (EPOLLIN.rawValue | EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0, wantsInput(connection) {
            guard connection.receive(into: buffer) else { return drop(connection) }
        }
        proceed(connection)
    }

    /// Handles the lines that are complete and sends what there is to send, until there is no more of either.
    private func proceed(_ connection: Connection) {
        repeat {
            handleLines(connection)
            guard connection.flush() else { return drop(connection) }
        } while !connection.isPaused && !connection.hasOutput && hasLine(connection)
        if connection.badLines >= limits.badLines || (connection.isAtEnd && !connection.isPaused) || isDraining,
            !connection.hasOutput, !connection.isParked
        {
            return drop(connection)
        }
        let wanted = (wantsInput(connection) ? EPOLLIN.rawValue : 0) | (connection.hasOutput ? EPOLLOUT.rawValue : 0)
        if wanted != connection.watched {
            connection.watched = wanted
            watch(connection.descriptor, wanted, token: connection.id, EPOLL_CTL_MOD)
        }
        setDeadline(connection)
    }

    private func handleLines(_ connection: Connection) {
        var left = limits.inFlight
        while !connection.isPaused, connection.output.count < limits.outputBytes, left > 0,
            connection.badLines < limits.badLines
        {
            let start = connection.lineStart
            guard let line = connection.nextLine() else { break }
            left -= 1
            if connection.isDiscarding {
                connection.isDiscarding = false
            } else if line.count > limits.lineBytes {
                refuse(connection)
            } else {
                handle(line, startingAt: start, connection)
            }
        }
        connection.compact()
        if connection.input.count > limits.lineBytes, connection.scanned == connection.input.count, !connection.isPaused
        {
            if !connection.isDiscarding { refuse(connection) }
            connection.isDiscarding = true
            connection.input.removeAll(keepingCapacity: true)
            connection.scanned = 0
        }
    }

    private func refuse(_ connection: Connection) {
        connection.badLines += 1
        handler.answer(.tooLong, into: &connection.output)
    }

    private func handle(_ line: Range<Int>, startingAt start: Int, _ connection: Connection) {
        var descriptor = connection.passedDescriptor
        connection.passedDescriptor = -1
        let outcome = connection.input.withUnsafeBytes {
            handler.handle(
                UnsafeRawBufferPointer(rebasing: $0[line]), of: connection.id, from: connection.peer,
                descriptor: &descriptor, into: &connection.output)
        }
        switch outcome {
        case .replied: break
        case .refusedLine: connection.badLines += 1
        case .parked: connection.isParked = true
        case .heldBack:
            connection.isHeldBack = true
            connection.lineStart = start
            connection.scanned = start
            connection.passedDescriptor = descriptor
            return
        }
        if descriptor >= 0 { close(descriptor) }
    }

    private func hasLine(_ connection: Connection) -> Bool {
        connection.input[connection.lineStart...].contains(0x0A) && connection.badLines < limits.badLines
    }

    private func wantsInput(_ connection: Connection) -> Bool {
        !connection.isPaused && !connection.isAtEnd && connection.output.count < limits.outputBytes
            && connection.badLines < limits.badLines
    }

    private func watch(_ descriptor: Int32, _ events: UInt32, token: UInt64, _ operation: Int32) {
        var event = epoll_event(events: events, data: epoll_data_t(u64: token))
        epoll_ctl(epoll, operation, descriptor, &event)
    }

    private func drop(_ connection: Connection) {
        epoll_ctl(epoll, EPOLL_CTL_DEL, connection.descriptor, nil)
        connections[connection.id] = nil
        handler.closed(connection.id)
    }

    // Deadlines: one timer, armed for the earliest, and only while there is one.

    private func setDeadline(_ connection: Connection) {
        let now = clock.monotonicMilliseconds
        if connection.isPaused {
            connection.deadline = .max
        } else if connection.hasOutput {
            connection.deadline = min(connection.deadline, now + Int64(limits.writeSeconds) * 1000)
        } else if connection.hasPartialLine || connection.isDiscarding {
            connection.deadline = min(connection.deadline, now + Int64(limits.lineSeconds) * 1000)
        } else {
            connection.deadline = now + Int64(limits.idleSeconds) * 1000
        }
    }

    /// A timer that goes off early costs one look; arming it anew for every line would cost a system call a line.
    private func armTimer() {
        guard let next = connections.values.map(\.deadline).min(), next < armedFor else { return }
        armedFor = next
        timer?.arm(atMilliseconds: next)
    }

    private func closeOverdue() {
        let now = clock.monotonicMilliseconds
        armedFor = .max
        for connection in connections.values where connection.deadline <= now {
            if connection.hasPartialLine, !connection.hasOutput {
                handler.answer(.tooSlow, into: &connection.output)
                _ = connection.flush()
            }
            drop(connection)
        }
        armTimer()
    }
}
