import VNetCore

/// The version of the protocol; a client that speaks another major version is refused by vnetctl's own check.
public enum ProtocolVersion {
    public static let current = 1
    public static let product = "0.1.0"
}

public struct Ping: Request {
    public static let verb = Verb.ping
    public static let about = About("Check that the daemon answers.", .connect, .reads)
    public init(_ fields: inout RequestFields) throws(Refusal) {}

    public struct Response: Reply {
        public init() {}
        public static let sample = Response()
        public func write(_ fields: inout ReplyFields) { fields.field("pong", true, "Always true.") }
    }
}

public struct Hello: Request {
    public static let verb = Verb.hello
    public static let about = About("Show the daemon's version, protocol and limits.", .connect, .reads)
    public init(_ fields: inout RequestFields) throws(Refusal) {}

    public struct Response: Reply {
        public var epoch: String
        public var isSimulated: Bool
        public var now: Instant
        public var timeZone: String
        public var permissions: [Permission]
        public var limits: LimitsView

        public init(
            epoch: String, isSimulated: Bool, now: Instant, timeZone: String, permissions: [Permission],
            limits: LimitsView
        ) {
            self.epoch = epoch
            self.isSimulated = isSimulated
            self.now = now
            self.timeZone = timeZone
            self.permissions = permissions
            self.limits = limits
        }

        public static let sample = Response(
            epoch: "00000000", isSimulated: false, now: Instant.sample, timeZone: "Europe/London", permissions: [.read],
            limits: LimitsView.sample)

        public func write(_ fields: inout ReplyFields) {
            fields.field("version", ProtocolVersion.product, "The version of vnetd.")
            fields.field("protocol", ProtocolVersion.current, "The version of this protocol.")
            fields.field("epoch", epoch, "Identifies this store; a restored copy has another.")
            fields.field("simulated", isSimulated, "Whether the store and its clock are a simulation.")
            fields.field("now", now, "The daemon's clock.")
            fields.field("time_zone", timeZone, "The zone in which the network lives.")
            fields.field("permissions", permissions, "What you may do.")
            fields.object("limits", limits, "What the server accepts from one client.")
        }
    }
}

/// The limits that `hello` announces.
public struct LimitsView: Reply {
    public var lineBytes: Int
    public var lineSeconds: Int
    public var idleSeconds: Int
    public var connections: Int
    public var connectionsPerUID: Int
    public var inFlight: Int
    public var outputBytes: Int
    public var writeSeconds: Int
    public var badLines: Int

    public init(
        lineBytes: Int, lineSeconds: Int, idleSeconds: Int, connections: Int, connectionsPerUID: Int, inFlight: Int,
        outputBytes: Int, writeSeconds: Int, badLines: Int
    ) {
        self.lineBytes = lineBytes
        self.lineSeconds = lineSeconds
        self.idleSeconds = idleSeconds
        self.connections = connections
        self.connectionsPerUID = connectionsPerUID
        self.inFlight = inFlight
        self.outputBytes = outputBytes
        self.writeSeconds = writeSeconds
        self.badLines = badLines
    }

    public static let sample = LimitsView(
        lineBytes: 65_536, lineSeconds: 5, idleSeconds: 600, connections: 64, connectionsPerUID: 16, inFlight: 64,
        outputBytes: 4_194_304, writeSeconds: 30, badLines: 16)

    public func write(_ fields: inout ReplyFields) {
        fields.field("line_bytes", lineBytes, "The longest request line, in bytes.")
        fields.field("line_seconds", lineSeconds, "From a line's first byte to its end, in seconds.")
        fields.field("idle_seconds", idleSeconds, "An idle connection is closed after this many seconds.")
        fields.field("connections", connections, "Connections at once.")
        fields.field("connections_per_uid", connectionsPerUID, "Connections at once of one user.")
        fields.field("in_flight", inFlight, "Requests of one connection that may wait for replies.")
        fields.field("output_bytes", outputBytes, "Replies that may wait to be read before no more requests are.")
        fields.field(
            "write_seconds", writeSeconds, "A connection is closed when nothing of its replies is read for so long.")
        fields.field("bad_lines", badLines, "A connection is closed after this many lines that are no requests.")
    }
}

public struct WhoAmI: Request {
    public static let verb = Verb.whoami
    public static let about = About("Show what you may do, and why.", .connect, .reads, rendering: .table("grants"))
    public init(_ fields: inout RequestFields) throws(Refusal) {}

    public struct Response: Reply {
        public var uid: Int
        public var grants: [Grant]

        public init(uid: Int, grants: [Grant]) {
            self.uid = uid
            self.grants = grants
        }

        public static let sample = Response(uid: 1000, grants: [Grant.sample])

        public func write(_ fields: inout ReplyFields) {
            fields.field("uid", uid, "Your user id, as the kernel gave it.")
            fields.list("grants", grants, "Your permissions.")
        }
    }

    public struct Grant: Reply {
        public var permission: Permission
        public var reason: String

        public init(permission: Permission, reason: String) {
            self.permission = permission
            self.reason = reason
        }

        public static let sample = Grant(permission: .read, reason: "member of group vnet")

        public func write(_ fields: inout ReplyFields) {
            fields.field("permission", permission, "What you may do.")
            fields.field("reason", reason, "Why you may.")
        }
    }
}

public struct DaemonReload: Request {
    public static let verb = Verb.daemonReload
    public static let about = About(
        "Read the configuration again.", .admin, .changes, errors: [.configurationRejected])
    public let backfill: Bool

    public init(_ fields: inout RequestFields) throws(Refusal) {
        backfill = try fields.flag(
            "backfill", "Send also what would be late by rules that are new. A dry run without it shows how many.")
    }
    public typealias Response = Outcome
}

public struct ClockAdvance: Request {
    public static let verb = Verb.clockAdvance
    public static let about = About(
        "Move a simulated clock forward, doing on the way what falls due.", .admin, .waits,
        errors: [.simulationRequired])
    public let to: Instant
    public let wait: Bool

    public init(_ fields: inout RequestFields) throws(Refusal) {
        to = try fields.required("to", "The instant to stop at; one that has passed already changes nothing.")
        wait = try fields.flag(
            "wait", "Wait for a mailer to take what falls due, also while none is connected: nothing expires unsent.")
    }

    public struct Response: Reply {
        public var now: Instant
        public var composed: Int

        public init(now: Instant, composed: Int) {
            self.now = now
            self.composed = composed
        }

        public static let sample = Response(now: Instant.sample, composed: 3)

        public func write(_ fields: inout ReplyFields) {
            fields.field("now", now, "What the simulated clock shows.")
            fields.field("composed", composed, "How many messages were written on the way.")
        }
    }
}

public struct ClockConfirm: Request {
    public static let verb = Verb.clockConfirm
    public static let about = About(
        "Confirm that the machine's clock is right after it jumped. Mail and purges go on.", .admin, .changes)
    public init(_ fields: inout RequestFields) throws(Refusal) {}
    public typealias Response = Outcome
}

public struct AuditList: Listing {
    public static let verb = Verb.auditList
    public static let about = About(
        "List who changed what, and who read what is confidential, newest first.", .dpo, .reads,
        rendering: .table("events"))
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        page = try PageOptions(&fields, of: Self.self)
    }

    public typealias Row = Event
    public static let rows: StaticString = "events"
    public static let order: StaticString = "Newest first."
    public struct Event: Reply {
        public var id: Int64
        public var at: Instant
        public var uid: Int
        public var verb: String
        public var subject: String

        public init(id: Int64, at: Instant, uid: Int, verb: String, subject: String) {
            self.id = id
            self.at = at
            self.uid = uid
            self.verb = verb
            self.subject = subject
        }

        public static let sample = Event(id: 1, at: Instant.sample, uid: 0, verb: "visit.hold", subject: "visit 3")

        public func write(_ fields: inout ReplyFields) {
            fields.field("id", id, "Ascending, without gaps.")
            fields.field("at", at, "When, by the daemon's clock.")
            fields.field("uid", uid, "The user id that asked.")
            fields.field("verb", verb, "What was asked.")
            fields.field("subject", subject, "Of what: kinds and ids, never values.")
        }
    }
}

extension Page where List == AuditList {
    public var events: [AuditList.Event] { rows }
}
