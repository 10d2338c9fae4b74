import CSystemd
import Glibc
import VNetPlatform

/// Serves lines on Unix sockets: one epoll set of all connections, as one source of the loop.
///
/// A line is handled when it is complete, in order, one reply each. Who reads slowly is not read from; who is silent, or
/// sends a line too slowly, is closed. Nothing here allocates per line, and nothing wakes up while nobody asks.
public final class Server {
    /// New ones hold from the next connection, line and reply on.
    public var limits: Limits
    private let clock: any Clock
    private unowned let handler: any LineHandler
    private let identify: (Int32) -> Peer?
    private let epoll: Int32
    private var listeners: Set<Int32> = []
    private var connections: [UInt64: Connection] = [:]
    private var nextID: UInt64 = 1
    /// Connections whose line is held back, in the order in which they came.
    private var unread: [UInt64] = []
    private var timer: Timer?
    private var armedFor: Int64 = .max
    /// While no connection can be accepted, when to try again.
    private var acceptsAgain: Int64 = .max
    /// So small that the lines of one read keep nobody else waiting for long.
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 14, alignment: 16)
    private var isDraining = false

    /// Marks the token of a listening socket.
    private static let listening: UInt64 = 1 << 63
    /// How many connections are accepted before others have their turn.
    private static let acceptsPerTurn = 64

    /// `handler` has to outlive the server. `identify` says who is at the other end of a connection.
    public init(
        _ loop: EventLoop, limits: Limits, clock: any Clock, handler: any LineHandler,
        identify: @escaping (Int32) -> Peer? = Peer.init(of:)
    ) throws(SystemError) {
        self.limits = limits
        self.clock = clock
        self.handler = handler
        self.identify = identify
        epoll = epoll_create1(Int32(O_CLOEXEC))
        guard epoll >= 0 else { throw SystemError("make an epoll set", errno) }
        try loop.whenReadable(epoll) { [unowned self] in turn() }
        timer = try loop.timer(.monotonic) { [unowned self] in closeOverdue() }
    }

    deinit {
        buffer.deallocate()
        close(epoll)
        for listener in listeners { close(listener) }
    }

    /// Accepts connections on a listening socket, which is the server's from now on.
    public func serve(_ listener: Int32) {
        listeners.insert(listener)
        watch(listener, EPOLLIN.rawValue, token: Self.listening | UInt64(listener), EPOLL_CTL_ADD)
    }

    /// Accepts connections on `listener` only, which is the server's from now on, and those that wait already.
    func move(to listener: Int32) {
        for old in listeners {
            accept(old)
            epoll_ctl(epoll, EPOLL_CTL_DEL, old, nil)
            close(old)
        }
        listeners = []
        serve(listener)
    }

    /// Sends the reply to a parked line, and goes on with those behind it. A connection that is gone is no error.
    public func reply(_ bytes: [UInt8], to id: UInt64) {
        guard let connection = connections[id], connection.isParked else { return }
        connection.isParked = false
        connection.output += bytes
        proceed(connection)
    }

    /// Has a subscriber be told what there is to tell, if it has taken what it was sent before.
    func notify(_ id: UInt64) {
        guard let connection = connections[id], connection.isSubscriber, !connection.hasOutput else { return }
        proceed(connection)
    }

    /// Sends a line that is no reply to a client that waits for one; drops it if the client does not read.
    func send(_ bytes: [UInt8], whileParked id: UInt64) {
        guard let connection = connections[id], connection.isParked, !connection.hasOutput else { return }
        connection.output += bytes
        proceed(connection)
    }

    /// Tells subscribers, a bounded amount at a time, until there is no more to tell or they do not take it; false when
    /// the connection is broken.
    private func tell(_ connection: Connection) -> Bool {
        while connection.isSubscriber, !connection.hasOutput, !connection.isAtEnd, !isDraining {
            handler.notifications(for: connection.id, into: &connection.output)
            guard connection.hasOutput else { break }
            guard connection.flush() else { return false }
        }
        return true
    }

    /// Offers the lines that were held back again, first come first.
    public func resume() {
        let waiting = unread
        unread = []
        for id in waiting {
            guard let connection = connections[id], connection.isUnread else { continue }
            connection.isUnread = false
            proceed(connection)
        }
    }

    /// Accepts nobody any more, answers the lines that have come, and closes each connection when its replies have left.
    public func drain() {
        isDraining = true
        for listener in listeners {
            epoll_ctl(epoll, EPOLL_CTL_DEL, listener, nil)
            close(listener)
        }
        listeners = []
        for connection in connections.values {
            if !connection.isPaused, !connection.isAtEnd { _ = connection.receive(into: buffer) }
            proceed(connection)
        }
    }

    /// Whether nobody is connected.
    public var isEmpty: Bool { connections.isEmpty }

    /// One wake-up: what up to 64 descriptors have to say.
    private func turn() {
        withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: 64) { events in
            let count = epoll_wait(epoll, events.baseAddress, 64, 0)
            for event in events.prefix(Int(max(0, count))) {
                let token = event.data.u64
                if token & Self.listening != 0 {
                    accept(Int32(truncatingIfNeeded: token))
                } else if let connection = connections[token] {
                    take(connection, event.events)
                }
            }
        }
    }

    // Accepting

    private func accept(_ listener: Int32) {
        guard listeners.contains(listener) else { return }
        for _ in 0..<Self.acceptsPerTurn {
            do {
                guard let descriptor = try UnixSocket.accept(listener) else { return }
                admit(descriptor)
            } catch {
                // Who waits would have the loop spin: look away for a second.
                Log.warning("\(error) Trying again in a second.")
                for listener in listeners { epoll_ctl(epoll, EPOLL_CTL_DEL, listener, nil) }
                acceptsAgain = clock.monotonicMilliseconds + 1000
                return arm(for: acceptsAgain)
            }
        }
    }

    private func admit(_ descriptor: Int32) {
        guard let peer = identify(descriptor) else {
            close(descriptor)
            return
        }
        let connection = Connection(id: nextID, descriptor: descriptor, peer: peer)
        nextID += 1
        guard hasRoom(for: peer) else {
            handler.answer(.tooManyConnections, into: &connection.output)
            _ = connection.flush()
            return
        }
        connections[connection.id] = connection
        watch(descriptor, EPOLLIN.rawValue, token: connection.id, EPOLL_CTL_ADD)
        connection.watched = EPOLLIN.rawValue
        setDeadline(connection)
    }

    /// One place is kept for root.
    private func hasRoom(for peer: Peer) -> Bool {
        let isRoot = peer.uid == 0
        guard connections.count < limits.connections - (isRoot ? 0 : 1) else { return false }
        return isRoot || connections.values.count { $0.peer.uid == peer.uid } < limits.connectionsPerUID
    }

    // Lines in, replies out

    private func take(_ connection: Connection, _ events: UInt32) {
        let isGone = events & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0
        if wantsInput(connection) {
            if isGone || events & EPOLLIN.rawValue != 0, !connection.receive(into: buffer) { return drop(connection) }
        } else if isGone {
            // Nobody is left to be answered, and the loop would spin on being told so.
            return drop(connection)
        }
        proceed(connection)
    }

    /// Handles the lines that are complete and sends what there is to send, until there is no more of either.
    private func proceed(_ connection: Connection) {
        repeat {
            handleLines(connection)
            guard connection.flush() else { return drop(connection) }
        } while canHandle(connection) && !connection.hasOutput && connection.hasLine
        guard tell(connection) else { return drop(connection) }
        if !connection.isPaused, !connection.hasOutput {
            if connection.badLines >= limits.badLines || isDraining { return drop(connection) }
            if connection.isAtEnd { return end(connection) }
        }
        let wanted = (wantsInput(connection) ? EPOLLIN.rawValue : 0) | (connection.hasOutput ? EPOLLOUT.rawValue : 0)
        if wanted != connection.watched {
            connection.watched = wanted
            watch(connection.descriptor, wanted, token: connection.id, EPOLL_CTL_MOD)
        }
        setDeadline(connection)
    }

    /// The client will send no more and has been answered, but for a line that it did not end.
    private func end(_ connection: Connection) {
        if connection.partialLineBytes > 0, !connection.isDiscarding {
            handler.answer(.incomplete(bytes: connection.partialLineBytes), into: &connection.output)
            _ = connection.flush()
        }
        drop(connection)
    }

    private func handleLines(_ connection: Connection) {
        var left = limits.inFlight
        while canHandle(connection), left > 0, let line = connection.nextLine() {
            left -= 1
            if connection.isDiscarding {
                connection.isDiscarding = false
            } else if line.count > limits.lineBytes {
                refuse(connection)
            } else {
                handle(line, connection)
            }
            connection.closePassedFile()
        }
        connection.compact()
        guard canHandle(connection), connection.partialLineBytes > limits.lineBytes, !connection.hasLine else { return }
        if !connection.isDiscarding { refuse(connection) }
        connection.discard()
    }

    private func refuse(_ connection: Connection) {
        connection.badLines += 1
        handler.answer(.tooLong, into: &connection.output)
    }

    private func handle(_ line: Range<Int>, _ connection: Connection) {
        let outcome = connection.input.withUnsafeBytes {
            handler.handle(
                UnsafeRawBufferPointer(rebasing: $0[line]), of: connection.id, from: connection.peer,
                file: &connection.file, into: &connection.output)
        }
        switch outcome {
        case .replied: break
        case .subscribed: connection.isSubscriber = true
        case .refusedLine: connection.badLines += 1
        case .parked: connection.isParked = true
        case .unread:
            connection.isUnread = true
            connection.putBack(line)
            unread.append(connection.id)
        }
    }

    private func canHandle(_ connection: Connection) -> Bool {
        !connection.isPaused && connection.output.count < limits.outputBytes && connection.badLines < limits.badLines
    }

    private func wantsInput(_ connection: Connection) -> Bool {
        canHandle(connection) && !connection.isAtEnd && !isDraining
    }

    private func watch(_ descriptor: Int32, _ events: UInt32, token: UInt64, _ operation: Int32) {
        var event = epoll_event(events: events, data: epoll_data_t(u64: token))
        epoll_ctl(epoll, operation, descriptor, &event)
    }

    private func drop(_ connection: Connection) {
        guard connections.removeValue(forKey: connection.id) != nil else { return }
        epoll_ctl(epoll, EPOLL_CTL_DEL, connection.descriptor, nil)
        handler.closed(connection.id)
        // Its descriptor is free for who waits to be accepted.
        if acceptsAgain != .max { acceptAgain() }
    }

    private func acceptAgain() {
        acceptsAgain = .max
        for listener in listeners { serve(listener) }
    }

    // Deadlines: one timer, armed for the earliest, and only while there is one.

    private func setDeadline(_ connection: Connection) {
        connection.setDeadline(clock.monotonicMilliseconds, limits)
        arm(for: connection.deadline)
    }

    /// A timer that goes off early costs one look; arming it anew for every line would cost a system call a line.
    private func arm(for milliseconds: Int64) {
        guard milliseconds < armedFor else { return }
        armedFor = milliseconds
        timer?.arm(atMilliseconds: milliseconds)
    }

    private func closeOverdue() {
        let now = clock.monotonicMilliseconds
        armedFor = .max
        if acceptsAgain <= now { acceptAgain() }
        for connection in connections.values where connection.deadline <= now {
            if connection.partialLineBytes > 0, !connection.hasOutput {
                handler.answer(.tooSlow, into: &connection.output)
                _ = connection.flush()
            }
            drop(connection)
        }
        arm(for: min(acceptsAgain, connections.values.map(\.deadline).min() ?? .max))
    }
}
