import VNetAPI
import VNetCore
import VNetStore

/// One change on its way to being committed: where it is made, and what is to be said of it.
public final class Change {
    let transaction: Transaction
    let service: Service
    let now: Instant
    let today: CivilDate
    /// The id of what was created or changed.
    var id: Int64?
    private(set) var changes: [String] = []
    private(set) var warnings: [String] = []
    /// For the audit log: kinds and ids.
    var subject = ""
    /// What was done besides, by which verb it can be done alone; on record by that name, for those who may know of it.
    var besides: [(verb: Verb, subject: String)] = []
    /// Whether who asks may read confidential text, and so may be told whether one says the same as another.
    var readsConfidential = false
    /// The cohort that it is about, where it is one.
    private var named: Int64?
    /// What has reminders and invitations that have to follow.
    private var touched: Set<ReminderScope> = []
    private var held: [HeldRecords]?
    /// How many messages were written because of the change itself, by kind.
    var written: [MessageKind: Int] = [:]
    /// Whether rules changed rather than facts: what would be late is then not sent.
    var isRuleChange = false
    /// Whether it is sent after all.
    var isBackfill = false
    /// How many reminders the rules as they are now call for, though their time has passed.
    var lateByNewRules = 0

    init(_ transaction: Transaction, service: Service, now: Instant) {
        self.transaction = transaction
        self.service = service
        self.now = now
        today = service.today(at: now)
    }

    /// Says what was changed; without this, nothing counts as changed.
    func note(_ sentence: String) { changes.append(sentence) }

    func warn(_ sentence: String) { warnings.append(sentence) }

    /// Has the reminders and invitations of `cohort` follow the change.
    func touch(_ cohort: Int64) { touch(.cohort(cohort)) }

    /// Has the reminders and invitations of `scope` follow the change.
    func touch(_ scope: ReminderScope) { touched.insert(scope) }

    /// Puts a cohort on record as what the change is about.
    func isAbout(cohort id: Int64) {
        subject = "cohort \(id)"
        named = id
    }

    /// The ids of the cohorts that the change concerns.
    var cohorts: Set<Int64> { Set(touched.compactMap(\.cohort) + [named].compactMap(\.self)) }

    /// What holds keep, looked up once, when all that the change does to them is done.
    func heldRecords() throws -> [HeldRecords] {
        if let held { return held }
        let records = try transaction.heldRecords()
        held = records
        return records
    }

    /// Lets reminders and invitations follow what was changed.
    func settle(progress: Service.Progress? = nil) throws {
        for (index, scope) in touched.sorted().enumerated() {
            progress?(index, touched.count)
            if let cohort = scope.cohort {
                try sendOutSessions(of: cohort)
                try settleInvitations(cohort)
            }
            try settleReminders(scope)
        }
        for (kind, words) in [
            (MessageKind.invitation, "invitation"), (.change, "changed invitation"), (.cancellation, "cancellation"),
            (.notice, "notice"),
        ] {
            guard let count = written[kind] else { continue }
            note("\(count) \(words)\(count == 1 ? "" : "s") in the outbox.")
        }
    }
}

/// What to refuse a request with when the thing that it names is not there.
extension Transaction {
    func require(cohort id: Int64) throws -> Cohort { try found(cohort(id), "cohort", id) }

    func require(enrolment urn: URN, in cohort: Int64) throws -> Enrolment {
        _ = try require(cohort: cohort)
        if let enrolment = try enrolment(of: urn, in: cohort) { return enrolment }
        guard let successor = try successor(of: urn, in: cohort) else {
            throw Refusal(
                .notFound,
                "School \(urn) is not enrolled in cohort \(cohort). “enrolment list --cohort \(cohort)” shows who is.",
                path: "$.urn")
        }
        throw Refusal(
            .notFound,
            "School \(urn) is \(successor.school) now, and is in cohort \(cohort) as \(successor.urn). Use that URN.",
            path: "$.urn")
    }

    /// What goes on in a cohort under another URN, by however many steps.
    private func successor(of urn: URN, in cohort: Int64) throws -> Enrolment? {
        var known: Set = [urn]
        var open = [urn]
        while let school = open.popLast() {
            for link in try successors(of: school) where known.insert(link.successor).inserted {
                if let enrolment = try enrolment(of: link.successor, in: cohort) { return enrolment }
                open.append(link.successor)
            }
        }
        return nil
    }

    func require(school urn: URN) throws -> School {
        guard let school = try school(urn) else {
            throw Refusal(.notFound, "There is no school \(urn) on the register. Import it first.", path: "$.urn")
        }
        return school
    }

    func require(session id: Int64) throws -> Session { try found(session(id), "session", id) }
    func require(group id: Int64) throws -> PeerGroup { try found(group(id), "group", id) }
    func require(visit id: Int64) throws -> Visit { try found(visit(id), "visit", id) }
    func require(message id: Int64) throws -> Message { try found(message(id), "message", id) }
    func require(enquiry id: Int64) throws -> Enquiry { try found(enquiry(id), "enquiry", id) }
    func require(cycle id: Int64) throws -> CoachingCycle {
        try found(coachingCycle(id), "coaching cycle", id, by: "cycle")
    }
    func require(certificate id: Int64) throws -> IssuedCertificate { try found(certificate(id), "certificate", id) }
    func require(hold id: Int64) throws -> Hold { try found(hold(id), "hold", id) }
    func require(purge id: Int64) throws -> PurgeRun { try found(purgeRun(id), "purge", id) }
    func require(membership id: Int64) throws -> Membership { try found(membership(id), "membership", id) }
    func require(conflict id: Int64) throws -> ConflictOfInterest { try found(conflict(id), "conflict", id) }

    /// Retired ones too.
    func require(theme key: String) throws -> Theme {
        guard let theme = try theme(key) else {
            throw Refusal(
                .notFound, "There is no theme “\(key)”. “theme list” shows those in use.", path: "$.theme")
        }
        return theme
    }

    func require(reminder id: Int64) throws -> Reminder { try found(reminder(id), "reminder", id) }
    func require(person id: Int64) throws -> Contact {
        if let contact = try contact(id) { return contact }
        guard try keeps(person: id) else { return try found(nil, "person", id) }
        throw Refusal(
            .storageFailed,
            "The name and address of person \(id) can no longer be read. “contact import” with the same address puts them "
                + "right.", path: "$.person")
    }

    /// What was looked up by an id; `parameter` is what the request calls it, if not by the name of the thing.
    private func found<T>(_ value: T?, _ thing: String, _ id: Int64, by parameter: String? = nil) throws -> T {
        guard let value else {
            throw Refusal(.notFound, "There is no \(thing) \(id).", path: "$.\(parameter ?? thing)")
        }
        return value
    }
}
