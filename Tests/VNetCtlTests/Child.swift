import Foundation
import Glibc

/// A child process, which is ended with the value.
final class Child {
    private let id: pid_t
    private var status: Int32?

    init(
        _ program: String, _ arguments: [String], environment: [String: String], input: Int32, output: Int32,
        errors: Int32
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // By way of high numbers, so that none is overwritten before it is used.
        for (number, descriptor) in [input, output, errors].enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(900 + number))
        }
        for number in 0..<3 { posix_spawn_file_actions_adddup2(&actions, Int32(900 + number), Int32(number)) }
        // What one test has open is not for another's children to keep open.
        for number in 0..<3 { posix_spawn_file_actions_addclose(&actions, Int32(900 + number)) }
        // The thread that a test runs on may hold back signals, which would be inherited.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var arguments: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var id: pid_t = 0
        let error = posix_spawn(&id, program, &actions, &attributes, &arguments, &variables)
        guard error == 0 else { throw POSIXError(POSIXErrorCode(rawValue: error) ?? .ENOEXEC) }
        self.id = id
    }

    /// Runs beside the test, what it says going to `log`.
    convenience init(background program: String, _ arguments: [String], log: FileHandle) throws {
        let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { close(nothing) }
        try self.init(
            program, arguments, environment: ProcessInfo.processInfo.environment, input: nothing,
            output: log.fileDescriptor, errors: log.fileDescriptor)
    }

    deinit {
        guard status == nil else { return }
        kill(id, SIGTERM)
        _ = wait()
    }

    func signal(_ number: Int32) { kill(id, number) }

    /// Its exit status, or 128 and the number of the signal that ended it.
    func wait() -> Int32 {
        var raw: Int32 = 0
        while waitpid(id, &raw, 0) < 0, errno == EINTR { continue }
        let result = raw & 0x7F == 0 ? raw >> 8 & 0xFF : 128 + (raw & 0x7F)
        status = result
        return result
    }
}
