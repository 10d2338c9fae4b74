import Glibc
import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetPlatform
import VNetServer
import VNetService
import VNetStore

/// Long work that is done when the test says so.
final class WaitingWork {
    private var waiting: [@Sendable () -> Void] = []

    var isEmpty: Bool { waiting.isEmpty }
    func add(_ work: @escaping @Sendable () -> Void) { waiting.append(work) }

    func finish() {
        let work = waiting
        waiting = []
        for piece in work { piece() }
    }
}

/// The daemon in this process, with a simulated store, under clocks that are moved by hand.
final class Serving {
    let turns: Turns
    let service: Service
    let daemon: Daemon
    let work = WaitingWork()
    private let peers: Peers

    private final class Peers { var next = Serving.everybody }

    /// Group 10 may read, 11 operate, 12 is confidential, 13 dpo, 14 admin.
    static let groups: [(id: UInt32, permission: Permission)] = [
        (10, .read), (11, .operate), (12, .confidential), (13, .dpo), (14, .admin),
    ]
    static let everybody = Peer(uid: 1000, pid: 1, groups: Set(groups.map(\.id)))
    /// The user that the daemon runs as.
    static let ownUID: UInt32 = 990

    init(scopes: [UInt32: Scope] = [:], _ adjust: (inout Limits) -> Void = { _ in }) throws {
        turns = try Turns()
        let (work, peers) = (work, Peers())
        self.peers = peers
        let zone = try TimeZoneRules(name: "Europe/London", tzif: SmallFile.zoneinfo("Europe/London"))
        let store = try Store(
            Store.Options(
                directory: turns.directory, masterKey: nil, simulation: turns.clock.now, newEpoch: "5eed0001"))
        service = try Service(store: store, configuration: NetworkConfiguration(zone: zone))
        let rules = Self.groups.map { Access.Rule(.group($0.id, name: $0.permission.rawValue), $0.permission) }
        var limits = Limits()
        adjust(&limits)
        daemon = try Daemon(
            turns.loop, service: service, clock: turns.clock, access: Access(rules: rules, scopes: scopes),
            ownUID: Self.ownUID,
            detach: { work.add($0) },
            reload: { [service, limits] in (service.configuration, Access(rules: rules), limits) })
        try daemon.serve(
            control: UnixSocket.listen(turns.socket, mode: 0o600),
            delivery: UnixSocket.listen(turns.directory + "/deliver", mode: 0o600), limits: limits,
            identify: { _ in peers.next })
        try finishWork()
    }

    func connect(as peer: Peer = Serving.everybody) throws -> LineClient {
        peers.next = peer
        let client = try LineClient(turns.socket)
        try turns.settle()
        return client
    }

    func connectMailer() throws -> LineClient {
        let client = try LineClient(turns.directory + "/deliver")
        try turns.settle()
        return client
    }

    /// What `client` has been sent once the daemon has done all that it can.
    func replies(_ client: LineClient) throws -> [JSONObject] {
        try turns.settle()
        return try client.replies()
    }

    /// Sends one request and gives its reply.
    func call(_ client: LineClient, _ method: String, _ params: String = "{}", passing: [Int32] = []) throws
        -> JSONObject
    {
        client.send(#"{"id":0,"method":"\#(method)","params":\#(params)}"# + "\n", passing: passing)
        let replies = try replies(client)
        return try #require(replies.first, "No reply to \(method).")
    }

    /// Has the worker do what it was given, and the daemon answer.
    func finishWork() throws {
        while !work.isEmpty {
            work.finish()
            try turns.settle()
        }
    }

    /// An open file that holds `text`.
    func file(_ text: String) throws -> OpenFile {
        let file = OpenFile(taking: open(turns.directory + "/passed", O_RDWR | O_CREAT | O_TRUNC, 0o600))
        _ = write(file.descriptor, text, text.utf8.count)
        lseek(file.descriptor, 0, SEEK_SET)
        return file
    }

    static let register =
        "URN,EstablishmentName,EstablishmentStatus (name),Town,Postcode\n121234,A School,Open,Norwich,NR1 1AA\n"
}
