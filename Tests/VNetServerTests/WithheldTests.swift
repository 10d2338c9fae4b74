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

/// Each field of a reply, and of what is within it, by its path.
private func paths(_ fields: [FieldDeclaration], within path: String = "") -> [(path: String, field: FieldDeclaration)]
{
    fields.flatMap { field -> [(String, FieldDeclaration)] in
        switch field.type {
        case .record(let inner), .list(.record(let inner)):
            [(path + field.name, field)] + paths(inner, within: path + field.name + ".")
        default: [(path + field.name, field)]
        }
    }
}

/// What people wrote, and how they are reached: by verb and field, who may call the verb, and who reads the field then. Decided
/// here, by hand, so that neither is loosened by the way.
private let decided: Set<String> = [
    "certificate.get text: dpo, connect",
    "deliver.claim sender: deliver, deliver",
    "deliver.claim recipient: deliver, deliver",
    "deliver.claim content: deliver, deliver",
    "enquiry.get contact: operate, operate",
    "enquiry.get email: operate, operate",
    "enquiry.get question: operate, operate",
    "evidence.get text: confidential, confidential",
    "feedback.get text: confidential, confidential",
    "feedback.list responses.standing: read, operate",
    "outbox.list messages.last_error: read, connect",
    "outbox.show last_error: operate, connect",
    "outbox.show text: operate, operate",
    "person.export name: dpo, dpo",
    "person.export email: dpo, dpo",
    "person.export messages: dpo, dpo",
    "person.export enquiries: dpo, dpo",
    "person.export enquiries.contact: dpo, connect",
    "person.export enquiries.question: dpo, connect",
    "person.export requests: dpo, dpo",
    "person.export text: dpo, dpo",
    "person.get name: read, operate",
    "person.get email: read, operate",
    "person.list people.name: operate, operate",
    "person.list people.email: operate, operate",
    "reminder.explain text: read, connect",
    "reminder.preview text: operate, operate",
    "reminder.preview content: operate, operate",
    "report.get text: confidential, confidential",
    "reviewer.list people.name: operate, operate",
    "reviewer.list people.email: operate, operate",
    "writeup.get text: confidential, confidential",
]

@Test func `what people wrote and how they are reached is read by those who were decided on, with every verb`() {
    let telling = ["text", "content", "question", "email", "contact", "recipient", "sender", "last_error"]
    var found: Set<String> = []
    for verb in Verb.allCases {
        for (path, field) in paths(verb.request.replyFields)
        where field.reader != .connect || telling.contains(field.name) {
            found.insert("\(verb.rawValue) \(path): \(verb.request.about.permission), \(field.reader)")
        }
    }
    #expect(found.subtracting(decided) == [], "not decided on, or otherwise")
    #expect(decided.subtracting(found) == [], "decided on, and not so")
}
