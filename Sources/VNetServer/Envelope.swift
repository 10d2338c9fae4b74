import VNetAPI
import VNetJSON

/// The outside of one JSON-RPC 2.0 request: which verb, and which id the reply carries.
struct Envelope: Sendable {
    let id: JSONValue
    let verb: Verb
    let params: JSONObject

    /// Throws with the id that the error is to carry: null while none can be made out.
    init(_ line: UnsafeRawBufferPointer) throws(Failure) {
        let value: JSONValue
        do { value = try JSON.parse(line) } catch {
            throw Failure(.null, Refusal(.jsonInvalid, error.message, offset: error.offset), isBadLine: true)
        }
        guard case .object(let object) = value else {
            throw Failure(.null, Refusal(.requestInvalid, "A request is a JSON object."), isBadLine: true)
        }
        let id = object["id"]
        switch id {
        case .string, .integer: break
        default:
            throw Failure(
                .null, Refusal(.requestInvalid, "A request has an “id”, a string or a whole number.", path: "$.id"),
                isBadLine: true)
        }
        self.id = id!
        if let version = object["jsonrpc"], version != .string("2.0") {
            throw Failure(self.id, Refusal(.requestInvalid, "“jsonrpc” is “2.0”, or left out.", path: "$.jsonrpc"))
        }
        for (key, _) in object.members where !["jsonrpc", "id", "method", "params"].contains(key) {
            throw Failure(self.id, Refusal(.requestInvalid, "A request has no “\(key)”.", path: "$.\(key)"))
        }
        guard case .string(let method)? = object["method"] else {
            throw Failure(self.id, Refusal(.requestInvalid, "A request has a “method”.", path: "$.method"))
        }
        guard let verb = Verb(rawValue: method) else {
            throw Failure(self.id, Refusal(.methodUnknown, "There is no method “\(method)”.", path: "$.method"))
        }
        self.verb = verb
        switch object["params"] {
        case nil: params = JSONObject()
        case .object(let object): params = object
        default: throw Failure(self.id, Refusal(.paramsInvalid, "“params” is an object.", path: "$.params"))
        }
    }

    struct Failure: Error {
        let id: JSONValue
        let refusal: Refusal
        /// Whether the line was no request at all, which is counted against the connection.
        let isBadLine: Bool

        init(_ id: JSONValue, _ refusal: Refusal, isBadLine: Bool = false) {
            self.id = id
            self.refusal = refusal
            self.isBadLine = isBadLine
        }
    }
}

/// Replies as bytes, line feed included.
enum ReplyLine {
    static func result(_ id: JSONValue, _ reply: some Reply, _ readers: Set<Permission>, into output: inout [UInt8]) {
        open(id, into: &output)
        output += #","result":"#.utf8
        ReplyFields.append(reply, to: &output, readers: readers)
        output += "}\n".utf8
    }

    static func error(_ id: JSONValue, _ refusal: Refusal, into output: inout [UInt8]) {
        open(id, into: &output)
        var writer = JSONWriter()
        refusal.write(to: &writer)
        output += #","error":"#.utf8
        output += writer.bytes
        output += "}\n".utf8
    }

    private static func open(_ id: JSONValue, into output: inout [UInt8]) {
        output += #"{"jsonrpc":"2.0","id":"#.utf8
        var writer = JSONWriter()
        writer.value(id)
        output += writer.bytes
    }
}
