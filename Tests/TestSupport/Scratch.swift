import Foundation
import Glibc
import Synchronization

/// An empty directory that goes with the value, in memory where there is room.
package final class Scratch: Sendable {
    package let path: String

    package init() throws {
        path = "\(Self.parent)/vnet-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        _ = removesScratches
        scratches.withLock { _ = $0.insert(path) }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
        scratches.withLock { _ = $0.remove(path) }
    }

    /// Containers often have 64 MB there, which a few years of a cohort fill.
    private static let parent: String = {
        var room = statvfs()
        let hasRoom = statvfs("/dev/shm", &room) == 0 && UInt64(room.f_bavail) * UInt64(room.f_frsize) > 1 << 30
        return hasRoom && access("/dev/shm", W_OK) == 0 ? "/dev/shm" : NSTemporaryDirectory()
    }()

    package func path(_ name: String) -> String { "\(path)/\(name)" }

    /// The path of the file.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: path(name)))
        return path(name)
    }
}

/// Directories that are still there: what a global holds is never released, so the end of the process removes them.
private let scratches = Mutex<Set<String>>([])
private let removesScratches: Void = {
    atexit { for path in scratches.withLock(\.self) { try? FileManager.default.removeItem(atPath: path) } }
}()
