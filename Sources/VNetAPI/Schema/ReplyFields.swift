import VNetCore
import VNetJSON

/// A reply, or an object within one.
public protocol Reply: Sendable {
    static var sample: Self { get }
    func write(_ fields: inout ReplyFields)
}

extension Array where Element: Reply {
    static var sample: [Element] { [Element.sample] }
}

/// Writes a reply's fields, each by one declaration that is also its documentation, leaving out what the reader may not
/// see and naming it in `withheld`.
public struct ReplyFields: ~Copyable {
    var writer: JSONWriter
    private let readers: Permissions
    private var withheld: [String] = []
    private var recorded: [FieldDeclaration]?
    /// The only fields that are wanted of the row that is being written; nil for all.
    private var wanted: [String]?

    init(_ writer: consuming JSONWriter, readers: Permissions) {
        self.writer = writer
        self.readers = readers
    }

    /// `bytes` followed by `reply` as one object, as a reader who holds `readers` may see it; of its fields `only` these.
    public static func append(
        _ reply: some Reply, to bytes: inout [UInt8], readers: Permissions, only wanted: [String]? = nil
    ) {
        var writer = JSONWriter()
        swap(&writer.bytes, &bytes)
        var fields = ReplyFields(writer, readers: readers)
        fields.wanted = wanted
        fields.writer.beginObject()
        reply.write(&fields)
        fields.writeWithheld()
        fields.writer.endObject()
        swap(&fields.writer.bytes, &bytes)
    }

    /// The declarations of a reply, in their order.
    static func declarations(of reply: (some Reply).Type) -> [FieldDeclaration] {
        var fields = ReplyFields(JSONWriter(), readers: Permissions(Permission.allCases))
        fields.recorded = []
        fields.writer.beginObject()
        reply.sample.write(&fields)
        fields.writer.endObject()
        return fields.recorded ?? []
    }

    public mutating func field<T: FieldValue>(
        _ name: StaticString, _ value: T, _ summary: StaticString, reader: Permission = .connect
    ) {
        guard begins(name, recorded == nil ? nil : T.fieldType, summary, reader) else { return }
        value.encode(to: &writer)
    }

    /// Left out when there is no value.
    public mutating func field<T: FieldValue>(
        _ name: StaticString, _ value: T?, _ summary: StaticString, reader: Permission = .connect
    ) {
        if recorded != nil { note(name, T.fieldType, isRequired: false, summary, reader) }
        // First of all, or what is withheld would tell whether there is a value.
        guard mayRead(name, reader), let value else { return }
        writer.key(name)
        value.encode(to: &writer)
    }

    public mutating func field<T: Reply>(
        _ name: StaticString, _ values: [T], _ summary: StaticString, reader: Permission = .connect
    ) {
        let type = recorded == nil ? nil : FieldType.list(.record(Self.declarations(of: T.self)))
        guard begins(name, type, summary, reader) else { return }
        writer.beginArray()
        for value in values { nested(value) }
        writer.endArray()
    }

    /// A list of which only some fields may be wanted.
    mutating func rows<T: Reply>(
        _ name: StaticString, _ values: [T], _ summary: StaticString, only fields: [String]?
    ) {
        let type = recorded == nil ? nil : FieldType.list(.record(Self.declarations(of: T.self)))
        guard begins(name, type, summary, .connect) else { return }
        writer.beginArray()
        for value in values { nested(value, only: fields) }
        writer.endArray()
    }

    public mutating func field<T: Reply>(
        _ name: StaticString, _ value: T?, _ summary: StaticString, reader: Permission = .connect
    ) {
        if recorded != nil { note(name, .record(Self.declarations(of: T.self)), isRequired: false, summary, reader) }
        guard mayRead(name, reader), let value else { return }
        writer.key(name)
        nested(value)
    }

    /// The fields of `part` as fields of this reply.
    public mutating func embed(_ part: some Reply) { part.write(&self) }

    private mutating func nested(_ value: some Reply, only fields: [String]? = nil) {
        let outer = (recorded, wanted)
        (recorded, wanted) = (nil, fields)
        writer.beginObject()
        value.write(&self)
        writer.endObject()
        (recorded, wanted) = outer
    }

    /// Notes the field, if declarations are being collected, and writes its key, if the reader may see it.
    private mutating func begins(
        _ name: StaticString, _ type: FieldType?, _ summary: StaticString, _ reader: Permission
    ) -> Bool {
        if let type { note(name, type, isRequired: reader == .connect, summary, reader) }
        guard mayRead(name, reader) else { return false }
        writer.key(name)
        return true
    }

    private mutating func mayRead(_ name: StaticString, _ reader: Permission) -> Bool {
        if let wanted, !wanted.contains(name.description) { return false }
        if reader == .connect || readers.contains(reader) { return true }
        let name = name.description
        if !withheld.contains(name) { withheld.append(name) }
        return false
    }

    private mutating func note(
        _ name: StaticString, _ type: FieldType, isRequired: Bool, _ summary: StaticString, _ reader: Permission
    ) {
        recorded?.append(
            FieldDeclaration(
                name: name.description, type: type, isRequired: isRequired, summary: summary.description, reader: reader
            ))
    }

    private mutating func writeWithheld() {
        guard !withheld.isEmpty else { return }
        writer.key("withheld")
        withheld.encode(to: &writer)
    }
}
