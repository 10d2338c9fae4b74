import Foundation
import TestSupport
import Testing

/// What `make install` puts below a directory of the test's own, as a package does that has PREFIX=/usr.
private struct Installed {
    let scratch: Scratch
    var root: String { scratch.path + "/root" }

    init() async throws {
        scratch = try Scratch()
        try await install()
    }

    func install() async throws {
        // What is built counts as up to date: it is what the other tests here run.
        let arguments = ["-C", Programs.root, "-o", "all", "install", "DESTDIR=\(root)", "PREFIX=/usr"]
        let made = try await Programs.run("/usr/bin/make", arguments)
        try #require(made.status == 0, "\(made.errors)")
    }

    /// Every file, as seen from the root, with its mode.
    func files() throws -> [String: Int] {
        let manager = FileManager.default
        return try manager.subpathsOfDirectory(atPath: root).reduce(into: [:]) { files, path in
            let attributes = try manager.attributesOfItem(atPath: "\(root)/\(path)")
            guard attributes[.type] as? FileAttributeType == .typeRegular else { return }
            files["/" + path] = (attributes[.posixPermissions] as? NSNumber)?.intValue
        }
    }

    func text(_ path: String) throws -> String { try String(contentsOfFile: root + path, encoding: .utf8) }
}

struct InstallTests {
    private static let programs = ["/usr/bin/vnetctl", "/usr/sbin/vnetd", "/usr/libexec/vnet/vnet-mailer"]
    private static let units = ["vnetd.service", "vnet-mailer.service", "vnetd.socket", "vnetd-deliver.socket"]
        .map { "/usr/lib/systemd/system/" + $0 }
    private static let pages = [
        "man1/vnetctl.1", "man5/mailer.toml.5", "man5/vnetd.toml.5", "man7/vnet.7", "man7/vnetd-protocol.7",
        "man8/vnetd.8",
        "man8/vnet-mailer.8",
    ].map { "/usr/share/man/" + $0 }
    private static let rest = [
        "/usr/share/bash-completion/completions/vnetctl", "/usr/share/zsh/site-functions/_vnetctl",
        "/usr/share/fish/vendor_completions.d/vnetctl.fish", "/usr/lib/sysusers.d/vnet.conf",
        "/usr/lib/tmpfiles.d/vnet.conf", "/etc/vnet/vnetd.toml", "/etc/vnet/mailer.toml",
    ]

    @Test func `everything is where it belongs, and may be run or read by those who are to`() async throws {
        let files = try await Installed().files()
        #expect(Set(files.keys) == Set(Self.programs + Self.units + Self.pages + Self.rest))
        for (path, mode) in files { #expect(mode == (Self.programs.contains(path) ? 0o755 : 0o644), "\(path)") }
    }

    @Test func `the units name what is installed, where it is`() async throws {
        let installed = try await Installed()
        let files = try installed.files()
        for unit in Self.units {
            let text = try installed.text(unit)
            #expect(text.firstMatch(of: /@[A-Z]+@/) == nil, "\(unit)")
            for line in text.split(separator: "\n") where line.hasPrefix("Exec") {
                let command = line.drop { $0 != "=" }.dropFirst().split(separator: " ").first.map(String.init)
                let program = try #require(command)
                #expect(files[program] == 0o755, "\(unit): \(line)")
            }
            // Each page that is pointed to is there too.
            for page in text.matches(of: /man:([a-z.-]+)\(([0-9])\)/) {
                #expect(files["/usr/share/man/man\(page.2)/\(page.1).\(page.2)"] != nil, "\(unit): \(page.0)")
            }
        }
        #expect(try installed.text(Self.units[0]).contains("\nExecStart=/usr/sbin/vnetd\n"))
    }

    @Test func `the installed vnetd runs on the installed configuration, and the installed vnetctl is answered`()
        async throws
    {
        let installed = try await Installed()
        let checked = try await Programs.run(
            installed.root + "/usr/sbin/vnetd", ["--check-config", "--config", installed.root + "/etc/vnet/vnetd.toml"])
        #expect(checked.status == 0, "\(checked.errors)")
        let (vnetctl, socket) = (installed.root + "/usr/bin/vnetctl", installed.scratch.path + "/socket")
        let daemon = try Running(
            installed.root + "/usr/sbin/vnetd",
            [
                "--state-dir", installed.scratch.path + "/state", "--socket", socket, "--deliver-socket",
                installed.scratch.path + "/deliver", "--simulate", "2026-09-01T08:00:00+01:00",
            ], in: installed.scratch)
        defer { daemon.signal(SIGTERM) }
        let up = try await Programs.run(vnetctl, ["--socket", socket, "wait", "up", "--timeout", "60"])
        #expect(up.status == 0, "\(up.errors)\(daemon.errors)")
        let ping = try await Programs.run(vnetctl, ["--socket", socket, "ping"])
        #expect(ping.status == 0 && ping.output == "vnetd answers.\n")
        let version = try await Programs.run(vnetctl, ["--version"])
        let same = try await Programs.run(vnetctl, ["--socket", socket, "hello", "-o", "version"])
        #expect(version.output == "vnetctl \(same.output)")
    }

    @Test func `what an administrator has written into the configuration stays`() async throws {
        let installed = try await Installed()
        let path = installed.root + "/etc/vnet/vnetd.toml"
        try Data("# mine\n".utf8).write(to: URL(filePath: path))
        try await installed.install()
        #expect(try installed.text("/etc/vnet/vnetd.toml") == "# mine\n")
    }

    @Test func `a prefix of one's own is where everything goes that is not the machine's`() async throws {
        let scratch = try Scratch()
        let made = try await Programs.run(
            "/usr/bin/make",
            ["-C", Programs.root, "-o", "all", "install", "DESTDIR=\(scratch.path)", "PREFIX=/opt/vnet"])
        #expect(made.status == 0, "\(made.errors)")
        let unit = try String(
            contentsOfFile: scratch.path + "/opt/vnet/lib/systemd/system/vnet-mailer.service", encoding: .utf8)
        #expect(unit.contains("ExecStart=/opt/vnet/libexec/vnet/vnet-mailer"))
    }
}
