import VNetAPI
import VNetJSON

/// The bare values of some fields: one line or, where they are those of a list's elements, one line an element.
///
/// A tab or a line break within a value is written as `\t` or `\n` and a backslash as `\\`, so that a line is a record and
/// a tab separates; but the one field of one line is printed as it is.
struct BareFields {
    private let paths: [FieldPath]
    private let fields: [FieldDeclaration]
    /// The list that a name means which the reply itself does not have.
    private let list: String?

    init(_ paths: [FieldPath], _ verb: Verb) {
        let shape = ReplyShape(verb)
        self.paths = paths
        fields = shape.fields
        list = shape.list
    }

    /// Refuses a name that no reply of the verb can have, before anything is asked for.
    func check(_ verb: Verb) throws(UsageError) {
        var sources: Set<String> = []
        for path in paths {
            let (source, parts) = place(path)
            if let source { sources.insert(source) }
            let start = source.map { ReplyShape.elements(of: $0, in: fields) ?? [] } ?? fields
            guard let unknown = Self.firstUnknown(parts[...], in: start) else { continue }
            let names = unknown.known.map(\.name)
            throw UsageError(
                "“\(verb.spoken)” has no field “\(path.text)”.\(Nearest.hint(unknown.name, among: names)) "
                    + (names.isEmpty ? "" : "There are: \(names.joined(separator: ", "))."))
        }
        if sources.count > 1 {
            throw UsageError(
                "-o can print one list at a time; here are \(sources.sorted().joined(separator: " and ")).")
        }
    }

    private static func firstUnknown(
        _ parts: ArraySlice<String>, in fields: [FieldDeclaration]
    ) -> (name: String, known: [FieldDeclaration])? {
        guard let name = parts.first else { return nil }
        guard let field = fields.first(where: { $0.name == name }) else { return (name, fields) }
        switch field.type {
        case .record(let inner): return firstUnknown(parts.dropFirst(), in: inner)
        default: return parts.count > 1 ? (parts[parts.startIndex + 1], []) : nil
        }
    }

    /// The list that a path goes through, and its parts from there; no list for a field of the reply itself.
    private func place(_ path: FieldPath) -> (source: String?, parts: [String]) {
        if let field = fields.first(where: { $0.name == path.parts[0] }) {
            guard case .list(.record) = field.type, path.parts.count > 1 else { return (nil, path.parts) }
            return (field.name, Array(path.parts.dropFirst()))
        }
        return (list, path.parts)
    }

    func text(_ reply: JSONObject) -> String {
        let places = paths.map(place)
        func line(_ row: JSONObject) -> String {
            places.map { source, parts in Self.plain(Self.value(parts[...], in: source == nil ? reply : row)) }
                .map(Self.escaped).joined(separator: "\t") + "\n"
        }
        guard let source = places.compactMap(\.source).first else {
            guard paths.count == 1 else { return line(reply) }
            let text = Self.plain(Self.value(places[0].parts[...], in: reply))
            return text.hasSuffix("\n") ? text : text + "\n"
        }
        return reply.objects(source).map(line).joined()
    }

    private static func value(_ parts: ArraySlice<String>, in object: JSONObject) -> JSONValue? {
        guard let name = parts.first, let value = object[name] else { return nil }
        guard parts.count > 1 else { return value }
        guard case .object(let inner) = value else { return nil }
        return Self.value(parts.dropFirst(), in: inner)
    }

    private static func plain(_ value: JSONValue?) -> String {
        switch value {
        case nil, .null?: ""
        case .string(let text)?: text
        case .array(let elements)? where !elements.contains { if case .object = $0 { true } else { false } }:
            elements.map { plain($0) }.joined(separator: ",")
        case let value?: value.description
        }
    }

    private static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x09 || $0 == 0x0A || $0 == 0x0D || $0 == 0x5C }) else { return text }
        return text.unicodeScalars.map { scalar in
            switch scalar {
            case "\t": "\\t"
            case "\n": "\\n"
            case "\r": "\\r"
            case "\\": "\\\\"
            default: String(scalar)
            }
        }.joined()
    }
}

extension RequestLine {
    /// The reply in the form that was asked for.
    public func render(_ reply: JSONObject, as form: OutputForm, _ style: Style) -> Rendered {
        switch form {
        case .human: human(reply, style)
        case .json: Rendered(JSONValue.object(reply).description + "\n")
        case .jsonLines: Rendered(jsonLines(reply))
        case .fields(let paths): Rendered(BareFields(paths, verb).text(reply), notes: notes(reply, paths))
        }
    }

    private func jsonLines(_ reply: JSONObject) -> String {
        let rows = ReplyShape(verb).list.map { reply.objects($0) } ?? [reply]
        return rows.map { JSONValue.object($0).description + "\n" }.joined()
    }

    /// What bare values do not say: that nothing was done, what to know about it, and that a value which is empty is so
    /// because the caller may not see it.
    private func notes(_ reply: JSONObject, _ paths: [FieldPath]) -> [String] {
        let isDry = verb.request.repliesWithOutcome && reply.flag("dry_run")
        return (isDry ? ["This was a dry run: nothing was changed."] : []) + warnings(reply) + pageNotes(reply)
            + withheld(reply, paths)
    }

    /// That there is more than was asked for, and that what is shown is of several moments.
    func pageNotes(_ reply: JSONObject) -> [String] {
        guard verb.request.listedRows != nil else { return [] }
        var notes: [String] = []
        if followsPages, reply.flag("changed") {
            notes.append("Something was changed while the list was read. Read it again to be sure of it.")
        }
        if reply["next_cursor"] != nil {
            notes.append("There is more: without --limit and --cursor all of it is shown.")
        }
        return notes
    }

    func warnings(_ reply: JSONObject) -> [String] {
        verb.request.repliesWithOutcome ? reply.texts("warnings").map { Harmless.text($0) } : []
    }

    private func withheld(_ reply: JSONObject, _ paths: [FieldPath]) -> [String] {
        let names = reply.texts("withheld").filter { name in paths.contains { $0.parts.last == name } }
        return names.isEmpty ? [] : ["Withheld from you: \(names.joined(separator: ", "))."]
    }

    /// Refuses what the reply could not be printed as.
    public func check(_ form: OutputForm) throws(UsageError) {
        if case .fields(let paths) = form { try BareFields(paths, verb).check(verb) }
        if month != nil, form != .human {
            throw UsageError("--month is for reading; with \(verb.spoken) it goes with no other form of output.")
        }
    }
}

/// The reply to a method that was called by its name.
public enum RawReply {
    public static func render(_ reply: JSONObject, of method: String, as form: OutputForm) throws(UsageError) -> String
    {
        guard case .fields(let paths) = form else { return JSONValue.object(reply).description + "\n" }
        guard let verb = Verb(rawValue: method) else {
            throw UsageError("-o knows the fields of vnetctl's own verbs only; leave it out for “\(method)”.")
        }
        let fields = BareFields(paths, verb)
        try fields.check(verb)
        return fields.text(reply)
    }
}
