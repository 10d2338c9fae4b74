import VNetJSON

/// The description of the protocol for programs: one OpenRPC method a verb, from the declarations by which requests are
/// decoded and replies are written.
enum OpenRPC {
    static let version = "1.3.2"

    static func method(_ verb: Verb) -> AnyObject {
        let request = verb.request
        let about = request.about
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("name", verb.rawValue)
        writer.member("summary", about.summary)
        writer.member("paramStructure", "by-name")
        writer.key("params")
        writer.beginArray()
        for field in request.allParameters { parameter(field, to: &writer) }
        writer.endArray()
        writer.key("result")
        writer.beginObject()
        writer.member("name", request.repliesWithOutcome ? "Outcome" : verb.rawValue)
        writer.key("schema")
        if request.repliesWithOutcome {
            reference("#/components/schemas/Outcome", to: &writer)
        } else if let rows = request.listedRows {
            JSONSchema.write(page: request.replyFields, rows: rows, to: &writer)
        } else {
            JSONSchema.write(reply: request.replyFields, to: &writer)
        }
        writer.endObject()
        writer.key("errors")
        errors(about.allErrors, to: &writer)
        writer.member("x-permission", about.permission.rawValue)
        writer.member("x-changes", about.isChange)
        writer.member("x-waits", about.effect == .waits)
        writer.member("x-takes-file", about.takesFile)
        writer.endObject()
        return AnyObject(writer.bytes)
    }

    /// What several methods refer to; the parameters of each notification, as the schema `notification.METHOD`; every error,
    /// with what vnetctl exits with.
    static func components() -> AnyObject {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("schemas")
        writer.beginObject()
        writer.key("Outcome")
        JSONSchema.write(reply: ReplyFields.declarations(of: Outcome.self), to: &writer)
        for notice in Notifications.all {
            writer.key("notification.\(notice.method)")
            JSONSchema.write(reply: ReplyFields.declarations(of: notice), to: &writer)
        }
        writer.endObject()
        writer.key("errors")
        writer.beginObject()
        for code in ErrorCode.allCases {
            writer.key(code.rawValue)
            error([code], to: &writer)
        }
        writer.endObject()
        writer.endObject()
        return AnyObject(writer.bytes)
    }

    private static func parameter(_ field: FieldDeclaration, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("name", field.name)
        writer.member("summary", field.summary)
        writer.member("required", field.isRequired)
        writer.key("schema")
        JSONSchema.write(field.type, .parameter, to: &writer)
        writer.endObject()
    }

    private static func reference(_ path: String, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("$ref", path)
        writer.endObject()
    }

    /// OpenRPC has each number once in a method; the dotted codes that share one are told apart by `data.code`.
    private static func errors(_ codes: [ErrorCode], to writer: inout JSONWriter) {
        writer.beginArray()
        var seen: Set<Int> = []
        for code in codes where seen.insert(code.rpcCode).inserted {
            error(codes.filter { $0.rpcCode == code.rpcCode }, to: &writer)
        }
        writer.endArray()
    }

    /// Its `data` is the schema of what an error's `data` holds.
    private static func error(_ codes: [ErrorCode], to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("code", codes[0].rpcCode)
        writer.member("message", codes.map(\.meaning).joined(separator: " Or: "))
        writer.key("data")
        JSONSchema.write(.record(data(codes)), .reply, to: &writer)
        if codes.count == 1 { writer.member("x-exit-status", Int(codes[0].exit.rawValue)) }
        writer.endObject()
    }

    private static func data(_ codes: [ErrorCode]) -> [FieldDeclaration] {
        func field(_ name: String, _ type: FieldType, isRequired: Bool = false, _ summary: String) -> FieldDeclaration {
            FieldDeclaration(name: name, type: type, isRequired: isRequired, summary: summary, reader: .connect)
        }
        return [
            field("code", .choice(codes.map(\.rawValue)), isRequired: true, "Stable; for programs."),
            field("path", String.fieldType, "The parameter at fault, as a JSON path."),
            field("offset", Int.fieldType, "Where in the line it is, in bytes."),
            field("retryable", .boolean, isRequired: true, "Whether the same request may succeed later, unchanged."),
            field("retry_after_ms", Int.fieldType, "After how many milliseconds to try again, where that may help."),
            field("hint", String.fieldType, isRequired: true, "What usually helps."),
            field("details", [String].fieldType, "One line each, for a file with several faults."),
        ]
    }
}

/// A JSON object whose members are not declared.
public struct AnyObject: FieldValue, Equatable {
    public static let fieldType = FieldType.record([])
    public static let sample = AnyObject(Array("{}".utf8))
    let json: [UInt8]

    /// `json` is one object.
    init(_ json: [UInt8]) { self.json = json }

    public static func decode(_ json: JSONValue) throws(FieldFault) -> AnyObject {
        guard case .object = json else { throw FieldFault("must be an object") }
        return AnyObject(json.serialized)
    }

    public func encode(to writer: inout JSONWriter) { writer.raw(json) }
}

extension About {
    /// What it can be refused with: its own, and what a request like it can always be.
    public var allErrors: [ErrorCode] {
        var codes: [ErrorCode] = [.paramsInvalid, .permissionDenied, .storageFailed, .internalError] + errors
        if takesFile { codes += [.descriptorMissing, .dataInvalid] }
        if isChange { codes += [.generationMismatch, .idempotencyMismatch] }
        if writes { codes += [.busy, .storageFull, .readOnly] }
        return ErrorCode.allCases.filter(codes.contains)
    }
}

extension Request {
    /// What a list calls its rows; nil for what is no list of pages.
    public static var listedRows: String? { (Self.self as? any Listing.Type)?.rows.description }

    /// The verb's own parameters, and those that every verb of its sort takes.
    public static var allParameters: [FieldDeclaration] {
        switch about.effect {
        case .changes: parameters + ChangeOptions.parameters
        case .worksLong: parameters + ChangeOptions.parameters + ChangeOptions.longParameters
        case .reads, .discloses, .waits: parameters
        }
    }
}
