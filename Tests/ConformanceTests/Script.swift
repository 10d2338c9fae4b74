import Foundation
import Glibc

/// The scripts beside the tests, run on the programs that were built with them.
enum Script {
    struct Finished {
        let status: Int32
        let output: String
        let errors: String
    }

    private static let tests = URL(filePath: #filePath).deletingLastPathComponent()

    /// Where the test runner itself was built to.
    static var programs: String {
        let folder = Bundle.main.bundleURL
        if FileManager.default.fileExists(atPath: folder.appending(path: "vnetctl").path) { return folder.path }
        return URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path
    }

    /// Runs a script to its end. By posix_spawn: Foundation's Process may wait for ever where several are run at once.
    static func run(_ name: String, _ arguments: String...) async throws -> Finished {
        let folder = FileManager.default.temporaryDirectory.appending(path: "vnet-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = ["output", "errors"].map { folder.appending(path: $0).path }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        for (index, file) in files.enumerated() {
            posix_spawn_file_actions_addopen(&actions, Int32(index + 1), file, O_WRONLY | O_CREAT, 0o600)
        }
        let program = tests.appending(path: "Scripts/\(name)").path
        // Tests of the daemon block signals in this process, and a child inherits that.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, program, &actions, &attributes, words, environ)
        guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
        let status = await end(of: pid)
        let texts = try files.map { String(decoding: try Data(contentsOf: URL(filePath: $0)), as: UTF8.self) }
        return Finished(status: status & 0x7F == 0 ? status >> 8 & 0xFF : 128, output: texts[0], errors: texts[1])
    }

    /// Waits on a thread of its own, so that other tests go on.
    private static func end(of pid: pid_t) async -> Int32 {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var status: Int32 = 0
                while waitpid(pid, &status, 0) < 0, errno == EINTR {}
                continuation.resume(returning: status)
            }
        }
    }
}
