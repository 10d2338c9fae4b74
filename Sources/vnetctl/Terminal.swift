import Glibc
import VNetAPI
import VNetCommandLine
import VNetJSON

/// What is known of where the output goes.
enum Terminal {
    /// The columns of the terminal that standard output is; nil where it is none.
    static var width: Int? { width(of: STDOUT_FILENO) }

    private static func width(of descriptor: Int32) -> Int? {
        guard isatty(descriptor) == 1 else { return nil }
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// On standard error; nil where that is no terminal, or one that cannot go back in a line.
    static var progressBar: Progress? { isDumb || width(of: STDERR_FILENO) == nil ? nil : Progress() }

    /// A line that is drawn over itself, and gone in the end.
    final class Progress {
        private var isShown = false

        func draw(_ notice: JSONObject) {
            guard case .integer(let done)? = notice["done"], case .integer(let total)? = notice["total"],
                let width = Terminal.width(of: STDERR_FILENO)
            else { return }
            isShown = true
            let line = ProgressBar.line(done: Int(done), total: Int(total), width: width)
            Terminal.write("\r\u{1B}[K" + line, to: STDERR_FILENO)
        }

        func erase() { if isShown { Terminal.write("\r\u{1B}[K", to: STDERR_FILENO) } }
    }

    /// Has Ctrl-C, and the going away of its reader, be the end of a command that ends in no other way, and so no failure.
    /// After Ctrl-C the shell goes on in a new line.
    static func endQuietly() {
        signal(SIGPIPE) { _ in _exit(ExitStatus.done.rawValue) }
        signal(SIGINT) { _ in
            if isatty(STDERR_FILENO) == 1 { _ = Glibc.write(STDERR_FILENO, "\n", 1) }
            _exit(ExitStatus.done.rawValue)
        }
    }

    /// Waits so many milliseconds, or until nobody reads standard output any more; whether that is so.
    static func isReaderGone(after milliseconds: Int32) -> Bool {
        var output = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
        return poll(&output, 1, milliseconds) > 0
    }

    static func style(_ settings: Settings) -> Style {
        guard settings.form == .human else { return Style(width: nil, color: false) }
        let width = width
        let color: Bool =
            switch settings.color {
            case .always: true
            case .never: false
            case .auto: width != nil && !isSet("NO_COLOR") && !isDumb
            }
        return Style(width: width, color: color)
    }

    /// Set, and not empty (no-color.org).
    private static func isSet(_ name: String) -> Bool { getenv(name).map { $0.pointee != 0 } ?? false }

    private static var isDumb: Bool { getenv("TERM").map { String(cString: $0) == "dumb" } ?? true }

    /// Waits until a descriptor that somebody else has made non-blocking takes or has more.
    static func wait(for descriptor: Int32, _ events: Int32) -> Bool {
        var waiting = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        return poll(&waiting, 1, -1) > 0 || errno == EINTR
    }

    /// All of it, at once; a reader that has gone away ends the process quietly, by SIGPIPE.
    static func write(_ text: String, to descriptor: Int32 = STDOUT_FILENO) {
        var text = text
        let isWritten = text.withUTF8 { bytes in
            var done = 0
            while done < bytes.count {
                let count = Glibc.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
                if count < 0, errno == EINTR { continue }
                if count < 0, errno == EAGAIN, wait(for: descriptor, POLLOUT) { continue }
                guard count > 0 else { return false }
                done += count
            }
            return true
        }
        // Something was done, but what is not said: a full disk must not look like success.
        if !isWritten, descriptor == STDOUT_FILENO { endWithoutOutput() }
    }

    private static func endWithoutOutput() -> Never {
        let reason = String(cString: strerror(errno))
        write("vnetctl: could not write the output: \(reason).\n", to: STDERR_FILENO)
        exit(ExitStatus.internalError.rawValue)
    }

    /// Ends at once where there is no output that could be written later.
    static func requireOutput() { if Glibc.write(STDOUT_FILENO, "", 0) < 0 { endWithoutOutput() } }

    /// The one document of a command that asks nobody: its text or, for a program, that as a member of an object.
    static func write(_ text: String, named name: String, as form: OutputForm) {
        switch form {
        case .human, .fields: write(text)
        case .json, .jsonLines: write(JSONValue.object(JSONObject([(name, .string(text))])).description + "\n")
        }
    }
}
