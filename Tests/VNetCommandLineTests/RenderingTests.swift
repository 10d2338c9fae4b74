import Foundation
import Testing
import VNetAPI
import VNetCommandLine
import VNetCore
import VNetJSON

/// What a reply to a command line looks like.
private func rendered(
    _ command: [String], _ reply: String, as form: OutputForm = .human, width: Int? = nil, color: Bool = false,
    today: String? = "2026-11-03", zone: TimeZoneRules? = nil
) throws -> Rendered {
    var parser = CommandLineParser(command)
    guard case .request(let line) = try parser.parse(), case .object(let object) = try JSON.parse(reply) else {
        throw UsageError("That is no request.")
    }
    let style = Style(width: width, color: color, today: today.flatMap(CivilDate.init(iso:)), zone: zone)
    return line.render(object, as: form, style)
}

private func holidays(_ days: String...) throws -> String {
    let rows = days.map { "{\"date\":\"\($0)\",\"title\":\"Day\"}" }.joined(separator: ",")
    return try rendered(["holiday", "list"], "{\"holidays\":[\(rows)]}").output
}

struct RenderingTests {
    @Test func `near days are in words, and far ones have their year`() throws {
        let page = try holidays(
            "2026-11-02", "2026-11-03", "2026-11-04", "2026-11-13", "2027-05-04", "2027-05-05", "2026-05-05",
            "2026-05-04")
        let days = page.split(separator: "\n").dropFirst().map { $0.split(separator: "Day")[0].trimmed }
        #expect(
            days == [
                "yesterday", "today", "tomorrow", "Fri 13 Nov", "Tue  4 May", "Wed  5 May 2027", "Tue  5 May",
                "Mon  4 May 2026",
            ])
    }

    @Test func `what the clock shows is told with its date`() throws {
        let bytes = try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/London"))
        let zone = try TimeZoneRules(name: "Europe/London", tzif: [UInt8](bytes))
        let reply = "{\"now\":\"2026-10-06T12:00:00Z\",\"composed\":3}"
        let page = try rendered(
            ["clock", "advance", "2026-10-06T12:00:00Z"], reply, today: "2026-10-06", zone: zone
        ).output
        #expect(page.contains("Tue 6 Oct 2026 13:00"))
    }

    @Test func `without the daemon's day dates stay as they are on the wire`() throws {
        let reply = "{\"holidays\":[{\"date\":\"2026-12-25\",\"title\":\"Christmas Day\"}]}"
        #expect(try rendered(["holiday", "list"], reply, today: nil).output.contains("2026-12-25"))
    }

    @Test func `columns are aligned by what a terminal shows, not by letters`() throws {
        let names = ["Ysgol Tŷ Gwyn", "Cafe\u{301}", "学校", "A"]
        let rows = names.map { "{\"urn\":120928,\"name\":\"\($0)\",\"town\":\"X\"}" }.joined(separator: ",")
        let lines = try rendered(["school", "list"], "{\"schools\":[\(rows)]}").output.split(separator: "\n")
            .dropFirst()
        // 13 columns for the widest name and two between; “学校” takes four columns for its two letters.
        let gaps = lines.map { $0.reversed().drop { $0 == "X" }.prefix { $0 == " " }.count }
        #expect(gaps == [2, 11, 11, 14])
    }

    @Test func `a table that does not fit breaks text within its column, and no number`() throws {
        let reply = """
            {"reminders":[{"id":1234567,"at":"2026-11-03T08:00:00Z","kind":"visit","to":"head of Avenue Junior School",\
            "about":"visit 3","reason":"1 working day before Tuesday 3 November 2026"}]}
            """
        let whole = try rendered(["reminder", "list"], reply).output
        #expect(whole.split(separator: "\n").count == 2)
        let narrow = try rendered(["reminder", "list"], reply, width: 90).output
        #expect(narrow.split(separator: "\n").allSatisfy { $0.count <= 90 })
        #expect(narrow.contains("1234567") && narrow.contains("2026-11-03T08:00:00Z"))
        #expect(words(narrow) == words(whole))
        let narrowest = try rendered(["reminder", "list"], reply, width: 40).output
        #expect(narrowest.split(separator: "\n").allSatisfy { $0.count <= 40 })
        #expect(words(narrowest) == words(whole))
    }

    private func words(_ text: String) -> [Substring] { text.split { $0 == " " || $0 == "\n" }.sorted() }

    @Test func `what a file or a mail has put into text cannot command the terminal`() throws {
        let reply = #"{"schools":[{"urn":120928,"name":"A\u001b[2J\u202eB\u009bC\nD"}]}"#
        for color in [false, true] {
            let page = try rendered(["school", "list"], reply, color: color).output
            #expect(!page.contains("\u{1B}[2J") && !page.contains("\u{202E}") && !page.contains("\u{9B}"))
            #expect(page.contains("C D"))
        }
        let mail = #"{"text":"Subject: x\r\n\r\nHello\u001b]0;owned\u0007\n"}"#
        #expect(
            try rendered(["outbox", "show", "1"], mail, width: 80).output
                == "Subject: x\n\nHello\u{FFFD}]0;owned\u{FFFD}\n")
        #expect(try rendered(["outbox", "show", "1"], mail).output == "Subject: x\r\n\r\nHello\u{1B}]0;owned\u{7}\n")
    }

    @Test func `bare values keep a record on a line and a value between tabs`() throws {
        let reply = #"{"schools":[{"urn":1,"name":"A\tB\nC\\D","open":true},{"urn":2,"open":false,"trust":null}]}"#
        let fields = ["urn", "name", "open", "trust"].map(FieldPath.init)
        #expect(
            try rendered(["school", "list"], reply, as: .fields(fields)).output
                == "1\tA\\tB\\nC\\\\D\ttrue\t\n2\t\tfalse\t\n")
        let text = #"{"visit":1,"received_on":"2026-11-03","text":"Two\nlines\n"}"#
        #expect(try rendered(["writeup", "get", "1"], text, as: .fields([FieldPath("text")])).output == "Two\nlines\n")
    }

    @Test func `one list at a time can be printed bare`() throws {
        var parser = CommandLineParser(["cohort", "get", "1"])
        guard case .request(let line) = try parser.parse() else { return }
        try line.check(.fields([FieldPath("name"), FieldPath("visits.id")]))
        #expect(throws: UsageError.self) { try line.check(.fields([FieldPath("visits.id"), FieldPath("groups.id")])) }
        #expect(throws: UsageError.self) { try line.check(.fields([FieldPath("visits.idd")])) }
        #expect(throws: UsageError.self) { try line.check(.fields([FieldPath("state.x")])) }
    }

    @Test func `a cohort's page names the schools of its groups, and says what there is none of`() throws {
        let reply = """
            {"id":1,"name":"Autumn","state":"running","enrolments":[{"urn":120928,"school":"Avenue Junior School"}],\
            "sessions":[],"groups":[{"id":1,"name":"A","state":"under_strength","schools":[120928,134965]}],"visits":[]}
            """
        let page = try rendered(["cohort", "get", "1"], reply).output
        #expect(page.hasPrefix("Autumn\n"))
        #expect(page.contains("Avenue Junior School, 134965"))
        #expect(page.contains("under strength"))
        #expect(page.contains("Sessions: none\n") && page.contains("Visits: none\n"))
    }

    @Test func `a change is told in sentences, and its warnings and what is withheld beside them`() throws {
        let changed = #"{"changes":["Visit 5 moves."],"warnings":["It is late."],"generation":3,"dry_run":false}"#
        let command = ["visit", "reschedule", "5", "2026-12-15"]
        #expect(try rendered(command, changed) == Rendered("Visit 5 moves.\n", notes: ["It is late."]))
        let dry = #"{"changes":["Visit 5 moves."],"warnings":[],"generation":3,"dry_run":true}"#
        #expect(try rendered(command, dry).output == "Dry run: nothing was changed. It would be:\n  Visit 5 moves.\n")
        let same = #"{"changes":[],"warnings":[],"generation":3,"dry_run":false}"#
        #expect(try rendered(command, same).output == "Nothing to change: it is so already.\n")
        let noted = #"{"changes":[],"warnings":["None is waiting."],"generation":3,"dry_run":false}"#
        #expect(try rendered(command, noted) == Rendered("Nothing was changed.\n", notes: ["None is waiting."]))
        let bare = try rendered(command, dry, as: .fields([FieldPath("id")]))
        #expect(bare == Rendered("\n", notes: ["This was a dry run: nothing was changed."]))
        let people = #"{"people":[{"id":1,"role":"head","since":"2026-09-01"}],"withheld":["name","email"]}"#
        #expect(try rendered(["person", "list", "120928"], people).notes == ["Withheld from you: name, email."])
    }

    @Test func `what is overdue is called by its name, one of it and several`() throws {
        func overdue(_ total: Int, unrecorded: Int, requests: Int = 0) throws -> String {
            let reply =
                "{\"health\":\"good\",\"overdue\":\(total),\"unrecorded\":\(unrecorded),\"overdue_requests\":\(requests)}"
            let line = try rendered(["status"], reply).output.split(separator: "\n").first { $0.hasPrefix("Overdue") }
            return String(try #require(line).dropFirst(16))
        }
        #expect(try overdue(0, unrecorded: 0) == "nothing")
        #expect(try overdue(1, unrecorded: 0) == "1 write-up")
        #expect(try overdue(1, unrecorded: 1) == "1 visit or session not on record")
        #expect(
            try overdue(5, unrecorded: 3, requests: 2)
                == "2 write-ups, 3 visits or sessions not on record, 2 erasure requests")
    }

    @Test func `an empty list says what there is none of`() throws {
        let preview = #"{"digest":"sha256:0","records":0,"held":0,"holds":[],"groups":[]}"#
        #expect(try rendered(["retention", "preview"], preview).output.hasSuffix("Nothing is to be purged.\n"))
        #expect(try rendered(["group", "list"], #"{"groups":[]}"#).output == "No groups.\n")
        #expect(
            try rendered(["suppression", "list"], #"{"entries":[]}"#).output == "Nobody is on the suppression list.\n")
        #expect(try rendered(["evidence", "list", "1"], #"{"notes":[]}"#).output == "No evidence notes.\n")
    }

    @Test func `a page that is not the last says so, in no column of its own`() throws {
        let page = #"{"schools":[{"urn":120928,"name":"A"}],"next_cursor":"c1","changed":true,"fields":["urn","name"]}"#
        let shown = try rendered(["school", "list", "--limit", "1"], page)
        #expect(shown.output == "URN     NAME\n120928  A\n")
        #expect(shown.notes.count == 1 && shown.notes[0].contains("There is more"))
        #expect(try rendered(["school", "list"], #"{"schools":[{"urn":120928}]}"#).notes.isEmpty)
    }

    @Test(arguments: [30, 60, 80, 200])
    func `a year's chart fits its width with every row and the day`(_ width: Int) throws {
        let marks = "[{\"date\":\"2026-09-01\",\"what\":\"opened\"},{\"date\":\"2027-07-20\",\"what\":\"closed\"}]"
        let reply = """
            {"name":"Autumn","today":"2026-11-03","rows":[{"label":"Cohort","state":"running","marks":\(marks)},\
            {"label":"A: A School with a Name that is Long","state":"agreed","marks":[{"date":"2026-12-01","what":"visit"}]}]}
            """
        let page = try rendered(["cohort", "timeline", "1"], reply, width: width).output
        #expect(page.split(separator: "\n").allSatisfy { $0.count <= width })
        for sign in ["[", "]", "●", "|", "running", "agreed"] { #expect(page.contains(sign)) }
    }

    @Test func `a chart that reaches the end of the calendar ends`() throws {
        let reply = """
            {"name":"Autumn","today":"2026-11-03","rows":[{"label":"Cohort","state":"running",\
            "marks":[{"date":"2026-09-01","what":"opened"},{"date":"9999-12-31","what":"closed"}]}]}
            """
        for width in [30, 80] {
            #expect(try rendered(["cohort", "timeline", "1"], reply, width: width).output.contains("]"))
        }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
