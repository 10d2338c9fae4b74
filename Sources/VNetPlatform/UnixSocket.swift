import CSystemd
import Glibc

/// Who is at the other end of a Unix socket, as the kernel knew when it connected.
public struct Peer: Sendable {
    public let uid: UInt32
    public let pid: Int32
    /// Primary and supplementary; nil when the kernel would not say, which is to be taken as a refusal.
    public let groups: Set<UInt32>?

    public init(uid: UInt32, pid: Int32, groups: Set<UInt32>?) {
        self.uid = uid
        self.pid = pid
        self.groups = groups
    }

    /// Nil when the kernel does not say who it is.
    public init?(of descriptor: Int32) {
        var peer = vnet_peer()
        guard vnet_peer_of(descriptor, &peer) == 0 else { return nil }
        var groups = [gid_t](repeating: 0, count: 1024)
        let count = vnet_peer_groups(descriptor, &groups, 1024)
        self.init(uid: peer.uid, pid: peer.pid, groups: count < 0 ? nil : Set(groups.prefix(Int(count)) + [peer.gid]))
    }
}

/// Listening Unix stream sockets.
public enum UnixSocket {
    /// Listens at `path`, as `SocketPath` does.
    public static func listen(_ path: String, mode: UInt32) throws(SystemError) -> Int32 {
        try SocketPath(path, mode: mode).listen()
    }

    /// Connects to the socket at `path`.
    public static func connect(_ path: String) throws(SystemError) -> Int32 {
        var address = try address(path)
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
        guard descriptor >= 0 else { throw SystemError("make a socket", errno) }
        guard withSockaddr(&address, { Glibc.connect(descriptor, $0, $1) }) == 0 else {
            let code = errno
            close(descriptor)
            throw SystemError("connect to \(path)", code)
        }
        return descriptor
    }

    /// Accepts one connection; nil when none waits. Throws where one waits and cannot be accepted, for want of descriptors
    /// or memory: it goes on waiting.
    public static func accept(_ listener: Int32) throws(SystemError) -> Int32? {
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            if descriptor >= 0 {
                _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
                _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
                return descriptor
            }
            switch errno {
            case EINTR, ECONNABORTED: continue
            case EAGAIN: return nil
            default: throw SystemError("accept a connection", errno)
            }
        }
    }

    static func address(_ path: String) throws(SystemError) -> sockaddr_un {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let capacity = MemoryLayout.size(ofValue: address.sun_path) - 1
        guard bytes.count <= capacity else {
            throw SystemError("use \(path), which is over \(capacity) bytes", ENAMETOOLONG)
        }
        // An empty one would be an abstract socket, which everybody on the machine can open.
        guard !bytes.isEmpty, !bytes.contains(0) else {
            throw SystemError(
                "use a socket without a path", EINVAL, because: "it needs one, such as /run/vnet/vnetd.sock")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return address
    }

    static func withSockaddr<T>(
        _ address: inout sockaddr_un, _ body: (UnsafePointer<sockaddr>, socklen_t) -> T
    ) -> T {
        withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }
}
