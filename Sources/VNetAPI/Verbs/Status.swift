import VNetCore

public struct Status: Request {
    public static let verb = Verb.status
    public static let about = About("Show at a glance how the network's daemon is doing.", .read, .reads)
    public init(_ fields: inout RequestFields) throws(Refusal) {}

    public struct Response: Reply {
        public var health: String
        public var problems: [String]
        public var now: Instant
        public var isSimulated: Bool
        public var schools: Int
        public var cohorts: Int
        public var dueToday: Int
        public var overdue: Int
        public var overdueRequests: Int
        public var nextDeadline: Instant?
        public var purgeDue: Int
        public var holdsDue: Int
        public var outbox: OutboxCounts
        public var generation: Int64

        public init(
            health: String, problems: [String], now: Instant, isSimulated: Bool, schools: Int, cohorts: Int,
            dueToday: Int, overdue: Int, overdueRequests: Int, nextDeadline: Instant?, purgeDue: Int, holdsDue: Int,
            outbox: OutboxCounts, generation: Int64
        ) {
            self.health = health
            self.problems = problems
            self.now = now
            self.isSimulated = isSimulated
            self.schools = schools
            self.cohorts = cohorts
            self.dueToday = dueToday
            self.overdue = overdue
            self.overdueRequests = overdueRequests
            self.nextDeadline = nextDeadline
            self.purgeDue = purgeDue
            self.holdsDue = holdsDue
            self.outbox = outbox
            self.generation = generation
        }

        public static let sample = Response(
            health: "good", problems: [], now: Instant.sample, isSimulated: false, schools: 240, cohorts: 3,
            dueToday: 2, overdue: 0, overdueRequests: 0, nextDeadline: Instant.sample, purgeDue: 0, holdsDue: 0,
            outbox: OutboxCounts.sample, generation: 1)

        public func write(_ fields: inout ReplyFields) {
            fields.field("health", health, "good, or degraded.")
            fields.field("problems", problems, "What needs attention, one line each.")
            fields.field("now", now, "The daemon's clock.")
            fields.field("simulated", isSimulated, "Whether the store and its clock are a simulation.")
            fields.field("schools", schools, "Schools on the register.")
            fields.field("cohorts", cohorts, "Cohorts recruiting or running.")
            fields.field("due_today", dueToday, "Reminders still to go out today.")
            fields.field(
                "overdue", overdue,
                "Visits whose write-up is overdue, and visits and sessions past of which nothing is on record.")
            fields.field("overdue_requests", overdueRequests, "Requests for erasure that were to be answered by now.")
            fields.optional("next_deadline", nextDeadline, "When the daemon next has something to do.")
            fields.field("purge_due", purgeDue, "Confidential records whose time is up.")
            fields.field("holds_due", holdsDue, "Holds whose review is due.")
            fields.object("outbox", outbox, "Messages on their way.")
            fields.field("generation", generation, "Counts changes.")
        }
    }
}

/// How many messages are in each state that needs watching.
public struct OutboxCounts: Reply {
    public var waiting: Int
    public var held: Int
    public var failed: Int
    public var sent: Int

    public init(waiting: Int, held: Int, failed: Int, sent: Int) {
        self.waiting = waiting
        self.held = held
        self.failed = failed
        self.sent = sent
    }

    public static let sample = OutboxCounts(waiting: 0, held: 0, failed: 0, sent: 120)

    public func write(_ fields: inout ReplyFields) {
        fields.field("waiting", waiting, "Pending, being sent, or to be tried again.")
        fields.field("held", held, "Held until an operator releases them.")
        fields.field("failed", failed, "Refused for good.")
        fields.field("sent", sent, "Delivered.")
    }
}
