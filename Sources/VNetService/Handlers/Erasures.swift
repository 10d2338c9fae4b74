import VNetAPI
import VNetCore
import VNetStore

// Requests of persons that what is held about them be erased.

extension Service {
    public func erasureRequest(_ request: ErasureRequest, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            _ = try transaction.require(person: request.person)
            let received = request.received ?? change.today
            try change.requireReached(received, path: "$.received")
            if let open = try transaction.openErasure(of: request.person) {
                guard open.receivedOn == received, open.channel == request.channel else {
                    throw Refusal(
                        .exists,
                        "Request \(open.id) of person \(request.person), of \(open.receivedOn.words), still waits for "
                            + "an answer. Go on with that one.")
                }
                change.id = open.id
                return
            }
            let due = RequestDeadline.day(receivedOn: received)
            let id = try transaction.addErasure(
                of: request.person, through: request.channel, receivedOn: received, dueOn: due)
            change.id = id
            change.subject = "erasure \(id)"
            change.note(
                "Request \(id) of person \(request.person) for erasure is on record. It is to be answered by "
                    + "\(due.words)."
            )
            change.touch(.erasure(id))
            if due < change.today { change.warn("That day is past. Answer it now.") }
        }
    }

    public func erasureRefuse(_ request: ErasureRefuse, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            if let present = try change.transaction.require(erasure: request.erasure).refusal {
                try change.requireSame(
                    request.reason, as: present, path: "$.reason",
                    "Request \(request.erasure) was refused on another ground: \(present.words).")
            }
            guard let erasure = try change.end(erasure: request.erasure, .refuse, request.reason) else { return }
            change.note("Request \(erasure.id) is refused: \(request.reason.words).")
            change.warn(
                "Tell the person why by \(erasure.dueOn.words), and that they may complain to the Information "
                    + "Commissioner.")
        }
    }

    public func erasureWithdraw(_ request: ErasureWithdraw, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            guard let erasure = try change.end(erasure: request.erasure, .withdraw) else { return }
            change.note("Request \(erasure.id) is withdrawn: nothing is erased.")
        }
    }

    public func erasureList(_ request: ErasureList, at now: Instant) throws(Refusal) -> ErasureList.Response {
        let today = today(at: now)
        return try read { transaction in
            try page(
                request, transaction,
                fetch: { try transaction.erasures(in: request.state, before: $0?.id, limit: $1) },
                place: { Place($0.id) }, row: { ErasureView($0, today: today) })
        }
    }

    public func erasureGet(_ request: ErasureGet, at now: Instant) throws(Refusal) -> ErasureView {
        let today = today(at: now)
        return try read { ErasureView(try $0.require(erasure: request.erasure), today: today) }
    }
}

extension Change {
    /// Does `act` to a request; nil where it had been done.
    @discardableResult
    func end(erasure id: Int64, _ act: ErasureState.Act, _ refusal: ErasureRefusal? = nil) throws -> Erasure? {
        let erasure = try transaction.require(erasure: id)
        self.id = id
        if act != .complete, erasure.state.isOpen, let purge = erasure.purge {
            throw Refusal(
                .stateRefused,
                "What it asks for is deleted already, by purge \(purge). It is completed by itself when that is.")
        }
        let day = max(today, erasure.receivedOn)
        guard try transaction.apply(act, to: erasure, on: day, refusal: refusal) else { return nil }
        subject = "erasure \(id)"
        touch(.erasure(id))
        return erasure
    }

    /// Records the request that a run was for as completed.
    func completeErasure(ofPurge run: Int64) throws {
        guard let erasure = try transaction.erasure(ofPurge: run) else { return }
        try end(erasure: erasure.id, .complete)
        try settleReminders(.erasure(erasure.id))
    }
}

extension Transaction {
    func require(erasure id: Int64) throws -> Erasure {
        guard let erasure = try erasure(id) else {
            throw Refusal(.notFound, "There is no request for erasure \(id).", path: "$.erasure")
        }
        return erasure
    }
}

extension ErasureView {
    init(_ erasure: Erasure, today: CivilDate) {
        self.init(
            id: erasure.id, person: erasure.person, channel: erasure.channel, receivedOn: erasure.receivedOn,
            dueOn: erasure.dueOn, state: erasure.state, isOverdue: erasure.state.isOpen && erasure.dueOn < today,
            endedOn: erasure.endedOn, refusal: erasure.refusal, purge: erasure.purge)
    }
}
