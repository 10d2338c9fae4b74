import Glibc
import VNetAPI

/// A connected Unix stream socket with a time limit for all that is done with it.
///
/// The limit is kept by select(2), which on Linux takes from its time-out the time that it waited: no clock is read.
final class ClientSocket {
    private let descriptor: Int32
    private var remaining: timeval?

    init(path: String, timeoutMilliseconds: Int?) throws(ClientError) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        // An empty path would be an abstract socket, at which anybody may listen.
        guard !bytes.isEmpty, bytes.count < MemoryLayout.size(ofValue: address.sun_path), !bytes.contains(0) else {
            throw .unreachable(path: path, reason: "that cannot be the path of a socket")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
        remaining = timeoutMilliseconds.map { timeval(tv_sec: $0 / 1000, tv_usec: $0 % 1000 * 1000) }
        if var limit = remaining {
            setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        guard result == 0 else {
            let error = errno
            close(descriptor)
            switch error {
            case EAGAIN: throw .timedOut
            case EACCES, EPERM:
                throw .refused(
                    Refusal(.permissionDenied, "You may not open \(path). Ask to be put into the group vnet."))
            default: throw .unreachable(path: path, reason: String(cString: strerror(error)))
            }
        }
    }

    deinit { close(descriptor) }

    /// Sends all of `bytes`, and a descriptor with the first of them. A daemon that has closed the connection may have
    /// said why before; that is left to be read.
    func send(_ bytes: [UInt8], file: Int32?) throws(ClientError) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { part in
                sendPart(UnsafeRawBufferPointer(rebasing: part[sent...]), file: sent == 0 ? file : nil)
            }
            if count > 0 {
                sent += count
            } else if errno == EPIPE || errno == ECONNRESET {
                return
            } else if errno == EAGAIN {
                try wait(toWrite: true)
            } else if errno != EINTR {
                throw .disconnected(reason: String(cString: strerror(errno)))
            }
        }
    }

    /// Some bytes, at least one; none when the connection has ended.
    func receive() throws(ClientError) -> [UInt8] {
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = recv(descriptor, &chunk, chunk.count, Int32(MSG_DONTWAIT))
            if count >= 0 { return Array(chunk[..<count]) }
            switch errno {
            case EAGAIN: try wait(toWrite: false)
            case EINTR: continue
            case ECONNRESET: return []
            default: throw .disconnected(reason: String(cString: strerror(errno)))
            }
        }
    }

    /// Waits without a limit until there is something to receive; false as soon as nobody reads from `output` any more,
    /// which would otherwise show at the next write only.
    func waitForInput(whileRead output: Int32) throws(ClientError) -> Bool {
        var waiting = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0), pollfd(fd: output, events: 0, revents: 0),
        ]
        while poll(&waiting, 2, -1) < 0 {
            guard errno == EINTR else { throw .disconnected(reason: String(cString: strerror(errno))) }
        }
        return waiting[1].revents == 0
    }

    private func wait(toWrite: Bool) throws(ClientError) {
        var set = fd_set()
        let index = Int(descriptor)
        guard index < 1024 else { throw .disconnected(reason: "too many files are open") }
        withUnsafeMutableBytes(of: &set) { $0[index / 8] |= 1 << (index % 8) }
        let ready: Int32
        if var limit = remaining {
            ready =
                toWrite
                ? select(descriptor + 1, nil, &set, nil, &limit) : select(descriptor + 1, &set, nil, nil, &limit)
            remaining = limit
        } else {
            ready = toWrite ? select(descriptor + 1, nil, &set, nil, nil) : select(descriptor + 1, &set, nil, nil, nil)
        }
        if ready == 0 { throw .timedOut }
    }

    /// The descriptor goes as one control message (unix(7), SCM_RIGHTS).
    private func sendPart(_ bytes: UnsafeRawBufferPointer, file: Int32?) -> Int {
        let flags = Int32(MSG_NOSIGNAL | MSG_DONTWAIT)
        var part = iovec(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count)
        return withUnsafeMutablePointer(to: &part) { part in
            var message = msghdr()
            message.msg_iov = part
            message.msg_iovlen = 1
            guard let file else { return sendmsg(descriptor, &message, flags) }
            let headerSize = MemoryLayout<cmsghdr>.size
            let control = UnsafeMutableRawBufferPointer.allocate(byteCount: 24, alignment: 8)
            defer { control.deallocate() }
            control.storeBytes(of: headerSize + 4, as: Int.self)
            control.storeBytes(of: SOL_SOCKET, toByteOffset: 8, as: Int32.self)
            control.storeBytes(of: scmRights, toByteOffset: 12, as: Int32.self)
            control.storeBytes(of: file, toByteOffset: headerSize, as: Int32.self)
            message.msg_control = control.baseAddress
            message.msg_controllen = control.count
            return sendmsg(descriptor, &message, flags)
        }
    }
}

/// SCM_RIGHTS of unix(7), which the Glibc module leaves out.
private let scmRights: Int32 = 1
