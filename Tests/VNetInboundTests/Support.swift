import Foundation
import VNetCore
import VNetInbound

/// A mail as it arrives: lines ended by CR LF.
func mail(_ text: String) -> InboundMail {
    InboundMail(Array(text.replacing("\n", with: "\r\n").utf8))
}

extension String {
    var trimmed: String { split(whereSeparator: \.isNewline).joined(separator: "\n") }
}

/// The facts of a mail that came on Tuesday 3 November 2026.
func facts(_ text: String) -> InboundFacts {
    InboundFacts(mail(text), on: CivilDate(iso: "2026-11-03")!, in: zones)
}

let zones = CalendarZones(local: zone("Europe/London")!, named: zone)

/// The system's own, for the calendars that are read are written by others.
private func zone(_ name: String) -> TimeZoneRules? {
    guard let file = FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)") else { return nil }
    return try? TimeZoneRules(name: name, tzif: Array(file))
}
