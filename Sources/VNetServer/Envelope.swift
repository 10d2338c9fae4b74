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
        // Where the value begins: past white space, which is all that may precede it.
        let offset = line.firstIndex { $0 > 0x20 } ?? 0
        guard case .object(let object) = value else {
            let advice = if case .array = value { " Send one request a line, not a batch." } else { "" }
            throw Failure(
                .null, Refusal(.requestInvalid, "A request is a JSON object.\(advice)", offset: offset), isBadLine: true
            )
        }
        var (id, version, method, params, unknown): (JSONValue?, JSONValue?, JSONValue?, JSONValue?, String?)
        for (key, value) in object.members {
            switch key {
            case "id": id = value
            case "jsonrpc": version = value
            case "method": method = value
            case "params": params = value
            default: unknown = unknown ?? key
            }
        }
        switch id {
        case .string, .integer: break
        default:
            throw Failure(
                .null,
                Refusal(
                    .requestInvalid, "A request has an “id”, a string or a whole number.", path: "$.id", offset: offset),
                isBadLine: true)
        }
        self.id = id!
        if let version, version != .string("2.0") {
            throw Failure(self.id, Refusal(.requestInvalid, "“jsonrpc” is “2.0”, or left out.", path: "$.jsonrpc"))
        }
        if let unknown {
            throw Failure(self.id, Refusal(.requestInvalid, "A request has no “\(unknown)”.", path: "$.\(unknown)"))
        }
        guard case .string(let method)? = method else {
            throw Failure(self.id, Refusal(.requestInvalid, "A request has a “method”.", path: "$.method"))
        }
        guard let verb = Verb(rawValue: method) else {
            throw Failure(self.id, Refusal(.methodUnknown, "There is no method “\(method)”.", path: "$.method"))
        }
        self.verb = verb
        switch params {
        case nil: self.params = JSONObject()
        case .object(let object): self.params = object
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

extension Refusal {
    /// What a client is told of a line that was never looked at.
    init(_ fault: LineFault, _ limits: Limits) {
        switch fault {
        case .tooLong:
            self.init(
                .lineTooLong, "The line is longer than \(limits.lineBytes) bytes. Send less at once.",
                offset: limits.lineBytes)
        case .tooSlow:
            self.init(
                .lineTooSlow, "The line was not complete within \(limits.lineSeconds) seconds. Send it in one piece.")
        case .tooManyConnections:
            self.init(.connectionLimit, "There are too many connections. Close one, or try later.")
        case .incomplete(let bytes):
            self.init(
                .lineIncomplete, "The last line has no line feed at its end. Send one after each request.",
                offset: bytes)
        }
    }
}

/// Replies as bytes, line feed included.
enum ReplyLine {
    static func result(_ id: JSONValue, _ reply: some Reply, _ readers: Permissions, into output: inout [UInt8]) {
        open(id, into: &output)
        output += #","result":"#.utf8
        ReplyFields.append(reply, to: &output, readers: readers)
        output += "}\n".utf8
    }

    static func error(_ id: JSONValue, _ refusal: Refusal, into output: inout [UInt8]) {
        open(id, into: &output)
        output += #","error":"#.utf8
        JSONWriter.append(to: &output) { refusal.write(to: &$0) }
        output += "}\n".utf8
    }

    private static func open(_ id: JSONValue, into output: inout [UInt8]) {
        output += #"{"jsonrpc":"2.0","id":"#.utf8
        JSONWriter.append(to: &output) { $0.value(id) }
    }
}
