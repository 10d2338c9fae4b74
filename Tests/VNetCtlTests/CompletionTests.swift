import Foundation
import TestSupport
import Testing

/// The completions of real shells, asked by typing into them.
struct CompletionTests {
    let daemon: Daemon

    init() throws {
        daemon = try Daemon()
        try daemon.makeCohort()
        try daemon.done("cohort", "create", "St Mary's: B", "personal-development", "outward")
        for name in ["register.csv", "my file.csv"] { _ = try daemon.folder.write("", to: name) }
    }

    static let lines: [(typed: String, completed: String)] = [
        ("vnetctl coho", "vnetctl cohort "),
        ("vnetctl cohort timel", "vnetctl cohort timeline "),
        ("vnetctl stat", "vnetctl status "),
        ("vnetctl cohort list --sta", "vnetctl cohort list --state "),
        ("vnetctl cohort list --state runn", "vnetctl cohort list --state running "),
        ("vnetctl cohort list --state=runn", "vnetctl cohort list --state=running "),
        ("vnetctl --color alw", "vnetctl --color always "),
        ("vnetctl cohort list -o nam", "vnetctl cohort list -o name "),
        ("vnetctl enrolment create 1 1349", "vnetctl enrolment create 1 1349"),
        ("vnetctl enrolment create 1 12", "vnetctl enrolment create 1 120928 "),
        ("vnetctl school import regi", "vnetctl school import register.csv "),
        ("vnetctl wait id", "vnetctl wait idle "),
    ]

    @Test func `bash completes commands, options and values, and real names to their ids`() throws {
        for (typed, completed) in Self.lines + Self.names {
            #expect(try line(after: typed + "\t", in: "bash") == completed, "\(typed)")
        }
    }

    @Test func `zsh completes commands, options and values, and real names to their ids`() throws {
        for (typed, completed) in Self.lines + Self.names {
            #expect(try line(after: typed + "\t", in: "zsh") == completed, "\(typed)")
        }
    }

    static let names: [(typed: String, completed: String)] = [
        (#"vnetctl cohort get "Personal Dev"#, #"vnetctl cohort get "1" "#),
        ("vnetctl cohort get 'Personal Dev", "vnetctl cohort get '1' "),
        (#"vnetctl cohort get Personal\ Dev"#, "vnetctl cohort get 1 "),
        (#"vnetctl cohort get St\ Mary\'"#, "vnetctl cohort get 2 "),
        (#"vnetctl cohort get "St Mary's: "#, #"vnetctl cohort get "2" "#),
        (#"vnetctl visit list --cohort "Pers"#, #"vnetctl visit list --cohort "1" "#),
        ("vnetctl visit list --cohort=Pers", "vnetctl visit list --cohort=1 "),
        (#"vnetctl cohort "ge"#, #"vnetctl cohort "get" "#),
        (#"vnetctl school import "my fi"#, #"vnetctl school import "my file.csv" "#),
        (#"vnetctl school import my\ fi"#, #"vnetctl school import my\ file.csv "#),
        ("vnetctl cohort get Pers", "vnetctl cohort get 1 "),
        ("vnetctl school get mile", "vnetctl school get 134958 "),
        ("vnetctl cohort create X behav", "vnetctl cohort create X behaviour-and-attitudes "),
    ]

    @Test func `fish completes commands, options, values and ids, with names beside them`() throws {
        for (typed, completed) in Self.lines where typed != "vnetctl enrolment create 1 1349" {
            let candidates = try fish(typed)
            let word = completed.split(separator: " ").last.map(String.init)
            #expect(candidates.map { $0.split(separator: "\t").first.map(String.init) } == [word], "\(typed)")
        }
        #expect(try fish("vnetctl cohort get ") == ["1\tPersonal Development 2026/27", "2\tSt Mary's: B"])
        #expect(try fish(#"vnetctl cohort get "Personal Dev"#) == ["1\tPersonal Development 2026/27"])
        #expect(try fish(#"vnetctl cohort get Personal\ Dev"#) == ["1\tPersonal Development 2026/27"])
        #expect(try fish(#"vnetctl school import "my fi"#).map { $0.split(separator: "\t").first } == ["my file.csv"])
        #expect(Set(try fish("vnetctl school get ")) == Set(Daemon.schools.map { "\($0)\t\($1)" }))
    }

    @Test func `several schools of a name are listed, and what was typed stays`() throws {
        #expect(try line(after: "vnetctl school get school\t\t", in: "bash") == "vnetctl school get school")
    }

    @Test func `without a daemon what it would know is left out, quietly`() throws {
        let run = try daemon.vnetctl("--socket", "/nonexistent", "__complete", "cohort", "get", "")
        #expect(run.status == 0 && run.output.isEmpty && run.errors.isEmpty)
        let asked = try Programs.run(
            Programs.vnetctl, ["__complete", "cohort", "get", ""], environment: ["VNET_SOCKET": "/nonexistent"])
        #expect(asked.status == 0 && asked.output.isEmpty && asked.errors.isEmpty)
    }

    private var environment: [String: String] {
        [
            "PATH": Programs.folder + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? ""),
            "VNET_SOCKET": daemon.socket, "HOME": daemon.folder.path,
        ]
    }

    private func fish(_ line: String) throws -> [String] {
        let script = "cd \(daemon.folder.path); vnetctl completion fish | source; complete -C '\(line)'"
        let run = try Programs.run("/usr/bin/fish", ["--no-config", "-c", script], environment: environment)
        try #require(run.status == 0, "\(run.errors)")
        return run.lines
    }

    /// The command line of an interactive shell after these keys. Control-T, typed after them, makes the shell print it.
    private func line(after keys: String, in shell: String) throws -> String {
        let setup =
            switch shell {
            case "bash":
                """
                source <(vnetctl completion bash)
                bind -x '"\\C-t": printf "LINE<%s>END" "$READLINE_LINE"'
                bind "set completion-query-items 0"; bind "set page-completions off"
                """
            default:
                """
                autoload -Uz compinit; compinit -u -d "$HOME/zcompdump"
                source <(vnetctl completion zsh)
                show() { print -rn -- "LINE<$BUFFER>END" }; zle -N show; bindkey '^T' show
                """
            }
        let start = try daemon.folder.write(
            "cd \(daemon.folder.path)\n\(setup)\nPS1='READY> '\n", to: "rc-\(shell)")
        let command = shell == "bash" ? ["bash", "--norc", "--noprofile", "-i"] : ["zsh", "-f", "-i"]
        let run = try Programs.run(
            "/usr/bin/env", ["python3", "-c", Self.typist, start, keys] + command, environment: environment)
        try #require(run.status == 0, "\(run.output) \(run.errors)")
        return run.output
    }

    /// Types when the shell is ready for it, and prints what the shell says the line is.
    private static let typist = """
        import os, pty, re, select, sys
        start, keys, command = sys.argv[1], sys.argv[2], sys.argv[3:]
        child, terminal = pty.fork()
        if child == 0: os.execvp(command[0], command)
        shown = b""
        def until(pattern):
            global shown
            while not (found := re.search(pattern, shown, re.S)):
                if not select.select([terminal], [], [], 30)[0]: sys.exit("Nothing more came: " + repr(shown))
                shown += os.read(terminal, 65536)
            shown = shown[found.end():]
            return found
        os.write(terminal, b". " + start.encode() + b"\\n")
        until(rb"READY> ")
        os.write(terminal, keys.encode() + b"\\x14")
        sys.stdout.write(until(rb"LINE<(.*?)>END").group(1).decode())
        os.close(terminal)
        """
}
