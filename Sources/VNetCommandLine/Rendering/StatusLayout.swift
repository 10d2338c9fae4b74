import VNetAPI
import VNetCore
import VNetJSON

/// `status` at a glance: how it is first, then what is to come, then what needs attention.
struct StatusLayout {
    let style: Style
    let reply: JSONObject

    /// Whether nothing is wrong.
    static func isHealthy(_ reply: JSONObject) -> Bool { reply.text("health") == "good" }

    func lines() -> [String] {
        let layout = ReplyLayout(style, reply)
        var facts: [(String, [String])] = [
            ("Due today", [counted("due_today", "reminder", "nothing")]),
            ("Overdue", [overdue]),
            ("Next deadline", [nextDeadline]),
            ("Outbox", [outbox]),
            ("To be purged", [counted("purge_due", "record", "nothing")]),
            ("To be reviewed", [counted("holds_due", "hold", "nothing")]),
            (
                "On record",
                [
                    "\(counted("schools", "school", "no schools")), \(counted("cohorts", "cohort", "no cohort")) under way"
                ]
            ),
        ]
        let rest = reply.members.filter { !Self.shown.contains($0.key) }
        facts += rest.map { (ReplyLayout.label($0.key), [layout.text.words($0.value, nil)]) }
        return headline + [""] + layout.labelled(facts) + problems
    }

    private static let shown: Set<String> = [
        "health", "problems", "now", "simulated", "schools", "cohorts", "due_today", "overdue", "unrecorded",
        "overdue_requests",
        "next_deadline", "purge_due", "holds_due", "outbox", "generation",
    ]

    private var headline: [String] {
        let isHealthy = Self.isHealthy(reply)
        let health = isHealthy ? "vnetd is up and in good order." : "vnetd is up, but needs attention."
        let now = reply.text("now").flatMap(Instant.init(rfc3339:)).map { style.fullWords($0) }
        let simulation = reply.flag("simulated") ? " (simulated)" : ""
        return [
            style.paint("●", isHealthy ? .green : .red) + " " + style.paint(health, .bold),
            now.map { "  It is \($0)\(simulation)." } ?? "",
        ]
    }

    private var nextDeadline: String {
        reply.text("next_deadline").flatMap(Instant.init(rfc3339:)).map(style.words) ?? "none"
    }

    private var overdue: String {
        let unrecorded = reply.integer("unrecorded") ?? 0
        let late = [
            counted((reply.integer("overdue") ?? 0) - unrecorded, "write-up"),
            unrecorded == 0 ? "" : counted(unrecorded, "visit or session", "visits or sessions") + " not on record",
            counted(reply.integer("overdue_requests") ?? 0, "erasure request"),
        ].filter { !$0.isEmpty }
        return late.isEmpty ? "nothing" : late.joined(separator: ", ")
    }

    private var outbox: String {
        guard case .object(let counts)? = reply["outbox"] else { return "" }
        return counts.members.map { "\($0.value.description) \($0.key.spaced)" }.joined(separator: ", ")
    }

    private func counted(_ key: String, _ noun: String, _ none: String) -> String {
        let words = counted(reply.integer(key) ?? 0, noun)
        return words.isEmpty ? none : words
    }

    /// “1 hold”, “2 holds”, and nothing for none.
    private func counted(_ count: Int, _ noun: String, _ nouns: String? = nil) -> String {
        switch count {
        case ...0: ""
        case 1: "1 \(noun)"
        default: "\(count) \(nouns ?? noun + "s")"
        }
    }

    private var problems: [String] {
        let problems = reply.texts("problems")
        guard !problems.isEmpty else { return [] }
        let room = style.width.map { max(20, $0 - 4) } ?? Int.max
        let lines = problems.flatMap { problem in
            Wrapping.lines(of: Harmless.text(problem), width: room).enumerated().map {
                ($0 == 0 ? "  " + style.paint("!", .red) + " " : "    ") + $1
            }
        }
        return ["", style.paint("Needs attention", .bold)] + lines
    }
}
