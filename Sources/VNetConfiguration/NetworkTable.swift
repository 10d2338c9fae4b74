import VNetCompose
import VNetCore
import VNetPlatform
import VNetTOML

// What a network's configuration has besides the ordinary kinds of values.

extension Table {
    func mailbox(_ key: String, _ use: (Mailbox) -> Void) {
        let texts = texts(key)
        if texts.count > 1 || texts.contains(where: Self.namesSeveral) {
            allow([key])
            return fault(
                key,
                "names more than one address, and takes one: give that of a mailbox or list that reaches all who are to read it"
            )
        }
        converted(key, "a name and an address, such as \"Peer reviews <office@example.org>\"", Mailbox.init, use)
    }

    private static func namesSeveral(_ text: String) -> Bool {
        text.split { " ,;<>".contains($0) }.count { EmailAddress(String($0)) != nil } > 1
    }

    /// `network.time_zone`, which everything else is understood in. Where it is not known, that is noted, and UTC serves for
    /// finding what else is wrong; on a machine without any time zone there is nothing more to find.
    func timeZone() throws(ConfigurationError) -> TimeZoneRules {
        let name = peek("network")?.texts("time_zone").first ?? "Europe/London"
        if let rules = Self.rules(of: name) { return rules }
        fault(
            "network.time_zone",
            "is “\(name)”, which this machine does not know. Name one such as Europe/London; if that is not known either, "
                + "install the package tzdata")
        guard let utc = Self.rules(of: "UTC") else { throw error }
        return utc
    }

    static func rules(of zone: String) -> TimeZoneRules? {
        (try? SmallFile.zoneinfo(zone)).flatMap { try? TimeZoneRules(name: zone, tzif: $0) }
    }
}

extension Mailbox {
    /// `Name <address>`.
    fileprivate init?(_ text: String) {
        guard text.last == ">", let open = text.lastIndex(of: "<"),
            let address = EmailAddress(String(text[text.index(after: open)...].dropLast()))
        else { return nil }
        var name = text[..<open].split(separator: " ").joined(separator: " ")
        // As in a mail's header, a name that holds a comma may stand in quotation marks.
        if name.count > 1, name.hasPrefix("\""), name.hasSuffix("\"") { name = String(name.dropFirst().dropLast()) }
        guard !name.isEmpty, !name.contains(where: { "<>\"".contains($0) }),
            !name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
        else { return nil }
        self.init(name: name, address: address)
    }
}
