import VNetTOML

/// What mailer.toml says.
public struct MailerConfiguration: Sendable {
    /// Where to deliver to; nil where neither kind is named.
    public enum Destination: Equatable, Sendable {
        case maildir(String)
        case smtp(SMTPServer)
    }

    public var destination: Destination?
    public var pace = Pace()

    /// What vnet-mailer reads when no other file is named.
    public static let defaultFile = "/etc/vnet/mailer.toml"

    /// Reads the file at `path`. Throws all that is wrong with it at once.
    public init(path: String) throws(ConfigurationError) { try self.init(Table(path: path)) }

    /// `file` names the text in errors.
    public init(toml text: String, file: String) throws(ConfigurationError) { try self.init(Table(text, file: file)) }

    private init(_ root: Table) throws(ConfigurationError) {
        root.read("maildir") { table in
            var directory: String?
            table.text("directory") { directory = $0 }
            if directory?.hasPrefix("/") != true { table.fault("directory", "has to be there, and begin with a slash") }
            destination = directory.map { .maildir($0) }
        }
        root.read("smtp") { table in
            if destination != nil { root.fault("smtp", "and [maildir] are both there: mail leaves in one way") }
            readServer(table)
        }
        try root.finish()
    }

    /// Values for a provider, which other keys override.
    enum Preset: String, CaseIterable {
        case microsoft365 = "microsoft-365"
        case googleWorkspace = "google-workspace"

        var server: SMTPServer {
            switch self {
            case .microsoft365: SMTPServer(host: "smtp.office365.com", port: 587)
            case .googleWorkspace: SMTPServer(host: "smtp.gmail.com", port: 587)
            }
        }

        /// What the provider lets an account send.
        var pace: Pace {
            switch self {
            case .microsoft365: Pace(perMinute: 30, perDay: 10_000)
            case .googleWorkspace: Pace(perDay: 2_000)
            }
        }
    }

    private mutating func readServer(_ table: Table) {
        var server = SMTPServer(host: "", port: 0)
        table.converted("preset", Self.choices(Preset.self), Preset.init) {
            server = $0.server
            pace = $0.pace
        }
        table.converted("host", "the name of a mail server, such as \"smtp.example.org\"", Self.host) {
            server.host = $0
        }
        if server.host.isEmpty { table.fault("host", "is missing: name the mail server, or a preset") }
        table.converted("security", Self.choices(SMTPServer.Security.self), SMTPServer.Security.init) {
            server.security = $0
            server.port = 0
        }
        if server.port == 0 { server.port = server.security.usualPort }
        table.whole("port", 1...65_535) { server.port = $0 }
        if server.security == .none, !server.isLocal {
            table.fault(
                "security", "is \"none\", which is for a relay on this machine only; use \"starttls\" or \"tls\"")
        }
        readLogin(table, &server)
        table.converted("ca_file", "the path of a file of certificates", Self.path) { server.caFile = $0 }
        table.converted("hello", "a host name", Self.host) { server.hello = $0 }
        table.whole("connect_seconds", 1...300) { server.connectSeconds = $0 }
        table.whole("reply_seconds", 1...500) { server.replySeconds = $0 }
        table.whole("per_minute", 1...100_000) { pace.perMinute = $0 }
        table.whole("per_day", 1...10_000_000) { pace.perDay = $0 }
        destination = .smtp(server)
    }

    private func readLogin(_ table: Table, _ server: inout SMTPServer) {
        var user: String?
        var found: [(key: String, secret: Secret, isToken: Bool)] = []
        table.text("user") { user = $0 }
        for (key, isToken) in [("password", false), ("token", true)] {
            table.converted("\(key)_credential", "the name of a credential, such as \"smtp-\(key)\"", Self.name) {
                found.append(("\(key)_credential", .credential($0), isToken))
            }
            table.converted("\(key)_file", "a path that begins with a slash", Self.path) {
                found.append(("\(key)_file", .file($0), isToken))
            }
            table.list("\(key)_command", of: "the words of a command, the path of a program first", Self.word) {
                guard $0.first.flatMap(Self.path) != nil else {
                    return table.fault("\(key)_command", "has to begin with the path of a program")
                }
                found.append(("\(key)_command", .command($0), isToken))
            }
        }
        guard let first = found.first else {
            if user != nil {
                table.fault(
                    "user", "has no password or token: name password_credential, password_file or token_command")
            }
            return
        }
        guard let user else { return table.fault(first.key, "is there without a user") }
        if found.count > 1 {
            table.fault(first.key, "and \(found[1].key) are both there: a login takes one of them")
        }
        if server.security == .none { table.fault("user", "would log in without TLS: leave it out, or ask for TLS") }
        server.login = SMTPServer.Login(user: user, secret: first.secret, isToken: first.isToken)
    }

    // Conversions

    private static func host(_ text: String) -> String? { SMTPServer.isHost(text) ? text : nil }

    private static func word(_ text: String) -> String? { text }

    private static func path(_ text: String) -> String? {
        text.hasPrefix("/") && !text.unicodeScalars.contains { $0.value < 0x20 } ? text : nil
    }

    private static func name(_ text: String) -> String? {
        !text.isEmpty && text != "." && text != ".." && !text.contains("/")
            && !text.unicodeScalars.contains { $0.value < 0x20 } ? text : nil
    }

    private static func choices<T: CaseIterable & RawRepresentable<String>>(_ type: T.Type) -> String {
        T.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
    }
}

extension SMTPServer.Security {
    fileprivate var usualPort: Int {
        switch self {
        case .starttls: 587
        case .tls: 465
        case .none: 25
        }
    }
}
