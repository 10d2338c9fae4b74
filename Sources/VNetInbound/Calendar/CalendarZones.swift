import VNetCore

/// The time zones by which calendars are read: those of the system, never those that a calendar brings along.
public struct CalendarZones: Sendable {
    /// Of times that name no zone.
    let local: TimeZoneRules
    private let system: @Sendable (String) -> TimeZoneRules?

    /// `named` gives the rules of a zone of the system, such as `Europe/London`, and nil where there is none.
    public init(local: TimeZoneRules, named: @escaping @Sendable (String) -> TimeZoneRules?) {
        self.local = local
        system = named
    }

    /// By the names that calendar programs use: those of the system, perhaps with a path in front, and those of Windows.
    func named(_ name: String) -> TimeZoneRules? {
        let name = name.filter { $0 != "\"" }
        guard name.utf8.count <= 100 else { return nil }
        if let known = Self.windows[name.lowercased()] { return rules(known) }
        if name.lowercased().contains("london") { return rules("Europe/London") }
        let path = name.split(separator: "/").suffix(3)
        return (0..<path.count).lazy.compactMap { rules(path.dropFirst($0).joined(separator: "/")) }.first
    }

    private func rules(_ name: String) -> TimeZoneRules? {
        guard name.utf8.allSatisfy({ $0.isDigit || (0x61...0x7A).contains($0 | 0x20) || "/_+-".utf8.contains($0) })
        else {
            return nil
        }
        return name == local.name ? local : system(name)
    }

    /// Those of Europe and of where people of its schools travel (Unicode CLDR, windowsZones).
    private static let windows = [
        "gmt standard time": "Europe/London", "greenwich standard time": "Atlantic/Reykjavik", "utc": "Etc/UTC",
        "coordinated universal time": "Etc/UTC", "gmt": "Etc/UTC", "w. europe standard time": "Europe/Berlin",
        "romance standard time": "Europe/Paris", "central europe standard time": "Europe/Budapest",
        "central european standard time": "Europe/Warsaw", "gtb standard time": "Europe/Bucharest",
        "fle standard time": "Europe/Kiev", "e. europe standard time": "Europe/Chisinau",
        "turkey standard time": "Europe/Istanbul", "russian standard time": "Europe/Moscow",
        "morocco standard time": "Africa/Casablanca", "w. central africa standard time": "Africa/Lagos",
        "egypt standard time": "Africa/Cairo", "south africa standard time": "Africa/Johannesburg",
        "arabian standard time": "Asia/Dubai", "india standard time": "Asia/Kolkata",
        "china standard time": "Asia/Shanghai",
        "singapore standard time": "Asia/Singapore", "tokyo standard time": "Asia/Tokyo",
        "aus eastern standard time": "Australia/Sydney", "new zealand standard time": "Pacific/Auckland",
        "eastern standard time": "America/New_York", "central standard time": "America/Chicago",
        "mountain standard time": "America/Denver", "pacific standard time": "America/Los_Angeles",
    ]
}
