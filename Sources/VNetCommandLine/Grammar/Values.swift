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
        case .list(.record), .record: (try? JSON.parse(text)) ?? .string(text)
        case .list(let element):
            .array(text.split(separator: ",").map { json(trimmed($0), as: element) })
        default: .string(text)
        }
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
