import Foundation
import Glibc
import TestSupport
import Testing

/// The words that the programs are called with.
struct ArgumentTests {
    private func bash(_ script: String, _ program: String, _ environment: [String: String] = [:]) throws -> Finished {
        try Programs.run("/bin/bash", ["-c", script, "\(Programs.folder)/\(program)"], environment: environment)
    }

    @Test func `an argument that is not UTF-8 is refused, and nothing is stored`() throws {
        let daemon = try Daemon()
        for command in ["cohort create $'caf\\xe9' personal-development outward", "--socket $'/tmp/\\xff' ping"] {
            let run = try bash("\"$0\" \(command)", "vnetctl", ["VNET_SOCKET": daemon.socket])
            #expect(run.status == 64)
            #expect(run.output.isEmpty && run.errors.contains("is not text in UTF-8"), "\(run.errors)")
        }
        let json = try bash(
            "\"$0\" cohort create $'caf\\xe9' x outward --json", "vnetctl", ["VNET_SOCKET": daemon.socket])
        #expect(json.status == 64 && json.errors.hasPrefix(#"{"code":"usage""#))
        #expect(try daemon.done("cohort", "list", "-o", "id").isEmpty)
        let folder = try Scratch()
        for (program, option) in [("vnetd", "--state-dir"), ("vnet-mailer", "--maildir")] {
            let run = try bash("cd \(folder.path); \"$0\" \(option) $'st\\xe4te'", program)
            #expect(run.status == 64)
            #expect(run.errors.contains("Argument 2, “st\u{FFFD}te”, is not text in UTF-8"), "\(run.errors)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can hide /proc"))
    func `the words are known where there is no proc file system`() throws {
        func hidden(_ program: String, _ words: String) throws -> Finished {
            try Programs.run(
                "/usr/bin/unshare",
                [
                    "-m", "/bin/bash", "-c",
                    "mount --make-rprivate / && mount -t tmpfs none /proc && exec \(Programs.folder)/\(program) \(words)",
                ])
        }
        let run = try hidden("vnetctl", "is-up --socket /nonexistent")
        #expect(run.status == 3 && run.output.isEmpty, "\(run.output)")
        #expect(try hidden("vnetd", "--version").output.split(separator: ".").count == 3)
        #expect(try hidden("vnet-mailer", "--help").output.contains("USAGE: vnet-mailer"))
    }
}
