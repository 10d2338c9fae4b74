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
        let copy = memfd_create("vnetctl", UInt32(vnet_mfd_cloexec))
        guard copy >= 0 else { throw unreadable(path, "no memory to copy it to (\(reason()))") }
        try read(descriptor, path, limit: About.largestFile) { part throws(Complaint) in
            var done = 0
            while done < part.count {
                let count = part.withUnsafeBytes { write(copy, $0.baseAddress! + done, $0.count - done) }
                guard count > 0 else { throw unreadable(path, "no memory to copy it to (\(reason()))") }
                done += count
            }
        }
        lseek(copy, 0, SEEK_SET)
        return copy
    }

    /// UTF-8 text of at most `limit` bytes.
    static func text(of path: String, limit: Int) throws(Complaint) -> String {
        let bytes = try bytes(of: path, limit: limit)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Complaint(
                .dataError, "data.invalid", "\(name(path)) is not UTF-8 text. Save it as UTF-8, and try again.")
        }
        return text
    }

    static func bytes(of path: String, limit: Int) throws(Complaint) -> [UInt8] {
        let descriptor = try open(path)
        defer { if path != "-" { close(descriptor) } }
        var bytes: [UInt8] = []
        try read(descriptor, path, limit: limit) { bytes += $0 }
        return bytes
    }

    private static func open(_ path: String) throws(Complaint) -> Int32 {
        guard path != "-" else { return STDIN_FILENO }
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path, reason()) }
        return descriptor
    }

    /// Hands over what there is, part by part. What goes on beyond the limit is refused as soon as that shows.
    private static func read(
        _ descriptor: Int32, _ path: String, limit: Int, _ take: (ArraySlice<UInt8>) throws(Complaint) -> Void
    ) throws(Complaint) {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var total = 0
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN, Terminal.wait(for: descriptor, POLLIN) { continue }
            guard count >= 0 else { throw unreadable(path, reason()) }
            guard count > 0 else { return }
            total += count
            guard total <= limit else {
                throw Complaint(
                    .dataError, "data.invalid",
                    "\(name(path)) is longer than the \(limit) bytes that vnetd takes. Is it the right one? If so, shorten it."
                )
            }
            try take(chunk[..<count])
        }
    }

    private static func unreadable(_ path: String, _ reason: String) -> Complaint {
        Complaint(.noInput, "input.unreadable", "Could not read \(name(path)): \(reason).")
    }

    private static func name(_ path: String) -> String { path == "-" ? "standard input" : path }
    private static func reason() -> String { String(cString: strerror(errno)) }
}
