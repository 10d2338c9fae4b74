import Glibc
import VNetAPI
import VNetClient
import VNetCommandLine
import VNetCore
import VNetJSON

/// A connection to vnetd, with its failures as complaints.
struct Session {
    private let client: Client

    init(_ settings: Settings) throws(Complaint) {
        do throws(ClientError) {
            client = try Client(path: Self.path(settings), timeoutMilliseconds: settings.timeoutMilliseconds)
        } catch { throw Complaint(error) }
    }

    static func path(_ settings: Settings) -> String {
        if let socket = settings.socket { return socket }
        if let path = getenv("VNET_SOCKET"), path.pointee != 0 { return String(cString: path) }
        return Settings.usualSocket
    }

    /// The reply and, where words for it depend on the daemon's day, the daemon's greeting, asked for in one go.
    func reply(to line: RequestLine, file: Int32?, form: OutputForm) throws(Complaint) -> (JSONObject, JSONObject?) {
        var params = line.params
        let bar = form.isForReading && line.verb.request.about.effect == .worksLong ? Terminal.progressBar : nil
        if let bar {
            params["progress"] = .bool(true)
            client.noticed = { bar.draw($0.params) }
        }
        defer { bar?.erase() }
        return try complaining { () throws(ClientError) in
            let id = try client.send(line.verb.rawValue, params, file: file)
            let hello = form == .human && line.needsToday ? try client.send(Verb.hello.rawValue) : nil
            let reply = try client.result(of: id)
            return (reply, try hello.map { id throws(ClientError) in try client.result(of: id) })
        }
    }

    func call(_ method: String, _ params: JSONObject = JSONObject()) throws(Complaint) -> JSONObject {
        try complaining { () throws(ClientError) in try client.call(method, params) }
    }

    /// The next event, or that some were left out; nil when nobody reads from `output` any more.
    func event(whileRead output: Int32) throws(Complaint) -> JSONObject? {
        try complaining { () throws(ClientError) in try client.notice(whileRead: output)?.params }
    }

    /// How many bytes the daemon takes in one request.
    func lineLimit() throws(Complaint) -> Int {
        guard case .object(let limits)? = try call(Verb.hello.rawValue)["limits"],
            case .integer(let bytes)? = limits["line_bytes"]
        else { throw Complaint(.notAReply) }
        return Int(bytes)
    }

    func waitForEnd() throws(Complaint) { try complaining { () throws(ClientError) in try client.waitForEnd() } }

    private func complaining<T>(_ body: () throws(ClientError) -> T) throws(Complaint) -> T {
        do throws(ClientError) { return try body() } catch {
            throw otherVersion(error) ?? Complaint(error)
        }
    }

    /// What is refused as unknown may be what another version of the protocol is about: that is asked only then.
    private func otherVersion(_ error: ClientError) -> Complaint? {
        guard case .refused(let refusal) = error, [.methodUnknown, .paramsInvalid].contains(refusal.code) else {
            return nil
        }
        guard let hello = try? client.call(Verb.hello.rawValue), case .integer(let version)? = hello["protocol"],
            version != Int64(ProtocolVersion.current)
        else { return nil }
        return Complaint(
            .protocolMismatch, "protocol.mismatch",
            "vnetd speaks version \(version) of the protocol, and vnetctl version \(ProtocolVersion.current). "
                + "Use the vnetctl that was installed with vnetd.")
    }

    /// Tells the style what day it is for the daemon, and where.
    func date(_ style: inout Style, by reply: JSONObject) {
        guard case .string(let text)? = reply["now"], let now = Instant(rfc3339: text) else { return }
        var name = "Europe/London"
        if case .string(let zone)? = reply["time_zone"] { name = zone }
        guard let zone = Self.zone(name) else { return }
        style.zone = zone
        style.today = zone.civil(at: now).date
    }

    /// From the system's zoneinfo.
    private static func zone(_ name: String) -> TimeZoneRules? {
        guard !name.hasPrefix("/"), !name.split(separator: "/").contains(".."),
            let bytes = try? InputFile.bytes(of: "/usr/share/zoneinfo/" + name, limit: 1 << 20)
        else { return nil }
        return try? TimeZoneRules(name: name, tzif: bytes)
    }
}
