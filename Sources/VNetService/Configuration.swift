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
    /// Who is told of a concern about safety; the administrator unless given.
    public var safeguarding: Mailbox?
    public var privacyURL = "https://vnet.example/privacy"
    public var zone: TimeZoneRules
    /// Other time zones, by the names that calendar files give; nil for what the system does not know.
    public var zoneNamed: @Sendable (String) -> TimeZoneRules? = { _ in nil }
    /// Texts of mails in place of those that come with the program, by file name, such as `write-up.mustache`.
    public var templates: [String: String] = [:]
    public var reminders = ReminderSchedule()
    public var retention = RetentionSchedule()
    /// When a visit begins and ends, local time, unless it says otherwise.
    public var visitStart = CivilTime(hour: 9, minute: 0)!
    public var visitFinish = CivilTime(hour: 15, minute: 30)!

    public init(zone: TimeZoneRules) { self.zone = zone }

    /// What is set otherwise than in `other`, as vnetd.toml calls it, but for what reminders are planned by.
    func keysThatDiffer(from other: NetworkConfiguration) -> [String] {
        var keys: [String] = []
        if name != other.name { keys.append("network.name") }
        if sender != other.sender { keys.append("network.sender") }
        if admin != other.admin { keys.append("network.admin") }
        if safeguarding != other.safeguarding { keys.append("network.safeguarding") }
        if privacyURL != other.privacyURL { keys.append("network.privacy_url") }
        if templates != other.templates { keys.append("network.templates") }
        return keys
            + RetentionClass.allCases.filter { retention.period(of: $0) != other.retention.period(of: $0) }
            .map { "retention.\($0.rawValue)" }
    }

    /// What the reminder plan depends on, in a form that can be compared after a restart.
    var planFingerprint: String {
        let rules = ReminderKind.allCases.map { kind in
            guard let rule = reminders[kind] else { return "\(kind.rawValue) off" }
            return "\(kind.rawValue) \(rule.offsets) \(rule.escalations) \(rule.time) \(rule.expiresAfter) \(rule.late)"
        }
        // Notices of purges go by how long things are kept.
        let periods = RetentionClass.allCases.map { "\($0.rawValue) \(retention.period(of: $0))" }
        return ([zone.name, visitStart.iso, visitFinish.iso] + rules + periods).joined(separator: "; ")
    }
}
