import CSystemd
import Glibc
import VNetPlatform

/// One client: its half-read line, and what is still to be sent to it.
final class Connection {
    let id: UInt64
    let descriptor: Int32
    let peer: Peer
    private(set) var input: [UInt8] = []
    /// Where in `input` the next line begins, and from where on there is no line feed yet.
    private var lineStart = 0
    private var scanned = 0
    private var linesTaken = 0
    var output: [UInt8] = []
    private var sent = 0
    private var sentInAll = 0
    var badLines = 0
    /// Whether the rest of an over-long line is being thrown away.
    var isDiscarding = false
    /// The reply to the last line is still to come; lines behind it wait.
    var isParked = false
    /// A change waits for long work to end; its line stays unread.
    var isUnread = false
    /// It is sent notifications.
    var isSubscriber = false
    /// The client will send nothing more.
    private(set) var isAtEnd = false
    /// An open file that no line has taken yet, and where in `input` the bytes end that it came with.
    var file: OpenFile?
    private var fileEnd = 0
    /// When this connection is closed unless something happens, in monotonic milliseconds.
    private(set) var deadline: Int64 = .max
    private var wait = Wait.nothing
    var watched: UInt32 = 0

    /// What a connection waits for; the deadline is set anew when it waits for something else.
    private enum Wait: Equatable {
        case nothing
        case reader(sent: Int)
        case lineEnd(of: Int)
        case nextLine(after: Int)
    }

    init(id: UInt64, descriptor: Int32, peer: Peer) {
        self.id = id
        self.descriptor = descriptor
        self.peer = peer
    }

    deinit { close(descriptor) }

    var hasOutput: Bool { sent < output.count }
    var isPaused: Bool { isParked || isUnread }
    /// How much there is of a line that has not ended yet.
    var partialLineBytes: Int { input.count - lineStart }

    /// Whether there is a complete line in what has been read.
    var hasLine: Bool { lineFeed() != nil }

    /// Reads what there is; false when the connection is broken.
    func receive(into buffer: UnsafeMutableRawBufferPointer) -> Bool {
        var passed: Int32 = -1
        let count = vnet_receive(descriptor, buffer.baseAddress, buffer.count, &passed)
        if count > 0 { input.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
        if passed >= 0 {
            let fresh = OpenFile(taking: passed)
            if file == nil { (file, fileEnd) = (fresh, input.count) }
        }
        if count == 0 { isAtEnd = true }
        return count >= 0 || errno == EAGAIN || errno == EINTR
    }

    /// The next complete line without its line feed, as a range of `input`; nil when there is none yet. Looks at each
    /// byte once.
    func nextLine() -> Range<Int>? {
        guard let end = lineFeed() else {
            scanned = input.count
            return nil
        }
        defer {
            lineStart = end + 1
            scanned = lineStart
            linesTaken += 1
        }
        return lineStart..<end
    }

    private func lineFeed() -> Int? {
        input.withUnsafeBytes { bytes in
            guard scanned < bytes.count, let base = bytes.baseAddress else { return nil }
            guard let found = memchr(base + scanned, 0x0A, bytes.count - scanned) else { return nil }
            return base.distance(to: found)
        }
    }

    /// Has `line` come again.
    func putBack(_ line: Range<Int>) {
        lineStart = line.lowerBound
        scanned = lineStart
        linesTaken -= 1
    }

    /// Closes the open file when the lines that came in the same read are done with.
    func closePassedFile() {
        if lineStart >= fileEnd { file = nil }
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
        fileEnd -= lineStart
        lineStart = 0
    }

    /// Forgets what there is of a line that is too long.
    func discard() {
        isDiscarding = true
        input.removeAll(keepingCapacity: true)
        (scanned, lineStart) = (0, 0)
        file = nil
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
            sentInAll += count
        }
        output.removeAll(keepingCapacity: output.capacity <= 1 << 18)
        sent = 0
        return true
    }

    /// A line has so many seconds from its first byte to its end, a reader to take some of what waits for it, and a quiet
    /// client until its next line. Nothing runs against one that waits for the daemon.
    func setDeadline(_ now: Int64, _ limits: Limits) {
        let (fresh, seconds): (Wait, Int) =
            if isPaused || (isSubscriber && partialLineBytes == 0) {
                // Who watches may be silent, or slow.
                (.nothing, 0)
            } else if hasOutput {
                (.reader(sent: sentInAll), limits.writeSeconds)
            } else if partialLineBytes > 0 || isDiscarding {
                (.lineEnd(of: linesTaken), limits.lineSeconds)
            } else {
                (.nextLine(after: linesTaken), limits.idleSeconds)
            }
        guard fresh != wait else { return }
        wait = fresh
        deadline = fresh == .nothing ? .max : now + Int64(seconds) * 1000
    }
}
