import Foundation
import Glibc
import Synchronization

/// The programs as people run them: built for release, by `make`.
enum Programs {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    static let bin = ProcessInfo.processInfo.environment["VNET_BIN"] ?? root + "/.build/bin"
    static let scripts = root + "/Tests/EndToEndTests/Scripts"
    static let demo = root + "/contrib/demo"
}

/// How a program ended, and what it said.
struct Finished: Sendable {
    let status: Int32
    let output: String
    let errors: String
}

/// Runs a program to its end.
func run(
    _ program: String, _ arguments: [String], input: String = "", environment: [String: String] = [:]
) async throws -> Finished {
    let scratch = try Scratch()
    let running = try Running(program, arguments, in: scratch.path, input: input, environment: environment)
    return await running.finished()
}

/// A program that runs until it ends or is sent a signal.
///
/// By posix_spawn: Foundation's Process crashes when several are started at once.
final class Running: Sendable {
    let pid: pid_t
    private let files: [String]
    private let status = Mutex<Int32?>(nil)
    private let ended = DispatchGroup()

    /// Standard output and error go to files in `directory`.
    init(
        _ program: String, _ arguments: [String], in directory: String, input: String = "",
        environment: [String: String] = [:]
    ) throws {
        let id = UUID().uuidString
        files = ["out", "err"].map { "\(directory)/\(id).\($0)" }
        let stdin = "\(directory)/\(id).in"
        try Data(input.utf8).write(to: URL(filePath: stdin))
        let environment = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
            .merging(environment) { $1 }
        pid = try Self.spawn([program] + arguments, environment, [stdin] + files)
        ended.enter()
        Thread.detachNewThread { [self] in
            var code: Int32 = 0
            while waitpid(pid, &code, 0) < 0, errno == EINTR {}
            status.withLock { $0 = code & 0x7F == 0 ? code >> 8 & 0xFF : 128 + code & 0x7F }
            ended.leave()
        }
    }

    /// With standard input, output and error on `files`, and no signal blocked.
    private static func spawn(_ words: [String], _ environment: [String: String], _ files: [String]) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for (descriptor, file) in files.enumerated() {
            let flags = descriptor == 0 ? O_RDONLY : O_WRONLY | O_CREAT
            posix_spawn_file_actions_addopen(&actions, Int32(descriptor), file, flags, 0o600)
        }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let arguments = words.map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, words[0], &actions, &attributes, arguments, variables)
        guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
        return pid
    }

    var isRunning: Bool { status.withLock { $0 == nil } }
    var errors: String { (try? String(contentsOfFile: files[1], encoding: .utf8)) ?? "" }

    /// Nothing when it has ended.
    func signal(_ number: Int32) { status.withLock { if $0 == nil { kill(pid, number) } } }

    func finished() async -> Finished {
        await withCheckedContinuation { continuation in ended.notify(queue: .global()) { continuation.resume() } }
        return Finished(
            status: status.withLock { $0 } ?? -1,
            output: (try? String(contentsOfFile: files[0], encoding: .utf8)) ?? "",
            errors: errors)
    }
}

/// Directories that are still there: what a global holds is never released, so the end of the process removes them.
private let scratches = Mutex<Set<String>>([])
private let removesScratches: Void = {
    atexit { for path in scratches.withLock(\.self) { try? FileManager.default.removeItem(atPath: path) } }
}()

/// An empty directory in memory where there is such a place, that goes with the test.
final class Scratch: Sendable {
    let path: String

    init() throws {
        let parent = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        path = "\(parent)/vnet-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        _ = removesScratches
        scratches.withLock { _ = $0.insert(path) }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
        scratches.withLock { _ = $0.remove(path) }
    }

    func write(_ text: String, to name: String) throws -> String {
        let file = "\(path)/\(name)"
        try Data(text.utf8).write(to: URL(filePath: file))
        return file
    }
}

/// Lets so many pass at a time.
actor Gate {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ places: Int) { free = places }

    func pass<T: Sendable>(_ body: @Sendable () async throws -> T) async rethrows -> T {
        if free > 0 { free -= 1 } else { await withCheckedContinuation { waiting.append($0) } }
        defer { if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() } }
        return try await body()
    }
}
