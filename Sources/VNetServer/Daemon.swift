import Glibc
import VNetAPI
import VNetCore
import VNetJSON
import VNetPlatform
import VNetService

/// The daemon without its arguments: sockets on one side, the service on the other, and the one who owns time.
///
/// Here are the lines and their answers; `Daemon+Time` does what falls due, `Daemon+LongWork` what takes long.
public final class Daemon: LineHandler {
    public typealias Reload = () throws(Refusal) -> (network: NetworkConfiguration, access: Access, limits: Limits)

    public let service: Service
    /// Who may do what, from now on.
    private var access: Access { didSet { standings = [:] } }
    /// What the peers of the control socket may do, by connection, as far as they have asked for anything.
    private var standings: [UInt64: Standing] = [:]
    /// The user that the daemon runs as.
    private let ownUID: UInt32
    /// Reads the configuration anew; throws what is wrong with it.
    private let reload: Reload
    let clock: any Clock
    var alarm: Timer?
    /// For another attempt at what is due, after one that failed.
    var retry: Timer?
    var retryBackOff = BackOff(from: 1000, to: 60_000)
    /// For another attempt at a purge.
    var purgeTimer: Timer?
    var purgeBackOff = BackOff(from: 1000, to: 600_000)
    /// Whether the start found a shredding that was cut off.
    var hasLeftoverKeys = false
    private(set) var control: Server?
    private(set) var delivery: Server?
    private var deliveryHandler: DeliveryHandler?
    /// Claims that wait for a message to be due, oldest first.
    var claims: [WaitingClaim] = []
    var flushes: [(connection: UInt64, id: JSONValue, principal: Principal)] = []
    var advance: Advance?
    /// Tests of the mail that a mailer is at, by number, and the last number given.
    var trials: [Int64: Trial] = [:]
    var lastTrial: Int64 = 0

    let worker: Worker<Result<[UInt8], Refusal>>
    /// How much of the worker's work writes; while there is any, nothing else does.
    var writersAtWork = 0
    /// Whether the worker looks at what is stored, which a daemon that stops waits for.
    var isLooking = false
    /// Since when lines wait for the worker, in monotonic milliseconds, by connection.
    var waitingSince: [UInt64: Int64] = [:]
    var patience: Timer?
    private var wantsReload = false
    var subscriptions: [UInt64: Subscription] = [:]
    var teller: Timer?
    let progress: WorkerMailbox<ProgressNotice>
    /// What the wall clock showed at a known time since the machine was started, both in seconds.
    var clockBase: (wall: Int64, elapsed: Int64)
    /// Connections of mailers that are gone, of which the claims are still to be taken back.
    private var lostMailers: Set<UInt64> = []
    /// Who waits for the worker's present work.
    var atWork: (connection: UInt64, id: JSONValue)?
    private(set) var isStopping = false
    /// Why what was to be written could not be, until it can be again.
    var obstacle: Refusal?

    /// A mailer that waits for a message.
    struct WaitingClaim {
        let connection: UInt64
        let id: JSONValue
        let request: DeliverClaim
        let principal: Principal
        /// Until then it wants none.
        let notBefore: Instant
    }

    /// A simulated clock that is being moved.
    struct Advance {
        let connection: UInt64
        let id: JSONValue
        let principal: Principal
        let target: Instant
        /// Whether it stands still while messages wait for a mailer, also when none is connected.
        let waits: Bool
        var composed = 0
    }

    public init(
        _ loop: EventLoop, service: Service, clock: any Clock, access: Access, ownUID: UInt32 = getuid(),
        detach: @escaping WorkerThread.Detach = WorkerThread.detach, reload: @escaping Reload
    ) throws(SystemError) {
        self.loop = loop
        self.service = service
        self.clock = clock
        self.access = access
        self.ownUID = ownUID
        self.reload = reload
        clockBase = (clock.now.seconds, clock.elapsedSeconds)
        progress = try WorkerMailbox()
        worker = try Worker(loop, detach: detach)
        alarm = try loop.timer(.civil) { [unowned self] in catchUp() }
        retry = try loop.timer(.monotonic) { [unowned self] in catchUp() }
        purgeTimer = try loop.timer(.monotonic) { [unowned self] in catchUp() }
        patience = try loop.timer(.monotonic) { [unowned self] in loseFirstPatience() }
        try loop.whenFilled(progress) { [unowned self] in tellProgress() }
        teller = try loop.timer(.monotonic) { [unowned self] in tellNow() }
    }

    let loop: EventLoop

    func beginStopping() { isStopping = true }

    /// Serves the control socket and, where there is one, the mailer's.
    public func serve(
        control listener: Int32, delivery mailer: Int32?, limits: Limits,
        identify: @escaping (Int32) -> Peer? = Peer.init(of:)
    ) throws(SystemError) {
        let control = try Server(loop, limits: limits, clock: clock, handler: self, identify: identify)
        control.serve(listener)
        self.control = control
        service.hindrances = { [unowned self] in hindrances }
        if let mailer {
            let handler = DeliveryHandler(self)
            let delivery = try Server(loop, limits: limits, clock: clock, handler: handler, identify: identify)
            delivery.serve(mailer)
            self.delivery = delivery
            deliveryHandler = handler
            if !service.isSimulated { service.mailer = { [unowned self] in mailerConnection } }
        }
        beginLongWork()
        catchUp()
    }

    private var limits: Limits { control?.limits ?? Limits() }

    var isMailerAttached: Bool { deliveryHandler?.isAttached == true }

    private var mailerConnection: MailerConnection {
        MailerConnection(isConnected: isMailerAttached, pausesUntil: nextClaim.flatMap { $0 > clock.now ? $0 : nil })
    }

    /// What SIGHUP asks for. What is wrong with the new configuration is logged, and the old one stays.
    public func reloadInItsOwnName() {
        guard writersAtWork == 0 else {
            wantsReload = true
            return
        }
        wantsReload = false
        let principal = Principal(uid: ownUID, granted: [.admin])
        do {
            let outcome = try reload(
                isBackfill: false,
                Service.Context(verb: .daemonReload, principal: principal, now: clock.now, options: ChangeOptions()))
            for warning in outcome.warnings { Log.warning(warning) }
            for line in ["The configuration was read again."] + outcome.changes { Log.info(line) }
        } catch { for line in [error.message] + error.details { Log.error(line) } }
        catchUp()
    }

    func reloadIfWanted() { if wantsReload { reloadInItsOwnName() } }

    private func reload(isBackfill: Bool, _ context: Service.Context) throws(Refusal) -> Outcome {
        let fresh = try reload()
        var keys = fresh.limits.keysThatDiffer(from: limits)
        if fresh.access.rules != access.rules { keys.append("access") }
        let outcome = try service.reconfigure(fresh.network, besides: keys, isBackfill: isBackfill, context)
        if !context.options.isDryRun {
            access = fresh.access
            control?.limits = fresh.limits
            delivery?.limits = fresh.limits
        }
        return outcome
    }

    // Lines

    public func handle(
        _ line: UnsafeRawBufferPointer, of connection: UInt64, from peer: Peer, file: inout OpenFile?,
        into output: inout [UInt8]
    ) -> LineOutcome {
        handle(line, of: connection, at: .control, standing(of: peer, at: connection), &file, &output)
    }

    private func standing(of peer: Peer, at connection: UInt64) -> Standing {
        if let known = standings[connection] { return known }
        let standing = Standing(peer.uid, access.grants(to: peer), for: access.scope(of: peer))
        standings[connection] = standing
        return standing
    }

    /// Which socket a line came by: each has its own verbs.
    public enum Door { case control, delivery }

    func handle(
        _ line: UnsafeRawBufferPointer, of connection: UInt64, at door: Door, _ standing: Standing,
        _ file: inout OpenFile?, _ output: inout [UInt8]
    ) -> LineOutcome {
        let envelope: Envelope
        do throws(Envelope.Failure) { envelope = try Envelope(line) } catch {
            ReplyLine.error(error.id, error.refusal, into: &output)
            return error.isBadLine ? .refusedLine : .replied
        }
        let start = output.count
        do throws(Refusal) {
            let principal = standing.principal
            let about = envelope.verb.request.about
            guard door == .control || about.permission == .deliver else {
                throw Refusal(
                    .methodUnknown,
                    "The delivery socket has no “\(envelope.verb.rawValue)”. Use vnetd's control socket.",
                    path: "$.method")
            }
            // What systemd has the unit run on a reload comes as the daemon's own user.
            if envelope.verb != .daemonReload || principal.uid != ownUID {
                // No verb keeps to the affairs of one trust yet, so each is for the whole network.
                try principal.require(about.permission, for: .network, "“\(envelope.verb.rawValue)” needs")
            }
            if isStopping { try requireShort(about) }
            if about.writes, try mustWait(connection, isMailer: about.permission == .deliver) { return .unread }
            let call = Call(envelope: envelope, principal: principal, now: clock.now)
            if about.effect == .worksLong {
                try work(on: call, for: connection, taking: &file)
                return .parked
            }
            if try service.dispatch(call, into: &output) {
                // The reply does not wait for what falls due by the change.
                if about.isChange { catchUpSoon() }
                return .replied
            }
            return try answerSelf(call, connection, standing, &output)
        } catch {
            output.removeSubrange(start...)
            noteDiskTrouble(error)
            ReplyLine.error(envelope.id, error, into: &output)
            return .replied
        }
    }

    /// The verbs that are about the daemon itself, or wait.
    private func answerSelf(
        _ call: Call, _ connection: UInt64, _ standing: Standing, _ output: inout [UInt8]
    ) throws(Refusal) -> LineOutcome {
        let id = call.envelope.id
        switch call.envelope.verb {
        case .hello:
            try call.answer(by: { (_: Hello) in hello(call.principal) }, into: &output)
        case .whoami:
            let reply = Whoami.Response(
                uid: Int(call.principal.uid),
                grants: standing.grants.map { Whoami.Grant(permission: $0.permission, reason: $0.reason) })
            try call.answer(by: { (_: Whoami) in reply }, into: &output)
        case .daemonReload:
            try call.answer(
                by: { (request: DaemonReload, context) throws(Refusal) in
                    try reload(isBackfill: request.backfill, context)
                }, into: &output)
            catchUp()
        case .clockAdvance:
            let (request, _) = try ClockAdvance.decode(call.envelope.params)
            try service.requireSound()
            let manual = try simulatedClock()
            guard request.to > manual.now else {
                ReplyLine.result(
                    id, ClockAdvance.Response(now: manual.now, composed: 0), call.principal.permissions, into: &output)
                return .replied
            }
            advance = Advance(
                connection: connection, id: id, principal: call.principal, target: request.to, waits: request.wait)
            catchUpSoon()
            return .parked
        case .deliverClaim:
            let (request, _) = try DeliverClaim.decode(call.envelope.params)
            try watchClock()
            try service.admit(request.transport)
            let after = max(0, request.after ?? 0)
            let notBefore = clock.now.adding(seconds: Int64(after))
            let reply =
                writersAtWork > 0 || after > 0
                ? DeliverClaim.Response() : try service.claim(request, on: connection, at: clock.now)
            guard reply.message == nil, request.wait else {
                ReplyLine.result(id, reply, call.principal.permissions, into: &output)
                return .replied
            }
            claims.append(
                WaitingClaim(
                    connection: connection, id: id, request: request, principal: call.principal, notBefore: notBefore))
            if advance != nil || after > 0 { catchUpSoon() }
            return .parked
        case .deliverTested:
            try call.answer(by: { (request: DeliverTested) throws(Refusal) in try finish(request) }, into: &output)
        case .mailTest:
            try begin(MailTest.decode(call.envelope.params).request, call, connection)
            return .parked
        case .eventsSubscribe:
            try call.answer(
                by: { (request: EventsSubscribe) throws(Refusal) in try subscribe(request, call.principal, connection)
                },
                into: &output)
            return .subscribed
        case .outboxFlush:
            _ = try OutboxFlush.decode(call.envelope.params)
            try service.requireSound()
            flushes.append((connection, id, call.principal))
            catchUpSoon()
            return .parked
        default: try call.answer(by: { (_: Ping) in Ping.Response() }, into: &output)
        }
        return .replied
    }

    private func simulatedClock() throws(Refusal) -> ManualClock {
        guard let manual = clock as? ManualClock else {
            throw Refusal(.simulationRequired, "Only a simulation's clock can be moved. Start vnetd with --simulate.")
        }
        guard advance == nil else { throw Refusal(.busy, "The clock is being moved already.") }
        return manual
    }

    private func hello(_ principal: Principal) -> Hello.Response {
        Hello.Response(
            epoch: service.epoch, isSimulated: service.isSimulated, now: clock.now,
            timeZone: service.configuration.zone.name,
            permissions: principal.permissions.elements.sorted { $0.rawValue < $1.rawValue },
            limits: LimitsView(
                lineBytes: limits.lineBytes, lineSeconds: limits.lineSeconds, idleSeconds: limits.idleSeconds,
                connections: limits.connections, connectionsPerUID: limits.connectionsPerUID,
                inFlight: limits.inFlight, outputBytes: limits.outputBytes, writeSeconds: limits.writeSeconds,
                badLines: limits.badLines))
    }

    public func answer(_ fault: LineFault, into output: inout [UInt8]) {
        ReplyLine.error(.null, Refusal(fault, limits), into: &output)
    }

    public func closed(_ connection: UInt64) {
        flushes.removeAll { $0.connection == connection }
        trials = trials.filter { $0.value.connection != connection }
        subscriptions[connection] = nil
        waitingSince[connection] = nil
        standings[connection] = nil
        endIfDrained()
    }

    func closedDelivery(_ connection: UInt64) {
        claims.removeAll { $0.connection == connection }
        endTrials(where: { $0.mailer == connection }, telling: Self.mailerWent)
        if !isMailerAttached { service.forgetStoppage() }
        lostMailers.insert(connection)
        takeBackAttempts()
        endIfDrained()
    }

    /// What a mailer had claimed when it went away may or may not have arrived: it is sent again, byte for byte.
    func takeBackAttempts() {
        guard writersAtWork == 0 else { return }
        while let mailer = lostMailers.first {
            do { if try service.takeBack(claimedOn: mailer, at: clock.now) > 0 { catchUpSoon() } } catch {
                // Tried again with whatever is due next.
                return Log.error(Self.sentence(error))
            }
            lostMailers.remove(mailer)
        }
    }

    func answer(_ connection: UInt64, onDelivery: Bool = false, _ write: (inout [UInt8]) -> Void) {
        var bytes: [UInt8] = []
        write(&bytes)
        (onDelivery ? delivery : control)?.reply(bytes, to: connection)
    }
}
