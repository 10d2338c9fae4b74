import ArgumentParser
import Glibc
import VNetAPI
import VNetCompose
import VNetCore
import VNetPlatform
import VNetServer
import VNetService
import VNetStore

@main
struct VNetD: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vnetd", abstract: "Runs a school peer-review network.",
        discussion: "Runs in the foreground, for anyone: no root is needed. vnetctl talks to it.",
        version: ProtocolVersion.product)

    @Option(help: "Where the network's state is kept.") var stateDir = "/var/lib/vnet"
    @Option(help: "The control socket.") var socket = "/run/vnet/vnetd.sock"
    @Option(help: "The mailer's socket; none unless given.") var deliverSocket: String?
    @Option(help: "Begin, or go on with, a simulation; its clock starts at this instant.") var simulate: String?

    func run() throws {
        let start = try simulate.map { text in
            guard let instant = Instant(rfc3339: text) else {
                throw ValidationError(
                    "--simulate takes a date and time with offset, such as 2026-09-01T08:00:00+01:00.")
            }
            return instant
        }
        do { try serve(start) } catch let error as StoreError { throw Failure(error.message) } catch let error
            as KeyringError
        {
            throw Failure(error.message)
        } catch let error as SystemError { throw Failure(error.description) }
    }

    private func serve(_ simulation: Instant?) throws {
        guard mkdir(stateDir, 0o700) == 0 || errno == EEXIST else {
            throw SystemError("make the state directory \(stateDir)", errno)
        }
        // The locks come before the store: a second daemon must not even look at it.
        let state = try UnixSocket.listen(stateDir + "/lock", mode: 0o600)
        let control = try UnixSocket.listen(socket, mode: 0o660)
        let mailer = try deliverSocket.map { path throws(SystemError) in try UnixSocket.listen(path, mode: 0o660) }
        defer { close(state) }
        let zone = try TimeZoneRules(name: "Europe/London", tzif: SmallFile.zoneinfo("Europe/London"))
        let configuration = NetworkConfiguration(zone: zone)
        let store = try Store(
            Store.Options(
                directory: stateDir, masterKey: nil, simulation: simulation,
                newEpoch: String(UInt64.random(in: .min ... .max), radix: 36)))
        let service = Service(store: store, configuration: configuration, composer: try Composer())
        try service.recoverInterruptedAttempts()
        let now = try store.read { try $0.simulatedNow() }
        let clock: any Clock = now.map { ManualClock($0) } ?? SystemClock()
        _ = try service.resumePurge(at: clock.now)
        let loop = try EventLoop()
        let access = Access(simulationOwner: store.isSimulated ? getuid() : nil)
        let daemon = try Daemon(loop, service: service, clock: clock, access: access) { configuration }
        for signal in [SIGTERM, SIGINT] { try loop.whenSignalled(signal) { daemon.stop() } }
        signal(SIGPIPE, SIG_IGN)
        try daemon.serve(control: control, delivery: mailer, limits: Limits())
        Notify.ready("Serving \(socket)")
        _ = try loop.run()
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }
}
