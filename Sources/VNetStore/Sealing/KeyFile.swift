import Glibc

/// A file of the keyring, with just the operations that it needs; each either happens or throws.
///
/// A seam: a test puts a `FaultPlan` under it that fails, or stops the world, at any one operation.
final class KeyFile {
    let path: String
    private let descriptor: Int32

    init(_ path: String, create: Bool, exclusive: Bool = false) throws(KeyringError) {
        self.path = path
        try Self.step(path, "opened")
        let flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | (create ? O_CREAT : 0) | (exclusive ? O_EXCL : 0)
        descriptor = open(path, flags, 0o600)
        guard descriptor >= 0 else {
            throw errno == ENOENT ? .missing(file: path) : Self.failure(path, "opened")
        }
    }

    deinit { close(descriptor) }

    var size: Int {
        get throws(KeyringError) {
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw Self.failure(path, "read") }
            return Int(status.st_size)
        }
    }

    /// Up to `count` bytes; fewer at the end of the file.
    func read(_ count: Int, at offset: Int) throws(KeyringError) -> [UInt8] {
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
        throw .system(file: path, action: action, errno: ENOSPC)
    }
}

/// Fails file operations from the `first` on, or only that one.
final class FaultPlan: @unchecked Sendable {
    private let first: Int
    private let isCrash: Bool
    private(set) var operations = 0

    init(failing first: Int, isCrash: Bool) {
        self.first = first
        self.isCrash = isCrash
    }

    func isDue() -> Bool {
        operations += 1
        return isCrash ? operations >= first : operations == first
    }
}
