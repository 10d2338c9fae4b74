import Testing

/// Time is an argument: a plan that reads a clock cannot be tested, repeated or simulated.
private let clockReads: [(pattern: String, instead: String)] = [
    ("Date()", "take an Instant"),
    ("Date.now", "take an Instant"),
    ("Calendar.current", "take a SchoolCalendar"),
    ("TimeZone.current", "take TimeZoneRules"),
    ("clock_gettime", "ask the Clock"),
    ("gettimeofday", "ask the Clock"),
    ("ContinuousClock", "ask the Clock"),
    ("SuspendingClock", "ask the Clock"),
    ("DispatchTime", "ask the Clock"),
]

/// In SQL, where they stand in text.
private let clockReadsInSQL = [
    "datetime('now'", "date('now'", "strftime(", "unixepoch(", "julianday(", "CURRENT_TIME", "CURRENT_DATE",
]

@Test func `nothing but the one file reads a clock`() throws {
    for file in try SourceTree.files(in: "Sources") where file.path != "Sources/VNetPlatform/Clock.swift" {
        for (number, line) in zip(1..., file.code) {
            for (pattern, instead) in clockReads where line.contains(pattern) {
                Issue.record("\(file.path):\(number) reads a clock by \(pattern): \(instead).")
            }
            if line.contains("= .now") || line.contains("(.now") {
                Issue.record("\(file.path):\(number) reads a clock by .now: take an Instant.")
            }
        }
        for (number, line) in zip(1..., file.lines) {
            for pattern in clockReadsInSQL where line.contains(pattern) {
                Issue.record(
                    "\(file.path):\(number) has SQLite read a clock by \(pattern): pass the instant as an argument.")
            }
        }
    }
}
