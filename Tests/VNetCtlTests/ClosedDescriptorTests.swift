import Foundation
import TestSupport
import Testing

/// The programs, begun without standard input, output or error, as some supervisors and `>&-` begin them: what they open
/// first must not be read or written in their place.
struct ClosedDescriptorTests {
    static let combinations: [Set<Int32>] = [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]]

    /// Where the descriptors of a process lead.
    private func places(_ process: String) -> [Int32: String] {
        let folder = "/proc/\(process)/fd"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let places = names.compactMap { name in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)")).map { (Int32(name)!, $0) }
        }
        return Dictionary(uniqueKeysWithValues: places)
    }

    /// The same, once one of them is a socket that the process has not inherited.
    private func descriptors(of process: Running) throws -> [Int32: String] {
        let inherited = Set(places("self").values)
        while process.isRunning {
            let places = places("\(process.pid)")
            if places.values.contains(where: { $0.hasPrefix("socket:") && !inherited.contains($0) }) { return places }
            usleep(1000)
        }
        return try #require(nil, "It ended: \(process.errors)")
    }

    @Test(arguments: combinations) func `no program opens anything in the place of one that is closed`(
        _ closed: Set<Int32>
    )
        throws
    {
        let daemon = try Daemon()
        let folder = try Scratch()
        let programs: [(String, [String])] = [
            ("vnetctl", ["wait", "down", "--timeout", "60", "--socket", daemon.socket]),
            ("vnet-mailer", ["--maildir", folder.path("Maildir"), "--socket", daemon.folder.path("d")]),
            (
                "vnetd",
                [
                    "--state-dir", folder.path("state"), "--socket", folder.path("s"), "--simulate",
                    "2026-09-01T07:00:00Z",
                ]
            ),
        ]
        for (program, arguments) in programs {
            let running = try Running("\(Programs.folder)/\(program)", arguments, in: folder, closed: closed)
            let places = try descriptors(of: running)
            for descriptor in closed { #expect(places[descriptor] == "/", "\(program), \(descriptor)") }
        }
    }

    @Test func `what is printed without a standard output is no request, and no success`() throws {
        let daemon = try Daemon()
        try daemon.done("cohort", "create", "Autumn", "personal-development", "outward")
        let request = #"{"id":9,"method":"cohort.cancel","params":{"cohort":1}}"#
        try daemon.done(
            "enquiry", "create", "Alex Example", "alex@school.example", request, "--organisation", "A Trust")
        for closed in Self.combinations where closed.contains(1) {
            let run = try Running(
                Programs.vnetctl, ["enquiry", "get", "1", "-o", "question", "--socket", daemon.socket],
                in: daemon.folder,
                closed: closed
            ).wait()
            #expect(run.status == 70)
            #expect(closed.contains(2) || run.errors == "vnetctl: could not write the output: Bad file descriptor.\n")
        }
        #expect(try daemon.done("cohort", "get", "1", "-o", "state") == "draft\n")
    }

    @Test func `a standard input that is closed cannot be read, and takes nobody's place`() throws {
        let daemon = try Daemon()
        let run = try Running(
            Programs.vnetctl, ["call", "ping", "-", "--socket", daemon.socket], in: daemon.folder, closed: [0]
        ).wait()
        #expect(run.status == 66)
        #expect(run.errors == "vnetctl: Could not read standard input: Bad file descriptor.\n")
    }

    @Test func `a watch without a standard output ends at once, and says why`() throws {
        let daemon = try Daemon()
        let run = try Running(Programs.vnetctl, ["watch", "--socket", daemon.socket], in: daemon.folder, closed: [1])
            .wait()
        #expect(run.status == 70)
        #expect(run.errors.contains("could not write the output"))
    }
}
