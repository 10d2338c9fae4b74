import CSystemd
import Glibc
import VNetAPI
import VNetCore
import VNetJSON
import VNetPlatform
import VNetService

/// The daemon without its arguments: sockets on one side, the service on the other, and the one who owns time.
public final class Daemon: LineHandler {
    public let service: Service
    public var access: Access
    /// Reads the configuration anew; throws what is wrong with it.
    public var reload: () throws(Refusal) -> NetworkConfiguration
    private let clock: any Clock
    private let loop: EventLoop
    private var alarm: Timer?
    private var control: Server?
    private var delivery: Server?
    /// Claims that wait for a message to be due, oldest first.
    private var claims: [(connection: UInt64, id: JSONValue, request: DeliverClaim, caller: Caller)] = []
    private var flushes: [(connection: UInt64, id: JSONValue, caller: Caller)] = []
    private var advance: Advance?

    private struct Advance {
        let connection: UInt64
        let id: JSONValue
        let caller: Caller
        let target: Instant
        var composed = 0
    }

    private static let fileLimit = 256 << 20

    public init(
        _ loop: EventLoop, service: Service, clock: any Clock, access: Access,
        reload: @escaping () throws(Refusal) -> NetworkConfiguration
    ) throws(SystemError) {
        self.loop = loop
        self.service = service
        self.clock = clock
        self.access = access
        self.reload = reload
        alarm = try loop.timer(.civil) { [unowned self] in settle() }
    }

    /// Serves the control socket and, where there is one, the mailer's.
    public func serve(control listener: Int32, delivery mailer: Int32?, limits: Limits) throws(SystemError) {
        let control = try Server(loop, limits: limits, clock: clock, handler: self)
        control.serve(listener)
        self.control = control
        guard let mailer else { return settle() }
        let handler = DeliveryHandler(self)
        let delivery = try Server(loop, limits: limits, clock: clock, handler: handler)
        delivery.serve(mailer)
        self.delivery = delivery
        deliveryHandler = handler
        settle()
    }

    private var deliveryHandler: DeliveryHandler?

    /// Answers what is complete and ends the loop; at most five seconds.
    public func stop() {
        Notify.stopping()
        for claim in claims {
            answer(claim.connection, onDelivery: true) {
                ReplyLine.result(claim.id, DeliverClaim.Response(), claim.caller.permissions, into: &$0)
            }
        }
        claims = []
        _ = delivery?.drain()
        _ = control?.drain()
        loop.stop(0)
    }

    // Lines

    public func handle(
        _ line: UnsafeRawBufferPointer, of connection: UInt64, from peer: Peer, descriptor: inout Int32,
        into output: inout [UInt8]
    ) -> LineOutcome {
        handle(line, of: connection, from: peer, granted: { self.access.grants(to: peer) }, &descriptor, &output)
    }

    fileprivate func handle(
        _ line: UnsafeRawBufferPointer, of connection: UInt64, from peer: Peer,
        granted: () -> [(permission: Permission, reason: String)], _ descriptor: inout Int32, _ output: inout [UInt8]
    ) -> LineOutcome {
        let envelope: Envelope
        do throws(Envelope.Failure) { envelope = try Envelope(line) } catch {
            ReplyLine.error(error.id, error.refusal, into: &output)
            return error.isBadLine ? .refusedLine : .replied
        }
        let start = output.count
        do throws(Refusal) {
            let grants = granted()
            let caller = Caller(uid: peer.uid, granted: grants.map(\.permission))
            let about = envelope.verb.request.about
            guard caller.may(about.permission) else {
                throw Refusal(
                    .permissionDenied,
                    "“\(envelope.verb.rawValue)” needs the permission “\(about.permission.rawValue)”. "
                        + "“whoami” shows what you may do.")
            }
            let file = about.takesFile ? try read(descriptor) : []
            let call = Call(envelope: envelope, caller: caller, now: clock.now, file: file)
            if try service.dispatch(call, into: &output) {
                if about.isChange { settle() }
                return .replied
            }
            return try answerSelf(call, connection, grants, &output)
        } catch {
            output.removeSubrange(start...)
            ReplyLine.error(envelope.id, error, into: &output)
            return .replied
        }
    }

    private func read(_ descriptor: Int32) throws(Refusal) -> [UInt8] {
        guard descriptor >= 0 else {
            throw Refusal(.descriptorMissing, "This verb takes an open file, passed with the request's line.")
        }
        do { return try SmallFile.read(descriptor: descriptor, name: "the file", limit: Self.fileLimit) } catch {
            throw Refusal(.dataInvalid, error.description)
        }
    }

    /// The verbs that are about the daemon itself, or wait.
    private func answerSelf(
        _ call: Call, _ connection: UInt64, _ grants: [(permission: Permission, reason: String)],
        _ output: inout [UInt8]
    ) throws(Refusal) -> LineOutcome {
        let id = call.envelope.id
        switch call.envelope.verb {
        case .hello:
            try call.decoding(Hello.self, into: &output) { _, _ throws(Refusal) in hello(call.caller) }
        case .whoami:
            try call.decoding(WhoAmI.self, into: &output) { _, _ throws(Refusal) in
                WhoAmI.Response(
                    uid: Int(call.caller.uid),
                    grants: grants.map { WhoAmI.Grant(permission: $0.permission, reason: $0.reason) })
            }
        case .daemonReload:
            try call.decoding(DaemonReload.self, into: &output) { _, context throws(Refusal) in
                service.configuration = try reload()
                return try service.replanAll(context)
            }
            settle()
        case .clockAdvance:
            let (request, _) = try ClockAdvance.decode(call.envelope.params)
            guard let manual = clock as? ManualClock else {
                throw Refusal(
                    .simulationRequired, "Only a simulation's clock can be moved. Start vnetd with --simulate.")
            }
            guard advance == nil else { throw Refusal(.busy, "The clock is being moved already.") }
            guard request.to > manual.now else {
                ReplyLine.result(
                    id, ClockAdvance.Response(now: manual.now, composed: 0), call.caller.permissions, into: &output)
                return .replied
            }
            advance = Advance(connection: connection, id: id, caller: call.caller, target: request.to)
            settleSoon()
            return .parked
        case .deliverClaim:
            let (request, _) = try DeliverClaim.decode(call.envelope.params)
            let reply = try service.claim(request, at: clock.now)
            guard reply.message == nil, request.wait else {
                ReplyLine.result(id, reply, call.caller.permissions, into: &output)
                return .replied
            }
            claims.append((connection, id, request, call.caller))
            if advance != nil { settleSoon() }
            return .parked
        case .outboxFlush:
            _ = try OutboxFlush.decode(call.envelope.params)
            flushes.append((connection, id, call.caller))
            settleSoon()
            return .parked
        default: try call.decoding(Ping.self, into: &output) { _, _ throws(Refusal) in Ping.Response() }
        }
        return .replied
    }

    private func hello(_ caller: Caller) -> Hello.Response {
        let limits = control?.limits ?? Limits()
        return Hello.Response(
            epoch: service.epoch, isSimulated: service.isSimulated,
            permissions: caller.permissions.sorted { $0.rawValue < $1.rawValue },
            limits: LimitsView(
                lineBytes: limits.lineBytes, lineSeconds: limits.lineSeconds, idleSeconds: limits.idleSeconds,
                connections: limits.connections, connectionsPerUID: limits.connectionsPerUID,
                inFlight: limits.inFlight))
    }

    public func answer(_ fault: LineFault, into output: inout [UInt8]) {
        let limits = control?.limits ?? Limits()
        let refusal =
            switch fault {
            case .tooLong:
                Refusal(.lineTooLong, "The line is longer than \(limits.lineBytes) bytes.", offset: limits.lineBytes)
            case .tooSlow: Refusal(.lineTooSlow, "The line was not complete within \(limits.lineSeconds) seconds.")
            case .tooManyConnections:
                Refusal(.connectionLimit, "There are too many connections. Close one, or try later.")
            }
        ReplyLine.error(.null, refusal, into: &output)
    }

    public func closed(_ connection: UInt64) { flushes.removeAll { $0.connection == connection } }

    fileprivate func closedDelivery(_ connection: UInt64) { claims.removeAll { $0.connection == connection } }

    // Time

    /// Has `settle` run from the loop rather than within a line.
    private func settleSoon() { alarm?.arm(at: Instant(seconds: 0)) }

    /// Does what is due, hands out what can be delivered, answers who waits, and sets the alarm for what is next.
    private func settle() {
        do { try work() } catch {
            // A failing disk is told to whoever asks; here the daemon tries again in a minute.
            Notify.status("Degraded: \(error)")
            alarm?.arm(at: clock.now.adding(minutes: 1))
        }
    }

    private func work() throws {
        while try service.agenda(at: clock.now) == .work {
            let composed = try service.tick(at: clock.now)
            advance?.composed += composed
        }
        try handOut()
        if try !service.isOutboxBusy() {
            for waiting in flushes {
                let counts = try service.outboxCounts()
                answer(waiting.connection) {
                    ReplyLine.result(
                        waiting.id, OutboxFlush.Response(outbox: counts), waiting.caller.permissions, into: &$0)
                }
            }
            flushes = []
        }
        try step()
        try setAlarm()
    }

    private func handOut() throws {
        while let claim = claims.first {
            let reply = try service.claim(claim.request, at: clock.now)
            guard reply.message != nil else { return }
            claims.removeFirst()
            answer(claim.connection, onDelivery: true) {
                ReplyLine.result(claim.id, reply, claim.caller.permissions, into: &$0)
            }
        }
    }

    /// Moves a simulated clock to the next thing due, once the mailer, if there is one, has taken what is waiting.
    private func step() throws {
        guard let current = advance, let manual = clock as? ManualClock else { return }
        if delivery != nil, deliveryHandler?.isAttached == true, try service.isOutboxBusy() { return }
        switch try service.agenda(at: manual.now) {
        case .sleep(let until) where until <= current.target: manual.advance(to: until)
        case .work: break
        case .sleep, .idle:
            manual.advance(to: current.target)
            advance = nil
            answer(current.connection) {
                ReplyLine.result(
                    current.id, ClockAdvance.Response(now: manual.now, composed: current.composed),
                    current.caller.permissions, into: &$0)
            }
        }
        try service.setSimulatedNow(manual.now)
        if advance != nil { settleSoon() }
    }

    private func setAlarm() throws {
        guard !(clock is ManualClock) else { return }
        var next: [Instant] = []
        if case .sleep(let until) = try service.agenda(at: clock.now) { next.append(until) }
        if !claims.isEmpty, let delivery = try service.nextDelivery() { next.append(delivery) }
        if let next = next.min() { alarm?.arm(at: next) } else { alarm?.disarm() }
    }

    private func answer(_ connection: UInt64, onDelivery: Bool = false, _ write: (inout [UInt8]) -> Void) {
        var bytes: [UInt8] = []
        write(&bytes)
        (onDelivery ? delivery : control)?.reply(bytes, to: connection)
    }
}

/// The mailer's socket, on which there are the delivery verbs and nothing else.
private final class DeliveryHandler: LineHandler {
    private unowned let daemon: Daemon
    private var attached: Set<UInt64> = []

    init(_ daemon: Daemon) { self.daemon = daemon }

    /// Whether a mailer is connected.
    var isAttached: Bool { !attached.isEmpty }

    func handle(
        _ line: UnsafeRawBufferPointer, of connection: UInt64, from peer: Peer, descriptor: inout Int32,
        into output: inout [UInt8]
    ) -> LineOutcome {
        attached.insert(connection)
        return daemon.handle(
            line, of: connection, from: peer, granted: { [(.deliver, "you can open the delivery socket")] },
            &descriptor, &output)
    }

    func answer(_ fault: LineFault, into output: inout [UInt8]) { daemon.answer(fault, into: &output) }

    func closed(_ connection: UInt64) {
        attached.remove(connection)
        daemon.closedDelivery(connection)
    }
}
