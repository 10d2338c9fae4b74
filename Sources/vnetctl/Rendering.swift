import VNetAPI
import VNetJSON

extension OutputForm {
    func render(_ result: JSONObject, of verb: Verb) -> String {
        switch self {
        case .json: JSONValue.object(result).description + "\n"
        case .fields(let names): bare(result, names)
        case .human:
            switch verb.request.about.rendering {
            case .fields where verb.request.repliesWithOutcome: sentences(of: result)
            case .fields: Table.fields(result)
            case .table(let name): Table.fields(result, except: name) + Table.rows(result[name])
            case .text(let name): if case .string(let text)? = result[name] { text } else { "" }
            case .timeline: Timeline(result)?.text ?? ""
            }
        }
    }

    /// What a change did, and what to know about it.
    private func sentences(of outcome: JSONObject) -> String {
        func lines(_ name: String, prefix: String = "") -> [String] {
            guard case .array(let values)? = outcome[name] else { return [] }
            return values.map { prefix + Table.plain($0) }
        }
        var changes = lines("changes")
        if changes.isEmpty { changes = ["Nothing to change: it is so already."] }
        if case .bool(true)? = outcome["dry_run"] { changes.append("This was a dry run: nothing was changed.") }
        return (changes + lines("warnings", prefix: "Note: ")).map { $0 + "\n" }.joined()
    }

    /// Of the reply itself or, where it is a list, one line an element.
    private func bare(_ result: JSONObject, _ names: [String]) -> String {
        func line(_ object: JSONObject) -> String {
            names.map { object[$0].map(Table.plain) ?? "" }.joined(separator: "\t") + "\n"
        }
        if names.contains(where: { result[$0] != nil }) { return line(result) }
        for (_, value) in result.members {
            guard case .array(let rows) = value else { continue }
            return rows.map { if case .object(let row) = $0 { line(row) } else { "" } }.joined()
        }
        return line(result)
    }
}

/// Aligned text of JSON.
enum Table {
    /// One `name  value` a line, then each list of objects as a table under its name.
    static func fields(_ object: JSONObject, except omitted: String? = nil) -> String {
        var simple: [(String, String)] = []
        var tables = ""
        for (name, value) in object.members where name != omitted {
            switch value {
            case .array(let rows) where rows.contains(where: { if case .object = $0 { true } else { false } }):
                tables += "\n\(name):\n" + self.rows(value)
            case .array(let lines): simple += lines.enumerated().map { ($0 == 0 ? name : "", plain($1)) }
            case .object(let inner): simple += inner.members.map { ("\(name) \($0.key)", plain($0.value)) }
            default: simple.append((name, plain(value)))
            }
        }
        let width = simple.map { $0.0.count }.max() ?? 0
        return simple.map { "\($0.0.spaced.padded(to: width))  \($0.1)\n" }.joined() + tables
    }

    /// Objects as rows, with their names above.
    static func rows(_ list: JSONValue?) -> String {
        guard case .array(let elements)? = list else { return "" }
        let objects = elements.compactMap { if case .object(let object) = $0 { object } else { nil } }
        guard !objects.isEmpty else { return "none\n" }
        var names: [String] = []
        for object in objects { for (name, _) in object.members where !names.contains(name) { names.append(name) } }
        let cells = [names.map(\.spaced)] + objects.map { object in names.map { object[$0].map(plain) ?? "" } }
        let widths = names.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        return cells.map { row in
            let line = row.enumerated().map { $1.padded(to: widths[$0]) }.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
        }.joined()
    }

    static func plain(_ value: JSONValue) -> String {
        switch value {
        case .null: ""
        case .bool(let flag): flag ? "yes" : "no"
        case .string(let text): text
        case .array(let elements): elements.map(plain).joined(separator: ",")
        default: value.description
        }
    }
}

extension String {
    fileprivate var spaced: String { String(map { $0 == "_" ? " " : $0 }) }
}
