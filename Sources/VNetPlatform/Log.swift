import CSystemd
import Glibc

/// What a daemon says of itself: to the journal where systemd has connected it, else as text on standard
/// error. Ids and counts, never what is personal.
public enum Log {
    /// As in syslog(3).
    private enum Priority: Int32 {
        case error = 3
        case warning = 4
        case info = 6
    }

    public static func error(_ message: String) { write(.error, message) }
    public static func warning(_ message: String) { write(.warning, message) }
    public static func info(_ message: String) { write(.info, message) }

    private static func write(_ priority: Priority, _ message: String) {
        guard isJournal else {
            let label = priority == .info ? "" : "\(priority): "
            let line = Array("\(label)\(message)\n".utf8.suffix(Int(PIPE_BUF)))
            guard hasRoom else { return }
            _ = Glibc.write(STDERR_FILENO, line, line.count)
            return
        }
        let entries = ["MESSAGE=\(message)", "PRIORITY=\(priority.rawValue)"]
        let parts = entries.map { strdup($0)! }
        defer { for part in parts { free(part) } }
        let vectors = parts.map { iovec(iov_base: $0, iov_len: strlen($0)) }
        _ = sd_journal_sendv(vectors, Int32(vectors.count))
    }

    /// Whether a line can be written without waiting: of a pipe that nobody reads, what does not fit is lost rather than the
    /// daemon held up.
    private static var hasRoom: Bool {
        var descriptor = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
        return poll(&descriptor, 1, 0) > 0
    }

    /// systemd names device and inode of the stream that it connected; a redirected standard error is another.
    private static let isJournal: Bool = {
        guard let stream = getenv("JOURNAL_STREAM") else { return false }
        var status = stat()
        return fstat(STDERR_FILENO, &status) == 0 && String(cString: stream) == "\(status.st_dev):\(status.st_ino)"
    }()
}
