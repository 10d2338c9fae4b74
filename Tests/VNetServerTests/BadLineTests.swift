import Testing
import VNetJSON
import VNetServer

/// Lines that are no requests: the stable code, and the offset of the byte at fault.
private let badLines: [(line: [UInt8], code: String, offset: Int64)] = [
    (Array(#"{"id":1,"#.utf8), "json.invalid", 8),
    (Array("ping".utf8), "json.invalid", 0),
    (Array("".utf8), "json.invalid", 0),
    (Array(#"{"id":1,"method":"ping",}"#.utf8), "json.invalid", 24),
    (Array(#"{"id":""#.utf8) + [0xFF] + Array(#""}"#.utf8), "json.invalid", 7),
    (Array(#"{"id":1,"id":2,"method":"ping"}"#.utf8), "json.invalid", 8),
    (Array(#"{"id":1,"\u0069d":2,"method":"ping"}"#.utf8), "json.invalid", 8),
    (Array(repeating: UInt8(ascii: "["), count: 40), "json.invalid", 32),
    ([0xEF, 0xBB, 0xBF] + Array(#"{"id":1,"method":"ping"}"#.utf8), "json.invalid", 0),
    (Array(#"{"id":1,"method":"ping"} {}"#.utf8), "json.invalid", 25),
    (Array("{\"id\":1,\"method\":\"pi\0ng\"}".utf8), "json.invalid", 20),
    (Array(#"{"method":"ping"}"#.utf8), "request.invalid", 0),
    (Array(#" {"id":null,"method":"ping"}"#.utf8), "request.invalid", 1),
    (Array(#"{"id":1.5,"method":"ping"}"#.utf8), "request.invalid", 0),
    (Array(#"{"id":true,"method":"ping"}"#.utf8), "request.invalid", 0),
    (Array(#"{"id":[1],"method":"ping"}"#.utf8), "request.invalid", 0),
    (Array(#"  [{"id":1,"method":"ping"}]"#.utf8), "request.invalid", 2),
    (Array("[]".utf8), "request.invalid", 0),
    (Array(#""ping""#.utf8), "request.invalid", 0),
    (Array("7".utf8), "request.invalid", 0),
    (Array(repeating: UInt8(ascii: " "), count: 65_537), "line.too_long", 65_536),
]

@Test(arguments: badLines.indices)
func `a bad line is answered with a null id, its code and an offset, and the connection lives on`(_ index: Int) throws {
    let (line, code, offset) = badLines[index]
    let serving = try Serving()
    let client = try serving.connect()
    var bytes = line + [0x0A]
    while !bytes.isEmpty {
        bytes.removeFirst(client.send(bytes))
        try serving.turns.settle()
    }
    let reply = try #require(try serving.replies(client).first)
    #expect(reply["id"] == .null)
    #expect(reply["jsonrpc"] == .string("2.0"))
    #expect(reply.code == code)
    #expect(reply.integer("error", "data", "offset") == offset)
    #expect(reply.string("error", "message")?.hasSuffix(".") == true)
    #expect(try serving.call(client, "ping")["result"] != nil)
}

@Test func `sixteen bad lines of any kind close the connection, after an answer each`() throws {
    let serving = try Serving()
    let client = try serving.connect()
    for index in 0..<20 { client.send(badLines[index % 20].line + [0x0A]) }
    let replies = try serving.replies(client)
    #expect(replies.count == 16)
    #expect(client.isClosed)
}

@Test(arguments: [
    (#"{"id":"a","method":"no.such"}"#, "method.unknown", -32601),
    (#"{"id":"a","method":"ping","params":{"extra":1}}"#, "params.invalid", -32602),
    (#"{"id":"a","method":"ping","params":[]}"#, "params.invalid", -32602),
    (#"{"id":"a","method":"cohort.get"}"#, "params.invalid", -32602),
    (#"{"id":"a","method":"cohort.get","params":{"cohort":"one"}}"#, "params.invalid", -32602),
    (#"{"id":"a","method":"cohort.get","params":{"cohort":99}}"#, "not_found", -32002),
    (#"{"id":"a","method":7}"#, "request.invalid", -32600),
    (#"{"id":"a"}"#, "request.invalid", -32600),
    (#"{"id":"a","method":"ping","extra":1}"#, "request.invalid", -32600),
    (#"{"id":"a","method":"ping","jsonrpc":"1.0"}"#, "request.invalid", -32600),
])
func `a request that cannot be carried out keeps its id, and is not counted as a bad line`(
    _ line: String, _ code: String, _ number: Int64
) throws {
    let serving = try Serving()
    let client = try serving.connect()
    for _ in 0..<20 { client.send(line + "\n") }
    let replies = try serving.replies(client)
    #expect(replies.count == 20)
    let reply = try #require(replies.last)
    #expect(reply["id"] == .string("a"))
    #expect(reply.code == code)
    #expect(reply.integer("error", "code") == number)
    #expect(!client.isClosed)
}

@Test(arguments: [
    "1", "-9223372036854775808", "9223372036854775807", #""""#, #""\"\\\n\u0000""#, #""é€𝄞""#,
])
func `an id comes back as it was given`(_ id: String) throws {
    let serving = try Serving()
    let client = try serving.connect()
    client.send("{\"jsonrpc\":\"2.0\",\"id\":\(id),\"method\":\"ping\",\"params\":{}}\n")
    #expect(try serving.replies(client).first?["id"] == JSON.parse(id))
}

@Test func `a ping is answered with these very bytes, also after a carriage return`() throws {
    let serving = try Serving()
    let client = try serving.connect()
    client.send("{\"id\":1,\"method\":\"ping\"}\n\t{ \"id\" : 2, \"method\" : \"ping\" } \r\n")
    try serving.turns.settle()
    #expect(
        client.lines() == [
            #"{"jsonrpc":"2.0","id":1,"result":{"pong":true}}"#, #"{"jsonrpc":"2.0","id":2,"result":{"pong":true}}"#,
        ])
}

@Test func `three thousand pipelined requests of several kinds are answered in their order`() throws {
    let serving = try Serving()
    let client = try serving.connect()
    let methods = ["ping", "status", "no.such", "cohort.list", "whoami", "hello"]
    var bytes = (0..<3000).flatMap { Array("{\"id\":\($0),\"method\":\"\(methods[$0 % 6])\"}\n".utf8) }
    var ids: [Int64] = []
    for _ in 0..<3000 where ids.count < 3000 {
        bytes.removeFirst(client.send(bytes))
        ids += try serving.replies(client).compactMap { $0.integer("id") }
    }
    let isInOrder = ids == Array(0..<3000)
    #expect(isInOrder, "\(ids.count) replies")
}

@Test func `hello announces the limits that hold`() throws {
    let serving = try Serving { $0.lineBytes = 2000 }
    let client = try serving.connect()
    let limits = try serving.call(client, "hello").at(["result", "limits"])
    guard case .object(let limits)? = limits else { return #expect(Bool(false)) }
    let expected = [
        "line_bytes": 2000, "line_seconds": 5, "idle_seconds": 600, "connections": 64, "connections_per_uid": 16,
        "in_flight": 64, "output_bytes": 4 << 20, "write_seconds": 30, "bad_lines": 16,
    ]
    #expect(
        Dictionary(uniqueKeysWithValues: limits.members.map { ($0.key, $0.value) })
            == expected.mapValues { .integer(Int64($0)) })
}

@Test func `who comes when there is no room is told so in JSON`() throws {
    let serving = try Serving { $0.connectionsPerUID = 1 }
    let first = try serving.connect()
    let second = try serving.connect()
    let reply = try #require(try serving.replies(second).first)
    #expect(reply.code == "connection.limit" && reply["id"] == .null)
    #expect(reply.at(["error", "data", "retryable"]) == .bool(true))
    #expect(try serving.call(first, "ping")["result"] != nil)
}
