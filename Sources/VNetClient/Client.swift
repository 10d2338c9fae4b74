import Glibc
import VNetAPI
import VNetJSON

/// Why a call got no reply.
public enum ClientError: Error, Equatable, Sendable {
    /// No socket, or nobody listens at it.
    case unreachable(path: String, reason: String)
    /// The connection ended before the reply came.
    case disconnected(reason: String)
    case timedOut
    /// What came back is no reply to what was asked.
    case notAReply
    case refused(Refusal)
}

/// One connection to vnetd: requests, and their replies in the same order. Needs neither Foundation nor name services.
public final class Client {
    private let socket: ClientSocket
    private var buffer: [UInt8] = []
    private var nextID: Int64 = 1
    /// Told of what comes unasked while a reply is awaited.
    public var noticed: ((Notice) -> Void)?

    /// `timeoutMilliseconds` is for connecting and all calls together; nil waits for ever.
    public init(path: String, timeoutMilliseconds: Int?) throws(ClientError) {
        socket = try ClientSocket(path: path, timeoutMilliseconds: timeoutMilliseconds)
    }

    /// Calls `method`, passing an open file along if there is one, and gives the result.
    public func call(_ method: String, _ params: JSONObject = JSONObject(), file: Int32? = nil) throws(ClientError)
        -> JSONObject
    {
        let id = try send(method, params, file: file)
        return try result(of: id)
    }

    /// Sends a request; `result(of:)` gives its result. Several may be sent before the first result is asked for.
    public func send(_ method: String, _ params: JSONObject = JSONObject(), file: Int32? = nil) throws(ClientError)
        -> Int64
    {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("jsonrpc")
        writer.string("2.0")
        writer.key("id")
        writer.integer(nextID)
        writer.key("method")
        writer.string(method)
        if !params.members.isEmpty {
            writer.key("params")
            writer.value(.object(params))
        }
        writer.endObject()
        try socket.send(writer.bytes + [0x0A], file: file)
        defer { nextID += 1 }
        return nextID
    }

    /// The result of the earliest request that has none yet, which has to be `id`.
    public func result(of id: Int64) throws(ClientError) -> JSONObject {
        var reply = try message()
        while let notice = Notice(reply) {
            noticed?(notice)
            reply = try message()
        }
        // An error without an id is about the line, or about the connection.
        if case .object(let error)? = reply["error"], reply["id"] == .integer(id) || reply["id"] == .null {
            throw .refused(Refusal(error))
        }
        guard reply["id"] == .integer(id), case .object(let result)? = reply["result"] else { throw .notAReply }
        return result
    }

    /// What comes next unasked, however long it takes; nil as soon as nobody reads from the pipe or socket `output` any
    /// more. No reply may be due.
    public func notice(whileRead output: Int32) throws(ClientError) -> Notice? {
        while !buffer.contains(0x0A) {
            guard try socket.waitForInput(whileRead: output) else { return nil }
            try receive()
        }
        guard let notice = Notice(try message()) else { throw .notAReply }
        return notice
    }

    /// Waits until the daemon ends the connection.
    public func waitForEnd() throws(ClientError) {
        while case let bytes = try socket.receive(), !bytes.isEmpty { continue }
    }

    private func message() throws(ClientError) -> JSONObject {
        let line = try readLine()
        guard case .object(let message) = try? JSON.parse(line) else { throw .notAReply }
        return message
    }

    private func readLine() throws(ClientError) -> [UInt8] {
        var scanned = 0
        while true {
            if let end = buffer[scanned...].firstIndex(of: 0x0A) {
                let line = Array(buffer[..<end])
                buffer.removeSubrange(...end)
                return line
            }
            scanned = buffer.count
            try receive()
        }
    }

    private func receive() throws(ClientError) {
        let bytes = try socket.receive()
        guard !bytes.isEmpty else { throw .disconnected(reason: "vnetd closed the connection without a reply") }
        buffer += bytes
    }
}

/// What the daemon tells without being asked for it there and then: an event, a gap, or how far long work is.
public struct Notice: Sendable {
    public let method: String
    public let params: JSONObject

    /// Nil for what is a reply, or nothing that the protocol knows.
    init?(_ message: JSONObject) {
        guard message["id"] == nil, case .string(let method)? = message["method"],
            case .object(let params)? = message["params"]
        else { return nil }
        self.method = method
        self.params = params
    }
}
