import VNetAPI
import VNetCore
import VNetJSON

/// One word that could be meant.
public struct Candidate: Equatable, Sendable {
    public let word: String
    public let summary: String
    /// Whether the word does not begin as what was typed does, but its name contains that.
    public var isByName = false
}

/// What could stand where a command line is being typed.
public enum Completion: Sendable {
    case words([Candidate])
    case files
    /// Names that only the daemon knows.
    case names(NameSource, typed: String)
    case nothing

    /// For the last of `words`, which may be empty.
    public static func of(_ words: [String]) -> Completion {
        let typed = words.last ?? ""
        var cursor = CompletionCursor(Array(words.dropLast()))
        return cursor.completion(typed)
    }
}

/// Which list of the daemon holds the values of a parameter.
public struct NameSource: Equatable, Sendable {
    public let verb: Verb
    /// The list in the reply, and the fields of its elements that are the value and the name.
    public let list: String
    public let value: String
    public let label: String

    /// A school is known by its URN; a parameter that has the name of a noun with a list is the id of one of that.
    init?(_ name: String, _ type: FieldType) {
        switch type {
        case .urn, .list(.urn): self.init(.schoolList)
        case .integer, .text:
            guard let verb = Verb(rawValue: (Self.aliases[name] ?? name) + ".list") else { return nil }
            self.init(verb)
        default: return nil
        }
    }

    private static let aliases = ["message": "outbox"]

    private init?(_ verb: Verb) {
        guard verb.request.parameters.allSatisfy({ !$0.isRequired }) else { return nil }
        let shape = ReplyShape(verb)
        guard let list = shape.list, let fields = shape.rowFields, let first = fields.first else { return nil }
        self.verb = verb
        self.list = list
        value = first.name
        let labels = ["name", "title", "kind", "about"]
        guard let label = labels.first(where: { label in fields.contains { $0.name == label } }) else { return nil }
        self.label = label
    }

    /// What to ask the daemon, when this much has been typed.
    public func params(typed: String) -> JSONObject {
        var params = JSONObject([("limit", .integer(100))])
        if verb == .schoolList, !typed.isEmpty, Int(typed) == nil { params["matching"] = .string(typed) }
        return params.members.isEmpty || !verb.request.parameters.contains { $0.name == "limit" }
            ? JSONObject() : params
    }

    /// Those of the reply's elements that what was typed can mean: by their value or, failing that, by their name.
    public func candidates(_ reply: JSONObject, typed: String) -> [Candidate] {
        let all = reply.objects(list).compactMap { row -> Candidate? in
            let word: String
            switch row[value] {
            case .integer(let number)?: word = String(number)
            case .string(let text)?: word = text
            default: return nil
            }
            return Candidate(word: word, summary: Harmless.text(row.text(label) ?? ""))
        }
        let byValue = all.filter { $0.word.hasPrefix(typed) }
        guard byValue.isEmpty else { return byValue }
        let wanted = typed.lowercased()
        return all.filter { $0.summary.lowercased().contains(wanted) }.map {
            Candidate(word: $0.word, summary: $0.summary, isByName: true)
        }
    }
}
