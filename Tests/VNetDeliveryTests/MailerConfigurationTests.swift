import Foundation
import TestSupport
import Testing
import VNetCore
import VNetDelivery
import VNetTOML

private func read(_ toml: String) throws -> MailerConfiguration {
    try MailerConfiguration(toml: toml, file: "mailer.toml")
}

private func server(_ toml: String) throws -> SMTPServer {
    guard case .smtp(let server) = try read("[smtp]\n" + toml).destination else { throw Failure.noServer }
    return server
}

private enum Failure: Error { case noServer }

@Test func `without a file, nothing is said about where mail goes`() throws {
    #expect(try read("").destination == nil)
    #expect(try read("[maildir]\ndirectory = \"/srv/Maildir\"").destination == .maildir("/srv/Maildir"))
}

@Test func `a server is one with STARTTLS at its usual port, unless the file says otherwise`() throws {
    #expect(try server("host = \"mail.example.org\"") == SMTPServer(host: "mail.example.org", port: 587))
    #expect(try server("host = \"mail.example.org\"\nsecurity = \"tls\"").port == 465)
    #expect(try server("host = \"::1\"\nsecurity = \"none\"").port == 25)
    #expect(try server("host = \"mail.example.org\"\nport = 2525").port == 2525)
}

@Test func `a preset is a provider's server and limits, and other keys override it`() throws {
    let microsoft = try read("[smtp]\npreset = \"microsoft-365\"")
    #expect(microsoft.destination == .smtp(SMTPServer(host: "smtp.office365.com", port: 587)))
    #expect(microsoft.pace == Pace(perMinute: 30, perDay: 10_000))
    let google = try read("[smtp]\npreset = \"google-workspace\"\nhost = \"smtp-relay.gmail.com\"\nper_minute = 60")
    #expect(google.destination == .smtp(SMTPServer(host: "smtp-relay.gmail.com", port: 587)))
    #expect(google.pace == Pace(perMinute: 60, perDay: 2_000))
}

@Test func `a login has its secret from one place`() throws {
    let login = { (keys: String) in try server("host = \"a.example\"\nuser = \"me\"\n\(keys)").login }
    #expect(try login("password_credential = \"p\"") == .init(user: "me", secret: .credential("p"), isToken: false))
    #expect(try login("token_file = \"/run/t\"") == .init(user: "me", secret: .file("/run/t"), isToken: true))
    #expect(
        try login("token_command = [\"/bin/t\", \"x\"]")
            == .init(user: "me", secret: .command(["/bin/t", "x"]), isToken: true))
}

@Test func `all that is wrong is named at once`() throws {
    let error = #expect(throws: ConfigurationError.self) {
        try read("[smtp]\nhost = \"a b\"\nport = 0\nsecurity = \"ssl\"\nuser = \"me\"\ncolour = 1\n[maildri]\n")
    }
    let faults = try #require(error?.faults)
    let named = ["smtp.host", "smtp.port", "smtp.security", "smtp.user", "smtp.colour", "maildri"]
    for key in named { #expect(faults.contains { $0.hasPrefix(key + " ") }, "\(key)") }
    // The host that cannot be one is missing as well.
    #expect(faults.count == named.count + 1)
}

@Test(arguments: [
    ("[smtp]\n", "smtp.host is missing"), ("[maildir]\n", "maildir.directory has to be there"),
    (
        "[smtp]\nhost = \"a.example\"\nsecurity = \"none\"",
        "smtp.security is \"none\", which is for a relay on this machine"
    ),
    ("[smtp]\nhost = \"127.0.0.1.example.org\"\nsecurity = \"none\"", "smtp.security is \"none\""),
    (
        "[smtp]\nhost = \"localhost\"\nsecurity = \"none\"\nuser = \"me\"\npassword_file = \"/p\"",
        "smtp.user would log in without TLS"
    ),
    ("[smtp]\nhost = \"a.example\"\npassword_file = \"/p\"", "smtp.password_file is there without a user"),
    ("[smtp]\nhost = \"a.example\"\nuser = \"me\"\npassword_file = \"p\"", "smtp.password_file has to be a path"),
    (
        "[smtp]\nhost = \"a.example\"\nuser = \"me\"\npassword_credential = \"../p\"",
        "smtp.password_credential has to be"
    ),
    (
        "[smtp]\nhost = \"a.example\"\nuser = \"me\"\ntoken_command = []",
        "smtp.token_command has to begin with the path"
    ),
    (
        "[smtp]\nhost = \"a.example\"\nuser = \"me\"\npassword_file = \"/p\"\ntoken_file = \"/t\"",
        "smtp.password_file and token_file are both there"
    ),
    ("[smtp]\nhost = \"a.example\"\n[maildir]\ndirectory = \"/m\"", "smtp and [maildir] are both there"),
    ("[smtp]\nhost = \"a.example/x?y\"", "smtp.host has to be the name of a mail server"),
])
func `each fault says what is wrong and what to do`(toml: String, fault: String) throws {
    let error = #expect(throws: ConfigurationError.self) { try read(toml) }
    #expect(error?.faults.contains { $0.hasPrefix(fault) } == true, "\(error?.faults ?? [])")
}

@Test func `the example, as it comes, sends nothing anywhere, and names every key that there is`() throws {
    let example = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../contrib/mailer.toml").path
    #expect(try MailerConfiguration(path: example).destination == nil)
    let text = try String(contentsOfFile: example, encoding: .utf8)
    for table in ["smtp", "maildir"] {
        let error = #expect(throws: ConfigurationError.self) { try read("[\(table)]\nno_such_key = 1\n") }
        let fault = try #require(error?.faults.first { $0.contains("no_such_key") })
        let keys = try #require(fault.split(separator: ": ").last).dropLast().split(separator: ", ")
        #expect(!keys.isEmpty)
        for key in keys { #expect(text.contains("\n#\(key) = "), "contrib/mailer.toml does not name \(table).\(key)") }
    }
}
