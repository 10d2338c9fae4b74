import Foundation
import TestSupport
import Testing

/// What is printed where, and in which form.
struct OutputTests {
    let daemon: Daemon

    init() throws {
        daemon = try Daemon()
        try daemon.makeCohort()
    }

    static let replies: [[String]] = [
        ["ping"], ["hello"], ["status"], ["whoami"], ["cohort", "list"], ["cohort", "get", "1"],
        ["cohort", "timeline", "1"], ["cohort", "list", "--state", "closed"], ["school", "list"], ["theme", "list"],
        ["reminder", "list"], ["outbox", "list"], ["audit", "list"], ["retention", "preview"], ["call", "status"],
        ["is-up"], ["version"], ["help"], ["help", "visit"], ["visit", "agree", "--help"], ["completion", "bash"],
    ]

    @Test(arguments: replies)
    func `under --json standard output is one document, an object, and nothing else is said`(_ command: [String]) throws
    {
        let run = try daemon.run(command + ["--json"])
        #expect(run.status == 0 && run.errors.isEmpty)
        #expect(run.output.hasSuffix("}\n") && run.output.hasPrefix("{"))
        let judged = try Programs.run("/usr/bin/env", ["python3", "-m", "json.tool"], input: run.output)
        #expect(judged.status == 0, "\(judged.errors)")
    }

    @Test func `an empty list is an empty array, no lines, and a sentence`() throws {
        let command = ["cohort", "list", "--state", "closed"]
        #expect(try daemon.run(command + ["--json"]).output == "{\"cohorts\":[]}\n")
        #expect(try daemon.run(command + ["--jsonl"]).output.isEmpty)
        #expect(try daemon.run(command + ["-o", "id"]).output.isEmpty)
        #expect(try daemon.run(command).output == "No cohorts match.\n")
    }

    @Test func `--jsonl is an object a line`() throws {
        let run = try daemon.vnetctl("school", "list", "--jsonl")
        #expect(run.lines.count == Daemon.schools.count)
        let script = "import json,sys\nfor line in sys.stdin: print(json.loads(line)['urn'])"
        let urns = try Programs.python(script, input: run.output)
        #expect(Set(urns.lines) == Set(Daemon.schools.map { "\($0.0)" }))
    }

    @Test func `-o prints bare values, of nested fields and of the elements of lists`() throws {
        #expect(try daemon.done("cohort", "list", "-o", "id,name") == "1\tPersonal Development 2026/27\n")
        #expect(try daemon.done("status", "-o", "schools,outbox.sent") == "4\t0\n")
        #expect(try daemon.done("cohort", "get", "1", "-o", "state") == "running\n")
        #expect(try daemon.done("cohort", "get", "1", "-o", "visits.id,visits.date").contains("3\t2027-04-20\n"))
        #expect(try daemon.done("call", "status", "-o", "outbox.held") == "0\n")
        #expect(try daemon.vnetctl("cohort", "list", "-o", "nmae").errors.contains("Did you mean “name”?"))
    }

    @Test func `an error under --json is one object on standard error`() throws {
        for (command, code) in [(["cohort", "get", "9"], "not_found"), (["cohort", "gett", "9"], "usage")] {
            let run = try daemon.run(command + ["--json"])
            #expect(run.output.isEmpty)
            let script = "import json,sys; e = json.load(sys.stdin); print(e['code'], e['exit'])"
            let read = try Programs.python(script, input: run.errors)
            #expect(read.output == "\(code) \(run.status)\n")
        }
    }

    @Test func `a dry run says so, and changes nothing`() throws {
        let run = try daemon.vnetctl("cohort", "create", "Spring", "personal-development", "outward", "--dry-run")
        #expect(run.status == 0)
        #expect(run.output.hasPrefix("Dry run: nothing was changed."))
        #expect(try daemon.done("cohort", "list", "-o", "id") == "1\n")
    }

    @Test func `standard input is not read unless it is asked for`() throws {
        // It stays open, so reading it would never end.
        #expect(try daemon.vnetctl("cohort", "list").status == 0)
        let schools = try daemon.vnetctl("school", "import", "-", input: Daemon.register)
        #expect(schools.status == 0, "\(schools.errors)")
        let params = try daemon.vnetctl("call", "cohort.get", "-", input: "{\"cohort\":1}")
        #expect(params.output.contains("Personal Development"))
    }

    @Test func `a pipe named as a file is read`() throws {
        let run = try Programs.run(
            "/bin/bash", ["-c", "\"$0\" school import <(cat)", Programs.vnetctl], input: Daemon.register,
            environment: ["VNET_SOCKET": daemon.socket])
        #expect(run.status == 0, "\(run.errors)")
    }

    @Test func `a reader that goes away ends it quietly`() throws {
        let run = try Programs.run("/bin/bash", ["-c", "\"$0\" help | true; echo ${PIPESTATUS[0]}", Programs.vnetctl])
        #expect(run.errors.isEmpty)
        #expect(["0", "141"].contains(run.lines.last))
    }

    @Test func `output that cannot be written is no success`() throws {
        let run = try Programs.run("/bin/bash", ["-c", "\"$0\" help >/dev/full", Programs.vnetctl])
        #expect(run.status == 70)
        #expect(run.errors.contains("could not write"))
    }

    @Test func `a reader that takes its time gets all of it, though the pipe does not block`() throws {
        let rows = (0..<20_000).map { #"{"urn":\#(100_000 + $0),"name":"School \#($0)"}"# }.joined(separator: ",")
        let reply = try daemon.folder.write(#"{"id":1,"result":{"schools":[\#(rows)]}}"#, to: "long")
        let fake = try FakeDaemon(replies: ["@\(reply)"])
        let script = """
            import os, subprocess, sys
            reading, writing = os.pipe()
            os.set_blocking(writing, False)
            process = subprocess.Popen(sys.argv[1:], stdout=writing)
            os.close(writing)
            os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            got = 0
            while part := os.read(reading, 1000): got += part.count(b"\\n")
            print(process.wait(), got)
            """
        let run = try Programs.python(
            script, [Programs.vnetctl, "--socket", fake.socket, "school", "list", "-o", "urn"])
        #expect(run.output == "0 20000\n", "\(run.errors)")
    }

    @Test func `standard input is read up to what vnetd takes, and no further`() throws {
        let limit = try daemon.done("hello", "-o", "limits.line_bytes").split(separator: "\n")[0]
        for command in ["writeup record 1 -", "call writeup.record -"] {
            let run = try Programs.run(
                "/bin/bash", ["-c", "yes | \"$0\" \(command)", Programs.vnetctl],
                environment: ["VNET_SOCKET": daemon.socket])
            #expect(run.status == 65)
            #expect(
                run.errors.contains("standard input is longer than the \(limit) bytes that vnetd takes"),
                "\(run.errors)")
        }
        let file = try Programs.run(
            "/bin/bash", ["-c", "yes | \"$0\" school import -", Programs.vnetctl],
            environment: ["VNET_SOCKET": daemon.socket])
        #expect(file.status == 65 && file.errors.contains("standard input is longer than"), "\(file.errors)")
    }

    @Test func `more words than vnetd takes are told as words, not as a line`() throws {
        let urns = (0..<12_000).map { "\(100_000 + $0)" }.joined(separator: ",")
        let run = try daemon.vnetctl("group", "create", "1", "B", urns)
        #expect(run.status == 64)
        #expect(run.errors.contains("That is more than the 65536 bytes that vnetd takes at once."), "\(run.errors)")
    }

    @Test func `a write-up that is not UTF-8 is refused by name`() throws {
        let path = daemon.folder.path("latin1")
        try Data([0x63, 0x61, 0x66, 0xE9]).write(to: URL(fileURLWithPath: path))
        let run = try daemon.vnetctl("writeup", "record", "1", path)
        #expect(run.status == 65)
        #expect(run.errors.contains(path))
    }

    @Test func `a list is shown whole, however many pages it has, and what was asked for is one page`() throws {
        let pages = [
            #"{"id":1,"result":{"schools":[{"urn":120928,"name":"A"}],"next_cursor":"c1"}}"#,
            #"{"id":2,"result":{"schools":[],"next_cursor":"c2","changed":true}}"#,
            #"{"id":3,"result":{"schools":[{"urn":134965,"name":"B"}],"changed":false}}"#,
        ]
        let fake = try FakeDaemon(replies: pages)
        let whole = #"{"schools":[{"urn":120928,"name":"A"},{"urn":134965,"name":"B"}],"changed":true}"# + "\n"
        #expect(try fake.vnetctl("school", "list", "--json").output == whole)
        let bare = try fake.vnetctl("school", "list", "-o", "urn")
        #expect(bare.output == "120928\n134965\n" && bare.errors.contains("changed while the list was read"))
        #expect(try fake.vnetctl("school", "list", "--jsonl").lines.count == 2)
        #expect(
            try fake.vnetctl("school", "list").lines.map { $0.split(separator: " ").first } == [
                "URN", "120928", "134965",
            ])
        let page = try fake.vnetctl("school", "list", "--limit", "1", "-o", "urn")
        #expect(page.output == "120928\n" && page.errors.contains("There is more"))
        #expect(
            try daemon.done("school", "list", "--filter", "urn=134958", "-o", "name") == "Mile Cross Primary School\n")
    }
}
