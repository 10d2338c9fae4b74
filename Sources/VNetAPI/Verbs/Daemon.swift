import VNetCore

/// The version of the protocol; a client that speaks another major version is refused by vnetctl's own check.
public enum ProtocolVersion {
    public static let current = 1
    public static let product = "0.1.0"
}

@Request("Check that the daemon answers.", .connect, .reads)
public struct Ping: Request {
    @Reply public struct Response: Reply {
        @Field("Always true.") public let pong: Bool = true
    }
}

@Request("Show the daemon's version, protocol and limits.", .connect, .reads)
public struct Hello: Request {
    @Reply public struct Response: Reply {
        @Field("The version of vnetd.") public let version: String = ProtocolVersion.product
        @Field("The version of this protocol.") public let `protocol`: Int = ProtocolVersion.current
        @Field("Identifies this store; a restored copy has another.") public var epoch: String
        @Field("Whether the store and its clock are a simulation.") public var isSimulated: Bool
        @Field("The daemon's clock.") public var now: Instant
        @Field("The network's time zone.") public var timeZone: String
        @Field("What you may do.") public var permissions: [Permission]
        @Field("What the server accepts from one client.") public var limits: LimitsView
    }
}

/// The limits that `hello` announces.
@Reply public struct LimitsView: Reply {
    @Field("The longest request line, in bytes.") public var lineBytes: Int
    @Field("How long a line may take from its first byte to its end, in seconds.") public var lineSeconds: Int
    @Field("An idle connection is closed after this many seconds.") public var idleSeconds: Int
    @Field("Connections at once.") public var connections: Int
    @Field("Connections at once of one user.") public var connectionsPerUID: Int
    @Field("Requests of one connection that may wait for replies.") public var inFlight: Int
    @Field("How much of the replies may wait unread before no more requests are read, in bytes.") public
        var outputBytes: Int
    @Field("A connection is closed when none of its replies is read for this long, in seconds.") public
        var writeSeconds: Int
    @Field("A connection is closed after this many lines that are not requests.") public var badLines: Int
}

@Request("Show what you may do, and why.", .connect, .reads, rendering: .table("grants"))
public struct Whoami: Request {
    @Reply public struct Response: Reply {
        @Field("Your user id, as the kernel gave it.") public var uid: Int
        @Field("Your permissions.") public var grants: [Grant]
    }

    @Reply public struct Grant: Reply {
        @Field("What you may do.") public var permission: Permission
        @Field("Why you may.") public var reason: String
    }
}

@Request("Read the configuration again.", .admin, .changes, errors: [.configurationRejected])
public struct DaemonReload: Request {
    @Field("Also send what new rules make late. A dry run without it shows how many.")
    public let backfill: Bool
}

@Request(
    "Move a simulated clock forward, doing what falls due on the way.", .admin, .waits, errors: [.simulationRequired])
public struct ClockAdvance: Request {
    @Field("The instant to stop at; one in the past changes nothing.") public let to: Instant
    @Field("Wait for a mailer to take what falls due, even while none is connected: nothing expires unsent.")
    public let wait: Bool

    @Reply public struct Response: Reply {
        @Field("What the simulated clock shows.") public var now: Instant
        @Field("How many messages were written on the way.") public var composed: Int
    }
}

@Request("Confirm that the machine's clock is right after it jumped. Mail and purges go on.", .admin, .changes)
public struct ClockConfirm: Request {}

@Listing(
    "List who changed what, and who read what is confidential, newest first.", .dpo, rows: "events",
    order: "Newest first.")
public struct AuditList: Listing {
    public typealias Row = Entry

    @Reply public struct Entry: Reply {
        @Field("Ascending, without gaps.") public var id: Int64
        @Field("When, by the daemon's clock.") public var at: Instant
        @Field("The user id that asked.") public var uid: Int
        @Field("What was asked.") public var verb: String
        @Field("Of what: kinds and ids, never values.") public var subject: String
    }
}

extension Page where List == AuditList {
    public var events: [AuditList.Entry] { rows }
}
