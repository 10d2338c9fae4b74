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
    /// In whose name is done what nobody asks for: the daemon's own user.
    let uid: UInt32
    public private(set) var configuration: NetworkConfiguration
    private(set) var composer: Composer
    private let calendars = Calendars()
    /// What the check of the database found; while there is anything, nothing is changed.
    public var damage: [String] = []
    /// On which connection each message that is being sent was claimed.
    var claimants: [Int64: UInt64] = [:]
    /// Why the mailer delivers nothing, as it last said; nil while it does.
    var stoppage: (step: DeliveryStep, cause: String)?
    /// What there is to say of the mailer's connection; nil where there is nothing, as in a simulation, whose mail waits for
    /// whoever moves its clock.
    public var mailer: () -> MailerConnection? = { nil }
    /// What else is in the way of writing, in sentences: whoever owns the disk and the time knows.
    public var hindrances: () -> [String] = { [] }

    /// Throws only where a text that comes with the program does not parse.
    public init(store: Store, configuration: NetworkConfiguration, uid: UInt32 = 0) throws {
        self.store = store
        self.uid = uid
        self.configuration = configuration
        composer = try Composer(overrides: configuration.templates)
    }

    /// Opens a service like this one with a store of its own, on whatever thread it is called.
    public var opener: @Sendable () throws(Refusal) -> Service {
        let (options, configuration, uid, damage) = (store.options, configuration, uid, damage)
        return { () throws(Refusal) in
            do {
                let service = try Service(store: Store(options), configuration: configuration, uid: uid)
                service.damage = damage
                return service
            } catch { throw Self.refusal(for: error) }
        }
    }

    /// Has the keyring looked at anew before it is next written to, after a service on another thread has written.
    public func invalidateKeys() { store.invalidateKeys() }

    /// Texts that nobody purged and nobody can open, as the check found them after the start.
    public var unreadable: [String] = []
    /// Why the purges that have begun do not go on, as the last attempt found; nil while they do.
    public var purgeTrouble: String?

    /// SQLite's check of the whole database; empty when it is sound.
    public func check() throws(Refusal) -> [String] { try refusing { try store.quickCheck() } }

    /// Records whose text nobody purged and nobody can open: the first hundred.
    public func unreadableRecords() throws(Refusal) -> [String] {
        try refusing { try store.unreadableRecords(limit: 100) }
    }

    /// Takes over a configuration that was read again, and plans everything by it. `keys` are what changed besides.
    public func reconfigure(
        _ fresh: NetworkConfiguration, besides keys: [String] = [], isBackfill: Bool = false, _ context: Context
    ) throws(Refusal) -> Outcome {
        let before = (configuration, composer)
        let keys = fresh.keysThatDiffer(from: configuration) + keys
        do {
            composer = try refusing { try Composer(overrides: fresh.templates) }
            configuration = fresh
            let outcome = try planAll(isBackfill: isBackfill, changed: keys, context)
            if context.options.isDryRun { (configuration, composer) = before }
            return outcome
        } catch {
            (configuration, composer) = before
            throw error
        }
    }

    /// Plans everything if the rules are not those by which they were planned; at every start, in the daemon's name.
    public func planByCurrentRules(at now: Instant) throws {
        let rules = configuration.planFingerprint
        guard let planned = try store.read({ try $0.planFingerprint() }) else {
            return try store.write { try $0.setPlanFingerprint(rules) }
        }
        guard planned != rules else { return }
        let principal = Principal(uid: uid, granted: [.admin])
        _ = try planAll(Context(verb: .daemonReload, principal: principal, now: now, options: ChangeOptions()))
    }

    private func planAll(
        isBackfill: Bool = false, changed keys: [String] = [], _ context: Context
    ) throws(Refusal) -> Outcome {
        try change(context) { change in
            change.isRuleChange = true
            change.isBackfill = isBackfill
            change.subject = "configuration"
            for problem in composer.problems { change.warn(problem.description) }
            if !keys.isEmpty { change.note("Taken over from the configuration: \(keys.joined(separator: ", ")).") }
            guard try isBackfill || change.transaction.planFingerprint() != configuration.planFingerprint else {
                return
            }
            try change.transaction.setPlanFingerprint(configuration.planFingerprint)
            change.note("Reminders follow the rules of the configuration as it is now.")
            for scope in try change.transaction.liveScopes() { try change.settleReminders(scope) }
            guard change.lateByNewRules > 0 else { return }
            let count = "\(change.lateByNewRules) reminder\(change.lateByNewRules == 1 ? "" : "s")"
            if isBackfill {
                change.note("\(count), late by these rules, will go out now.")
            } else {
                change.warn("\(count), late by these rules, will not go out. “daemon reload --backfill” sends them.")
            }
        }
    }

    /// Where the state is kept.
    public var directory: String { store.options.directory }
    /// Identifies the store; a restored copy has another.
    public var epoch: String { store.epoch }
    public var isSimulated: Bool { store.isSimulated }

    /// Rows done, of how many.
    public typealias Progress = @Sendable (_ done: Int, _ total: Int) -> Void

    /// Who asks for what, when.
    public struct Context: Sendable {
        public let verb: Verb
        public let principal: Principal
        public let now: Instant
        public let options: ChangeOptions
        /// What the passed descriptor held, for verbs that take one.
        public let file: [UInt8]
        /// What was asked for, as bytes that are the same for the same request; only where it has an idempotency key.
        public var request: [UInt8] = []
        /// Told from time to time how far long work is.
        public var progress: Progress?

        public init(verb: Verb, principal: Principal, now: Instant, options: ChangeOptions, file: [UInt8] = []) {
            self.verb = verb
            self.principal = principal
            self.now = now
            self.options = options
            self.file = file
        }
    }

    /// Carries out a changing verb. What `body` says it changed becomes the outcome; reminders and invitations follow
    /// the change, in the same transaction.
    public func change(_ context: Context, _ body: (Change) throws -> Void) throws(Refusal) -> Outcome {
        try requireSound()
        var isCommitted = false
        defer { if !isCommitted { forgetCalendars() } }
        let outcome = try refusing { () throws -> Outcome in
            try store.write(isDryRun: context.options.isDryRun) { transaction in
                if let first = try firstOutcome(context, transaction) { return first }
                try check(context.options, transaction)
                let change = Change(transaction, service: self, now: context.now)
                change.readsConfidential = context.principal.may(.confidential, for: .network)
                try body(change)
                try change.settle(progress: context.progress)
                return try conclude(change, context)
            }
        }
        isCommitted = !context.options.isDryRun
        return outcome
    }

    /// A verb that reads what is confidential: it changes nothing but the audit log.
    func disclose<T>(_ context: Context, subject: String, _ body: (Transaction) throws -> T) throws(Refusal) -> T {
        try requireSound()
        return try refusing {
            try store.write { transaction in
                let result = try body(transaction)
                try transaction.recordAudit(
                    at: context.now, uid: context.principal.uid, verb: context.verb.rawValue, subject: subject)
                return result
            }
        }
    }

    /// Refuses while the database is damaged.
    public func requireSound() throws(Refusal) {
        guard !damage.isEmpty else { return }
        throw Refusal(
            .readOnly,
            "The database is damaged, so nothing is changed. Stop vnetd and copy its whole state directory before anything "
                + "else; vnetd(8), under “A damaged database”, says how to go on.", details: damage)
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
        if !change.changes.isEmpty {
            // What the mailer reports is no change that anybody decided.
            if context.verb.request.about.permission != .deliver {
                try change.transaction.advanceGeneration()
                try change.transaction.recordAudit(
                    at: context.now, uid: context.principal.uid, verb: context.verb.rawValue, subject: change.subject)
            }
            try change.transaction.recordEvent(
                context.verb.rawValue, subject: change.subject, cohorts: change.cohorts, at: context.now)
            for (verb, subject) in change.besides {
                try change.transaction.recordAudit(
                    at: context.now, uid: context.principal.uid, verb: verb.rawValue, subject: subject)
                try change.transaction.recordEvent(
                    verb.rawValue, subject: subject, cohorts: change.cohorts, at: context.now)
            }
        }
        let outcome = Outcome(
            id: change.id, changes: change.changes, warnings: change.warnings,
            generation: try change.transaction.generation(), isDryRun: context.options.isDryRun)
        try remember(outcome, context, change.transaction)
        return outcome
    }

    /// The working days of a school or, without a URN, of the network's office.
    func calendar(for urn: URN? = nil, _ transaction: Transaction) throws -> SchoolCalendar {
        try calendars.calendar(for: urn, transaction)
    }

    /// Forgets the working days, because holidays or terms changed within a transaction.
    func forgetCalendars() { calendars.forget() }

    func today(at now: Instant) -> CivilDate { configuration.zone.civil(at: now).date }
}
