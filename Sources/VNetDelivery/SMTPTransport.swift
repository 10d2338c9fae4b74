import CCurl
import Glibc
import VNetAPI
import VNetCore
import VNetPlatform

/// Delivers over SMTP, by libcurl: one connection for all letters that come one after another, one recipient a transaction.
public final class SMTPTransport: Transport {
    public let kind = TransportKind.smtp
    let server: SMTPServer
    private var curl: UnsafeMutableRawPointer?
    private var dialogue = Dialogue()
    /// Whether the last letter left a connection behind.
    public private(set) var isConnected = false
    /// What is being sent, and how much of it libcurl has taken.
    private var upload: (content: [UInt8], taken: Int) = ([], 0)
    /// libcurl's words about what failed.
    private let words = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    public init(_ server: SMTPServer) {
        self.server = server
        _ = Self.isStarted
    }

    deinit {
        rest()
        words.deallocate()
    }

    private static let isStarted = vnet_curl_start() == CURLE_OK

    public func deliver(_ letter: Letter) -> Attempt {
        guard letter.isSafe else { return .ended(.failed, answer: "5.6.0 the message is not lines of text") }
        let isHeld = isConnected && isAlive
        if !isHeld { rest() }
        let verdict = perform(letter)
        // A server may close a connection that was held at any time, and a token may have run out meanwhile.
        guard isHeld, verdict.mayBeStale else { return verdict.attempt }
        rest()
        return perform(letter).attempt
    }

    public func rest() {
        if let curl { curl_easy_cleanup(curl) }
        (curl, isConnected) = (nil, false)
    }

    /// Whether the server has neither closed the connection nor said anything since.
    private var isAlive: Bool {
        guard let curl else { return false }
        var byte: UInt8 = 0
        let count = recv(vnet_curl_socket(curl), &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT))
        return count < 0 && errno == EAGAIN
    }

    private func perform(_ letter: Letter) -> Verdict {
        dialogue.begin()
        let curl: UnsafeMutableRawPointer
        do throws(SystemError) { curl = try opened() } catch {
            return Verdict.stopped(.auth, "the password or token is missing: \(error.reason)")
        }
        upload = (letter.content, 0)
        let recipient = curl_slist_append(nil, "<\(letter.recipient.text)>")
        defer {
            vnet_curl_set_pointer(curl, CURLOPT_MAIL_RCPT, nil)
            curl_slist_free_all(recipient)
            upload = ([], 0)
        }
        vnet_curl_set_text(curl, CURLOPT_MAIL_FROM, "<\(letter.sender.text)>")
        vnet_curl_set_pointer(curl, CURLOPT_MAIL_RCPT, recipient)
        vnet_curl_set_size(curl, CURLOPT_INFILESIZE_LARGE, curl_off_t(letter.content.count))
        words[0] = 0
        let code = curl_easy_perform(curl)
        isConnected = code == CURLE_OK
        return Verdict(
            code, dialogue, of: server, words: String(cString: words),
            isConnected: vnet_curl_get(curl, CURLINFO_LOCAL_PORT) > 0)
    }

    /// The handle that holds the connection, or one without. The secret is read here, so once a connection.
    private func opened() throws(SystemError) -> UnsafeMutableRawPointer {
        if let curl { return curl }
        let secret = try server.login?.secret.read()
        guard let curl = curl_easy_init() else { throw SystemError("start libcurl", ENOMEM) }
        vnet_curl_set_text(curl, CURLOPT_URL, server.url)
        vnet_curl_set_text(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        vnet_curl_set_text(curl, CURLOPT_PROXY, "")
        vnet_curl_set(curl, CURLOPT_NOSIGNAL, 1)
        vnet_curl_set(curl, CURLOPT_UPLOAD, 1)
        vnet_curl_set_pointer(curl, CURLOPT_ERRORBUFFER, words)
        vnet_curl_set(curl, CURLOPT_CONNECTTIMEOUT, server.connectSeconds)
        vnet_curl_set(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, server.replySeconds)
        vnet_curl_set(curl, CURLOPT_LOW_SPEED_LIMIT, 1)
        vnet_curl_set(curl, CURLOPT_LOW_SPEED_TIME, server.replySeconds)
        if server.security != .none {
            vnet_curl_set(curl, CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
            vnet_curl_set(curl, CURLOPT_SSL_VERIFYPEER, 1)
            vnet_curl_set(curl, CURLOPT_SSL_VERIFYHOST, 2)
            vnet_curl_set(curl, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
            vnet_curl_set(curl, CURLOPT_CERTINFO, 1)
            if let file = server.caFile { vnet_curl_set_text(curl, CURLOPT_CAINFO, file) }
        }
        if let login = server.login, let secret {
            vnet_curl_set_text(curl, CURLOPT_USERNAME, login.user)
            vnet_curl_set_text(curl, login.isToken ? CURLOPT_XOAUTH2_BEARER : CURLOPT_PASSWORD, secret)
            vnet_curl_set_text(
                curl, CURLOPT_LOGIN_OPTIONS, login.isToken ? "AUTH=XOAUTH2" : "AUTH=PLAIN;AUTH=LOGIN")
        }
        setCallbacks(curl)
        self.curl = curl
        return curl
    }

    private func setCallbacks(_ curl: UnsafeMutableRawPointer) {
        vnet_curl_set_callbacks(
            curl,
            { buffer, size, count, context in SMTPTransport.of(context!).give(buffer!, size * count) },
            { _, kind, bytes, count, context in
                SMTPTransport.of(context!).show(kind, UnsafeRawBufferPointer(start: bytes, count: count))
                return 0
            },
            { context, _, _, _, _ in SMTPTransport.of(context!).mayBegin ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT },
            Unmanaged.passUnretained(self).toOpaque())
    }

    private static func of(_ context: UnsafeMutableRawPointer) -> SMTPTransport {
        Unmanaged<SMTPTransport>.fromOpaque(context).takeUnretainedValue()
    }

    /// libcurl goes on without a login where the server offers none.
    private var mayBegin: Bool { server.login == nil || dialogue.isAuthenticated }

    private func give(_ buffer: UnsafeMutablePointer<CChar>, _ room: Int) -> Int {
        let count = min(room, upload.content.count - upload.taken)
        _ = upload.content.withUnsafeBytes { memcpy(buffer, $0.baseAddress! + upload.taken, count) }
        upload.taken += count
        if count == 0 { dialogue.isContentWhole = true }
        return count
    }

    private func show(_ kind: curl_infotype, _ bytes: UnsafeRawBufferPointer) {
        switch kind {
        case CURLINFO_HEADER_OUT: dialogue.said(String(decoding: bytes, as: UTF8.self))
        case CURLINFO_HEADER_IN:
            for line in bytes.split(separator: 0x0A) { dialogue.heard(String(decoding: line, as: UTF8.self)) }
        default: break
        }
    }

    // A trial

    public func test(_ letter: Letter) -> [StepFinding] {
        rest()
        defer { rest() }
        let verdict = perform(letter)
        var findings: [StepFinding] = []
        for step in DeliveryStep.allCases where isTaken(step) {
            let isDone = step != verdict.failed
            findings.append(StepFinding(step: step, isDone: isDone, detail: isDone ? detail(step) : verdict.cause))
            if !isDone { break }
        }
        return findings
    }

    private func isTaken(_ step: DeliveryStep) -> Bool {
        switch step {
        case .tls: server.security != .none
        case .auth: server.login != nil
        default: true
        }
    }

    private func detail(_ step: DeliveryStep) -> String {
        switch step {
        case .name: "\(server.host) is found"
        case .connect: "\(server.place) answers"
        case .tls: certificate ?? "the certificate is trusted"
        case .auth: "the login is accepted"
        case .mail: "the sender is accepted"
        case .rcpt: "the recipient is accepted"
        case .data: "the message is accepted"
        }
    }

    /// Whose certificate the server showed, and until when it is good.
    private var certificate: String? {
        guard let curl, let shown = vnet_curl_certificates(curl), shown.pointee.num_of_certs > 0 else { return nil }
        var values: [String: String] = [:]
        var entry = shown.pointee.certinfo[0]
        while let item = entry {
            let parts = String(cString: item.pointee.data).split(separator: ":", maxSplits: 1)
            if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
            entry = item.pointee.next
        }
        guard let subject = values["Subject"], let end = values["Expire date"] else { return nil }
        return "the certificate of \(subject) is good until \(end)"
    }
}
