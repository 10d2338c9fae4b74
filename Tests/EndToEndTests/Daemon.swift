import Foundation
import TestSupport
import Testing

/// A vnetd of a test's own, and vnetctl to talk to it.
final class Daemon: Sendable {
    static let simulation = ["--simulate", "2026-09-01T08:00:00+01:00"]
    let directory: Scratch
    private let running: Running

    deinit { running.signal(SIGKILL) }

    var state: String { directory.path + "/state" }
    var socket: String { directory.path + "/vnetd.sock" }
    var deliverSocket: String { directory.path + "/deliver.sock" }
    var maildir: String { directory.path + "/Maildir" }
    var log: String { running.errors }

    /// Starts it and waits until it answers. A directory that is given may hold a state already.
    init(
        _ directory: Scratch? = nil, _ arguments: [String] = Daemon.simulation, environment: [String: String] = [:]
    ) async throws {
        self.directory = try directory ?? Scratch()
        running = try Self.start(in: self.directory, arguments, environment)
        try await untilItAnswers()
    }

    /// The command line of a daemon in a directory.
    static func start(
        in directory: Scratch, _ arguments: [String], _ environment: [String: String] = [:]
    ) throws -> Running {
        try Running(
            Programs.bin + "/vnetd",
            [
                "--state-dir", directory.path("state"), "--socket", directory.path("vnetd.sock"), "--deliver-socket",
                directory.path("deliver.sock"),
            ] + arguments, in: directory, environment: environment)
    }

    private func untilItAnswers() async throws {
        for _ in 0..<2000 {
            try #require(running.isRunning, "vnetd ended: \(running.errors)")
            if try await ctl("ping").status == 0 { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("vnetd does not answer: \(running.errors)")
    }

    /// Runs vnetctl, whatever comes of it.
    func ctl(_ words: String..., input: String = "") async throws -> Finished {
        try await vnet(words, input: input)
    }

    private func vnet(_ words: [String], input: String = "") async throws -> Finished {
        try await Programs.run(
            Programs.bin + "/vnetctl", words, input: input, environment: ["VNET_SOCKET": socket])
    }

    /// Runs a vnetctl that has to succeed, and gives its output.
    @discardableResult
    func does(_ words: String..., input: String = "") async throws -> String {
        let finished = try await vnet(words, input: input)
        try #require(finished.status == 0, "vnetctl \(words.joined(separator: " ")): \(finished.errors)")
        return finished.output
    }

    /// The reply to a vnetctl that has to succeed.
    func reply(_ words: String...) async throws -> [String: Any] {
        let finished = try await vnet(words + ["--json"])
        // “status” exits with 3 when something needs attention.
        let isFine = finished.status == 0 || (words.first == "status" && finished.status == 3)
        try #require(isFine, "vnetctl \(words.joined(separator: " ")): \(finished.errors)")
        return try #require(JSONSerialization.jsonObject(with: Data(finished.output.utf8)) as? [String: Any])
    }

    /// Delivers what is due into the Maildir, and ends.
    func deliver() async throws {
        let finished = try await Programs.run(
            Programs.bin + "/vnet-mailer", ["--socket", deliverSocket, "--maildir", maildir, "--once"])
        try #require(finished.status == 0, "vnet-mailer: \(finished.errors)")
    }

    /// The messages delivered, by file name.
    func mails() throws -> [String: Data] { try files(in: maildir + "/new") }

    func signal(_ number: Int32) { running.signal(number) }

    func ended() async -> Finished { await running.ended() }

    /// Asks it to end, and waits for it.
    @discardableResult
    func stop() async -> Finished {
        signal(SIGTERM)
        return await ended()
    }

    /// As kill -9 does.
    func killed() async {
        signal(SIGKILL)
        _ = await ended()
    }
}

/// The bytes of each file in a directory; none where there is no such directory.
func files(in directory: String) throws -> [String: Data] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return try Dictionary(
        uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: URL(filePath: "\(directory)/\($0)"))) })
}

extension Daemon {
    /// Three confirmed schools in a cohort that is recruiting, with a training half day on 29 September 2026.
    func prepareCohort() async throws {
        try await does("school", "import", Programs.demo + "/norfolk-schools.csv")
        try await does("contact", "import", Programs.demo + "/contacts.csv")
        try await does("cohort", "create", "A", "send", "outward")
        try await does("cohort", "open", "1")
        for urn in ["120928", "134965", "134958"] {
            try await does("enrolment", "create", "1", urn)
            try await does("readiness", "attest", "1", urn)
            try await does("enrolment", "confirm", "1", urn)
        }
        try await does("session", "schedule", "1", "training", "2026-09-29", "09:00", "12:30", "The Forum")
    }

    /// When and why the cohort's reminders go out.
    func reminders() async throws -> [String] {
        let list = try await reply("reminder", "list", "--limit", "200")["reminders"] as? [[String: Any]] ?? []
        return list.map { "\($0["at"] ?? "") \($0["kind"] ?? "") \($0["reason"] ?? "")" }
    }
}
