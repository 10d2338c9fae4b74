import VNetAPI
import VNetCompose
import VNetCore
import VNetStore

extension Service {
    /// A mail to `address` that says that it is a test. It is not kept.
    public func trial(_ number: Int64, to address: EmailAddress, at now: Instant) throws(Refusal)
        -> DeliverClaim.Response
    {
        let sender = configuration.sender
        let domain = sender.address.text.split(separator: "@").last ?? ""
        let messageID = "test-\(number).\(now.seconds).\(store.epoch)@\(domain)"
        let draft = MailDraft(
            from: sender, to: Mailbox(name: address.text, address: address), date: now, messageID: messageID,
            items: [MailItem(kind: .trial, facts: [.number: "\(number)"])], networkName: configuration.name,
            privacyURL: configuration.privacyURL, why: "an administrator tests the network's mail."
        )
        return try refusing {
            DeliverClaim.Response(
                sender: sender.address, recipient: address, messageID: messageID, trial: number,
                content: Document(
                    String(decoding: try composer.compose(draft, zone: configuration.zone).bytes, as: UTF8.self)))
        }
    }
}
