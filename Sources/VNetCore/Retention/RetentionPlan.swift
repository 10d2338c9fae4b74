/// What tells a record from every other.
public struct RecordID: Hashable, Sendable {
    public let `class`: RetentionClass
    public let id: Int64

    public init(_ class: RetentionClass, _ id: Int64) {
        self.class = `class`
        self.id = id
    }
}

/// A sealed record whose trigger is known.
public struct RetainedRecord: Hashable, Sendable {
    public let `class`: RetentionClass
    public let id: Int64
    /// The cohort that it belongs to, where it belongs to one.
    public let cohort: Int64?
    public let trigger: CivilDate
    /// The class whose period counts: that of what it carries, where it carries a record of another.
    public let rule: RetentionClass

    public init(
        class: RetentionClass, id: Int64, cohort: Int64?, trigger: CivilDate, rule: RetentionClass? = nil
    ) {
        self.class = `class`
        self.id = id
        self.cohort = cohort
        self.trigger = trigger
        self.rule = rule ?? `class`
    }

    public var recordID: RecordID { RecordID(`class`, id) }
}

/// What is to be purged on a day: exactly these records, and nothing else.
public struct RetentionPlan: Sendable {
    public struct Item: Hashable, Sendable {
        public let record: RetainedRecord
        /// The first day on which the record may no longer exist.
        public let due: CivilDate

        public init(record: RetainedRecord, due: CivilDate) {
            self.record = record
            self.due = due
        }
    }

    /// By class, then by due day and id: the same records always give the same list.
    public let items: [Item]
    /// What would be purged, were it not for a hold; in the same order.
    public let held: [Item]

    /// Of `records`, those whose period is over on `today` and that no hold keeps.
    public init(
        _ records: some Sequence<RetainedRecord>, rules: RetentionSchedule, today: CivilDate, holds: [HeldRecords] = []
    ) {
        self.init(
            records.map { Item(record: $0, due: rules.period(of: $0.rule).end(from: $0.trigger)) }
                .filter { $0.due <= today }, holds)
    }

    /// Exactly `records`, on the day that triggers each, whatever the rules say; unless a hold keeps them.
    public init(_ records: some Sequence<RetainedRecord>, holds: [HeldRecords]) {
        self.init(records.map { Item(record: $0, due: $0.trigger) }, holds)
    }

    private init(_ due: [Item], _ holds: [HeldRecords]) {
        let order = Dictionary(uniqueKeysWithValues: RetentionClass.allCases.enumerated().map { ($1, $0) })
        let due = due.sorted {
            (order[$0.record.class]!, $0.due, $0.record.id) < (order[$1.record.class]!, $1.due, $1.record.id)
        }
        // Where two rules are over, the earlier counts.
        var seen: Set<RecordID> = []
        let once = due.filter { seen.insert($0.record.recordID).inserted }
        func isHeld(_ item: Item) -> Bool { holds.contains { $0.records.contains(item.record.recordID) } }
        items = once.filter { !isHeld($0) }
        held = once.filter(isHeld)
    }

    /// One line an item, to be digested: what is run is what was previewed.
    public var canonicalText: String {
        items.map { "\($0.record.class.rawValue) \($0.record.id) \($0.due.iso)\n" }.joined()
    }
}
