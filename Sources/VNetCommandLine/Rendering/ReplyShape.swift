import VNetAPI
import VNetJSON

/// What a verb's reply consists of, as it was declared; of `watch`, the events that it tells.
struct ReplyShape {
    let fields: [FieldDeclaration]
    /// The name of the list that the reply is about, if it is about one.
    let list: String?

    init(_ verb: Verb) {
        fields = verb == .eventsSubscribe ? EventNotice.fields : verb.request.replyFields
        if case .table(let name) = verb.request.about.rendering { list = name } else { list = nil }
    }

    /// What `-o` prints of unless told otherwise: of a list, its elements.
    var printed: [FieldDeclaration] { rowFields ?? fields }

    /// The fields of the list's elements.
    var rowFields: [FieldDeclaration]? { list.flatMap { Self.elements(of: $0, in: fields) } }

    static func elements(of name: String, in fields: [FieldDeclaration]) -> [FieldDeclaration]? {
        guard case .list(.record(let elements))? = fields.first(where: { $0.name == name })?.type else { return nil }
        return elements
    }

    /// Whether any of it is a date, so that words for it depend on the daemon's day.
    static func hasDates(_ fields: [FieldDeclaration]) -> Bool { fields.contains { hasDates($0.type) } }

    private static func hasDates(_ type: FieldType) -> Bool {
        switch type {
        case .date, .instant: true
        case .list(let element): hasDates(element)
        case .record(let fields): hasDates(fields)
        default: false
        }
    }
}

extension RequestLine {
    /// Whether the reply in words needs to be told what the daemon's day is.
    public var needsToday: Bool {
        switch verb.request.about.rendering {
        case .timeline, .text: false
        default: ReplyShape.hasDates(verb.request.replyFields)
        }
    }
}

extension JSONObject {
    func text(_ key: String) -> String? { if case .string(let text)? = self[key] { text } else { nil } }
    func integer(_ key: String) -> Int? { if case .integer(let number)? = self[key] { Int(number) } else { nil } }
    func flag(_ key: String) -> Bool { self[key] == .bool(true) }
    func objects(_ key: String) -> [JSONObject] { self[key]?.objects ?? [] }
    func texts(_ key: String) -> [String] {
        guard case .array(let elements)? = self[key] else { return [] }
        return elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }
}

extension JSONValue {
    var objects: [JSONObject] {
        guard case .array(let elements) = self else { return [] }
        return elements.compactMap { if case .object(let object) = $0 { object } else { nil } }
    }

    var isListOfObjects: Bool {
        guard case .array(let elements) = self else { return false }
        return elements.contains { if case .object = $0 { true } else { false } }
    }
}
