import VNetAPI
import VNetCompose
import VNetCore
import VNetStore

// For the mailer: each claim is an attempt of its own, and is settled by who made it, by the loss of their connection, or
// by a restart.

extension Service {
    /// Claims the next message; a reply without one says that none is due. A simulation's mail goes to a Maildir only.
    /// `connection` is whose loss takes the claim back.
    public func claim(
        _ request: DeliverClaim, on connection: UInt64 = 0, at now: Instant
    ) throws(Refusal) -> DeliverClaim.Response {
        try admit(request.transport)
        guard try read({ try $0.clockDoubt() == nil && $0.nextDeliverable(at: now) != nil }) else {
            return DeliverClaim.Response()
        }
        let claimed = try refusing { try store.write { try claim(at: now, $0) } }
        if let message = claimed.message {
            claimants[message] = connection
            store.confirmAttempt()
        }
        return claimed
    }

    /// Refuses a way of delivering that would have a simulation's mail reach people.
    public func admit(_ transport: TransportKind) throws(Refusal) {
        guard store.isSimulated, transport != .maildir else { return }
        throw Refusal(
            .transportRefused, "This is a simulation: its mail is delivered to a Maildir and nowhere else.",
            path: "$.transport")
    }

    private func claim(at now: Instant, _ transaction: Transaction) throws -> DeliverClaim.Response {
        while let message = try transaction.nextDeliverable(at: now) {
            guard try isStillDue(message, transaction) else {
                try transaction.cancelMessage(message.id, at: now)
                continue
            }
            guard let content = try readable({ try transaction.content(ofMessage: message.id) }) else {
                try spoil(message, .text, at: now, transaction)
                continue
            }
            guard let mailbox = try mailbox(of: message.recipient, transaction) else {
                try spoil(message, .recipient, at: now, transaction)
                continue
            }
            let token = try transaction.beginAttempt(message.id, at: now)
            return DeliverClaim.Response(
                message: message.id, attempt: message.attempts + 1, token: token, sender: configuration.sender.address,
                recipient: mailbox.address, messageID: message.messageID,
                content: Document(String(decoding: content, as: UTF8.self)))
        }
        return DeliverClaim.Response()
    }

    /// One damaged record is one message that fails, and says why: those behind it go on.
    private func spoil(
        _ message: Message, _ fault: MessageFault, at now: Instant, _ transaction: Transaction
    ) throws {
        guard let state = try message.state.after(.spoil) else { return }
        try transaction.setMessage(message.id, to: state, ended: now)
        try transaction.setMessageFault(message.id, fault)
        try transaction.recordEvent("outbox.fail", subject: "message \(message.id)", at: now)
    }

    /// Whether a message is still to be sent: neither what it says nor whom it is for has been purged, nothing newer was
    /// written while it was under way, and who gets it is still who it was for: a copy, a delegate of its school; a notice,
    /// somebody with a role. What else is waiting for somebody who leaves is stopped when they do.
    private func isStillDue(_ message: Message, _ transaction: Transaction) throws -> Bool {
        guard message.recipient != .person(nil), try transaction.exists(RecordID(.messageBody, message.id)),
            try !transaction.isOvertaken(message: message.id)
        else { return false }
        guard let person = message.recipient.person else { return true }
        if let urn = message.copiedFor {
            return try transaction.holders(of: .delegate, at: urn).contains { $0.person == person }
        }
        return try message.kind != .notice || !transaction.tenures(ofPerson: person).isEmpty
    }

    /// Records how an attempt ended. The report of any other attempt than the last settles nothing; one that comes twice
    /// changes nothing.
    public func deliverReport(_ request: DeliverReport, _ context: Context) throws(Refusal) -> Outcome {
        let outcome = try change(context) { change in
            let message = try change.requireAttempt(on: request.message, by: request.token)
            guard
                let end = try change.transaction.endAttempt(
                    of: message, request.result, request.reason.flatMap { ServerReply($0.text) }, at: change.now)
            else { return }
            change.note(
                end.isGivenUp
                    ? "Message \(message.id) is failed: it has been tried for \(RetrySchedule.giveUpAfterDays) days."
                    : "Message \(message.id) is \(end.state.rawValue).")
        }
        if !context.options.isDryRun { (claimants[request.message], stoppage) = (nil, nil) }
        return outcome
    }

    /// Has a message wait as before it was claimed, for nothing can be delivered.
    public func deliverStop(_ request: DeliverStop, _ context: Context) throws(Refusal) -> Outcome {
        let outcome = try change(context) { change in
            let message = try change.requireAttempt(on: request.message, by: request.token)
            guard try message.state.after(.handBack) != nil else { return }
            try change.transaction.handBack(message: message.id)
            change.note("Message \(message.id) is pending, as before: nothing can be delivered at present.")
        }
        if !context.options.isDryRun {
            claimants[request.message] = nil
            stoppage = (request.step, request.cause.text)
        }
        return outcome
    }

    /// A mailer has gone; what it said of the mail server need not be so for the next.
    public func forgetStoppage() { stoppage = nil }

    /// What was claimed on a connection that is gone, and not reported, may or may not have arrived. How many messages.
    public func takeBack(claimedOn connection: UInt64, at now: Instant) throws -> Int {
        let lost = claimants.filter { $0.value == connection }.map(\.key)
        guard !lost.isEmpty else { return 0 }
        let count = try takeBack(at: now) { lost.contains($0.id) }
        for message in lost { claimants[message] = nil }
        return count
    }

    /// What was being sent when the daemon last stopped may or may not have arrived: it is sent again, byte for byte.
    @discardableResult
    public func recoverInterruptedAttempts(at now: Instant) throws -> Int { try takeBack(at: now) { _ in true } }

    private func takeBack(at now: Instant, _ isLost: (Message) -> Bool) throws -> Int {
        try store.write { transaction in
            let lost = try transaction.messages(in: .sending, limit: .max).filter(isLost)
            for message in lost {
                _ = try transaction.endAttempt(of: message, .unknown, .brokeOff, at: now)
            }
            return lost.count
        }
    }
}

extension Change {
    /// The message of which `token` names the last attempt.
    fileprivate func requireAttempt(on id: Int64, by token: String) throws -> Message {
        let message = try transaction.require(message: id)
        guard message.token == token else {
            throw Refusal(
                .stateRefused,
                "This is not the last attempt to deliver message \(message.id), so the report settles nothing. Report "
                    + "with the token that the claim gave; if you have no other, claim again.", path: "$.token")
        }
        self.id = message.id
        subject = "message \(message.id)"
        return message
    }
}

extension Transaction {
    /// Records how the last attempt to deliver a message ended. Nil when that is on record already.
    fileprivate func endAttempt(
        of message: Message, _ result: DeliveryResult, _ answer: ServerReply?, at now: Instant
    ) throws -> (state: MessageState, isGivenUp: Bool)? {
        let retry = now.adding(seconds: RetrySchedule.delay(ofMessage: message.id, afterAttempt: message.attempts))
        let isGivenUp = retry > (message.triedSince ?? now).adding(days: RetrySchedule.giveUpAfterDays)
        let act: MessageState.Act =
            switch result {
            case .sent: .deliver
            case .deferred: isGivenUp ? .fail : .postpone
            case .failed: .fail
            case .unknown: isGivenUp ? .fail : .lose
            }
        guard let state = try message.state.after(act) else { return nil }
        switch state {
        case .deferred, .unknown: try postpone(message.id, as: state, until: retry)
        default: try setMessage(message.id, to: state, ended: now)
        }
        try setMessageError(message.id, answer)
        return (state, act == .fail && result != .failed)
    }
}
