import VNetAPI
import VNetCore
import VNetStore

// Holds: what they cover is not purged, whatever the rules say.

extension Service {
    public func holdPlace(_ request: HoldPlace, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            let subject = try subject(of: request, transaction)
            if let present = try transaction.openHold(on: subject, for: request.reason) {
                guard present.owner == request.owner, present.reviewOn == request.review else {
                    throw Refusal(
                        .exists,
                        "Hold \(present.id) is on it for that reason already. “hold extend” sets another day for its "
                            + "review; lift it to give it to another office.")
                }
                change.id = present.id
                return
            }
            try change.requireReview(request.review)
            let id = try transaction.addHold(
                on: subject, request.reason, owner: request.owner, on: change.today, by: context.principal.uid,
                review: request.review)
            change.note("Hold \(id) keeps \(try transaction.words(for: subject)) until it is lifted.")
            let kept = try transaction.records(of: subject).count
            change.note("It covers \(kept) record\(kept == 1 ? "" : "s") now.")
            try change.follow(hold: id, on: subject)
        }
    }

    private func subject(of request: HoldPlace, _ transaction: Transaction) throws -> HoldSubject {
        switch (request.cohort, request.urn, request.person, request.class, request.record) {
        case (let id?, nil, nil, nil, nil): return .cohort(try transaction.require(cohort: id).id)
        case (nil, let urn?, nil, nil, nil): return .school(try transaction.require(school: urn).urn)
        case (nil, nil, let id?, nil, nil):
            _ = try transaction.require(person: id)
            return .person(id)
        case (nil, nil, nil, let kind?, let id?):
            let record = RecordID(kind, id)
            guard try transaction.exists(record) else {
                throw Refusal(
                    .notFound, "There is no record \(id) among the \(kind.title), or it has been purged.",
                    path: "$.record")
            }
            return .record(record)
        default:
            throw Refusal(
                .paramsInvalid, "Name what to keep by one of cohort, urn and person, or by class and record.",
                path: "$.cohort")
        }
    }

    public func holdExtend(_ request: HoldExtend, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            var hold = try change.transaction.require(hold: request.hold)
            change.id = hold.id
            guard hold.liftedOn == nil else {
                throw Refusal(
                    .stateRefused, "Hold \(hold.id) was lifted. “hold place” places another.", path: "$.hold")
            }
            guard request.review != hold.reviewOn else { return }
            try change.requireReview(request.review)
            guard request.review > hold.reviewOn else {
                throw Refusal(
                    .ruleRefused, "Its review is on \(hold.reviewOn.words) already, after that day.", path: "$.review")
            }
            hold.reviewOn = request.review
            try change.transaction.save(hold)
            change.note("Hold \(hold.id) stays in force, and is to be reviewed on \(hold.reviewOn.words).")
            try change.follow(hold: hold.id, on: hold.subject)
        }
    }

    public func holdLift(_ request: HoldLift, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            var hold = try change.transaction.require(hold: request.hold)
            change.id = hold.id
            guard hold.liftedOn == nil else { return }
            let before = try retentionPlan(on: change.today, change.transaction).items.count
            hold.liftedOn = change.today
            try change.transaction.save(hold)
            let due = try retentionPlan(on: change.today, change.transaction).items.count - before
            change.note("Hold \(hold.id) is lifted: what it kept goes when its time is up.")
            if due > 0 {
                change.warn("\(due) record\(due == 1 ? "" : "s") that it kept can go now: see “retention preview”.")
            }
            try change.follow(hold: hold.id, on: hold.subject)
        }
    }

    public func holdList(_ request: HoldList, at now: Instant) throws(Refusal) -> HoldList.Response {
        let today = today(at: now)
        return try read { transaction in
            try page(
                request, transaction,
                fetch: {
                    try transaction.holds(
                        lifted: request.lifted, dueBy: request.due ? today : nil, before: $0?.id, limit: $1)
                }, place: { Place($0.id) }, row: { HoldSummary($0, on: today) })
        }
    }

    public func holdGet(_ request: HoldGet, at now: Instant) throws(Refusal) -> HoldGet.Response {
        try read { transaction in
            let hold = try transaction.require(hold: request.hold)
            let kept = hold.liftedOn == nil ? try transaction.records(of: hold.subject) : []
            let counts = RetentionClass.allCases.map { `class` in
                HoldGet.ClassCount(class: `class`, records: kept.count { $0.class == `class` })
            }
            return HoldGet.Response(
                summary: HoldSummary(hold, on: today(at: now)), classes: counts.filter { $0.records > 0 })
        }
    }
}

extension Change {
    /// A hold that nobody ever looks at again would be a rule of its own.
    fileprivate func requireReview(_ day: CivilDate) throws {
        guard day > today, day <= today.adding(months: 12) else {
            throw Refusal(
                .ruleRefused, "A hold is to be reviewed after today, and within twelve months.", path: "$.review")
        }
    }

    /// Has the reminders of a hold, and the notices of what it keeps, follow the change.
    fileprivate func follow(hold id: Int64, on subject: HoldSubject) throws {
        self.id = id
        self.subject = "hold \(id)"
        touch(.hold(id))
        for cohort in try transaction.endedCohorts(of: subject) { touch(cohort) }
    }
}

extension Transaction {
    /// What a hold is on, in words and without a person's name.
    func words(for subject: HoldSubject) throws -> String {
        switch subject {
        case .cohort(let id): "what belongs to cohort \(id)" + (try cohort(id).map { ", \($0.name)" } ?? "")
        case .school(let urn): "what belongs to \(try school(urn)?.name ?? "school \(urn)")"
        case .person(let id): "what belongs to person \(id)"
        case .record(let record): "record \(record.id) of the \(record.class.title)"
        }
    }

    /// Refuses to purge at once what a hold keeps.
    func requireNotHeld(_ record: RecordID) throws {
        guard let held = try heldRecords().first(where: { $0.records.contains(record) }) else { return }
        throw Refusal(
            .ruleRefused,
            "Hold \(held.hold.id) keeps this record, because of \(held.hold.reason.title). Ask "
                + "\(held.hold.owner.title) to have it lifted.")
    }
}
