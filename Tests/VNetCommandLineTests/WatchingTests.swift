import Testing
import VNetAPI
import VNetCommandLine
import VNetJSON

struct WatchingTests {
    private func shown(_ event: String, _ command: String..., width: Int? = nil) throws -> Rendered {
        var parser = CommandLineParser(["watch"] + command)
        guard case .request(let line) = try parser.parse(), case .object(let object) = try JSON.parse(event) else {
            throw UsageError("That is no request.")
        }
        #expect(line.verb == .eventsSubscribe)
        return line.event(object, as: parser.settings.form, Style(width: width, color: false))
    }

    private let event =
        #"{"epoch":"a","seq":7,"at":"2026-11-03T08:00:00Z","event":"visit.agree","subject":"visit 3","cohorts":[1,2]}"#

    @Test func `a line says when, what, and what it is about`() throws {
        #expect(
            try shown(event).output == "2026-11-03T08:00:00Z  visit agree         visit 3, cohorts 1, 2\n")
        let own =
            #"{"epoch":"a","seq":7,"at":"2026-11-03T08:00:00Z","event":"cohort.open","subject":"cohort 1","cohorts":[1]}"#
        #expect(try shown(own).output.hasSuffix("  cohort open         cohort 1\n"))
    }

    @Test(arguments: [30, 45, 60, 80])
    func `what does not fit beside stands below, and nothing is lost`(_ width: Int) throws {
        func words(_ text: String) -> [String] { text.split { $0 == " " || $0 == "\n" }.map(String.init) }
        let text = try shown(event, width: width).output
        #expect(words(text) == words(try shown(event).output))
        // The time and the name alone take 42.
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= max(width, 42) })
    }

    @Test func `a gap is told among the events or, where those are bare values, beside them`() throws {
        let gap = #"{"epoch":"a","seq":7,"reason":"behind"}"#
        #expect(try shown(gap).output.contains("Look at the state anew"))
        let bare = try shown(gap, "-o", "seq")
        #expect(bare.output.isEmpty && bare.notes.count == 1)
        #expect(try shown(gap, "--jsonl").output == gap + "\n")
    }

    @Test func `what a subject smuggles in cannot command the terminal`() throws {
        let bad = #"{"epoch":"a","seq":1,"at":"x","event":"theme.add","subject":"theme \u001b[2J","cohorts":[]}"#
        let output = try shown(bad).output
        #expect(!output.contains("\u{1B}"))
        #expect(output.contains("theme ") && output.contains("[2J"))
    }

    @Test func `events subscribe means the same, and help speaks of watch`() throws {
        var parser = CommandLineParser(["events", "subscribe", "--cohort", "1"])
        guard case .request(let line) = try parser.parse() else { throw UsageError("That is no request.") }
        #expect(line.verb == .eventsSubscribe && line.params["cohort"] == .integer(1))
        #expect(Help.text(.verb(.eventsSubscribe), width: 80).contains("Usage: vnetctl watch"))
        #expect(Help.text(.overview, width: 80).contains("\n  watch "))
        guard case .words(let words) = Completion.of(["wat"]) else { throw UsageError("No words.") }
        #expect(words.map(\.word) == ["watch"])
        guard case .words(let options) = Completion.of(["watch", "--ki"]) else { throw UsageError("No options.") }
        #expect(options.map(\.word) == ["--kinds"])
        guard case .words(let kinds) = Completion.of(["watch", "--kinds", "visit,coh"]) else {
            throw UsageError("No kinds.")
        }
        #expect(kinds.map(\.word) == ["visit,cohort"])
        guard case .words(let fields) = Completion.of(["school", "list", "--fields", "urn,u"]) else {
            throw UsageError("No fields.")
        }
        #expect(fields.isEmpty)
    }

    @Test(arguments: [(0, 22_010, 0), (11_005, 22_010, 50), (22_010, 22_010, 100), (9, 4, 100), (-1, 0, 0), (1, 3, 33)])
    func `a bar is as full as the work is done`(_ done: Int, _ total: Int, _ percent: Int) {
        let line = ProgressBar.line(done: done, total: total, width: 100)
        let bar = line.prefix { $0 != "]" }.dropFirst()
        #expect(bar.count { $0 == "█" } == percent * bar.count / 100)
        #expect(line.contains(" \(percent) %  "))
    }

    @Test(arguments: 0...120) func `a bar fits any terminal`(_ width: Int) {
        let line = ProgressBar.line(done: 12_345, total: 22_010, width: width)
        #expect(line.count < max(width, 1))
        #expect(width < 7 || line.contains("56 %"))
    }
}
