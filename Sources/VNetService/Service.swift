import VNetAPI
import VNetCompose
import VNetCore
import VNetStore

/// Carries out verbs: one function each, that loads, decides and commits in one transaction.
///
/// Knows no socket and reads no clock: who asks and what time it is are arguments. Used by one thread at a time; the
/// daemon has one on its loop and one on its worker, each with a store of its own.
public final class Service {
    public let store: Store
    public var configuration: NetworkConfiguration
    public let composer: Composer
    /// The working days of every school, as they were at `calendarGeneration`.
    private var calendar: SchoolCalendar?
    private var calendarGeneration: Int64 = -1

    public init(store: Store, configuration: NetworkConfiguration, composer: Composer) {
        self.store = store
        self.configuration = configuration
        self.composer = composer
    }

    /// Identifies the store; a restored copy has another.
    public var epoch: String { store.epoch }
    public var isSimulated: Bool { store.isSimulated }

    /// Who asks for what, when.
    public struct Context: Sendable {
        public let verb: Verb
        public let caller: Caller
        public let now: Instant
        public let options: ChangeOptions
        /// What the passed descriptor held, for verbs that take one.
        public let file: [UInt8]

        public init(verb: Verb, caller: Caller, now: Instant, options: ChangeOptions, file: [UInt8] = []) {
            self.verb = verb
            self.caller = caller
            self.now = now
            self.options = options
            self.file = file
        }
    }

    /// Carries out a changing verb. What `body` says it changed becomes the outcome; reminders and invitations follow
    /// the change, in the same transaction.
    public func change(_ context: Context, _ body: (Change) throws -> Void) throws(Refusal) -> Outcome {
        try refusing {
            try store.write(isDryRun: context.options.isDryRun) { transaction in
                try check(context.options, transaction)
                let change = Change(transaction, service: self, now: context.now)
                try body(change)
                try change.settle()
                return try conclude(change, context)
            }
        }
    }

    /// A verb that reads what is confidential: it changes nothing but the audit log.
    func disclose<T>(_ context: Context, subject: String, _ body: (Transaction) throws -> T) throws(Refusal) -> T {
        try refusing {
            try store.write { transaction in
                let result = try body(transaction)
                try transaction.recordAudit(
                    at: context.now, uid: context.caller.uid, verb: context.verb.rawValue, subject: subject)
                return result
            }
        }
    }

    func read<T>(_ body: (Transaction) throws -> T) throws(Refusal) -> T {
        try refusing { try store.read(body) }
    }

    private func check(_ options: ChangeOptions, _ transaction: Transaction) throws {
        guard let expected = options.ifGeneration else { return }
        let generation = try transaction.generation()
        guard expected == generation else {
            throw Refusal(
                .generationMismatch,
                "Something was changed meanwhile: the generation is \(generation), not \(expected). Look again, and repeat "
                    + "with the new generation.", path: "$.if_generation")
        }
    }

    private func conclude(_ change: Change, _ context: Context) throws -> Outcome {
        // What the mailer reports is no change that anybody decided.
        if !change.changes.isEmpty, context.verb != .deliverReport {
            try change.transaction.advanceGeneration()
            try change.transaction.recordAudit(
                at: context.now, uid: context.caller.uid, verb: context.verb.rawValue, subject: change.subject)
        }
        return Outcome(
            id: change.id, changes: change.changes, warnings: change.warnings,
            generation: try change.transaction.generation(), isDryRun: context.options.isDryRun)
    }

    /// The working days of a school, or of the office. Bank holidays are everybody's; term dates will differ by school.
    func calendar(_ transaction: Transaction) throws -> SchoolCalendar {
        let generation = try transaction.generation()
        if let calendar, generation == calendarGeneration { return calendar }
        let holidays = Set(try transaction.bankHolidays().map(\.date))
        let fresh = SchoolCalendar(bankHolidays: holidays)
        calendar = fresh
        calendarGeneration = generation
        return fresh
    }

    /// Forgets the working days, because holidays changed within a transaction.
    func forgetCalendar() { calendarGeneration = -1 }

    func today(at now: Instant) -> CivilDate { configuration.zone.civil(at: now).date }
}
