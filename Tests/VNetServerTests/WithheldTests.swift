import Testing
import VNetAPI
import VNetJSON

/// Which fields of `value` are missing although they are declared, by the place where they are.
private func missing(_ fields: [FieldDeclaration], _ value: JSONObject) -> [FieldDeclaration] {
    fields.flatMap { field -> [FieldDeclaration] in
        guard let json = value[field.name] else { return [field] }
        switch (field.type, json) {
        case (.record(let inner), .object(let object)): return missing(inner, object)
        case (.list(.record(let inner)), .array(let elements)):
            return elements.flatMap { element -> [FieldDeclaration] in
                if case .object(let object) = element { missing(inner, object) } else { [] }
            }
        default: return []
        }
    }
}

/// All that is declared, in the reply and within it.
private func declared(_ fields: [FieldDeclaration]) -> [FieldDeclaration] {
    fields.flatMap { field -> [FieldDeclaration] in
        switch field.type {
        case .record(let inner), .list(.record(let inner)): [field] + declared(inner)
        default: [field]
        }
    }
}

private func written<R: Request>(_: R.Type, for readers: Permissions) throws -> JSONObject {
    var bytes: [UInt8] = []
    ReplyFields.append(R.Response.sample, to: &bytes, readers: readers)
    guard case .object(let object) = try JSON.parse(bytes) else { return JSONObject() }
    return object
}

private func check<R: Request>(_ request: R.Type) throws {
    let full = try written(request, for: Permissions(Permission.allCases))
    #expect(full["withheld"] == nil, "\(R.verb.rawValue)")
    let absent = Set(missing(R.replyFields, full).map(\.name))
    let guarded = declared(R.replyFields).filter { $0.reader != .connect }.map(\.name)
    #expect(absent.isDisjoint(with: guarded), "The sample of \(R.verb.rawValue) shows no \(absent)")
    for permission in Permission.allCases {
        let readers = permission.includes
        let hidden = Set(declared(R.replyFields).filter { !readers.contains($0.reader) }.map(\.name))
        let reply = try written(request, for: readers)
        var named: Set<String> = []
        if case .array(let names)? = reply["withheld"] { named = Set(names.map { $0.description.trimmed }) }
        #expect(
            named == hidden, "\(R.verb.rawValue) for \(permission.rawValue) withholds what it should not, or hides it")
        for field in missing(R.replyFields, reply) where !absent.contains(field.name) {
            #expect(
                !readers.contains(field.reader),
                "\(R.verb.rawValue) leaves out \(field.name) for \(permission.rawValue)")
        }
    }
}

extension String {
    fileprivate var trimmed: String { String(dropFirst().dropLast()) }
}

@Test func `of every reply, each field that a reader may not see is left out and named`() throws {
    for verb in Verb.allCases { try check(verb.request) }
}

@Test
func `what is confidential is behind a verb that only the confidential may call, or a field that only they may read`() {
    for verb in [Verb.writeupGet, .feedbackGet] {
        #expect(verb.request.about.permission == .confidential)
        let readers = verb.request.replyFields.filter { $0.name == "text" }.map(\.reader)
        #expect(readers == [.confidential])
    }
}
