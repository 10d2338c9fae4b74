import Glibc
import VNetCore
import VNetInbound
import VNetPlatform

/// Where mail that has come lies, one file each.
enum Spool {
    /// The mails of a Maildir, those in `new` before those in `cur`, each in the order of their names; of a file, itself.
    static func files(_ path: String) throws(SystemError) -> [String] {
        var status = stat()
        guard stat(path, &status) == 0 else { throw SystemError("look at \(path)", errno) }
        guard status.st_mode & S_IFMT == S_IFDIR else { return [path] }
        var files: [String] = []
        for folder in ["new", "cur"] {
            guard access("\(path)/\(folder)", F_OK) == 0 else {
                throw SystemError(
                    "read the mails of \(path)", ENOENT, because: "it has no “\(folder)”, as a Maildir has")
            }
            let names = try SmallFile.names(in: "\(path)/\(folder)").filter { !$0.hasPrefix(".") }
            files += names.map { "\(path)/\(folder)/\($0)" }
        }
        return files
    }
}

/// A mail as it lies there.
struct SpooledMail {
    let bytes: [UInt8]
    /// The day on which it was put there, at Greenwich.
    let arrived: CivilDate

    /// Throws for what is larger than any mail that is read.
    init(_ path: String) throws(SystemError) {
        // A pipe or a device would keep its reader waiting.
        let file = OpenFile(taking: open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK))
        var status = stat()
        guard file.descriptor >= 0, fstat(file.descriptor, &status) == 0 else {
            throw SystemError("open \(path)", errno)
        }
        guard file.isRegular else { throw SystemError("read \(path)", EINVAL, because: "it is not a file") }
        arrived = Instant(seconds: Int64(status.st_mtim.tv_sec)).utcDate
        bytes = try SmallFile.read(descriptor: file.descriptor, name: path, limit: InboundMail.largest)
    }
}
