import VNetJSON

/// JSON Schema, draft 7, of what was declared.
enum JSONSchema {
    /// A parameter is described as narrowly as it is checked; a reply's text may be of any length.
    enum Side { case parameter, reply }

    static func write(_ type: FieldType, _ side: Side, to writer: inout JSONWriter) {
        writer.beginObject()
        members(of: type, side, to: &writer)
        writer.endObject()
    }

    /// With its summary.
    static func write(_ field: FieldDeclaration, _ side: Side, to writer: inout JSONWriter) {
        writer.beginObject()
        members(of: field.type, side, to: &writer)
        writer.member("description", field.summary)
        if field.reader != .connect { writer.member("x-permission", field.reader.rawValue) }
        writer.endObject()
    }

    /// A whole reply: its fields and, where the reader may not see them all, the names of those that were left out.
    static func write(reply fields: [FieldDeclaration], to writer: inout JSONWriter) {
        write(.record(fields + withheld(fields)), .reply, to: &writer)
    }

    /// A page of a list: each row has all its fields, unless only some were asked for, which the reply then says.
    static func write(page fields: [FieldDeclaration], rows: String, to writer: inout JSONWriter) {
        var required: [String] = []
        let relaxed = fields.map { field -> FieldDeclaration in
            guard field.name == rows, case .list(.record(let columns)) = field.type else { return field }
            required = columns.filter(\.isRequired).map(\.name)
            return field.with(.list(.record(columns.map { $0.with($0.type, isRequired: false) })))
        }
        writer.beginObject()
        members(of: .record(relaxed + withheld(relaxed)), .reply, to: &writer)
        writer.key("if")
        writer.raw(#"{"required":["fields"]}"#.utf8)
        writer.key("else")
        writer.raw(#"{"properties":{"\#(rows)":{"items":{"required":"#.utf8)
        writer.bytes += JSONValue.array(required.map { .string($0) }).serialized
        writer.bytes += "}}}}".utf8
        writer.endObject()
    }

    private static func withheld(_ fields: [FieldDeclaration]) -> [FieldDeclaration] {
        guard fields.contains(where: \.isRestricted) else { return [] }
        return [
            FieldDeclaration(
                name: "withheld", type: [String].fieldType, isRequired: false,
                summary: "The fields that were left out, for you may not see them.", reader: .connect)
        ]
    }

    private static func members(of type: FieldType, _ side: Side, to writer: inout JSONWriter) {
        switch type {
        case .text(let maximum):
            writer.member("type", "string")
            if side == .parameter { writer.member("maxLength", maximum) }
        case .document: writer.member("type", "string")
        case .integer(let range):
            writer.member("type", "integer")
            writer.member("minimum", range.lowerBound)
            writer.member("maximum", range.upperBound)
        case .boolean: writer.member("type", "boolean")
        case .choice(let names):
            writer.member("type", "string")
            writer.key("enum")
            names.encode(to: &writer)
        case .urn:
            writer.member("type", "integer")
            writer.member("minimum", 100_000)
            writer.member("maximum", 999_999)
        case .email: text("^[^@\\s]+@[^@\\s]+$", format: "email", to: &writer)
        case .date: text("^\\d{4}-\\d{2}-\\d{2}$", format: "date", to: &writer)
        case .time: text("^\\d{2}:\\d{2}$", to: &writer)
        case .instant:
            text(
                "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(Z|[+-]\\d{2}:\\d{2})$", format: "date-time", to: &writer)
        case .list(let element):
            writer.member("type", "array")
            writer.key("items")
            write(element, side, to: &writer)
        case .record(let fields): record(fields, side, to: &writer)
        }
    }

    private static func text(_ pattern: String, format: String? = nil, to writer: inout JSONWriter) {
        writer.member("type", "string")
        writer.member("pattern", pattern)
        if let format { writer.member("format", format) }
    }

    /// Without declarations any object will do.
    private static func record(_ fields: [FieldDeclaration], _ side: Side, to writer: inout JSONWriter) {
        writer.member("type", "object")
        guard !fields.isEmpty else { return }
        writer.key("properties")
        writer.beginObject()
        for field in fields {
            writer.key(field.name)
            write(field, side, to: &writer)
        }
        writer.endObject()
        writer.key("required")
        fields.filter(\.isRequired).map(\.name).encode(to: &writer)
        writer.key("additionalProperties")
        writer.bool(false)
    }
}

extension FieldDeclaration {
    func with(_ type: FieldType, isRequired: Bool? = nil) -> FieldDeclaration {
        FieldDeclaration(
            name: name, type: type, isRequired: isRequired ?? self.isRequired, summary: summary, reader: reader)
    }

    /// Whether there is a reader who may not see it, or not all of it.
    var isRestricted: Bool {
        if reader != .connect { return true }
        var type = type
        while case .list(let element) = type { type = element }
        guard case .record(let fields) = type else { return false }
        return fields.contains(where: \.isRestricted)
    }
}

extension JSONWriter {
    mutating func member(_ name: StaticString, _ text: String) {
        key(name)
        string(text)
    }

    mutating func member(_ name: StaticString, _ number: Int) {
        key(name)
        integer(Int64(number))
    }

    mutating func member(_ name: StaticString, _ flag: Bool) {
        key(name)
        bool(flag)
    }
}
