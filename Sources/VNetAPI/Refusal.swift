import VNetJSON

/// Why a request was not carried out: the `error` of a reply. Names ids, never a person's address.
public struct Refusal: Error, Equatable, Sendable {
    public var code: ErrorCode
    /// One or two sentences: what is wrong, and what to do.
    public var message: String
    /// The JSON path of the parameter at fault, for example `$.date`.
    public var path: String?
    /// A byte offset into the request line.
    public var offset: Int?
    /// One line each, for a file with several faults.
    public var details: [String]
    /// After how many milliseconds to try again, where that may help.
    public var retryAfterMilliseconds: Int?
    /// What usually helps, for those who do not show the message.
    public var hint: String

    public init(
        _ code: ErrorCode, _ message: String, path: String? = nil, offset: Int? = nil, details: [String] = []
    ) {
        self.code = code
        self.message = message
        self.path = path
        self.offset = offset
        self.details = details
        retryAfterMilliseconds = code.retryAfterMilliseconds
        hint = code.hint
    }

    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("code")
        writer.integer(Int64(code.rpcCode))
        writer.key("message")
        writer.string(message)
        writer.key("data")
        writer.beginObject()
        writer.key("code")
        writer.string(code.rawValue)
        if let path {
            writer.key("path")
            writer.string(path)
        }
        if let offset {
            writer.key("offset")
            writer.integer(Int64(offset))
        }
        writer.key("retryable")
        writer.bool(code.isRetryable)
        if let retryAfterMilliseconds {
            writer.key("retry_after_ms")
            writer.integer(Int64(retryAfterMilliseconds))
        }
        writer.key("hint")
        writer.string(hint)
        if !details.isEmpty {
            writer.key("details")
            writer.beginArray()
            for detail in details { writer.string(detail) }
            writer.endArray()
        }
        writer.endObject()
        writer.endObject()
    }

    /// The refusal that an `error` member holds. A code that is not known, from a newer server, reads as one of the same
    /// JSON-RPC code, and so means the same to a script.
    public init(_ error: JSONObject) {
        let data: JSONObject = if case .object(let data)? = error["data"] { data } else { JSONObject() }
        func text(_ value: JSONValue?) -> String? { if case .string(let text)? = value { text } else { nil } }
        let rpcCode: Int? = if case .integer(let number)? = error["code"] { Int(exactly: number) } else { nil }
        code =
            text(data["code"]).flatMap(ErrorCode.init(rawValue:))
            ?? ErrorCode.allCases.first { $0.rpcCode == rpcCode } ?? .internalError
        message = text(error["message"]) ?? "The daemon gave no reason."
        path = text(data["path"])
        offset = if case .integer(let offset)? = data["offset"] { Int(offset) } else { nil }
        details = if case .array(let lines)? = data["details"] { lines.compactMap(text) } else { [] }
        retryAfterMilliseconds =
            if case .integer(let number)? = data["retry_after_ms"] { Int(number) } else { code.retryAfterMilliseconds }
        hint = text(data["hint"]) ?? code.hint
    }
}
