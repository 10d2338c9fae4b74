import Foundation
import Testing

/// What a program did.
struct Run {
    let status: Int32
    let output: String
    let errors: String

    var lines: [String] { output.split(separator: "\n").map(String.init) }
}

/// The built programs, run as a person or a script runs them.
enum Programs {
    /// Where the test runner itself was built to.
    static var folder: URL {
        var folder = Bundle.main.bundleURL
        if !FileManager.default.fileExists(atPath: folder.appending(path: "vnetctl").path) {
            folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        }
        return folder
    }

    static var vnetctl: String { folder.appending(path: "vnetctl").path }

    /// Runs a program to its end. Standard input stays open and says nothing unless `input` is given, so what waits for it
    /// never ends.
    static func run(
        _ program: String, _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
    ) throws -> Run {
        let folder = try TemporaryFolder()
        var variables = ProcessInfo.processInfo.environment.filter { !["NO_COLOR", "VNET_SOCKET"].contains($0.key) }
        variables["TERM"] = "xterm-256color"
        let pipe = Pipe()
        if let input {
            // Small enough for the pipe to take at once.
            try pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try pipe.fileHandleForWriting.close()
        }
        let child = try Child(
            program, arguments, environment: variables.merging(environment) { $1 },
            input: pipe.fileHandleForReading.fileDescriptor, output: try folder.handle("output").fileDescriptor,
            errors: try folder.handle("errors").fileDescriptor)
        let status = child.wait()
        return Run(status: status, output: try folder.text("output"), errors: try folder.text("errors"))
    }

    static func python(_ script: String, _ arguments: [String] = [], input: String? = nil) throws -> Run {
        try run("/usr/bin/env", ["python3", "-c", script] + arguments, input: input)
    }
}

/// A folder that goes when it is no longer used.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "vnetctl-tests-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path }

    private var handles: [FileHandle] = []

    /// Stays open as long as the folder is there.
    func handle(_ name: String) throws -> FileHandle {
        try Data().write(to: url.appending(path: name))
        handles.append(try FileHandle(forWritingTo: url.appending(path: name)))
        return handles[handles.count - 1]
    }

    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: url.appending(path: name))
        return path(name)
    }

    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: url.appending(path: name)), as: UTF8.self)
    }
}

/// A simulated vnetd of the test's own, at 1 September 2026, and vnetctl that speaks to it.
final class Daemon {
    let folder = try! TemporaryFolder()
    private var process: Child?

    var socket: String { folder.path("s") }

    init() throws { try start() }

    /// Also again, after its end, with the state that it left.
    func start() throws {
        process = try Child(
            background: Programs.folder.appending(path: "vnetd").path,
            [
                "--state-dir", folder.path("state"), "--socket", socket, "--deliver-socket", folder.path("d"),
                "--simulate", "2026-09-01T08:00:00+01:00",
            ], log: folder.handle("log"))
        let up = try vnetctl("wait", "up", "--timeout", "60")
        let log = try folder.text("log")
        try #require(up.status == 0, "\(up.errors)\(log)")
    }

    func end() { process = nil }

    func vnetctl(_ arguments: String..., input: String? = nil, environment: [String: String] = [:]) throws -> Run {
        try run(arguments, input: input, environment: environment)
    }

    func run(_ arguments: [String], input: String? = nil, environment: [String: String] = [:]) throws -> Run {
        try Programs.run(
            Programs.vnetctl, arguments, input: input, environment: ["VNET_SOCKET": socket].merging(environment) { $1 })
    }

    /// Runs what has to succeed.
    @discardableResult
    func done(_ arguments: String..., input: String? = nil) throws -> String {
        let run = try run(arguments, input: input)
        try #require(run.status == 0, "vnetctl \(arguments.joined(separator: " ")): \(run.errors)")
        return run.output
    }

    static let schools = [
        (120928, "Avenue Junior School"), (134965, "Lakenham Primary School"), (134958, "Mile Cross Primary School"),
        (134960, "Catton Grove Primary School"),
    ]

    /// Three schools in a group, their visits agreed, and a training half day.
    func makeCohort() throws {
        try done("school", "import", "-", input: Self.register)
        try done("contact", "import", "-", input: Self.contacts)
        try done("cohort", "create", "Personal Development 2026/27", "personal-development", "outward")
        try done("cohort", "open", "1")
        for (urn, _) in Self.schools.prefix(3) {
            try done("enrolment", "create", "1", "\(urn)")
            try done("readiness", "attest", "1", "\(urn)")
            try done("enrolment", "confirm", "1", "\(urn)")
        }
        try done("session", "schedule", "1", "training", "2026-09-29", "09:00", "12:30", "The Forum, Norwich")
        try done("cohort", "start", "1")
        try done("group", "create", "1", "A", "120928,134965,134958")
        try done("group", "confirm", "1")
        for (visit, date) in [(1, "2026-11-03"), (2, "2026-11-17"), (3, "2027-04-20")] {
            try done("visit", "agree", "\(visit)", "--date", date)
        }
    }

    static var contacts: String {
        "URN,role,name,e-mail\n" + schools.map { "\($0.0),head,Head of \($0.1),head@s\($0.0).example\n" }.joined()
    }

    static var register: String {
        "URN,EstablishmentName,EstablishmentStatus (name),PhaseOfEducation (name),Town,Postcode\n"
            + schools.map { "\($0),\($1),Open,Primary,Norwich,NR2 3HP\n" }.joined()
    }
}
