import VNetAPI
import VNetCompose
import VNetCore
import VNetPlatform
import VNetServer
import VNetService
import VNetTOML

/// What vnetd.toml says, with its defaults filled in and every name looked up.
public struct Configuration: Sendable {
    public var network: NetworkConfiguration
    public var access: Access
    public var limits = Limits()

    /// What vnetd reads when no other file is named.
    public static let defaultFile = "/etc/vnet/vnetd.toml"
    /// Where an administrator's own texts of mails are looked for, unless the file says otherwise.
    public static let defaultTemplates = "/etc/vnet/templates"

    /// Reads the file at `path`; nil gives the defaults. Throws all that is wrong with it at once. A pipe is read `atStart` only.
    public init(path: String?, atStart: Bool = true) throws(ConfigurationError) {
        guard let path else {
            try self.init(toml: "", file: "the defaults")
            return
        }
        try self.init(Table(path: path, atStart: atStart))
    }

    /// `file` names the text in errors.
    public init(toml text: String, file: String) throws(ConfigurationError) { try self.init(Table(text, file: file)) }

    private init(_ root: Table) throws(ConfigurationError) {
        let zone = try root.timeZone()
        network = NetworkConfiguration(zone: zone)
        network.zoneNamed = { Table.rules(of: $0) }
        access = Access(rules: [])
        root.read("network") { readNetwork($0) }
        root.read("reminders") { readReminders($0) }
        root.read("retention") { readRetention($0) }
        root.read("limits") { readLimits($0) }
        access.rules = root.accessRules()
        try root.finish()
    }

    private mutating func readNetwork(_ table: Table) {
        table.text("name") { network.name = $0 }
        table.mailbox("sender") { network.sender = $0 }
        table.mailbox("admin") { network.admin = $0 }
        table.mailbox("safeguarding") { network.safeguarding = $0 }
        table.text("privacy_url") { network.privacyURL = $0 }
        table.time("visit_start") { network.visitStart = $0 }
        table.time("visit_finish") { network.visitFinish = $0 }
        if network.visitFinish <= network.visitStart {
            table.fault("visit_finish", "is not after visit_start, \(network.visitStart)")
        }
        var directory = Self.defaultTemplates
        table.text("templates") { directory = $0 }
        do { network.templates = try Self.templates(in: directory) } catch {
            table.fault("templates", error.description)
        }
        // Read before all else, by `timeZone()`.
        table.allow(["time_zone"])
    }

    /// A directory that is not there holds no templates.
    private static func templates(in directory: String) throws(SystemError) -> [String: String] {
        var templates: [String: String] = [:]
        for name in try SmallFile.names(in: directory) where name.hasSuffix(".mustache") {
            let bytes = try SmallFile.read("\(directory)/\(name)", limit: 1 << 18)
            templates[name] = String(decoding: bytes, as: UTF8.self)
        }
        return templates
    }

    private mutating func readReminders(_ table: Table) {
        for key in table.keys {
            guard let kind = ReminderKind(rawValue: key), var rule = ReminderRule.byDefault(kind) else { continue }
            table.read(key) { table in
                table.list("offsets", of: "offsets, such as \"-10\", \"+5\" or \"+90d\"", ReminderOffset.init) {
                    rule.offsets = $0
                }
                table.list("escalations", of: "offsets, such as \"-10\", \"+5\" or \"+90d\"", ReminderOffset.init) {
                    rule.escalations = $0
                }
                table.time("time") { rule.time = $0 }
                table.whole("expires_after", 1...999) { rule.expiresAfter = $0 }
                table.converted("late", "\"send\", \"digest\" or \"drop\"", LatePolicy.init) { rule.late = $0 }
                table.bool("enabled") { rule.isEnabled = $0 }
            }
            network.reminders.replace(rule)
        }
        table.allow(ReminderKind.allCases.map(\.rawValue))
    }

    private mutating func readLimits(_ table: Table) {
        table.whole("line_bytes", 1024...(16 << 20)) { limits.lineBytes = $0 }
        table.whole("line_seconds", 1...3600) { limits.lineSeconds = $0 }
        table.whole("idle_seconds", 1...86_400) { limits.idleSeconds = $0 }
        table.whole("connections", 2...4096) { limits.connections = $0 }
        table.whole("connections_per_uid", 1...4096) { limits.connectionsPerUID = $0 }
        table.whole("in_flight", 1...4096) { limits.inFlight = $0 }
        table.whole("output_bytes", 65_536...(1 << 30)) { limits.outputBytes = $0 }
        table.whole("write_seconds", 1...3600) { limits.writeSeconds = $0 }
    }

    private mutating func readRetention(_ table: Table) {
        var periods: [RetentionClass: RetentionPeriod] = [:]
        for kind in RetentionClass.allCases {
            table.converted(kind.rawValue, "a period, such as \"90d\", \"12m\" or \"3y\"", RetentionPeriod.init) {
                periods[kind] = $0
            }
        }
        network.retention = RetentionSchedule(periods)
    }
}

extension ReminderRule {
    fileprivate static func byDefault(_ kind: ReminderKind) -> ReminderRule? {
        ReminderSchedule.defaults.first { $0.kind == kind }
    }
}
