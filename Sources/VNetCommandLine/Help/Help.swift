import VNetAPI

/// Help, read off the verb table.
public enum Help {
    public enum Topic: Equatable, Sendable {
        case overview
        case noun(String)
        case verb(Verb)
        case builtIn(BuiltIn)
        case exitStatuses
    }

    static let usage = "vnetctl [OPTION…] NOUN VERB [ARGUMENT…] [--option VALUE…]"

    /// Wrapped to `width` columns.
    public static func text(_ topic: Topic, width: Int) -> String {
        let width = min(max(width, 40), 100)
        return switch topic {
        case .overview: overview(width)
        case .noun(let noun): of(noun, width)
        case .verb(let verb): of(verb, width)
        case .builtIn(let command): of(command, width)
        case .exitStatuses: exitStatuses(width)
        }
    }

    private static func overview(_ width: Int) -> String {
        let single = Verb.singles
        let own = BuiltIn.allCases.map { ($0.rawValue, $0.summary) }
        let questions = Question.allCases.map { ($0.rawValue, $0.summary) }
        let about = "vnetctl runs a school peer-review network: it asks vnetd, and shows what vnetd says."
        return """
            \(wrapped(about, width).joined(separator: "\n"))

            \(usageLines(usage, width))

            Nouns, and what can be done with each:
            \(list(Verb.nouns.map { ($0, Verb.of(noun: $0).map(\.act).joined(separator: ", ")) }, width))

            The daemon:
            \(list(single.map { ($0.spoken, $0.request.about.summary) } + questions, width))

            vnetctl itself:
            \(list(own, width))

            Options of every command:
            \(list(globalOptions, width))

            Examples:
              vnetctl status
              vnetctl cohort list --state running
              vnetctl cohort list -o id,name
              vnetctl cohort get 1 --json
              vnetctl school list --matching Norwich
              vnetctl help visit
              vnetctl help visit reschedule

            “vnetctl help exit” explains the exit statuses.

            """
    }

    private static func of(_ noun: String, _ width: Int) -> String {
        let verbs = Verb.of(noun: noun)
        return """
            \(usageLines("vnetctl \(noun) VERB [ARGUMENT…] [--option VALUE…]", width))

            \(list(verbs.map { ($0.spoken, $0.request.about.summary) }, width))

            Examples:
            \(verbs.map { "  " + Example.of($0) }.joined(separator: "\n"))

            “vnetctl help \(noun) VERB” shows what each takes.

            """
    }

    private static func of(_ command: BuiltIn, _ width: Int) -> String {
        var lines = ["Usage: \(command.usage)", "", command.summary]
        switch command {
        case .call:
            lines += wrapped(
                "JSON is an object of parameters; with - it is read from standard input. The reply is printed as JSON.",
                width)
            lines += [
                "", "Examples:", "  vnetctl call cohort.get '{\"cohort\":1}'", "  vnetctl call status -o outbox.sent",
            ]
        case .completion:
            lines += [
                "", "Examples:", "  source <(vnetctl completion bash)",
                "  vnetctl completion zsh >~/.zfunc/_vnetctl",
                "  vnetctl completion fish >~/.config/fish/completions/vnetctl.fish",
            ]
        case .wait:
            lines += ["", list(WaitCondition.allCases.map { ($0.rawValue, $0.summary) }, width)]
            lines += [""] + wrapped("Exits with 124 when it is not so after --timeout seconds; 10 unless given.", width)
            lines += ["", "Example:", "  vnetctl wait up --timeout 60"]
        case .help, .version: break
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func exitStatuses(_ width: Int) -> String {
        """
        What vnetctl exits with:

        \(list(ExitStatus.allCases.map { (String($0.rawValue), $0.meaning) }, width))

        “status” exits with 3 also when vnetd is up but has a problem to report.

        """
    }

    static let globalOptions: [(String, String)] = [
        ("--socket PATH", "Where vnetd listens; else $VNET_SOCKET, else \(Settings.usualSocket)."),
        ("--timeout SECONDS", "How long to wait for the reply; 10 unless given."),
        ("--json", "Print the reply as one JSON document; an error as one on standard error."),
        ("--jsonl", "Print a list as one JSON object a line."),
        ("-o FIELD,…", "Print the bare values of these fields, tab-separated; one in another is outbox.sent."),
        ("--color WHEN", "auto, always or never; auto unless given: on a terminal, and not if $NO_COLOR is set."),
        ("--help, -h", "Explain the command."),
        ("--version", "Print the version of vnetctl."),
        ("--", "What follows is an argument, even if it begins with a minus."),
    ]

    // Layout

    /// “Usage: …”, broken between words.
    static func usageLines(_ usage: String, _ width: Int) -> String {
        wrapped(usage, width - 7).enumerated().map { ($0 == 0 ? "Usage: " : "       ") + $1 }.joined(separator: "\n")
    }

    /// Two columns, the second wrapped.
    static func list(_ items: [(String, String)], _ width: Int) -> String {
        let first = items.map(\.0.count).max() ?? 0
        let indent = min(first, 24, width / 2 - 8) + 4
        return items.map { name, text in
            let lines = Wrapping.lines(of: text, width: max(12, width - indent))
            let pad = String(repeating: " ", count: max(2, indent - 2 - name.count))
            let begin =
                name.count + 4 > indent ? "  \(name)\n" + String(repeating: " ", count: indent) : "  \(name)\(pad)"
            return begin + lines.joined(separator: "\n" + String(repeating: " ", count: indent))
        }.joined(separator: "\n")
    }

    static func wrapped(_ text: String, _ width: Int) -> [String] { Wrapping.lines(of: text, width: width) }
}
