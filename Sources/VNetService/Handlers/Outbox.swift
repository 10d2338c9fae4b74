import VNetAPI
import VNetCore
import VNetStore

extension Service {
    public func outboxList(_ request: OutboxList) throws(Refusal) -> OutboxList.Response {
        try read { transaction in
            try page(
                request, transaction,
                fetch: { try transaction.messages(in: request.state, before: $0?.id, limit: $1) },
                place: { Place($0.id) }, row: MessageView.init)
        }
    }

    public func outboxShow(_ request: OutboxShow, _ context: Context) throws(Refusal) -> OutboxShow.Response {
        try disclose(context, subject: "message \(request.message)") { transaction in
            let message = try transaction.require(message: request.message)
            try context.principal.require(
                message.reader, for: .network,
                "Message \(message.id) carries an outcome report: to read it takes")
            guard let content = try transaction.content(ofMessage: message.id) else {
                throw Refusal(.recordGone, "The text of message \(message.id) has been purged.")
            }
            return OutboxShow.Response(
                message: MessageView(message), text: Document(String(decoding: content, as: UTF8.self)))
        }
    }

    public func outboxHold(_ request: OutboxHold, _ context: Context) throws(Refusal) -> Outcome {
        try apply(.hold, to: request.message, context)
    }

    public func outboxRelease(_ request: OutboxRelease, _ context: Context) throws(Refusal) -> Outcome {
        try apply(.release, to: request.message, context)
    }

    public func outboxRetry(_ request: OutboxRetry, _ context: Context) throws(Refusal) -> Outcome {
        try apply(.retry, to: request.message, context)
    }

    /// To one message, or to every one that the act fits.
    private func apply(_ act: MessageState.Act, to id: Int64?, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let chosen: [Message]
            if let id {
                let message = try change.transaction.require(message: id)
                if act == .retry, message.state.allows(.retry) { try change.requireText(of: message) }
                chosen = [message]
            } else {
                // What is held waits for a release, and what has failed for a word about it.
                chosen = try MessageState.allCases.filter { $0.allows(act) && (act != .retry || $0.isWaiting) }
                    .flatMap { try change.transaction.messages(in: $0, before: nil, limit: .max) }
                if act == .release { try change.transaction.setOutboxHeld(false) }
            }
            for message in chosen { try change.move(message, act) }
            if id == nil, act == .hold, chosen.isEmpty {
                change.warn("No message is waiting to leave. Messages written from now on are not held.")
            }
            change.subject = id.map { "message \($0)" } ?? "outbox"
        }
    }

    public func outboxCancel(_ request: OutboxCancel, _ context: Context) throws(Refusal) -> Outcome {
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
}

extension Message {
    /// What it takes to read it: the permission of the most confidential thing in it.
    var reader: Permission { isConfidential ? .confidential : .operate }
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
            id: message.id, kind: message.kind, person: message.recipient.person, state: message.state,
            composedAt: message.composedAt, expiresAt: message.expiresAt, attempts: message.attempts,
            lastError: message.fault?.words ?? message.lastError?.words)
    }
}
