import VNetCompose
import VNetCore
import VNetStore

/// What mail servers refuse for good is told to the administrator: in one mail for all that is refused at a time, and in no more
/// than one a day.
enum Refusals {
    /// What is refused together is told of together.
    private static let gathering: Int64 = 600
    private static let pause: Int64 = 86_400

    /// When the administrator is to be told; nil while there is nothing to tell.
    static func nextNotice(_ transaction: Transaction) throws -> Instant? {
        guard let untold = try transaction.untoldRefusals() else { return nil }
        let soonest = untold.first.adding(seconds: gathering)
        return untold.told.map { max(soonest, $0.adding(seconds: pause)) } ?? soonest
    }
}

extension Service {
    /// Tells the administrator of what was refused, if it is time.
    func tellOfRefusals(at now: Instant, _ transaction: Transaction) throws {
        guard let due = try Refusals.nextNotice(transaction), due <= now, let untold = try transaction.untoldRefusals()
        else { return }
        try transaction.setRefusalsTold(at: now)
        let facts: [MailVariable: String] = [
            .records: untold.count == 1 ? "1 message" : "\(untold.count) messages",
            .commands: "“vnetctl outbox list --state failed”",
        ]
        let message = NewMessage(kind: .notice, recipient: .admin, composedAt: now, expiresAt: now.adding(days: 14))
        try freeze(
            Letter(
                message: message, to: configuration.admin, items: [MailItem(kind: .refusedAdmin, facts: facts)],
                why: "you administer the network."), transaction)
    }
}
