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
        let line = try readLine()
        guard case .object(let reply) = try? JSON.parse(line) else { throw .notAReply }
        // An error without an id is about the line, or about the connection.
        if case .object(let error)? = reply["error"], reply["id"] == .integer(id) || reply["id"] == .null {
            throw .refused(Refusal(error))
        }
        guard reply["id"] == .integer(id), case .object(let result)? = reply["result"] else { throw .notAReply }
        return result
    }

    /// Waits until the daemon ends the connection.
    public func waitForEnd() throws(ClientError) {
        while case let bytes = try socket.receive(), !bytes.isEmpty { continue }
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
            let bytes = try socket.receive()
            guard !bytes.isEmpty else { throw .disconnected(reason: "vnetd closed the connection without a reply") }
            buffer += bytes
        }
    }
}
