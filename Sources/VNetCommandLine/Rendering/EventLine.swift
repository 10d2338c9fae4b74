import VNetAPI
import VNetCore
import VNetJSON

extension RequestLine {
    /// Something that happened or was left out, as `watch` prints it: one line, flushed as it comes.
    public func event(_ event: JSONObject, as form: OutputForm, _ style: Style) -> Rendered {
        switch form {
        case .json, .jsonLines: return Rendered(JSONValue.object(event).description + "\n")
        case .human: return Rendered(EventLine(event, style).text + "\n")
        case .fields(let paths):
            let line = EventLine(event, style)
            guard line.gap == nil else { return Rendered("", notes: [line.text]) }
            return Rendered(BareFields(paths, verb).text(event))
        }
    }
}

/// What a person reads of an event: when, what, and what it happened to.
private struct EventLine {
    let event: JSONObject
    let style: Style

    init(_ event: JSONObject, _ style: Style) {
        self.event = event
        self.style = style
    }

    /// Why events were left out, if that is what there is to tell.
    var gap: GapReason? { event.text("reason").map { GapReason(rawValue: $0) ?? .behind } }

    var text: String {
        if let gap { return style.paint(Self.words(gap), .yellow) }
        let time = event.text("at").flatMap(Instant.init(rfc3339:)).map { style.fullWords($0, padded: true) } ?? ""
        let name = Harmless.text((event.text("event") ?? "").split(separator: ".").joined(separator: " "))
        let rest = [Harmless.text(event.text("subject") ?? ""), cohorts].filter { !$0.isEmpty }.joined(separator: ", ")
        let head = "\(time)  \(DisplayWidth.padded(name, to: Self.nameWidth))  "
        // What does not fit beside goes below.
        let room = (style.width ?? Int.max) - DisplayWidth.of(head)
        if room >= DisplayWidth.of(rest) { return head + rest }
        let lines = Wrapping.lines(of: rest, width: max(20, (style.width ?? 80) - 4))
        return TextTable.trimmed(head) + lines.map { "\n    " + $0 }.joined()
    }

    /// The longest names that are common: “enrolment withdraw”.
    private static let nameWidth = 18

    /// Left out where the subject says it.
    private var cohorts: String {
        guard case .array(let ids)? = event["cohorts"], !ids.isEmpty else { return "" }
        let text = (ids.count == 1 ? "cohort " : "cohorts ") + ids.map(\.description).joined(separator: ", ")
        return text == event.text("subject") ? "" : text
    }

    private static func words(_ gap: GapReason) -> String {
        switch gap {
        case .behind: "Events were left out here, for they came faster than they were read. Look at the state anew."
        case .old: "Events were left out here, for they are no longer kept. Look at the state anew."
        case .epoch: "This is another store than before, or a restored copy. Look at the state anew."
        }
    }
}
