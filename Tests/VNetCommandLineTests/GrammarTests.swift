import Testing
import VNetAPI
import VNetCommandLine
import VNetJSON

/// The request that a command line makes.
private func request(_ arguments: String...) throws -> RequestLine {
    var parser = CommandLineParser(arguments)
    guard case .request(let line) = try parser.parse() else { throw UsageError("That is no request.") }
    return line
}

private func complaint(_ arguments: String...) -> String {
    var parser = CommandLineParser(arguments)
    do throws(UsageError) {
        _ = try parser.parse()
        return ""
    } catch { return error.message + (error.usage.map { " Usage: \($0)" } ?? "") }
}

struct GrammarTests {
    @Test func `a value follows its option or stands after an equals sign`() throws {
        for line in [
            try request("cohort", "create", "A", "t", "outward", "--capacity", "9"),
            try request("cohort", "create", "--capacity=9", "A", "t", "outward"),
            try request("cohort", "create", "A", "--theme", "t", "--policy=outward", "--capacity", "9"),
        ] {
            #expect(line.params["name"] == .string("A"))
            #expect(line.params["theme"] == .string("t"))
            #expect(line.params["policy"] == .string("outward"))
            #expect(line.params["capacity"] == .integer(9))
        }
    }

    @Test func `a flag takes no word with it`() throws {
        let line = try request("visit", "agree", "--dry-run", "4", "--date", "2026-11-03")
        #expect(line.params["visit"] == .integer(4))
        #expect(line.params["dry_run"] == .bool(true))
        #expect(try request("visit", "agree", "4", "--dry-run=false").params["dry_run"] == .bool(false))
        #expect(complaint("visit", "agree", "4", "--dry-run=maybe").contains("--dry-run"))
    }

    @Test func `options end at two hyphens, and a minus with a digit begins none`() throws {
        #expect(try request("cohort", "create", "--", "--odd", "t", "outward").params["name"] == .string("--odd"))
        #expect(try request("cohort", "create", "--name=--odd", "t", "outward").params["name"] == .string("--odd"))
        #expect(complaint("cohort", "get", "-5").contains("COHORT must be a whole number"))
    }

    @Test func `an option in the place of a value is pointed at`() {
        #expect(complaint("visit", "agree", "4", "--date", "--dry-run").contains("--date needs a value"))
        #expect(complaint("visit", "agree", "4", "--date").contains("--date needs a value"))
        #expect(complaint("visit", "agree", "4", "--socket", "--json").contains("--socket=--json"))
    }

    @Test func `what is unknown is answered with what is near`() {
        #expect(complaint("chort", "get").contains("Did you mean “cohort”?"))
        #expect(complaint("cohort", "crate").contains("Did you mean “cohort create”?"))
        #expect(complaint("cohort", "list", "--stat=x").contains("Did you mean “--state”?"))
        #expect(complaint("cohort", "list", "--state", "runing").contains("Did you mean “running”?"))
        #expect(complaint("wait", "idel").contains("Did you mean “idle”?"))
        #expect(complaint("--jsn", "ping").contains("Did you mean “--json”?"))
    }

    @Test func `what is missing is named, with how the command is used`() {
        let text = complaint("session", "reschedule", "1")
        #expect(text.contains("DATE is missing: The new day."))
        #expect(text.contains("Usage: vnetctl session reschedule SESSION DATE"))
        #expect(complaint("school", "import").contains("FILE is missing"))
        #expect(complaint("cohort").contains("“cohort” goes with: "))
    }

    @Test func `what is too much is named`() {
        #expect(complaint("cohort", "get", "1", "2").contains("“2” is one argument too many"))
        #expect(complaint("visit", "agree", "1", "2026-11-03").contains("Did you mean “--date 2026-11-03”?"))
        #expect(complaint("cohort", "list", "--limit", "1", "--limit", "2").contains("given twice"))
        #expect(complaint("ping", "--json", "--jsonl").contains("Give one of"))
    }

    @Test func `a list is separated by commas, and given again adds to it`() throws {
        let line = try request("attendance", "record", "1", "--absent", "120928, 134965", "--absent=134958")
        #expect(line.params["absent"] == .array([.integer(120928), .integer(134965), .integer(134958)]))
        #expect(try request("attendance", "record", "1", "--absent=").params["absent"] == .array([]))
    }

    @Test func `a filter is names and values, or JSON, and given again adds to it`() throws {
        let wanted = JSONValue.object(JSONObject([("town", .string("Norwich")), ("urn", .integer(120928))]))
        for line in [
            try request("school", "list", "--filter", "town=Norwich,urn=120928"),
            try request("school", "list", "--filter", "town=Norwich", "--filter=urn=120928"),
            try request("school", "list", "--filter", #"{"town":"Norwich","urn":120928}"#),
        ] {
            #expect(line.params["filter"] == wanted)
        }
        let yes = try request("theme", "list", "--filter", "further-training=yes").params["filter"]
        #expect(yes == .object(JSONObject([("further_training", .bool(true))])))
        #expect(complaint("school", "list", "--filter", "twn=Norwich").contains("cannot go by “twn”"))
        #expect(complaint("school", "list", "--filter", "Norwich").hasPrefix("--filter takes NAME=VALUE"))
    }

    @Test func `a value of the wrong form is refused before anything is sent, in the daemon's words`() {
        #expect(
            complaint("visit", "propose", "1", "3/11/26").contains(
                "must be a date from 1900 to 2199, such as 2026-11-03"))
        #expect(complaint("school", "get", "12").contains("must be a school's URN"))
        #expect(complaint("cohort", "list", "--limit", "many").contains("whole number"))
    }

    @Test func `what would be dropped is refused: a value that stands twice, or nothing between two commas`() {
        for filter in [
            ["state=draft,state=closed"], ["state=draft", "--filter", "state=closed"], ["state=a,State=b,state=c"],
        ] {
            var parser = CommandLineParser(["cohort", "list", "--filter"] + filter)
            #expect(throws: UsageError.self) { try parser.parse() }
        }
        #expect(
            complaint("cohort", "list", "--filter", "state=draft,state=closed").hasPrefix("--filter has “state” twice.")
        )
        #expect(
            complaint("cohort", "list", "--filter", "state=draft", "--filter=state=closed").contains("“state” twice"))
        for fields in ["id,,name", "id,", ",id", ""] {
            #expect(complaint("cohort", "list", "-o", fields).contains("here is “\(fields)”"))
        }
        #expect(complaint("attendance", "record", "1", "--absent", "120928,,134965").contains("position 1"))
        #expect(complaint("cohort", "list", "--filter", "id=1,,name=A").contains("NAME=VALUE"))
    }

    @Test func `what is refused is named as it is typed, and not as it goes over the wire`() {
        #expect(complaint("cohort", "list", "--filter", "x").hasPrefix("--filter takes NAME=VALUE"))
        #expect(complaint("cohort", "list", "--limit", "x").hasPrefix("--limit must be a whole number"))
        #expect(complaint("visit", "agree", "x").hasPrefix("VISIT must be a whole number"))
        #expect(complaint("--socket", "", "ping").hasPrefix("--socket takes the path"))
    }

    @Test func `a choice may be written with hyphens`() throws {
        #expect(try request("cohort", "create", "A", "t", "in-house").params["policy"] == .string("in_house"))
    }

    @Test func `documents and files are left to be read`() throws {
        let writeUp = try request("writeup", "record", "3", "-")
        #expect(writeUp.documents.map(\.path) == ["-"])
        #expect(try request("school", "import", "-").file == "-")
        #expect(try request("school", "import", "./-x.csv").file == "./-x.csv")
    }

    @Test func `no parameter has the name of an option that every command takes`() {
        // --version is vnetctl's own only where no command is given.
        let global = ["socket", "timeout", "json", "jsonl", "color", "help", "month"]
        for verb in Verb.allCases {
            #expect(verb.request.parameters.allSatisfy { !global.contains($0.name) }, "\(verb)")
        }
    }

    @Test func `a verb's own --version comes before vnetctl's`() throws {
        var parser = CommandLineParser(["--version"])
        guard case .version = try parser.parse() else { throw UsageError("That is no version.") }
        for verb in Verb.commands
        where verb.request.parameters.contains(where: { $0.name == "version" && $0.isRequired }) {
            let words = verb.spoken.split(separator: " ").map(String.init)
            #expect(Help.usage(of: verb).contains("VERSION"))
            var parser = CommandLineParser(words + ["--version"])
            #expect(throws: UsageError("--version needs a value.")) { try parser.parse() }
        }
    }

    @Test(arguments: Verb.commands)
    func `the example in each command's help is a command`(_ verb: Verb) throws {
        let help = Help.text(.verb(verb), width: 80)
        let example = try #require(help.split(separator: "\n").last.map { $0.drop { $0 == " " } })
        var parser = CommandLineParser(Self.words(String(example.dropFirst("vnetctl ".count))))
        guard case .request(let line) = try parser.parse() else {
            Issue.record("\(example)")
            return
        }
        #expect(line.verb == verb)
    }

    /// As a shell splits a line with quotation marks.
    private static func words(_ line: String) -> [String] {
        var words: [String] = []
        for (index, part) in line.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
            if index % 2 == 1 {
                words.append(String(part))
            } else {
                words += part.split(separator: " ").map(String.init)
            }
        }
        return words
    }

    @Test(arguments: [40, 80, 200])
    func `help fits its width, but for usage and examples`(_ width: Int) {
        for verb in Verb.commands {
            for line in Help.text(.verb(verb), width: width).split(separator: "\n") where !line.contains("vnetctl") {
                #expect(line.count <= width, "\(line)")
            }
        }
    }
}
