import VNetCore
import VNetJSON

/// Reads a request's parameters, each by one declaration that is also its documentation.
///
/// A request's initialiser runs in one of two ways: over the `params` of a line, where each declaration decodes, or over
/// nothing, where each only notes itself and gives a sample value. So what is decoded and what is documented is one text.
public struct RequestFields {
    private let params: JSONObject
    private var recorded: [FieldDeclaration]?
    private var known: [StaticString] = []

    init(_ params: JSONObject) { self.params = params }

    /// The declarations of a request, in their order.
    static func declarations(of request: (some Request).Type) -> [FieldDeclaration] {
        declarations { fields throws(Refusal) in _ = try request.init(&fields) }
    }

    static func declarations(read: (inout RequestFields) throws(Refusal) -> Void) -> [FieldDeclaration] {
        var fields = RequestFields(JSONObject())
        fields.recorded = []
        try? read(&fields)
        return fields.recorded ?? []
    }

    /// `reader` is who may ever be shown again what is given here; `connect` where it is nothing to be kept from anybody.
    public mutating func required<T: FieldValue>(
        _ name: StaticString, _ summary: StaticString, reader: Permission = .connect
    ) throws(Refusal) -> T {
        if note(name, T.self, isRequired: true, summary, reader) { return T.sample }
        guard let json = params[name.description] else {
            throw Refusal(.paramsInvalid, "“\(name)” is missing: \(summary)", path: "$.\(name)")
        }
        return try decode(json, name)
    }

    public mutating func optional<T: FieldValue>(
        _ name: StaticString, _ summary: StaticString, reader: Permission = .connect
    ) throws(Refusal) -> T? {
        if note(name, T.self, isRequired: false, summary, reader) { return nil }
        guard let json = params[name.description], json != .null else { return nil }
        return try decode(json, name)
    }

    public mutating func flag(_ name: StaticString, _ summary: StaticString) throws(Refusal) -> Bool {
        try optional(name, summary) ?? false
    }

    private mutating func decode<T: FieldValue>(_ json: JSONValue, _ name: StaticString) throws(Refusal) -> T {
        do { return try T.decode(json) } catch {
            throw Refusal(.paramsInvalid, "“\(name)” \(error.requirement).", path: "$.\(name)")
        }
    }

    private mutating func note<T: FieldValue>(
        _ name: StaticString, _: T.Type, isRequired: Bool, _ summary: StaticString, _ reader: Permission
    ) -> Bool {
        known.append(name)
        guard recorded != nil else { return false }
        recorded?.append(
            FieldDeclaration(
                name: name.description, type: T.fieldType, isRequired: isRequired, summary: summary.description,
                reader: reader))
        return true
    }

    /// Refuses a parameter that no declaration has asked for.
    func finish() throws(Refusal) {
        guard params.members.count > 0 else { return }
        let names = known.map(\.description)
        for (key, _) in params.members where !names.contains(where: { $0.utf8.elementsEqual(key.utf8) }) {
            let offer = names.isEmpty ? "There are none." : "There are: \(names.joined(separator: ", "))."
            throw Refusal(.paramsInvalid, "There is no parameter “\(key)”. \(offer)", path: "$.\(key)")
        }
    }
}

/// What every changing verb takes besides its own parameters.
public struct ChangeOptions: Equatable, Sendable {
    /// Say what would change, and change nothing.
    public var isDryRun = false
    /// Refuse if anything has changed since this generation.
    public var ifGeneration: Int64?
    /// Names this request: when it comes again, it is answered as the first time, and nothing is done.
    public var idempotencyKey: Label?
    /// Tell from time to time how far the work is.
    public var wantsProgress = false

    public init() {}

    /// Their declarations, to be read after a verb's own parameters.
    public static var parameters: [FieldDeclaration] {
        RequestFields.declarations { fields throws(Refusal) in _ = try ChangeOptions(&fields) }
    }

    /// What long work takes besides.
    static var longParameters: [FieldDeclaration] {
        RequestFields.declarations { fields throws(Refusal) in
            var options = ChangeOptions()
            try options.readLong(&fields)
        }
    }

    mutating func readLong(_ fields: inout RequestFields) throws(Refusal) {
        wantsProgress = try fields.flag("progress", "Tell from time to time, by notifications, how far the work is.")
    }

    init(_ fields: inout RequestFields) throws(Refusal) {
        isDryRun = try fields.flag("dry_run", "Say what would change, and change nothing.")
        ifGeneration = try fields.optional(
            "if_generation", "Refuse if anything has changed since this generation, as an earlier reply gave it.")
        idempotencyKey = try fields.optional(
            "idempotency_key",
            "Names this request, for a day: sent again under the same key, it is answered as the first time and done once."
        )
    }
}
