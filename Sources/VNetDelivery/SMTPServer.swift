/// A mail server that takes messages from us.
public struct SMTPServer: Equatable, Sendable {
    public enum Security: String, CaseIterable, Sendable {
        /// The connection turns to TLS before anything else is said.
        case starttls
        /// TLS from the first byte.
        case tls
        /// Only for a relay on this machine.
        case none
    }

    public struct Login: Equatable, Sendable {
        public var user: String
        public var secret: Secret
        /// Whether the secret is an OAuth 2.0 bearer token rather than a password.
        public var isToken: Bool

        public init(user: String, secret: Secret, isToken: Bool) {
            self.user = user
            self.secret = secret
            self.isToken = isToken
        }
    }

    /// A name or an address.
    public var host: String
    public var port: Int
    public var security: Security
    public var login: Login?
    /// A file of certificates that are trusted instead of the machine's.
    public var caFile: String?
    /// What we call ourselves; the machine's name unless given.
    public var hello: String?
    /// How long may pass until the login is accepted.
    public var connectSeconds = 60
    /// How long may pass until each reply. What was sent and is not answered in time may have arrived, so it is better long.
    /// vnetd takes a mailer that says nothing for ten minutes for gone.
    public var replySeconds = 300

    public init(host: String, port: Int, security: Security = .starttls) {
        self.host = host
        self.port = port
        self.security = security
    }

    /// As a person names it.
    var place: String { "\(host):\(port)" }

    var url: String {
        "\(security == .tls ? "smtps" : "smtp")://\(host.contains(":") ? "[\(host)]" : host):\(port)\(hello.map { "/\($0)" } ?? "")"
    }

    /// Whether nobody but this machine sees what is said to it.
    var isLocal: Bool { host == "localhost" || host == "::1" || (host.hasPrefix("127.") && Self.isAddress(host)) }

    /// Whether `text` can be a host: a name of letters, digits and hyphens, or an address.
    static func isHost(_ text: String) -> Bool {
        if text.contains(":") {
            return text.utf8.allSatisfy { Character(UnicodeScalar($0)).isHexDigit || ":.".utf8.contains($0) }
        }
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy { $0 == 0x2D || Self.isAlphanumeric($0) }
            }
    }

    private static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }
}
