import Foundation
import TestSupport
import Testing
import VNetCore

private func london() throws -> TimeZoneRules {
    let bytes = try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/London"))
    return try TimeZoneRules(name: "Europe/London", tzif: [UInt8](bytes))
}

/// Python's zoneinfo, as an independent witness: instant and offset, an hour before and after and at every change from
/// 2000 to 2037, and every first day of a month at noon, local to instant.
private func witness() throws -> (offsets: [(Int64, Int)], locals: [(String, String, Int64)]) {
    let script = """
        import zoneinfo, datetime as d
        z = zoneinfo.ZoneInfo("Europe/London"); t = 946684800; last = None
        off = lambda s: int(d.datetime.fromtimestamp(s, z).utcoffset().total_seconds())
        while t < 2145916800:
            if last is not None and off(t) != last:
                for s in (t - 3600, t - 1, t, t + 1, t + 3600): print("o", s, off(s))
                for h in (-2, -1, 0, 1, 2):
                    l = (d.datetime.fromtimestamp(t, z) + d.timedelta(hours=h)).replace(minute=30, fold=0)
                    print("l", l.strftime("%Y-%m-%d %H:%M"), int(l.timestamp()))
            last = off(t); t += 3600
        """
    var offsets: [(Int64, Int)] = []
    var locals: [(String, String, Int64)] = []
    for line in try Programs.python(script).lines {
        let parts = line.split(separator: " ").map(String.init)
        if parts[0] == "o" {
            offsets.append((Int64(parts[1])!, Int(parts[2])!))
        } else {
            locals.append((parts[1], parts[2], Int64(parts[3])!))
        }
    }
    return (offsets, locals)
}

@Test func `London agrees with Python at every change from 2000 to 2037`() throws {
    let zone = try london()
    let (offsets, locals) = try witness()
    #expect(offsets.count == 76 * 5)
    for (seconds, offset) in offsets { #expect(zone.offset(at: Instant(seconds: seconds)) == offset) }
    for (date, time, seconds) in locals {
        #expect(
            zone.instant(on: CivilDate(iso: date)!, at: CivilTime(iso: time)!).seconds == seconds, "\(date) \(time)")
    }
}

@Test func `a time that the clocks pass over is known, with the times on either side`() throws {
    let zone = try london()
    func gap(_ date: String, _ time: String) -> [String]? {
        zone.gap(on: CivilDate(iso: date)!, at: CivilTime(iso: time)!).map { [$0.last.iso, $0.next.iso] }
    }
    for time in ["01:00", "01:30", "01:59"] { #expect(gap("2027-03-28", time) == ["00:59", "02:00"]) }
    for time in ["00:59", "02:00", "09:00"] { #expect(gap("2027-03-28", time) == nil) }
    // When they are put back there is an hour that comes twice, and none that does not.
    #expect(gap("2026-10-25", "01:30") == nil)
}

@Test func `a zoneinfo file cut off anywhere is refused`() throws {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/London")))
    for end in stride(from: 0, to: bytes.count - 1, by: 7) {
        #expect(throws: TimeZoneError.self) { try TimeZoneRules(name: "x", tzif: Array(bytes[..<end])) }
    }
}

@Test func `an instant is written with the offset of its day`() throws {
    let zone = try london()
    #expect(Instant(rfc3339: "2026-09-01T07:00:00Z")!.rfc3339(in: zone) == "2026-09-01T08:00:00+01:00")
    #expect(Instant(rfc3339: "2026-12-01T08:00:00+00:00")!.rfc3339(in: zone) == "2026-12-01T08:00:00+00:00")
}

@Test(arguments: [
    "2026-09-01", "2026-09-01T08:00:00", "2026-09-01T08:00:60Z", "2026-02-30T08:00:00Z", "2026-09-01T08:00:00+1:00", "",
])
func `an instant without offset, or that is none, is refused`(_ text: String) {
    #expect(Instant(rfc3339: text) == nil)
}
