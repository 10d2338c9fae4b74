import VNetAPI
import VNetCommandLine
import VNetCore

/// The parts of the manual that say what a table of the program says, in mdoc(7).
enum Manual {
    /// By the page's file name and the name of the part.
    static let parts: [(page: String, part: String, text: @Sendable () -> String)] = [
        ("vnetctl.1", "commands", commands), ("vnetctl.1", "exit", exitStatuses),
        ("vnetd-protocol.7", "methods", methods), ("vnetd-protocol.7", "errors", errors),
        ("vnetd.toml.5", "reminders", reminders), ("vnetd.toml.5", "retention", retention),
    ]

    private static func commands() -> String {
        list(
            "tag -width Ds",
            Verb.commands.map { verb in
                let usage = Help.usage(of: verb).split(separator: " ").dropFirst()
                return (".Ic \(escaped(usage.joined(separator: " ")))", verb.request.about.summary)
            })
    }

    private static func exitStatuses() -> String {
        list("tag -width 4n", ExitStatus.allCases.map { (String($0.rawValue), sentence($0.meaning)) })
    }

    private static func methods() -> String {
        list(
            "tag -width Ds",
            Verb.allCases.map { verb in
                let request = verb.request
                let about = request.about
                var words = [sentence(about.summary), "Permission: \(about.permission.rawValue)."]
                if !request.parameters.isEmpty {
                    let names = request.parameters.map { $0.isRequired ? $0.name : "[\($0.name)]" }
                    words.append("Parameters: \(names.joined(separator: ", ")).")
                }
                if about.takesFile { words.append("Takes a file.") }
                words.append("Result: \(request.replyFields.map(\.name).joined(separator: ", ")).")
                return (".Li \(verb.rawValue)", words.joined(separator: "\n"))
            })
    }

    private static func errors() -> String {
        list(
            "column \"configuration.rejected\" \"-32700\" \"exit\"",
            [("code Ta Em JSON-RPC Ta Em exit status of vnetctl", "")]
                + ErrorCode.allCases.map { ("\($0.rawValue) Ta \($0.rpcCode) Ta \($0.exit.rawValue)", "") })
    }

    private static func reminders() -> String {
        list(
            "column \"outstanding-write-ups\" \"-20, -10, -5\"",
            [("kind Ta Em offsets Ta Em escalations", "")]
                + ReminderSchedule.defaults.map { rule in
                    func words(_ offsets: [ReminderOffset]) -> String {
                        offsets.isEmpty ? "\\(em" : offsets.map(\.description).joined(separator: ", ")
                    }
                    return ("\(rule.kind.rawValue) Ta \(words(rule.offsets)) Ta \(words(rule.escalations))", "")
                })
    }

    private static func retention() -> String {
        list(
            "tag -width Ds",
            RetentionClass.allCases.map {
                (
                    ".Li \($0.rawValue)",
                    sentence("\($0.title): \($0.defaultPeriod.words) \($0.trigger.words)")
                )
            })
    }

    private static func list(_ kind: String, _ items: [(head: String, body: String)]) -> String {
        var lines = [".Bl -\(kind)"]
        for (head, body) in items {
            lines.append(head.hasPrefix(".") ? ".It \(head.dropFirst())" : ".It \(escaped(head))")
            // mdoc wants each sentence on a line of its own.
            if !body.isEmpty { lines.append(escaped(body.replacing(/\. (?=[A-Z“])/, with: ".\n"))) }
        }
        return (lines + [".El"]).joined(separator: "\n")
    }

    private static func sentence(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
    }

    /// Without what mdoc would take for markup.
    private static func escaped(_ text: String) -> String {
        text.replacing("…", with: "...").replacing("“", with: "\\(lq").replacing("”", with: "\\(rq")
    }
}
