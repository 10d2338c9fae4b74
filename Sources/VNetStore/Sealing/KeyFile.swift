import Glibc

/// A file of the keyring, with just the operations that it needs; each either happens or throws.
///
/// Never a file of the database: POSIX locks go when *any* descriptor of a file is closed, and SQLite's are such locks.
///
/// A seam: a test puts a `FaultPlan` under it that fails, or stops the world, at any one operation.
final class KeyFile {
    let path: String
    private let descriptor: Int32

    /// Opens a file that is there or, with `create`, makes it where it is not.
    init(_ path: String, create: Bool) throws(KeyringError) {
        self.path = path
        try Self.step(path, "opened")
        descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | (create ? O_CREAT : 0), 0o600)
        guard descriptor >= 0 else {
            throw errno == ENOENT ? .missing(file: path) : Self.failure(path, "opened")
        }
        if create, (try? size) == 0 { Medium.askForWritingInPlace(descriptor) }
    }

    deinit { close(descriptor) }

    var size: Int { get throws(KeyringError) { Int(try status.st_size) } }

    /// Whether this is still the file at its path, and nobody has put another in its place.
    var isInPlace: Bool {
        get throws(KeyringError) {
            let own = try status
            var there = stat()
            guard lstat(path, &there) == 0 else { return false }
            return own.st_ino == there.st_ino && own.st_dev == there.st_dev
        }
    }

    private var status: stat {
        get throws(KeyringError) {
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw Self.failure(path, "read") }
            return status
        }
    }

    /// Up to `count` bytes; fewer at the end of the file.
    func read(_ count: Int, at offset: Int) throws(KeyringError) -> [UInt8] {
        try Self.step(path, "read")
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let part = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress! + done, count - done, off_t(offset + done))
            }
            if part < 0, errno == EINTR { continue }
            guard part >= 0 else { throw Self.failure(path, "read") }
            if part == 0 { break }
            done += part
        }
        bytes.removeLast(count - done)
        return bytes
    }

    func write(_ bytes: [UInt8], at offset: Int) throws(KeyringError) {
        try Self.step(path, "written")
        var done = 0
        while done < bytes.count {
            let part = bytes.withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress! + done, bytes.count - done, off_t(offset + done))
            }
            if part < 0, errno == EINTR { continue }
            guard part > 0 else { throw Self.failure(path, "written") }
            done += part
        }
    }

    /// On disk when this returns.
    func sync() throws(KeyringError) {
        try Self.step(path, "synced")
        guard fsync(descriptor) == 0 else { throw Self.failure(path, "synced") }
    }

    /// Makes a file that is whole or not there, and is never put in the place of another. On disk when this returns, but for
    /// the directory.
    static func place(_ bytes: [UInt8], at path: String) throws(KeyringError) {
        let draft = path + ".new"
        try remove(draft)
        let file = try KeyFile(draft, create: true)
        try file.write(bytes, at: 0)
        try file.sync()
        try step(path, "written")
        guard link(draft, path) == 0 else { throw failure(path, "written") }
        try remove(draft)
    }

    /// Overwrites a file with zeros, and removes it.
    static func destroy(_ path: String) throws(KeyringError) {
        let file = try KeyFile(path, create: false)
        let size = try file.size
        for offset in stride(from: 0, to: size, by: 1 << 16) {
            try file.write([UInt8](repeating: 0, count: min(1 << 16, size - offset)), at: offset)
        }
        try file.sync()
        try remove(path)
    }

    static func syncDirectory(_ path: String) throws(KeyringError) {
        try step(path, "synced")
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path, "opened") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(path, "synced") }
    }

    static func remove(_ path: String) throws(KeyringError) {
        try step(path, "removed")
        guard unlink(path) == 0 || errno == ENOENT else { throw failure(path, "removed") }
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    private static func failure(_ path: String, _ action: String) -> KeyringError {
        .system(file: path, action: action, errno: errno)
    }

    // Faults, for tests

    /// Which of the coming operations fails, counted from 1; every later one fails too, as after a crash.
    @TaskLocal static var faults: FaultPlan?

    private static func step(_ path: String, _ action: String) throws(KeyringError) {
        guard let faults, faults.isDue() else { return }
        throw .system(file: path, action: action, errno: faults.errno)
    }
}

/// Fails file operations from the `first` on, or only that one.
final class FaultPlan: @unchecked Sendable {
    private let first: Int
    private let isCrash: Bool
    let errno: Int32
    private(set) var operations = 0

    init(failing first: Int, isCrash: Bool, errno: Int32 = ENOSPC) {
        self.first = first
        self.isCrash = isCrash
        self.errno = errno
    }

    func isDue() -> Bool {
        operations += 1
        return isCrash ? operations >= first : operations == first
    }
}
