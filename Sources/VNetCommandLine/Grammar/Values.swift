import VNetAPI
import VNetJSON

/// Words of the command line as the JSON that the protocol takes.
enum Values {
    /// What is not of the type's form is kept as text, for the check of the whole request to refuse in its own words.
    static func json(_ text: String, as type: FieldType) -> JSONValue {
        switch type {
        case .integer, .urn: Int64(text).map(JSONValue.integer) ?? .string(text)
        case .boolean: truth(text).map(JSONValue.bool) ?? .string(text)
        case .choice(let names): .string(names.contains(text) ? text : text.underscored)
        case .record(let fields): (try? JSON.parse(text)) ?? members(text, fields)
        case .list(.record): (try? JSON.parse(text)) ?? .string(text)
        case .list(let element):
            .array(parts(of: text).map { json(trimmed($0), as: element) })
        default: .string(text)
        }
    }

    /// What stands between commas. Nothing between two of them is an empty part, which no list admits; no text at all is the
    /// empty list.
    private static func parts(of text: String) -> [Substring] {
        text.isEmpty ? [] : text.split(separator: ",", omittingEmptySubsequences: false)
    }

    /// The first name that `NAME=VALUE,…` gives twice, or that it gives anew after `earlier`.
    static func repeatedName(in text: String, after earlier: JSONObject) -> String? {
        var given = Set(earlier.members.map(\.key))
        return parts(of: text).lazy.compactMap { $0.contains("=") ? trimmed($0.prefix { $0 != "=" }).underscored : nil }
            .first { !given.insert($0).inserted }
    }

    /// `name=value,…`, each value as its field is; what is not known to be one is kept, to be refused by name.
    private static func members(_ text: String, _ fields: [FieldDeclaration]) -> JSONValue {
        var object = JSONObject()
        for part in parts(of: text) {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { return .string(text) }
            let name = trimmed(pair[0]).underscored
            let field = fields.first { $0.name == name }
            object[name] = json(trimmed(pair[1]), as: field?.type ?? .text(maximum: 500))
        }
        return .object(object)
    }

    static func truth(_ text: String) -> Bool? {
        switch text {
        case "true", "yes": true
        case "false", "no": false
        default: nil
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0 == " " }
        return String(String(start.reversed().drop { $0 == " " }).reversed())
    }

    /// Why the daemon would refuse these parameters, by the very declarations that it decodes them with.
    static func fault<R: Request>(of params: JSONObject, for _: R.Type) -> Refusal? {
        do throws(Refusal) {
            _ = try R.decode(params)
            return nil
        } catch { return error }
    }
}

extension FieldType {
    /// Whether on the command line its option stands for “true”, without a value.
    var isFlag: Bool { self == .boolean }

    /// What an argument of this type is called in a usage line.
    func placeholder(for name: String) -> String {
        switch self {
        case .document: "FILE"
        case .list: name.dashed.uppercased() + ",…"
        default: name.dashed.uppercased()
        }
    }
}
