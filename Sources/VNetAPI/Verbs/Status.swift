import VNetCore

/// How the daemon is doing.
public enum Health: String, CaseIterable, Sendable, ChoiceFieldValue {
    case good
    /// Something needs attention.
    case degraded
}

@Request("Show at a glance how the network's daemon is doing.", .read, .reads)
public struct Status: Request {
    @Reply public struct Response: Reply {
        @Field("Whether nothing needs attention.") public var health: Health
        @Field("What needs attention, one line each.") public var problems: [String]
        @Field("The daemon's clock.") public var now: Instant
        @Field("Whether the store and its clock are a simulation.") public var isSimulated: Bool
        @Field("Schools on the register.") public var schools: Int
        @Field("Cohorts recruiting or running.") public var cohorts: Int
        @Field("Reminders still to go out today.") public var dueToday: Int
        @Field("Visits whose write-up is overdue, and past visits and sessions that nobody has recorded.")
        public var overdue: Int
        @Field("Of these, the visits and sessions that nobody has recorded.") public var unrecorded: Int
        @Field("Requests for erasure whose deadline has passed.") public var overdueRequests: Int
        @Field("When the daemon next has something to do.") public var nextDeadline: Instant?
        @Field("Confidential records whose time is up.") public var purgeDue: Int
        @Field("Holds whose review is due.") public var holdsDue: Int
        @Field("Messages on their way.") public var outbox: OutboxCounts
        @Field("Counts changes.") public var generation: Int64
    }
}

/// How many messages are in each state that needs watching.
@Reply public struct OutboxCounts: Reply {
    @Field("Pending, being sent, or to be tried again.") public var waiting: Int
    @Field("Held until an operator releases them.") public var held: Int
    @Field("Refused for good.") public var failed: Int
    @Field("Delivered.") public var sent: Int
}
