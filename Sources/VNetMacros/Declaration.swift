/// `@Field("When it was placed.", as: "placed", reader: .dpo)`
struct Attribute {
    let name: String
    /// As they stand in the source; those without a label have an empty one.
    private(set) var arguments: [(label: String, value: String)] = []

    /// The attribute with which `source` begins.
    init(_ source: Source) throws(Misread) {
        guard source.text(0) == "@" else { throw Misread(message: "An attribute begins with “@”.", offset: 0) }
        self.init(source, at: 0)
    }

    init(_ source: Source, at index: Int) {
        name = source.text(index + 1)
        guard source.text(index + 2) == "(" else { return }
        let end = source.after(index + 2) - 1
        var start = index + 3
        while start < end {
            var comma = start
            while comma < end, source.text(comma) != "," { comma = source.after(comma) }
            let isLabelled = source.text(start + 1) == ":"
            arguments.append(
                (isLabelled ? source.text(start) : "", source.text((isLabelled ? start + 2 : start)..<comma)))
            start = comma + 1
        }
    }

    subscript(label: String) -> String? { arguments.first { $0.label == label }?.value }
}

/// A type, as far as its code is written from it.
struct Declaration {
    struct Property {
        let name: String
        let type: String
        let attribute: Attribute?
        let isConstant: Bool
        /// What it is unless it is given.
        var value: String?
        var isComputed = false
    }

    var name = ""
    /// Those of instances, in their order.
    var properties: [Property] = []
    var cases: [String] = []
    /// The names of its functions, initialisers and static properties.
    var others: Set<String> = []

    private static let modifiers: Set = [
        "public", "package", "internal", "private", "fileprivate", "static", "mutating",
    ]
    private static let beginnings: Set = modifiers.union([
        "@", "let", "var", "func", "init", "case", "struct", "enum", "typealias",
    ])

    init(_ source: Source) throws(Misread) {
        var index = 0
        while index < source.tokens.count, !["struct", "enum"].contains(source.text(index)) {
            index = source.after(index)
        }
        name = source.text(index + 1)
        while index < source.tokens.count, source.text(index) != "{" { index += 1 }
        let end = source.after(index) - 1
        index += 1
        while index < end { index = try readMember(source, index, before: end) }
    }

    /// Reads the member that begins at `start`, and returns where the next begins.
    private mutating func readMember(_ source: Source, _ start: Int, before end: Int) throws(Misread) -> Int {
        var (index, isStatic, attribute) = (start, false, Attribute?.none)
        while source.text(index) == "@" {
            attribute = Attribute(source, at: index)
            index = source.text(index + 2) == "(" ? source.after(index + 2) : index + 2
        }
        while Self.modifiers.contains(source.text(index)) {
            isStatic = isStatic || source.text(index) == "static"
            index += 1
        }
        let next = Self.end(of: source, from: index, before: end)
        switch source.text(index) {
        case "let", "var":
            guard !isStatic else {
                others.insert(source.text(index + 1))
                break
            }
            properties.append(try Self.property(source, index..<next, attribute))
        case "case": cases.append(source.text(index + 1))
        case "func": others.insert(source.text(index + 1))
        case "init": others.insert("init")
        default: break
        }
        return next
    }

    private static func end(of source: Source, from start: Int, before end: Int) -> Int {
        var index = source.after(start)
        while index < end, !(source.tokens[index].beginsLine && beginnings.contains(source.text(index))) {
            index = source.after(index)
        }
        return index
    }

    private static func property(_ source: Source, _ tokens: Range<Int>, _ attribute: Attribute?) throws(Misread)
        -> Property
    {
        let (start, name) = (tokens.lowerBound, source.text(tokens.lowerBound + 1))
        guard source.text(start + 2) == ":" else {
            throw Misread(
                message: "Write the type of “\(name)”, for other code is written from it.",
                offset: source.tokens[start].range.lowerBound)
        }
        var index = start + 3
        while index < tokens.upperBound, !["=", "{"].contains(source.text(index)) { index = source.after(index) }
        var property = Property(
            name: name, type: source.text(start + 3..<index), attribute: attribute,
            isConstant: source.text(start) == "let")
        if source.text(index) == "=" { property.value = source.text(index + 1..<tokens.upperBound) }
        property.isComputed = source.text(index) == "{"
        return property
    }
}
