import VNetAPI
import VNetCore
import VNetJSON

extension RequestLine {
    /// The reply for a person.
    public func human(_ reply: JSONObject, _ style: Style) -> Rendered {
        let style = Self.dated(style, by: reply)
        var rendered = Rendered(body(reply, style))
        rendered.notes = warnings(reply) + pageNotes(reply)
        let withheld = reply.texts("withheld")
        if !withheld.isEmpty {
            rendered.notes.append("Withheld from you: \(withheld.map(\.spaced).joined(separator: ", ")).")
        }
        return rendered
    }

    /// What the reply to a list says of its pages.
    private static let pageFields: Set<String> = ["next_cursor", "changed", "fields"]

    /// The daemon's day, where the reply itself tells it.
    private static func dated(_ style: Style, by reply: JSONObject) -> Style {
        var style = style
        if style.today == nil, let now = reply.text("now").flatMap(Instant.init(rfc3339:)), let zone = style.zone {
            style.today = zone.civil(at: now).date
        }
        return style
    }

    private func body(_ reply: JSONObject, _ style: Style) -> String {
        switch verb.request.about.rendering {
        case _ where verb == .ping: "vnetd answers.\n"
        case _ where verb == .status: Self.joined(StatusLayout(style: style, reply: reply).lines())
        case _ where verb.request.repliesWithOutcome: sentences(reply)
        case .fields: Self.joined(ReplyLayout(style, reply).lines(reply, verb.request.replyFields))
        case .table(let name): table(name, reply, style)
        case .text(let name): document(reply.text(name) ?? "", style)
        case .timeline: timeline(reply, style)
        }
    }

    /// What a list without rows means, where that is more than that there are none.
    private static let nothing: [Verb: String] = [
        .retentionPreview: "Nothing is to be purged.", .suppressionList: "Nobody is on the suppression list.",
        .agendaGet: "The session has no programme.",
        .groupOptions: "No school is missing in the group, so there is nothing to decide.",
        .availabilityList: "No school of the cohort has named a day.",
        .coachingCount: "No school has a coaching cycle.", .furtherTrainingList: "No school has had further training.",
    ]

    /// What the rows of a list are, as the programme calls them.
    private func noun(_ list: String) -> String {
        switch verb {
        case .erasureList: "requests for erasure"
        case .suppressionList: "entries of the suppression list"
        case .evidenceList: "evidence notes"
        case .writeupList: "write-ups"
        case .feedbackList: "feedback responses"
        case .coachingList: "coaching cycles"
        case .termList: "school closures"
        case .protocolList: "versions of the protocol"
        case .retentionPreview: "records to be purged"
        case .reviewerList: "reviewers of the network"
        default: list.spaced
        }
    }

    private static func joined(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

    /// What a change did, or would do.
    private func sentences(_ outcome: JSONObject) -> String {
        let changes = outcome.texts("changes").map { Harmless.text($0) }
        if outcome.flag("dry_run") {
            guard !changes.isEmpty else {
                let isSo = outcome.texts("warnings").isEmpty
                return isSo
                    ? "Dry run: there is nothing to change, it is so already.\n" : "Dry run: nothing would change.\n"
            }
            return "Dry run: nothing was changed. It would be:\n" + Self.joined(changes.map { "  " + $0 })
        }
        guard changes.isEmpty else { return Self.joined(changes) }
        // What is noted says why; it may be another reason than that all is so.
        return outcome.texts("warnings").isEmpty ? "Nothing to change: it is so already.\n" : "Nothing was changed.\n"
    }

    private func table(_ name: String, _ reply: JSONObject, _ style: Style) -> String {
        let shape = ReplyShape(verb)
        let layout = ReplyLayout(style, reply)
        let rows = reply.objects(name)
        let facts = JSONObject(reply.members.filter { $0.key != name && !Self.pageFields.contains($0.key) })
        let above = layout.lines(facts, shape.fields)
        let separator = above.isEmpty ? [] : [""]
        guard !rows.isEmpty else {
            let isNarrowed = verb.request.parameters.contains {
                !$0.isRequired && !["limit", "fields"].contains($0.name) && params[$0.name] != nil
            }
            let none = isNarrowed ? "No \(noun(name)) match." : Self.nothing[verb] ?? "No \(noun(name))."
            return Self.joined(above + separator + [none])
        }
        return Self.joined(above + separator + layout.table(rows, shape.rowFields ?? []).lines(style))
    }

    /// As it is; on a terminal without what could command it.
    private func document(_ text: String, _ style: Style) -> String {
        let text = style.width == nil ? text : Harmless.text(text, keepingLines: true)
        return text.hasSuffix("\n") || text.isEmpty ? text : text + "\n"
    }

    private func timeline(_ reply: JSONObject, _ style: Style) -> String {
        guard let timeline = Timeline(reply) else { return "" }
        if let month { return Self.joined(MonthView(timeline, month: month).lines(style)) }
        return Self.joined(timeline.lines(style))
    }
}
