import Glibc

/// A descriptor that is closed when nobody holds it any more.
public final class OpenFile: Sendable {
    public let descriptor: Int32

    /// Takes over `descriptor`.
    public init(taking descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Whether it is a file on a disk, which never keeps its reader waiting as a pipe or a device could.
    public var isRegular: Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
}

/// A directory that is one user's alone.
public enum PrivateDirectory {
    /// Makes it where it is missing. Throws where others could change what is in it, and says what to do.
    public static func make(_ path: String) throws(SystemError) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw SystemError("make the directory \(path)", errno) }
        var status = stat()
        guard stat(path, &status) == 0 else { throw SystemError("look at the directory \(path)", errno) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw SystemError("use \(path) as a directory", ENOTDIR) }
        guard status.st_uid == geteuid() else {
            throw SystemError(
                "use the directory \(path)", EPERM,
                because: "it belongs to the user with the id \(status.st_uid), and this is run by the one with the id "
                    + "\(geteuid()). Run it as the owner, or name another directory")
        }
        guard status.st_mode & 0o022 == 0 else {
            throw SystemError(
                "use the directory \(path)", EPERM,
                because: "others can change what is in it. “chmod 700 \(path)” makes it its owner's alone")
        }
    }
}

/// The disk that something is on.
public enum Disk {
    /// How many bytes this process may still write to it; nil where it does not say.
    public static func room(at path: String) -> Int? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        return Int(
            clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
    }
}

/// Reads small files whole.
public enum SmallFile {
    /// The bytes of a file of at most `limit` bytes. A pipe or a device could keep its reader waiting, and is refused unless it
    /// `mayWait`.
    public static func read(_ path: String, limit: Int, mayWait: Bool = false) throws(SystemError) -> [UInt8] {
        let file = OpenFile(taking: open(path, O_RDONLY | O_CLOEXEC | (mayWait ? 0 : O_NONBLOCK)))
        guard file.descriptor >= 0 else { throw SystemError("open \(path)", errno) }
        guard mayWait || file.isRegular else {
            throw SystemError("read \(path)", EINVAL, because: "it is not a regular file")
        }
        return try read(descriptor: file.descriptor, name: path, limit: limit)
    }

    /// What is left to read of an open file, at most `limit` bytes.
    public static func read(descriptor: Int32, name: String, limit: Int) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw SystemError("read \(name)", errno) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
            guard bytes.count <= limit else { throw SystemError("read \(name), which is over \(limit) bytes", EFBIG) }
        }
    }

    /// The names in a directory, in the order of the alphabet; none where there is no such directory.
    public static func names(in path: String) throws(SystemError) -> [String] {
        guard let directory = opendir(path) else {
            if errno == ENOENT { return [] }
            throw SystemError("list \(path)", errno)
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// The rules of a time zone, from the system's zoneinfo.
    public static func zoneinfo(_ name: String) throws(SystemError) -> [UInt8] {
        guard !name.isEmpty, !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else {
            throw SystemError("find a time zone “\(name)”", EINVAL)
        }
        return try read("/usr/share/zoneinfo/" + name, limit: 1 << 20)
    }
}
