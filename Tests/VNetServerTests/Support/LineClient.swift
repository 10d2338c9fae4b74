import Glibc
import VNetJSON
import VNetPlatform

/// SCM_RIGHTS of unix(7), which the Glibc module leaves out.
private let scmRights: Int32 = 1

/// A client that does what it is told, byte for byte, and never waits: what has not come yet has not come.
final class LineClient {
    private let descriptor: Int32
    private var unread: [UInt8] = []
    private(set) var isClosed = false
    private var isOpen = true

    init(_ path: String) throws {
        descriptor = try UnixSocket.connect(path)
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit { hangUp() }

    /// Closes both directions.
    func hangUp() {
        if isOpen { close(descriptor) }
        isOpen = false
    }

    /// Will send nothing more, and goes on reading.
    func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    func send(_ text: String, passing descriptors: [Int32] = []) { send(Array(text.utf8), passing: descriptors) }

    /// Sends what the socket takes, and gives how much that was. The descriptors go with the first byte.
    @discardableResult
    func send(_ bytes: [UInt8], passing descriptors: [Int32] = []) -> Int {
        var bytes = bytes
        let count = bytes.count
        return bytes.withUnsafeMutableBytes { buffer in
            var part = iovec(iov_base: buffer.baseAddress, iov_len: count)
            return withUnsafeMutablePointer(to: &part) { part in
                var message = msghdr()
                message.msg_iov = part
                message.msg_iovlen = 1
                guard !descriptors.isEmpty else { return max(0, sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL))) }
                let header = MemoryLayout<cmsghdr>.size
                let length = header + 4 * descriptors.count
                let control = UnsafeMutableRawBufferPointer.allocate(byteCount: (length + 7) & ~7, alignment: 8)
                defer { control.deallocate() }
                control.storeBytes(of: length, as: Int.self)
                control.storeBytes(of: SOL_SOCKET, toByteOffset: 8, as: Int32.self)
                control.storeBytes(of: scmRights, toByteOffset: 12, as: Int32.self)
                for (index, passed) in descriptors.enumerated() {
                    control.storeBytes(of: passed, toByteOffset: header + 4 * index, as: Int32.self)
                }
                message.msg_control = control.baseAddress
                message.msg_controllen = control.count
                return max(0, sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL)))
            }
        }
    }

    /// The complete lines that have come since the last look.
    func lines() -> [String] {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while !isClosed {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count > 0 { unread += chunk[..<count] } else if count == 0 || errno != EAGAIN { isClosed = true }
            if count < 0 { break }
        }
        var lines = unread.split(separator: 0x0A, omittingEmptySubsequences: false)
        unread = Array(lines.removeLast())
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The lines that have come, as JSON objects.
    func replies() throws -> [JSONObject] {
        try lines().map { line in
            guard case .object(let object) = try JSON.parse(line) else { throw NotAnObject(line: line) }
            return object
        }
    }

    struct NotAnObject: Error { let line: String }
}

/// A pipe whose other end was given away: it is known when the last copy of that is closed.
final class Witness {
    private let reading: Int32
    /// To be passed along; the test's own copy, which `giveAway` closes.
    private(set) var writing: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        (reading, writing) = (ends[0], ends[1])
        _ = fcntl(reading, F_SETFL, O_NONBLOCK)
    }

    deinit {
        close(reading)
        giveAway()
    }

    func giveAway() {
        if writing >= 0 { close(writing) }
        writing = -1
    }

    /// Whether nobody holds the other end any more.
    var isReleased: Bool {
        var byte: UInt8 = 0
        return read(reading, &byte, 1) == 0
    }
}

extension JSONObject {
    func string(_ path: String...) -> String? { if case .string(let text)? = at(path) { text } else { nil } }
    func integer(_ path: String...) -> Int64? { if case .integer(let number)? = at(path) { number } else { nil } }

    func at(_ path: [String]) -> JSONValue? {
        path.reduce(JSONValue.object(self)) { value, key in
            if case .object(let object)? = value { object[key] } else { nil }
        }
    }

    /// The stable code of an error reply.
    var code: String? { string("error", "data", "code") }
}
