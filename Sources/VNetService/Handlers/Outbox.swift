import VNetAPI
import VNetCompose
import VNetCore
import VNetStore

extension Service {
    public func messages(_ request: OutboxList) throws(Refusal) -> OutboxList.Response {
        try read { transaction in
            try page(
                request, transaction,
                fetch: { try transaction.messages(in: request.state, before: $0?.id, limit: $1) },
                place: { Place($0.id) }, row: MessageView.init)
        }
    }

    public func message(_ request: OutboxShow, _ context: Context) throws(Refusal) -> OutboxShow.Response {
        try disclose(context, subject: "message \(request.message)") { transaction in
            let message = try transaction.require(message: request.message)
            guard let content = try transaction.content(ofMessage: message.id) else {
                throw Refusal(.recordGone, "The text of message \(message.id) has been purged.")
            }
            return OutboxShow.Response(
                message: MessageView(message), text: Document(String(decoding: content, as: UTF8.self)))
        }
    }

    /// Holds, releases or retries one message, or every one that the act fits.
    public func apply<R: OutboxVerb>(_ request: R, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let chosen: [Message]
            if let id = request.message {
                let message = try change.transaction.require(message: id)
                if R.act == .retry, message.state.allows(.retry) { try change.requireText(of: message) }
                chosen = [message]
            } else {
                chosen = try MessageState.allCases.filter { $0.allows(R.act) && !($0 == .failed && R.act == .retry) }
                    .flatMap { try change.transaction.messages(in: $0, before: nil, limit: .max) }
                if R.act == .release { try change.transaction.setOutboxHeld(false) }
            }
            for message in chosen { try change.move(message, R.act) }
            change.subject = request.message.map { "message \($0)" } ?? "outbox"
        }
    }

    public func cancel(_ request: OutboxCancel, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let message = try change.transaction.require(message: request.message)
            change.id = message.id
            change.subject = "message \(message.id)"
            try change.move(message, .cancel)
        }
    }

    public func outboxCounts() throws(Refusal) -> OutboxCounts { try read { try $0.outboxCounts() } }

    /// Whether any message is on its way, or can leave now.
    public func isOutboxBusy(at now: Instant) throws(Refusal) -> Bool {
        try read { try $0.hasMessagesInFlight(at: now) }
    }

    // For the mailer

    /// Claims the next message; a reply without one says that none is due. A simulation's mail goes to a Maildir only.
    public func claim(_ request: DeliverClaim, at now: Instant) throws(Refusal) -> DeliverClaim.Response {
        guard !store.isSimulated || request.transport == .maildir else {
            throw Refusal(
                .transportRefused, "This is a simulation: its mail is delivered to a Maildir and nowhere else.",
                path: "$.transport")
        }
        guard try read({ try $0.clockDoubt() == nil && $0.nextDeliverable(at: now) != nil }) else {
            return DeliverClaim.Response()
        }
        return try refusing { try store.write { try claim(at: now, $0) } }
    }

    private func claim(at now: Instant, _ transaction: Transaction) throws -> DeliverClaim.Response {
        while let message = try transaction.nextDeliverable(at: now) {
            guard let content = try transaction.content(ofMessage: message.id),
                let mailbox = try mailbox(of: message.recipient, transaction), try isStillDue(message, transaction)
            else {
                // Whom it was for, or what it said, has been purged; or they have left.
                try transaction.cancelMessage(message.id, at: now)
                continue
            }
            try transaction.beginAttempt(message.id, at: now)
            return DeliverClaim.Response(
                message: message.id, attempt: message.attempts + 1, sender: configuration.sender.address,
                recipient: mailbox.address, messageID: message.messageID,
                content: Document(String(decoding: content, as: UTF8.self)))
        }
        return DeliverClaim.Response()
    }

    /// Whether who gets a message is still who it was for: a copy, a delegate of its school; a notice, somebody with a role.
    /// What else is waiting for somebody who leaves is stopped when they do.
    private func isStillDue(_ message: Message, _ transaction: Transaction) throws -> Bool {
        guard let person = message.recipient.person else { return true }
        if let urn = message.copiedFor {
            return try transaction.holders(of: .delegate, at: urn).contains { $0.person == person }
        }
        return try message.kind != .notice || !transaction.tenures(ofPerson: person).isEmpty
    }

    public func report(_ request: DeliverReport, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let message = try change.transaction.require(message: request.message)
            change.id = message.id
            change.subject = "message \(message.id)"
            try change.finish(message, request.result, request.reason?.text)
        }
    }
}

extension Change {
    func move(_ message: Message, _ act: MessageState.Act) throws {
        guard let state = try message.state.after(act) else { return }
        try transaction.setMessage(message.id, to: state, ended: state == .cancelled ? now : nil)
        if state == .pending { try transaction.restart(message: message.id, at: now) }
        note("Message \(message.id) is \(state.rawValue).")
    }

    /// What failed long ago can't be tried again: by then its text is purged.
    fileprivate func requireText(of message: Message) throws {
        guard try transaction.content(ofMessage: message.id) == nil else { return }
        throw Refusal(
            .recordGone,
            "The text of message \(message.id) has been purged, so it cannot be tried again. Ring the person whom “outbox list "
                + "--state failed” names.",
            path: "$.message")
    }

    /// Records how an attempt ended. A report that comes twice changes nothing.
    fileprivate func finish(_ message: Message, _ result: DeliveryResult, _ reason: String?) throws {
        let retry = now.adding(seconds: RetrySchedule.delay(ofMessage: message.id, afterAttempt: message.attempts))
        let isGivenUp =
            result == .deferred
            && retry > (message.triedSince ?? now).adding(days: RetrySchedule.giveUpAfterDays)
        let act: MessageState.Act =
            switch result {
            case .sent: .deliver
            case .deferred: isGivenUp ? .fail : .postpone
            case .failed: .fail
            case .unknown: .lose
            }
        guard let state = try message.state.after(act) else { return }
        switch state {
        case .deferred: try transaction.postpone(message.id, until: retry, reason: reason)
        case .sent, .failed: try transaction.setMessage(message.id, to: state, ended: now)
        default: try transaction.setMessage(message.id, to: state, ended: nil)
        }
        if state != .deferred { try transaction.setMessageError(message.id, reason: reason) }
        note(
            isGivenUp
                ? "Message \(message.id) is failed: it was refused for \(RetrySchedule.giveUpAfterDays) days."
                : "Message \(message.id) is \(state.rawValue).")
    }
}

extension Transaction {
    func outboxCounts() throws -> OutboxCounts {
        let counts = try messageCounts()
        func sum(_ states: MessageState...) -> Int { states.reduce(0) { $0 + counts[$1, default: 0] } }
        return OutboxCounts(
            waiting: sum(.pending, .sending, .deferred, .unknown), held: sum(.held), failed: sum(.failed),
            sent: sum(.sent))
    }
}

extension MessageView {
    init(_ message: Message) {
        self.init(
            id: message.id, kind: message.kind.rawValue, person: message.recipient.person, state: message.state,
            composedAt: message.composedAt, expiresAt: message.expiresAt, attempts: message.attempts,
            lastError: message.lastError)
    }
}
