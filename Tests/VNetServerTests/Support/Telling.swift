import Testing
import VNetAPI
import VNetJSON
import VNetPlatform

/// A story that is told to a daemon, line by line.
final class Telling {
    let serving: Serving
    /// What stands for `$name` in a line.
    var names: [String: String]
    /// A line of the story and its reply; before `@look`, what was asked so far.
    struct Line {
        let verb: Verb
        let params: JSONObject
        let reply: JSONObject
    }

    private(set) var told: [Line] = []
    /// Done after each line.
    var after: (Line) throws -> Void = { _ in }
    /// Done at each `@look`.
    var look: () throws -> Void = {}

    init(_ names: [String: String] = ["worried": "121002", "calm": "121003", "asking": "9"]) throws {
        serving = try Serving()
        self.names = names
    }

    /// A word that is found nowhere else, for what is called so.
    static func word(_ name: some StringProtocol) -> String {
        let letters = name.unicodeScalars.reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
            ($0 ^ UInt64($1.value)) &* 0x100_0000_01B3
        }
        return "Zq" + String((0..<10).map { Character(UnicodeScalar(UInt8(97 + (letters >> ($0 * 5)) % 26))) })
    }

    func tell(_ chapters: [String]) throws {
        for line in chapters.flatMap({ $0.split(separator: "\n") }) { try tell(String(line)) }
    }

    private func tell(_ line: String) throws {
        let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
        switch parts[0] {
        case "@advance":
            _ = try call("clock.advance", #"{"to":"\#(parts[1])"}"#)
            try deliver()
        case "@deliver": try deliver()
        case "@refuse": try deliver(refusing: Self.filled(parts[1]))
        case "@look": try look()
        default: try send(parts[0], parts.count > 1 ? parts[1] : "{}")
        }
    }

    private func send(_ method: String, _ rest: String) throws {
        let parts = rest.split(separator: "<", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let params = try replaced(Self.filled(parts[0].isEmpty ? "{}" : parts[0]))
        let file = parts.count > 1 ? Self.filled(Story.files[parts[1]] ?? "") : nil
        let reply = try call(method, params, file: file)
        let message = reply.string("error", "message") ?? ""
        try #require(reply["result"] != nil, "\(method) \(params): \(message)")
        guard let verb = Verb(rawValue: method), case .object(let object) = try JSON.parse(params) else { return }
        let line = Line(verb: verb, params: object, reply: reply)
        told.append(line)
        try after(line)
    }

    /// One call by `peer`, over a connection of its own; long work is done.
    func call(_ method: String, _ params: String, as peer: Peer = Serving.everybody, file: String? = nil) throws
        -> JSONObject
    {
        let client = try serving.connect(as: peer)
        defer { client.hangUp() }
        let passed = try file.map { try serving.file($0) }
        let line = #"{"id":0,"method":"\#(method)","params":\#(params)}"# + "\n"
        client.send(line, passing: passed.map { [$0.descriptor] } ?? [])
        try serving.turns.settle()
        try serving.finishWork()
        return try #require(try serving.replies(client).last, "No reply to \(method).")
    }

    /// The mailer takes all that can leave; the first is refused in these words, if any are given.
    func deliver(refusing words: String? = nil) throws {
        let mailer = try serving.connectMailer()
        defer { mailer.hangUp() }
        var words = words
        while true {
            let claim = try serving.call(mailer, "deliver.claim", #"{"transport":"maildir"}"#)
            guard let message = claim.integer("result", "message"), let token = claim.string("result", "token") else {
                return
            }
            let result =
                words.map { #""deferred","reason":"450 4.2.1 <\#($0)@school.example>: \#($0)""# } ?? #""sent""#
            _ = try serving.call(
                mailer, "deliver.report", #"{"message":\#(message),"token":"\#(token)","result":\#(result)}"#)
            words = nil
        }
    }

    private static func filled(_ text: String) -> String {
        text.split(separator: "%", omittingEmptySubsequences: false).enumerated()
            .map { $0.offset.isMultiple(of: 2) ? String($0.element) : word($0.element) }.joined()
    }

    private func replaced(_ params: String) throws -> String {
        var params = names.reduce(params) { $0.replacing("$\($1.key)", with: $1.value) }
        if params.contains("$held") {
            let held = try call("outbox.list", #"{"state":"held","limit":1}"#)
            let id = try #require(held.list("messages").first?.integer("id"))
            params = params.replacing("$held", with: "\(id)")
        }
        if params.contains("$digest") {
            let preview = try call("retention.preview", "{}")
            params = params.replacing("$digest", with: preview.string("result", "digest") ?? "")
        }
        return params
    }
}

extension JSONObject {
    /// The rows of a list that was asked for.
    func list(_ name: String) -> [JSONObject] {
        guard case .array(let rows)? = at(["result", name]) else { return [] }
        return rows.compactMap { if case .object(let row) = $0 { row } else { nil } }
    }
}
