/// The members that a type's declarations stand for.
enum Expansion {
    static func members(
        _ macro: String, _ arguments: [(label: String, value: String)], of source: Source
    ) throws(Misread) -> String {
        switch macro {
        case "Request": try request(about: arguments, Declaration(source))
        case "Listing": try listing(arguments, Declaration(source))
        case "Reply": reply(try Declaration(source))
        case "Verbs": verbs(try Declaration(source))
        // Marks a property, for the macro of its type.
        default: ""
        }
    }

    private static func request(
        about: [(label: String, value: String)], _ type: Declaration, isList: Bool = false
    ) -> String {
        let about = about.map { $0.label.isEmpty ? $0.value : "\($0.label): \($0.value)" }.joined(separator: ", ")
        var reading = type.properties.filter { $0.attribute != nil }.map { property in
            let method = property.type == "Bool" ? "flag" : property.type.hasSuffix("?") ? "optional" : "required"
            return
                "\(property.name) = try fields.\(method)(\(property.wireName), \(property.summary)\(property.reader))"
        }
        if isList { reading.append("page = try PageOptions(&fields, of: Self.self)") }
        return """
            public static var verb: Verb { .\(type.name.uncapitalised) }
            public static let about = About(\(about))
            public init(_ fields: inout RequestFields) throws(Refusal) {
                \(reading.joined(separator: "\n    "))
            }
            """
    }

    /// A list is read, and shown as a table.
    private static func listing(_ arguments: [(label: String, value: String)], _ type: Declaration) -> String {
        func argument(_ label: String) -> String { arguments.first { $0.label == label }?.value ?? "" }
        let own = arguments.filter { !["rows", "order"].contains($0.label) }
        let about = own.prefix(2) + [("", ".reads")] + own.dropFirst(2) + [("rendering", ".table(\(argument("rows")))")]
        return """
            public static let rows: StaticString = \(argument("rows"))
            public static let order: StaticString = \(argument("order"))
            public let page: PageOptions
            \(request(about: Array(about), type, isList: true))
            """
    }

    private static func reply(_ type: Declaration) -> String {
        let stored = type.properties.filter { !$0.isComputed && !($0.isConstant && $0.value != nil) }
        let parameters = stored.map { "\($0.label): \($0.type)" + ($0.value.map { " = \($0)" } ?? "") }
        let samples = stored.filter { $0.attribute != nil || $0.value == nil }.map { "\($0.label): .sample" }
        let writing = type.properties.compactMap { property -> String? in
            guard let attribute = property.attribute else { return nil }
            if attribute.name == "Embedded" { return "fields.embed(\(property.name))" }
            return "fields.field(\(property.wireName), \(property.name), \(property.summary)\(property.reader))"
        }
        let members = [
            (
                "init",
                "public init(\(parameters.joined(separator: ", "))) {\n    "
                    + stored.map { "self.\($0.name) = \($0.name)" }.joined(separator: "\n    ") + "\n}"
            ),
            ("sample", "public static let sample = Self(\(samples.joined(separator: ", ")))"),
            (
                "write",
                "public func write(_ fields: inout ReplyFields) {\n    "
                    + writing.joined(separator: "\n    ") + "\n}"
            ),
        ]
        return members.filter { !type.others.contains($0.0) }.map(\.1).joined(separator: "\n")
    }

    private static func verbs(_ type: Declaration) -> String {
        """
        public var request: any Request.Type {
            switch self {
            \(type.cases.map { "case .\($0): \($0.capitalised).self" }.joined(separator: "\n    "))
            }
        }
        """
    }
}

extension Declaration.Property {
    /// Without the quotation marks that a keyword has as a name.
    fileprivate var label: String { name.filter { $0 != "`" } }

    fileprivate var summary: String { attribute?[""] ?? "\"\"" }

    fileprivate var reader: String { attribute?["reader"].map { ", reader: \($0)" } ?? "" }

    /// What it is called on the wire: `messageID` is `message_id`, and `isOpen` is `open`, unless it is given.
    fileprivate var wireName: String {
        if let name = attribute?["as"] { return name }
        var name = Substring(label)
        if name.hasPrefix("is"), name.dropFirst(2).first?.isUppercase == true { name = name.dropFirst(2) }
        var (wire, isInWord) = ("", false)
        for character in name {
            if character.isUppercase, isInWord { wire += "_" }
            (wire, isInWord) = (wire + character.lowercased(), !character.isUppercase)
        }
        return "\"\(wire)\""
    }
}

extension String {
    fileprivate var capitalised: String { prefix(1).uppercased() + dropFirst() }
    fileprivate var uncapitalised: String { prefix(1).lowercased() + dropFirst() }
}
