import VNetJSON

/// What the compiler asks and what it is answered, as swift-syntax's PluginMessages has it.
enum Conversation {
    static func answer(to question: [UInt8]) -> JSONValue {
        guard case .object(let message)? = try? JSON.parse(question), let (kind, content) = message.members.first,
            case .object(let content) = content
        else { return expansion("", ["The compiler has sent something that is no message."]) }
        switch kind {
        case "getCapability":
            return object([
                ("getCapabilityResult", object([("capability", object([("protocolVersion", .integer(7))]))]))
            ])
        case "expandAttachedMacro": return expand(content)
        default: return expansion("", ["VNetMacros has no answer to “\(kind)”."])
        }
    }

    private static func expand(_ content: JSONObject) -> JSONValue {
        guard let name = content.object("macro")?.text("typeName"), let attribute = content.object("attributeSyntax"),
            let declaration = content.object("declSyntax")
        else { return expansion("", ["The compiler has sent a macro without its declaration."]) }
        do throws(Misread) {
            let arguments = try Attribute(Source(attribute.text("source") ?? "")).arguments
            let source = Source(declaration.text("source") ?? "")
            return expansion(try Expansion.members(name, arguments, of: source), [])
        } catch {
            return expansion("", [error.message], at: declaration.object("location"), offset: error.offset)
        }
    }

    /// With faults, if there are any, each shown at `offset` in the declaration that stands at `location`.
    private static func expansion(
        _ code: String, _ faults: [String], at location: JSONObject? = nil, offset: Int = 0
    ) -> JSONValue {
        let begin: Int = if case .integer(let begin)? = location?["offset"] { Int(begin) } else { 0 }
        let position = object([
            ("fileName", .string(location?.text("fileName") ?? "")), ("offset", .integer(Int64(begin + offset))),
        ])
        let diagnostics = faults.map { fault in
            object([
                ("message", .string(fault)), ("severity", .string("error")), ("position", position),
                ("highlights", .array([])), ("notes", .array([])), ("fixIts", .array([])),
            ])
        }
        return object([
            ("expandMacroResult", object([("expandedSource", .string(code)), ("diagnostics", .array(diagnostics))]))
        ])
    }

    private static func object(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(JSONObject(members.map { (key: $0.0, value: $0.1) }))
    }
}

extension JSONObject {
    fileprivate func object(_ key: String) -> JSONObject? {
        if case .object(let object)? = self[key] { object } else { nil }
    }

    fileprivate func text(_ key: String) -> String? { if case .string(let text)? = self[key] { text } else { nil } }
}
