import Glibc

public struct MaildirError: Error, CustomStringConvertible {
    public let description: String
}

/// A Maildir, as every mail program opens it.
struct Maildir {
    private let path: String

    init(_ path: String) throws(MaildirError) {
        self.path = path
        for directory in ["", "/tmp", "/new", "/cur"] {
            guard mkdir(path + directory, 0o700) == 0 || errno == EEXIST else {
                throw Self.failure("make", path + directory)
            }
        }
    }

    /// Puts a message into `new`, on disk when this returns. The file is named by the Message-ID, so that one that is
    /// delivered again, byte for byte, is there once.
    func deliver(_ content: [UInt8], named messageID: String) throws(MaildirError) {
        let name = String(messageID.map { $0.isLetter || $0.isNumber || $0 == "." || $0 == "@" ? $0 : "_" })
        let temporary = "\(path)/tmp/\(name)"
        let final = "\(path)/new/\(name)"
        let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Self.failure("write", temporary) }
        defer { close(file) }
        var written = 0
        while written < content.count {
            let count = content.withUnsafeBytes { write(file, $0.baseAddress! + written, $0.count - written) }
            guard count > 0 else { throw Self.failure("write", temporary) }
            written += count
        }
        guard fsync(file) == 0, rename(temporary, final) == 0 else { throw Self.failure("write", final) }
        let directory = open(path + "/new", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw Self.failure("write", path + "/new") }
    }

    private static func failure(_ action: String, _ path: String) -> MaildirError {
        MaildirError(description: "could not \(action) in the Maildir: \(String(cString: strerror(errno)))")
    }
}
