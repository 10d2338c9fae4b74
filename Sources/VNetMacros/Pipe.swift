import Glibc

/// The compiler at the other end of standard input and output.
enum Pipe {
    /// The next message; nil when the compiler has gone or has nothing more to ask.
    static func read() -> [UInt8]? {
        guard let header = read(8) else { return nil }
        let count = header.reversed().reduce(0) { $0 << 8 | Int($1) }
        return count == 0 ? nil : read(count)
    }

    static func write(_ message: [UInt8]) {
        var rest = (0..<8).map { UInt8(truncatingIfNeeded: message.count >> ($0 * 8)) } + message
        while !rest.isEmpty {
            let count = Glibc.write(STDOUT_FILENO, rest, rest.count)
            guard count > 0 else { exit(1) }
            rest.removeFirst(count)
        }
    }

    private static func read(_ count: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < count {
            var part = [UInt8](repeating: 0, count: count - bytes.count)
            let received = Glibc.read(STDIN_FILENO, &part, part.count)
            guard received > 0 else { return nil }
            bytes += part.prefix(received)
        }
        return bytes
    }
}
