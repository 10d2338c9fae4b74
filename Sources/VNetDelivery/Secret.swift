import Glibc
import VNetPlatform

/// Where a password or token is found. It is read anew for each connection, and not kept.
public enum Secret: Equatable, Sendable {
    /// Passed by systemd to this service alone (LoadCredential=).
    case credential(String)
    case file(String)
    /// What this program writes to its standard output.
    case command([String])

    /// How long a program may take.
    static let commandSeconds: Int64 = 30
    private static let limit = 16_384

    /// The text without the line feed at its end.
    func read() throws(SystemError) -> String {
        var bytes: [UInt8]
        switch self {
        case .credential(let name):
            guard let credential = try Credential.read(name, limit: Self.limit) else {
                throw SystemError(
                    "read \(self.name)", ENOENT,
                    because:
                        "systemd passes none of that name. Put it into /etc/credstore/\(name), and restart vnet-mailer")
            }
            bytes = credential
        case .file(let path): bytes = try SmallFile.read(path, limit: Self.limit)
        case .command(let words):
            bytes = try Helper.output(of: words, seconds: Self.commandSeconds, limit: Self.limit)
        }
        while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
        guard !bytes.isEmpty, let text = String(validating: bytes, as: UTF8.self),
            !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
        else { throw SystemError("use \(name)", EINVAL, because: "it is not one line of text") }
        return text
    }

    private var name: String {
        switch self {
        case .credential(let name): "the credential “\(name)”"
        case .file(let path): path
        case .command(let words): "what \(words.first ?? "the command") writes"
        }
    }
}

/// Runs another program for what it says.
enum Helper {
    /// What `words` writes to its standard output until it ends with status 0. It is ended when it takes longer.
    static func output(of words: [String], seconds: Int64, limit: Int) throws(SystemError) -> [UInt8] {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw SystemError("run \(words[0])", errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let program: pid_t
        do throws(SystemError) { program = try start(words, writingTo: ends[1]) } catch {
            for end in ends { close(end) }
            throw error
        }
        close(ends[1])
        defer { close(ends[0]) }
        let bytes = read(ends[0], seconds: seconds, limit: limit)
        if bytes == nil { kill(program, SIGKILL) }
        var status: Int32 = 0
        while waitpid(program, &status, 0) < 0, errno == EINTR {}
        guard let bytes else {
            throw SystemError(
                "run \(words[0])", ETIME, because: "it did not end within \(seconds) seconds, or said too much")
        }
        guard status == 0 else {
            throw SystemError("run \(words[0])", EIO, because: "it failed; its own words are in the journal")
        }
        return bytes
    }

    /// Nil when it takes too long, or is too much.
    private static func read(_ descriptor: Int32, seconds: Int64, limit: Int) -> [UInt8]? {
        let clock = SystemClock()
        let deadline = clock.monotonicMilliseconds + seconds * 1000
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while bytes.count <= limit {
            let left = deadline - clock.monotonicMilliseconds
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard left > 0, poll(&waiting, 1, Int32(left)) != 0 else { return nil }
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count > 0 { bytes += buffer[..<count] } else if errno != EINTR { return nil }
        }
        return nil
    }

    /// With our standard error, and no more of our environment than it needs.
    private static func start(_ words: [String], writingTo output: Int32) throws(SystemError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let names: [String] = ["HOME", "LANG", "CREDENTIALS_DIRECTORY", "STATE_DIRECTORY"]
        let kept = names.compactMap { name in getenv(name).map { "\(name)=\(String(cString: $0))" } }
        let arguments = words.map { strdup($0) } + [nil]
        let variables = (kept + ["PATH=/usr/local/bin:/usr/bin:/bin"]).map { strdup($0) } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var program: pid_t = 0
        let code = posix_spawn(&program, words[0], &actions, &attributes, arguments, variables)
        guard code == 0 else { throw SystemError("run \(words[0])", code) }
        return program
    }
}
