import Glibc
import VNetAPI
import VNetJSON

/// Why a call got no reply.
public enum ClientError: Error, Equatable, Sendable {
    /// No socket, or nobody listens at it.
    case unreachable(path: String, reason: String)
    case timedOut
    /// What came back is no reply to what was asked.
    case notAReply
    case refused(Refusal)
}

/// One connection to vnetd: a request, its reply. Needs neither Foundation nor name services.
public final class Client {
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var nextID: Int64 = 1

    /// `timeout` in seconds, for connecting and for each reply; nil waits for ever.
    public init(path: String, timeout: Int?) throws(ClientError) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw .unreachable(path: path, reason: "the path is too long for a socket")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        guard result == 0 else {
            let reason = String(cString: strerror(errno))
            if errno == EACCES {
                throw .refused(
                    Refusal(.permissionDenied, "You may not open \(path). Ask to be put into the group vnet."))
            }
            throw .unreachable(path: path, reason: reason)
        }
        if let timeout {
            var limit = timeval(tv_sec: timeout, tv_usec: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    deinit { close(descriptor) }

    /// Calls `method`, passing an open file along if there is one, and gives the result.
    public func call(_ method: String, _ params: JSONObject = JSONObject(), file: Int32? = nil) throws(ClientError)
        -> JSONObject
    {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("jsonrpc")
        writer.string("2.0")
        writer.key("id")
        writer.integer(nextID)
        writer.key("method")
        writer.string(method)
        if !params.members.isEmpty {
            writer.key("params")
            writer.value(.object(params))
        }
        writer.endObject()
        nextID += 1
        try send(writer.bytes + [0x0A], file: file)
        let line = try readLine()
        guard case .object(let reply) = try? JSON.parse(line) else { throw .notAReply }
        if case .object(let error)? = reply["error"] { throw .refused(Refusal(error)) }
        guard case .object(let result)? = reply["result"] else { throw .notAReply }
        return result
    }

    private func send(_ bytes: [UInt8], file: Int32?) throws(ClientError) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { part in
                sendPart(UnsafeRawBufferPointer(rebasing: part[sent...]), file: sent == 0 ? file : nil)
            }
            guard count > 0 else { throw .unreachable(path: "the daemon", reason: String(cString: strerror(errno))) }
            sent += count
        }
    }

    /// The descriptor goes with the first bytes, as one control message (unix(7), SCM_RIGHTS).
    private func sendPart(_ bytes: UnsafeRawBufferPointer, file: Int32?) -> Int {
        var part = iovec(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count)
        return withUnsafeMutablePointer(to: &part) { part in
            var message = msghdr()
            message.msg_iov = part
            message.msg_iovlen = 1
            guard let file else { return sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL)) }
            let headerSize = MemoryLayout<cmsghdr>.size
            let control = UnsafeMutableRawBufferPointer.allocate(byteCount: 24, alignment: 8)
            defer { control.deallocate() }
            control.storeBytes(of: headerSize + 4, as: Int.self)
            control.storeBytes(of: SOL_SOCKET, toByteOffset: 8, as: Int32.self)
            control.storeBytes(of: scmRights, toByteOffset: 12, as: Int32.self)
            control.storeBytes(of: file, toByteOffset: headerSize, as: Int32.self)
            message.msg_control = control.baseAddress
            message.msg_controllen = control.count
            return sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL))
        }
    }

    private func readLine() throws(ClientError) -> [UInt8] {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var scanned = 0
        while true {
            if let end = buffer[scanned...].firstIndex(of: 0x0A) {
                let line = Array(buffer[..<end])
                buffer.removeSubrange(...end)
                return line
            }
            scanned = buffer.count
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN { throw .timedOut }
            guard count > 0 else { throw .unreachable(path: "the daemon", reason: "it closed the connection") }
            buffer += chunk[..<count]
        }
    }
}

/// SCM_RIGHTS of unix(7), which the Glibc module leaves out.
private let scmRights: Int32 = 1
