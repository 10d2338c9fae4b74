import Glibc
import VNetAPI
import VNetCore
import VNetJSON
import VNetPlatform
import VNetServer
import VNetService
import VNetStore

/// A daemon in this process, that is given one connection after the other.
final class Target {
    private let loop: EventLoop
    private let daemon: Daemon
    private let path: String
    private var chunk = [UInt8](repeating: 0, count: 1 << 16)

    init(directory: String) throws {
        let clock = ManualClock(Instant(seconds: 1_788_220_800), monotonicMilliseconds: 0)
        loop = try EventLoop(clock: clock)
        let zone = try TimeZoneRules(name: "Europe/London", tzif: SmallFile.zoneinfo("Europe/London"))
        let store = try Store(
            Store.Options(directory: directory, masterKey: nil, simulation: clock.now, newEpoch: "5eed0001"))
        let service = try Service(store: store, configuration: NetworkConfiguration(zone: zone))
        let access = Access(simulationOwner: 1000)
        daemon = try Daemon(
            loop, service: service, clock: clock, access: access, detach: { $0() },
            reload: { (service.configuration, access, Limits()) })
        path = directory + "/socket"
        try daemon.serve(
            control: UnixSocket.listen(path, mode: 0o600), delivery: nil, limits: Limits(),
            identify: { _ in Peer(uid: 1000, pid: 1, groups: []) })
    }

    /// Sends `input` in one piece or, as its first byte says, in several; every line is answered at most once, by one line.
    func feed(_ input: UnsafeRawBufferPointer) {
        guard let client = try? UnixSocket.connect(path) else { preconditionFailure("the daemon does not listen") }
        _ = fcntl(client, F_SETFL, O_NONBLOCK)
        defer {
            close(client)
            turn()
        }
        let piece = input.first.map { $0 < 0x20 ? Int($0) + 1 : input.count } ?? 1
        var rest = input[...]
        var replies: [UInt8] = []
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(piece))
            let count = send(client, part.baseAddress, part.count, Int32(MSG_NOSIGNAL))
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
            exchange(client, &replies)
        }
        shutdown(client, Int32(SHUT_WR))
        exchange(client, &replies)
        check(replies, lines: input.split(separator: 0x0A, omittingEmptySubsequences: false).count)
    }

    private func turn() {
        for _ in 0..<100_000 { if (try? loop.turn()) != true { return } }
        preconditionFailure("the loop spins")
    }

    /// Has the daemon answer, as often as there is room again for what it has to send.
    private func exchange(_ client: Int32, _ replies: inout [UInt8]) {
        var before = -1
        while replies.count > before {
            before = replies.count
            turn()
            receive(client, &replies)
        }
    }

    private func receive(_ client: Int32, _ replies: inout [UInt8]) {
        while true {
            let count = recv(client, &chunk, chunk.count, 0)
            guard count > 0 else { return }
            replies += chunk[..<count]
        }
    }

    private func check(_ replies: [UInt8], lines: Int) {
        let answered = replies.split(separator: 0x0A)
        precondition(replies.isEmpty || replies.last == 0x0A, "half a reply")
        precondition(answered.count <= lines, "more replies than lines")
        // The description of the protocol is long, always the same, and read by other tests.
        for reply in answered where reply.count < 1 << 16 {
            guard case .object(let object)? = try? JSON.parse(Array(reply)), object["jsonrpc"] == .string("2.0"),
                object["id"] != nil, (object["result"] == nil) != (object["error"] == nil)
            else { preconditionFailure("no reply: \(String(decoding: reply, as: UTF8.self))") }
        }
    }
}
