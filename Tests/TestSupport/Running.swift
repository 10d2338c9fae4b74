import Foundation
import Glibc
import Synchronization

/// How a program ended, and what it said.
package struct Finished: Sendable {
    /// Its exit status, or 128 and the number of the signal that ended it.
    package let status: Int32
    package let output: String
    package let errors: String

    package var lines: [String] { output.split(separator: "\n").map(String.init) }
}

/// A program that runs beside the test, and is ended with the value at the latest.
///
/// By posix_spawn: Foundation's Process crashes, or waits for ever, when several are started at once. What it reads and
/// writes are files with names: a descriptor that one test has open would be left open in another's children.
package final class Running: Sendable {
    /// Stays as long as the program runs.
    private let directory: Scratch
    private let files: [String]
    private let ending: Ending

    /// Its process id, which stays its own for as long as this value.
    package var pid: Int32 { ending.pid }

    /// It says what it says into files in `directory`, or into the pipe `output`.
    ///
    /// - Parameter input: What it reads. Where nothing is given, standard input is open and says nothing, so that what
    ///   waits for it never ends.
    /// - Parameter closed: Which of standard input, output and error it begins without.
    package init(
        _ program: String, _ arguments: [String], in directory: Scratch, input: String? = nil, output: String? = nil,
        closed: Set<Int32> = [], environment: [String: String] = [:]
    ) throws {
        self.directory = directory
        let id = UUID().uuidString.prefix(8)
        let standardInput = directory.path("\(id).in")
        if let input {
            try directory.write(input, to: "\(id).in")
        } else {
            mkfifo(standardInput, 0o600)
        }
        files = [output ?? directory.path("\(id).out"), directory.path("\(id).err")]
        ending = Ending(
            of: try spawn(
                [program] + arguments, Self.environment.merging(environment) { $1 }, [standardInput] + files, closed))
    }

    deinit {
        signal(SIGKILL)
        ending.wait()
    }

    /// What a person has whose terminal has colours, and who has set nothing of ours.
    private static var environment: [String: String] {
        ProcessInfo.processInfo.environment.filter { !["NO_COLOR", "VNET_SOCKET"].contains($0.key) }
            .merging(["SWIFT_BACKTRACE": "enable=no", "TERM": "xterm-256color"]) { $1 }
    }

    package var isRunning: Bool { ending.status == nil }

    /// What it has said on standard error until now.
    package var errors: String { text(files[1]) }

    /// Nothing when it has ended.
    package func signal(_ number: Int32) { ending.signal(number) }

    package func wait() -> Finished {
        ending.wait()
        return finished
    }

    /// As `wait`, while other tests go on.
    package func ended() async -> Finished {
        await ending.ended()
        return finished
    }

    private var finished: Finished {
        Finished(status: ending.status ?? -1, output: text(files[0]), errors: errors)
    }

    /// A pipe has been read by whoever made it.
    private func text(_ file: String) -> String {
        var found = stat()
        guard stat(file, &found) == 0, found.st_mode & S_IFMT == S_IFREG else { return "" }
        return (try? Data(contentsOf: URL(filePath: file))).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}

/// Waits for a process on a thread of its own.
private final class Ending: Sendable {
    let pid: pid_t
    private let code = Mutex<Int32?>(nil)
    private let group = DispatchGroup()

    init(of pid: pid_t) {
        self.pid = pid
        group.enter()
        Thread.detachNewThread { [self] in
            // Its id stays its own until nobody can send a signal to it any more.
            var ended = siginfo_t()
            while waitid(P_PID, id_t(pid), &ended, WEXITED | WNOWAIT) < 0, errno == EINTR {}
            code.withLock {
                var raw: Int32 = 0
                waitpid(pid, &raw, 0)
                $0 = raw & 0x7F == 0 ? raw >> 8 & 0xFF : 128 + raw & 0x7F
            }
            group.leave()
        }
    }

    var status: Int32? { code.withLock(\.self) }
    func signal(_ number: Int32) { code.withLock { if $0 == nil { kill(pid, number) } } }
    func wait() { group.wait() }
    func ended() async {
        await withCheckedContinuation { continuation in group.notify(queue: .global()) { continuation.resume() } }
    }
}

/// With standard input, output and error on `files`, and no signal blocked, as the thread of a test may have.
private func spawn(
    _ words: [String], _ environment: [String: String], _ files: [String], _ closed: Set<Int32>
) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
        posix_spawn_file_actions_destroy(&actions)
        posix_spawnattr_destroy(&attributes)
    }
    // A pipe that is open for both has no end.
    posix_spawn_file_actions_addopen(&actions, 0, files[0], O_RDWR, 0)
    posix_spawn_file_actions_addopen(&actions, 1, files[1], O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, files[2], O_WRONLY | O_CREAT, 0o600)
    for descriptor in closed { posix_spawn_file_actions_addclose(&actions, descriptor) }
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
