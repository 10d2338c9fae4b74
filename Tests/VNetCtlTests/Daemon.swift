import Foundation
import TestSupport
import Testing

/// A simulated vnetd of the test's own, at 1 September 2026, and vnetctl that speaks to it.
final class Daemon {
    let folder: Scratch
    private var process: Running?

    var socket: String { folder.path("s") }

    init() throws {
        folder = try Scratch()
        try start()
    }

    /// Also again, after its end, with the state that it left.
    func start() throws {
        let process = try Running(
            Programs.folder + "/vnetd",
            [
                "--state-dir", folder.path("state"), "--socket", socket, "--deliver-socket", folder.path("d"),
                "--simulate", "2026-09-01T08:00:00+01:00",
            ], in: folder)
        self.process = process
        let up = try vnetctl("wait", "up", "--timeout", "60")
        try #require(up.status == 0, "\(up.errors)\(process.errors)")
    }

    func end() {
        process?.signal(SIGTERM)
        _ = process?.wait()
        process = nil
    }

    deinit { end() }

    func vnetctl(_ arguments: String..., input: String? = nil, environment: [String: String] = [:]) throws -> Finished {
        try run(arguments, input: input, environment: environment)
    }

    func run(_ arguments: [String], input: String? = nil, environment: [String: String] = [:]) throws -> Finished {
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
