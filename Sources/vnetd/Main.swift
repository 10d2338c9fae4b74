import ArgumentParser
import Glibc
import VNetAPI
import VNetCompose
import VNetConfiguration
import VNetCore
import VNetPlatform
import VNetServer
import VNetService
import VNetStart
import VNetStore
import VNetTOML

@main
struct VNetD: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vnetd", abstract: "Runs a school peer-review network.",
        discussion: "Runs in the foreground, for anyone: no root is needed. vnetctl talks to it.",
        version: ProtocolVersion.product)

    @Option(help: "Where the network's state is kept.") var stateDir = "/var/lib/vnet"
    @Option(help: "The control socket, unless systemd passes one.") var socket = "/run/vnet/vnetd.sock"
    @Option(help: "The mailer's socket, unless systemd passes one; none unless given.") var deliverSocket: String?
    @Option(help: "The configuration; without it, \(Configuration.defaultFile) where there is one.")
    var config: String?
    @Flag(help: "Read the configuration, say what is wrong with it, and do nothing else.") var checkConfig = false
    @Option(help: "Begin a simulation at this instant, or go on with one where it was.") var simulate: String?
    @Option(
        name: .customLong("verify-certificate"), parsing: .upToNextOption,
        help: ArgumentHelp(
            "Check the certificates of purges in these files, oldest first, and do nothing else.", valueName: "file"))
    var certificates: [String] = []
    @Option(help: "With --verify-certificate: the fingerprint of the key that has to have signed them.")
    var signedBy: String?

    static func main() {
        let words = Start.words()
        // Until the loop takes it, a reload that is asked for waits.
        EventLoop.block(SIGHUP)
        // A reader who leaves, and a limit on files that is reached, are errors of a call, and end nothing.
        for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
        if let fault = words.fault { exit(withError: ValidationError(fault)) }
        main(words.all)
    }

    func run() throws {
        if socket == deliverSocket {
            throw ValidationError("--socket and --deliver-socket are two sockets; give two paths.")
        }
        if let signedBy, !signedBy.isFingerprint {
            throw ValidationError(
                "--signed-by “\(signedBy)” must be a fingerprint as “vnetctl certificate list” shows it: sha256: and 64 digits "
                    + "and letters from a to f.")
        }
        let start = try simulate.map { text in
            guard let instant = Instant.parse(text) else {
                throw ValidationError("--simulate “\(text)” \(Instant.requirement).")
            }
            return instant
        }
        do {
            if !certificates.isEmpty {
                try verify()
            } else if checkConfig {
                let configuration = try Configuration(path: configurationFile)
                for problem in try Composer(overrides: configuration.network.templates).problems { print(problem) }
                print("\(configurationFile ?? "The default configuration") is in order.")
            } else {
                try serve(start)
            }
        } catch let error as ConfigurationError { try fail(error.description, .configuration) } catch let error
            as StoreError
        { try fail(error.message, .internalError) } catch let error as KeyringError {
            try fail(error.message, .internalError)
        } catch let error as SystemError { try fail(error.description, .internalError) }
    }

    /// Says of each certificate whether it can be relied on, up to the first that cannot.
    private func verify() throws {
        var verifying = Verifying(signedBy: signedBy)
        for file in certificates {
            do { try verifying.check(file) } catch let fault as CertificateFault {
                try fail(fault.message, .dataError)
            } catch let error as SystemError { try fail(error.description, .noInput) }
        }
        for line in verifying.lines + [verifying.conclusion] { print(line) }
    }

    /// The file named on the command line or, if there is one, the usual one.
    private var configurationFile: String? {
        config ?? (Glibc.access(Configuration.defaultFile, F_OK) == 0 ? Configuration.defaultFile : nil)
    }

    private func fail(_ message: String, _ status: ExitStatus) throws -> Never {
        Log.error(message)
        throw ExitCode(status.rawValue)
    }

    private func serve(_ simulation: Instant?) throws {
        let configuration = try Configuration(path: configurationFile)
        // What it writes is nobody else's.
        umask(0o077)
        try PrivateDirectory.make(stateDir)
        // The lock comes before the store: a second daemon must not even look at it.
        _ = try LockFile(stateDir + "/lock", "use \(stateDir), because another vnetd does")
        let passed = try PassedSockets()
        let control = try passed["control"].map { Listener($0) } ?? Listener(at: socket)
        let mailer = try passed["deliver"].map { Listener($0) } ?? deliverSocket.map { try Listener(at: $0) }
        let store = try openStore(simulation)
        let clock: any Clock = try store.read { try $0.simulatedNow() }.map { ManualClock($0) } ?? SystemClock()
        try recogniseOlderCopy(store, at: clock.now)
        let service = try Service(store: store, configuration: configuration.network, uid: getuid())
        let loop = try EventLoop(clock: clock)
        let daemon = try Daemon(loop, service: service, clock: clock, access: access(configuration, store)) {
            () throws(Refusal) in
            do throws(ConfigurationError) {
                let fresh = try Configuration(path: configurationFile, atStart: false)
                return (fresh.network, access(fresh, store), limits(fresh))
            } catch {
                throw Refusal(.configurationRejected, "The configuration was not taken over.", details: error.lines)
            }
        }
        for signal in [SIGTERM, SIGINT] { try loop.whenSignalled(signal) { daemon.stop() } }
        try loop.whenSignalled(SIGHUP) { daemon.reloadInItsOwnName() }
        if !store.isSimulated { try service.checkClock(at: clock.now) }
        try service.recoverInterruptedAttempts(at: clock.now)
        try service.planByCurrentRules(at: clock.now)
        try daemon.serve(
            control: control.descriptor, delivery: mailer?.descriptor, limits: limits(configuration))
        keep(control, .control, daemon)
        if let mailer { keep(mailer, .delivery, daemon) }
        Log.info("Serving \(socket)\(store.isSimulated ? ", a simulation" : "").")
        Notify.ready("Serving")
        _ = try loop.run()
        store.close()
        Log.info("Stopped.")
    }

    private func openStore(_ simulation: Instant?) throws -> Store {
        let store = try Store(
            Store.Options(
                directory: stateDir, masterKey: try masterKey(), simulation: simulation,
                newEpoch: String(UInt64.random(in: .min ... .max), radix: 36)))
        if let simulation, let simulated = try store.read({ try $0.simulatedNow() }), simulated != simulation {
            Log.info(
                "The simulation goes on at \(simulated.rfc3339UTC): what --simulate says counts for a new one only. “vnetctl "
                    + "clock advance” moves its clock.")
        }
        return store
    }

    private func recogniseOlderCopy(_ store: Store, at now: Instant) throws {
        let copy = try store.recogniseOlderCopy(at: now)
        if copy.purgedAgain > 0 {
            Log.warning(
                "An older copy of the database was put back. \(copy.purgedAgain) record\(copy.purgedAgain == 1 ? "" : "s") in "
                    + "it had been purged since, and \(copy.purgedAgain == 1 ? "is" : "are") purged again.")
        }
        if copy.isOutboxHeld {
            Log.warning(
                "An older copy of the database was put back. The outbox is held, for some of it may have been sent: look at "
                    + "“vnetctl outbox list”, cancel what was, and then “vnetctl outbox release”.")
        }
    }

    /// A socket that connections come by: passed by systemd, or at a path that is ours to look after.
    private struct Listener {
        let descriptor: Int32
        var path: SocketPath?

        init(_ passed: Int32) { descriptor = passed }

        init(at path: String) throws(SystemError) {
            let path = try SocketPath(path, mode: 0o660)
            descriptor = try path.listen()
            self.path = path
        }
    }

    private func keep(_ listener: Listener, _ door: Daemon.Door, _ daemon: Daemon) {
        guard let path = listener.path else { return }
        do { try daemon.keep(path, of: door) } catch {
            Log.warning("\(error) If the socket is removed, it is not made again.")
        }
    }

    private func masterKey() throws -> [UInt8]? {
        guard let key = try Credential.read("vnet-master-key") else { return nil }
        guard key.count == 32 else {
            try fail(
                "The credential vnet-master-key has \(key.count) byte\(key.count == 1 ? "" : "s"); it has to have 32. "
                    + "“head -c 32 /dev/urandom” makes one.", .configuration)
        }
        return key
    }

    private func limits(_ configuration: Configuration) -> Limits {
        var files = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
        let fitting = configuration.limits.fitting(files: Int(clamping: files.rlim_cur))
        if fitting.connections < configuration.limits.connections {
            Log.warning(
                "vnetd may open \(files.rlim_cur) files, which is enough for \(fitting.connections) connections rather than "
                    + "\(configuration.limits.connections). Set a higher LimitNOFILE= in its unit.")
        }
        return fitting
    }

    private func access(_ configuration: Configuration, _ store: Store) -> Access {
        var access = configuration.access
        access.simulationOwner = store.isSimulated ? getuid() : nil
        return access
    }
}

extension String {
    /// “sha256:” and 64 hexadecimal digits in small letters.
    fileprivate var isFingerprint: Bool {
        let digits = utf8.dropFirst("sha256:".utf8.count)
        return hasPrefix("sha256:") && digits.count == 64
            && digits.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
