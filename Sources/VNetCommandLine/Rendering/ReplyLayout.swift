import VNetAPI
import VNetCore
import VNetJSON

/// How a reply is laid out: its title, its facts, and a table for each list in it.
struct ReplyLayout {
    let style: Style
    let text: FieldText

    init(_ style: Style, _ reply: JSONObject) {
        self.style = style
        text = FieldText(style, reply: reply)
    }

    /// The whole reply; `fields` say what its values are.
    func lines(_ reply: JSONObject, _ fields: [FieldDeclaration]) -> [String] {
        var facts: [(String, [String])] = []
        var sections: [String] = []
        var title: [String] = []
        for (name, value) in reply.members where name != "withheld" {
            let type = fields.first { $0.name == name }?.type
            if case .list(.record(let rowFields))? = type {
                sections += [""] + section(name, value.objects, rowFields)
            } else if value.isListOfObjects {
                sections += [""] + section(name, value.objects, [])
            } else if name == "name", case .string(let name) = value {
                title = [style.paint(Harmless.text(name), .bold)]
            } else {
                facts += self.facts(name, value, type)
            }
        }
        let lines = title + labelled(facts) + sections
        return lines.first == "" ? Array(lines.dropFirst()) : lines
    }

    private func facts(_ name: String, _ value: JSONValue, _ type: FieldType?) -> [(String, [String])] {
        let label = Self.label(name)
        switch value {
        case .object(let inner):
            let fields: [FieldDeclaration] = if case .record(let fields)? = type { fields } else { [] }
            return inner.members.map { member in
                let type = fields.first { $0.name == member.key }?.type
                return ("\(label) \(member.key.spaced)", [text.words(member.value, type)])
            }
        case .array(let lines) where type == .list(.text(maximum: 500)):
            return [(label, lines.isEmpty ? ["none"] : lines.map { text.words($0, nil) })]
        // The day by which the others are told is told itself.
        case .string(let now) where name == "now" && type == .instant:
            return [(label, [Instant(rfc3339: now).map { style.fullWords($0) } ?? Harmless.text(now)])]
        default: return [(label, [text.words(value, type)])]
        }
    }

    /// `Label  value` lines, the values below one another.
    func labelled(_ facts: [(String, [String])]) -> [String] {
        let label = facts.map { DisplayWidth.of($0.0) }.max() ?? 0
        let room = style.width.map { max(20, $0 - label - 2) } ?? Int.max
        return facts.flatMap { name, values in
            values.flatMap { Wrapping.lines(of: $0, width: room) }.enumerated().map { index, line in
                TextTable.trimmed(DisplayWidth.padded(index == 0 ? name : "", to: label) + "  " + line)
            }
        }
    }

    private func section(_ name: String, _ rows: [JSONObject], _ fields: [FieldDeclaration]) -> [String] {
        let title = Self.label(name)
        guard !rows.isEmpty else { return [style.paint(title, .bold) + ": none"] }
        return [style.paint("\(title) (\(rows.count))", .bold)] + table(rows, fields).lines(style)
    }

    /// Objects as rows; a column in which all of them are empty is left out.
    func table(_ rows: [JSONObject], _ fields: [FieldDeclaration]) -> TextTable {
        var names = fields.map(\.name)
        for row in rows { for (name, _) in row.members where !names.contains(name) { names.append(name) } }
        names = names.filter { name in rows.contains { !isEmpty($0[name]) } && !isTold(name, rows) }
        let types = names.map { name in fields.first { $0.name == name }?.type }
        let columns = zip(names, types).map { name, type in
            TextTable.Column(
                title: (Self.short[name] ?? name).spaced.uppercased(), isNumber: isNumber(type),
                mayBreak: mayBreak(type))
        }
        let cells = rows.map { row in
            zip(names, types).map { name, type in
                let words = row[name].map { text.words($0, type) } ?? ""
                return TextTable.Cell(text: words, paint: Self.paint(name, words))
            }
        }
        return TextTable(columns: columns, rows: cells)
    }

    /// Whether the page has these schools' names beside the URNs elsewhere, and here the names are enough.
    private func isTold(_ name: String, _ rows: [JSONObject]) -> Bool {
        name != "urn"
            && rows.allSatisfy { row in
                guard case .integer(let urn)? = row[name], let school = row.text("school") else { return false }
                return text.schools[urn] == school
            }
    }

    /// Titles that are wider than what stands below them.
    private static let short = ["responses": "replies", "reschedules": "moved"]

    /// “Closed on”
    static func label(_ name: String) -> String {
        ["urn", "uid", "id"].contains(name) ? name.uppercased() : name.spaced.capitalizedFirst
    }

    private func isEmpty(_ value: JSONValue?) -> Bool {
        switch value {
        case nil, .null?: true
        case .string(let text)?: text.isEmpty
        case .array(let elements)?: elements.isEmpty
        default: false
        }
    }

    private func isNumber(_ type: FieldType?) -> Bool { if case .integer? = type { true } else { false } }

    private func mayBreak(_ type: FieldType?) -> Bool {
        switch type {
        case .text, .document, .list, .record, nil: true
        default: false
        }
    }

    /// What is over is dimmed, and what went wrong is red.
    private static func paint(_ name: String, _ words: String) -> Style.Paint? {
        guard name == "state" || name == "health" else { return nil }
        switch words {
        case "failed", "missed", "unknown", "under strength", "degraded": return .red
        case "cancelled", "withdrawn", "expired", "dissolved", "purged", "lapsed", "declined": return .dim
        default: return nil
        }
    }
}
