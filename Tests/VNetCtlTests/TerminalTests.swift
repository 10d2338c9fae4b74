import Foundation
import TestSupport
import Testing

/// vnetctl on a terminal, of which Python holds the other end.
struct TerminalTests {
    let daemon: Daemon

    init() throws {
        daemon = try Daemon()
        try daemon.makeCohort()
    }

    /// What appears on a terminal of that many columns.
    private func screen(_ columns: Int, _ arguments: [String], environment: [String: String] = [:]) throws -> String {
        let script = """
            import fcntl, os, pty, struct, sys, termios
            child, terminal = pty.fork()
            if child == 0:
                fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 50, int(sys.argv[1]), 0, 0))
                os.execv(sys.argv[2], sys.argv[2:])
            shown = b""
            try:
                while block := os.read(terminal, 65536): shown += block
            except OSError: pass
            os.waitpid(child, 0)
            sys.stdout.buffer.write(shown)
            """
        let run = try Programs.run(
            "/usr/bin/env", ["python3", "-c", script, "\(columns)", Programs.vnetctl] + arguments,
            environment: ["VNET_SOCKET": daemon.socket].merging(environment) { $1 })
        return run.output.replacingOccurrences(of: "\r\n", with: "\n")
    }

    private static let pages: [[String]] = [
        ["status"], ["cohort", "get", "1"], ["cohort", "timeline", "1"],
        ["cohort", "timeline", "1", "--month", "2026-11"],
        ["school", "list"], ["reminder", "list"], ["outbox", "list"], ["help"], ["help", "session", "schedule"],
    ]

    @Test(arguments: [60, 80, 120, 200])
    func `every line fits the terminal`(_ columns: Int) throws {
        for page in Self.pages {
            let plain = try screen(columns, page, environment: ["NO_COLOR": "1"])
            #expect(!plain.isEmpty)
            // An example is to be copied, and is not broken.
            for line in plain.split(separator: "\n") where !line.hasPrefix("  vnetctl") {
                #expect(line.count <= columns, "\(page) at \(columns): \(line)")
            }
        }
    }

    @Test func `a narrow terminal loses no letter of a table`() throws {
        // A word may be broken there.
        func letters(_ text: String) -> [Character] { text.filter { !$0.isWhitespace }.sorted() }
        let wide = try screen(200, ["reminder", "list"], environment: ["NO_COLOR": "1"])
        let narrow = try screen(80, ["reminder", "list"], environment: ["NO_COLOR": "1"])
        #expect(wide.split(separator: "\n").count < narrow.split(separator: "\n").count)
        #expect(letters(wide) == letters(narrow))
    }

    @Test func `on eighty columns the visits of a cohort are a table still, and on forty a block each`() throws {
        let usual = try screen(80, ["cohort", "get", "1"], environment: ["NO_COLOR": "1"])
        #expect(usual.contains("\nID GROUP SCHOOL      REVIEWERS   STATE  DATE            START LEAD REPLIES MOVED\n"))
        let narrow = try screen(40, ["cohort", "get", "1"], environment: ["NO_COLOR": "1"])
        #expect(narrow.contains("\nGROUP      A\n"))
    }

    @Test func `colour is for terminals, unless NO_COLOR or --color say otherwise`() throws {
        let escape = "\u{1B}["
        #expect(try screen(80, ["cohort", "get", "1"]).contains(escape))
        #expect(try !screen(80, ["cohort", "get", "1"], environment: ["NO_COLOR": "1"]).contains(escape))
        #expect(try !screen(80, ["cohort", "get", "1", "--color", "never"]).contains(escape))
        #expect(try !daemon.done("cohort", "get", "1").contains(escape))
        #expect(try daemon.done("cohort", "get", "1", "--color", "always").contains(escape))
        #expect(try !screen(80, ["cohort", "get", "1", "--json"]).contains(escape))
    }

    @Test func `a day that is near is in words, and one that is far has its year`() throws {
        let page = try daemon.done("cohort", "get", "1")
        #expect(page.contains("Tue 29 Sep  09:00"))
        #expect(page.contains("Tue  3 Nov"))
        #expect(page.contains("Tue 20 Apr 2027"))
    }

    @Test func `a month shows its days and what is on them`() throws {
        let page = try daemon.done("cohort", "timeline", "1", "--month", "2026-11")
        #expect(page.contains("November 2026"))
        #expect(page.contains("  3●"))
        #expect(page.contains("Tue  3 Nov"))
        #expect(!page.contains("Sep"))
        #expect(try daemon.vnetctl("cohort", "timeline", "1", "--month", "11/26").status == 64)
    }

    @Test func `an import shows on a terminal how far it is, and nothing of that stays`() throws {
        let file = try daemon.folder.write(Daemon.register, to: "schools.csv")
        let shown = try screen(80, ["school", "import", file, "--dry-run"])
        let erase = "\r\u{1B}[K"
        let bar = try #require(shown.firstRange(of: erase + "[██"))
        let end = try #require(shown[bar.upperBound...].firstRange(of: "] 100 %  4 of 4" + erase))
        #expect(shown[end.upperBound...].hasPrefix("Dry run: there is nothing to change"))
        // Nothing of it where nobody looks: no terminal, one that cannot erase, or output for a program.
        let run = try daemon.vnetctl("school", "import", file, "--dry-run")
        #expect(run.status == 0 && run.errors.isEmpty)
        #expect(try !screen(80, ["school", "import", file, "--dry-run"], environment: ["TERM": "dumb"]).contains("%"))
        #expect(try !screen(80, ["school", "import", file, "--dry-run", "--json"]).contains("%"))
    }
}
