import Glibc

/// A place in the file system where this process listens, and no other vnetd: a lock file beside it says so.
public final class SocketPath {
    public let path: String
    private let mode: UInt32
    private var address: sockaddr_un
    private var lock: LockFile
    /// The socket that was made here last.
    private var own: FileIdentity?

    /// The socket gets `mode`. Throws while another process holds the lock.
    public init(_ path: String, mode: UInt32) throws(SystemError) {
        self.path = path
        self.mode = mode
        address = try UnixSocket.address(path)
        lock = try LockFile(path + ".lock", "listen at \(path), because another vnetd does")
    }

    /// Whether the socket that was made last is still where it was made.
    public var isInPlace: Bool { own != nil && own == FileIdentity(at: path) }

    /// Makes a socket, and listens. Of what is at the path already, only a socket at which nobody listens is removed;
    /// everything else stays, and is named in the error.
    public func listen() throws(SystemError) -> Int32 {
        try lock.renew()
        try removeDeadSocket()
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC | O_NONBLOCK, 0)
        guard descriptor >= 0 else { throw SystemError("make a socket", errno) }
        let previous = umask(0o777 & ~mode)
        let bound = UnixSocket.withSockaddr(&address) { bind(descriptor, $0, $1) }
        umask(previous)
        guard bound == 0, Glibc.listen(descriptor, 128) == 0 else {
            defer { close(descriptor) }
            throw SystemError("listen at \(path)", errno)
        }
        own = FileIdentity(at: path)
        return descriptor
    }

    private func removeDeadSocket() throws(SystemError) {
        guard let found = FileIdentity(at: path) else {
            if errno == ENOENT { return }
            throw SystemError("look at what is at \(path)", errno)
        }
        guard found.isSocket else {
            throw refusal(
                "there is \(found.kind), and vnetd replaces nothing but a socket that it left. Give another path")
        }
        guard try isRefused() else { return }
        // Since it was looked at, something else may have taken its place. Where it is moved to, nothing does.
        let aside = "\(path).\(getpid()).old"
        guard rename(path, aside) == 0 else { throw SystemError("remove the old socket \(path)", errno) }
        guard FileIdentity(at: aside) == found else {
            if link(aside, path) == 0 { unlink(aside) }
            let place = FileIdentity(at: aside) == nil ? "" : " What came is at \(aside) now"
            throw refusal("something else came there just now.\(place)")
        }
        unlink(aside)
    }

    /// Whether the socket that is there refuses connections, as one does whose program has ended; false when it is gone.
    private func isRefused() throws(SystemError) -> Bool {
        let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC | O_NONBLOCK, 0)
        guard probe >= 0 else { throw SystemError("make a socket", errno) }
        defer { close(probe) }
        let result = UnixSocket.withSockaddr(&address) { connect(probe, $0, $1) }
        switch result == 0 ? EISCONN : errno {
        case ENOENT: return false
        case ECONNREFUSED: return true
        // EAGAIN: so many wait that there is no room for another. EPROTOTYPE: it takes datagrams.
        case EISCONN, EAGAIN, EPROTOTYPE:
            throw refusal("another program listens there. End that first, or give another path")
        case let code: throw SystemError("look at what is at \(path)", code)
        }
    }

    private func refusal(_ reason: String) -> SystemError {
        SystemError("listen at \(path)", EADDRINUSE, because: reason)
    }
}

/// A file whose lock says that something is this process's, for as long as it lives. It is never removed: whoever had it
/// open would hold a lock that nobody else could see.
public struct LockFile {
    private let path: String
    private let action: String
    private var descriptor: Int32

    /// Throws `action` as what could not be done while another process holds the lock.
    public init(_ path: String, _ action: String) throws(SystemError) {
        self.path = path
        self.action = action
        descriptor = try Self.lock(path, action)
    }

    /// Locks a new file where somebody has removed the old one.
    mutating func renew() throws(SystemError) {
        guard FileIdentity(of: descriptor) != FileIdentity(at: path) else { return }
        let fresh = try Self.lock(path, action)
        close(descriptor)
        descriptor = fresh
    }

    private static func lock(_ path: String, _ action: String) throws(SystemError) -> Int32 {
        let lock = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw SystemError("open \(path)", errno) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw SystemError(action, EADDRINUSE)
        }
        return lock
    }
}

/// What tells one file from another that has come to the same path.
struct FileIdentity: Equatable {
    private let device: UInt
    private let number: UInt
    private let seconds: Int
    private let nanoseconds: Int
    private let type: UInt32

    /// Of a link, the link's own. Nil, and `errno` says why, where there is nothing.
    init?(at path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    init?(of descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        device = status.st_dev
        number = status.st_ino
        // A number is given again soon after its file is gone.
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
        type = status.st_mode & S_IFMT
    }

    var isSocket: Bool { type == S_IFSOCK }

    var kind: String {
        switch type {
        case S_IFREG: "a file"
        case S_IFDIR: "a directory"
        case S_IFIFO: "a named pipe"
        case S_IFLNK: "a symbolic link"
        case S_IFSOCK: "a socket"
        default: "a device"
        }
    }
}
