import CSystemd
import Glibc
import VNetPlatform

/// What the server accepts from its clients.
public struct Limits: Sendable {
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
    public var writeSeconds = 30
    /// Bad lines after which a connection is closed.
    public var badLines = 16

    public init() {}
}

/// One client: its half-read line, and what is still to be sent to it.
final class Connection {
    let id: UInt64
    let descriptor: Int32
    let peer: Peer
    var input: [UInt8] = []
    /// Where in `input` the next line begins, and from where on there is no line feed yet.
    var lineStart = 0
    var scanned = 0
    var output: [UInt8] = []
    var sent = 0
    var badLines = 0
    /// Whether the rest of an over-long line is being thrown away.
    var isDiscarding = false
    /// The reply to the last line is still to come; lines behind it wait.
    var isParked = false
    /// A change waits for long work to end; its line stays unread.
    var isHeldBack = false
    /// The client will send nothing more.
    var isAtEnd = false
    var passedDescriptor: Int32 = -1
    /// When this connection is closed unless something happens, in monotonic milliseconds.
    var deadline: Int64 = .max
    var watched: UInt32 = 0

    init(id: UInt64, descriptor: Int32, peer: Peer) {
        self.id = id
        self.descriptor = descriptor
        self.peer = peer
    }

    deinit {
        close(descriptor)
        if passedDescriptor >= 0 { close(passedDescriptor) }
    }

    var hasOutput: Bool { sent < output.count }
    var isPaused: Bool { isParked || isHeldBack }
    var hasPartialLine: Bool { input.count > lineStart }

    /// Reads what there is; false when the connection is broken.
    func receive(into buffer: UnsafeMutableRawBufferPointer) -> Bool {
        var passed: Int32 = -1
        let count = vnet_receive(descriptor, buffer.baseAddress, buffer.count, &passed)
        if passed >= 0 {
            if passedDescriptor < 0 { passedDescriptor = passed } else { close(passed) }
        }
        if count > 0 { input.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
        if count == 0 { isAtEnd = true }
        return count >= 0 || errno == EAGAIN || errno == EINTR
    }

    /// The next complete line without its line feed, as a range of `input`; nil when there is none yet. Looks at each
    /// byte once.
    func nextLine() -> Range<Int>? {
        let end = input.withUnsafeBytes { bytes -> Int? in
            guard scanned < bytes.count, let base = bytes.baseAddress else { return nil }
            guard let found = memchr(base + scanned, 0x0A, bytes.count - scanned) else { return nil }
            return base.distance(to: found)
        }
        guard let end else {
            scanned = input.count
            return nil
        }
        defer {
            lineStart = end + 1
            scanned = lineStart
        }
        return lineStart..<end
    }

    /// Forgets what has been read, and keeps the room.
    func compact() {
        guard lineStart > 0 else { return }
        if lineStart == input.count {
            input.removeAll(keepingCapacity: true)
        } else {
            input.removeSubrange(..<lineStart)
        }
        scanned -= lineStart
        lineStart = 0
    }

    /// Sends what the client takes; false when the connection is broken.
    func flush() -> Bool {
        while hasOutput {
            let count = output.withUnsafeBytes {
                send(descriptor, $0.baseAddress! + sent, $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            if count < 0 { return errno == EAGAIN }
            sent += count
        }
        output.removeAll(keepingCapacity: output.capacity <= 1 << 18)
        sent = 0
        return true
    }
}
