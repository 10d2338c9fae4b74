import CMemfd
import Glibc
import VNetAPI
import VNetCommandLine

/// Files that the command line names, opened as the caller; `-` is standard input.
enum InputFile {
    /// A regular file, open for reading. What is not one, such as a pipe, is copied into memory, for vnetd takes only
    /// what cannot keep it waiting.
    static func descriptor(of path: String) throws(Complaint) -> Int32 {
        let descriptor = try open(path)
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { return descriptor }
        let bytes = try read(descriptor, path)
        let copy = memfd_create("vnetctl", UInt32(vnet_mfd_cloexec))
        guard copy >= 0 else { throw unreadable(path, "no memory to copy it to (\(reason()))") }
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { write(copy, $0.baseAddress! + done, $0.count - done) }
            guard count > 0 else { throw unreadable(path, "no memory to copy it to (\(reason()))") }
            done += count
        }
        lseek(copy, 0, SEEK_SET)
        return copy
    }

    static func text(of path: String) throws(Complaint) -> String {
        let bytes = try bytes(of: path)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Complaint(
                .dataError, "data.invalid", "\(name(path)) is not UTF-8 text. Save it as UTF-8, and try again.")
        }
        return text
    }

    static func bytes(of path: String) throws(Complaint) -> [UInt8] {
        let descriptor = try open(path)
        defer { if path != "-" { close(descriptor) } }
        return try read(descriptor, path)
    }

    private static func open(_ path: String) throws(Complaint) -> Int32 {
        guard path != "-" else { return STDIN_FILENO }
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path, reason()) }
        return descriptor
    }

    private static func read(_ descriptor: Int32, _ path: String) throws(Complaint) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(path, reason()) }
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
        }
    }

    private static func unreadable(_ path: String, _ reason: String) -> Complaint {
        Complaint(.noInput, "input.unreadable", "Could not read \(name(path)): \(reason).")
    }

    private static func name(_ path: String) -> String { path == "-" ? "standard input" : path }
    private static func reason() -> String { String(cString: strerror(errno)) }
}
