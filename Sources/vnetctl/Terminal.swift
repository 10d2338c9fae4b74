import Glibc
import VNetAPI
import VNetCommandLine

/// What is known of where the output goes.
enum Terminal {
    /// The columns of the terminal that standard output is; nil where it is none.
    static var width: Int? {
        guard isatty(STDOUT_FILENO) == 1 else { return nil }
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
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

    /// All of it, at once; a reader that has gone away ends the process quietly, by SIGPIPE.
    static func write(_ text: String, to descriptor: Int32 = STDOUT_FILENO) {
        var text = text
        let isWritten = text.withUTF8 { bytes in
            var done = 0
            while done < bytes.count {
                let count = Glibc.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                done += count
            }
            return true
        }
        guard !isWritten, descriptor == STDOUT_FILENO else { return }
        // Something was done, but what is not said: a full disk must not look like success.
        let reason = String(cString: strerror(errno))
        write("vnetctl: could not write the output: \(reason).\n", to: STDERR_FILENO)
        exit(ExitStatus.internalError.rawValue)
    }
}
