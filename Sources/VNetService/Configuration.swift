import VNetCompose
import VNetCore

/// How a network is run: what vnetd.toml says, with its defaults filled in.
public struct NetworkConfiguration: Sendable {
    /// What the network is called in its mails.
    public var name = "Peer review network"
    /// From whom mails come, and who organises what is in people's calendars. Replies go there.
    public var sender = Mailbox(name: "Peer review network", address: EmailAddress("office@vnet.example")!)
    /// To whom the daemon writes about what needs a decision.
    public var admin = Mailbox(name: "Network administrator", address: EmailAddress("admin@vnet.example")!)
    public var privacyURL = "https://vnet.example/privacy"
    public var zone: TimeZoneRules
    public var reminders = ReminderSchedule()
    public var retention = RetentionSchedule()
    /// When a visit begins and ends, local time, unless it says otherwise.
    public var visitStart = CivilTime(hour: 9, minute: 0)!
    public var visitFinish = CivilTime(hour: 15, minute: 30)!

    public init(zone: TimeZoneRules) { self.zone = zone }
}
