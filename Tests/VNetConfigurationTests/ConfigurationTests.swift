import Foundation
import TestSupport
import Testing
import VNetAPI
import VNetCompose
import VNetConfiguration
import VNetCore
import VNetServer
import VNetService
import VNetTOML

/// What is wrong with a configuration; nothing when it is in order.
private func faults(_ toml: String) -> [String] {
    do throws(ConfigurationError) {
        _ = try Configuration(toml: toml, file: "vnetd.toml")
        return []
    } catch { return error.faults }
}

@Test func `an empty file is the defaults`() throws {
    let configuration = try Configuration(toml: "", file: "vnetd.toml")
    #expect(configuration.network.zone.name == "Europe/London")
    #expect(configuration.network.name == NetworkConfiguration(zone: configuration.network.zone).name)
    #expect(configuration.limits.lineBytes == Limits().lineBytes)
}

@Test func `what the file says is taken over`() throws {
    let configuration = try Configuration(
        toml: """
            [network]
            name = "Norfolk peer reviews"
            sender = "Peer reviews <office@example.org>"
            visit_start = "08:30"
            [reminders.training]
            offsets = ["-7", "+90d"]
            [retention]
            write_up = "60d"
            [limits]
            connections = 100
            """, file: "vnetd.toml")
    #expect(configuration.network.name == "Norfolk peer reviews")
    #expect(configuration.network.sender.address.text == "office@example.org")
    #expect(configuration.network.visitStart == CivilTime(hour: 8, minute: 30))
    #expect(configuration.network.reminders[.training]?.offsets.map(\.description) == ["-7", "+90d"])
    #expect(configuration.limits.connections == 100)
}

@Test(arguments: [
    ("[network]\nname = 3", "network.name has to be text on one line, in quotation marks."),
    ("[network]\nsender = \"office\"", "network.sender has to be a name and an address"),
    (
        "[network]\nadmin = \"A <a@x.example>, B <b@x.example>\"",
        "network.admin names more than one address, and takes one"
    ),
    ("[network]\nsafeguarding = \"a@x.example; B <b@x.example>\"", "network.safeguarding names more than one address"),
    ("[network]\nadmin = [\"A <a@x.example>\", \"B <b@x.example>\"]", "network.admin names more than one address"),
    ("[network]\nadmin = \"A <a> <a@x.example>\"", "network.admin has to be a name and an address"),
    ("[network]\nvisit_start = \"9 am\"", "network.visit_start has to be a local time, such as \"08:00\"."),
    ("[network]\nvisit_start = 16:00:00", "network.visit_finish is not after visit_start"),
    ("[network]\ntime_zone = \"Europe/Norwich\"", "network.time_zone is “Europe/Norwich”"),
    ("[limits]\nconnections = 1", "limits.connections has to be a whole number from 2 to 4096."),
    ("[limits]\nconnections = \"many\"", "limits.connections has to be a whole number from 2 to 4096."),
    ("[reminders.training]\noffsets = \"-7\"", "reminders.training.offsets has to be a list of offsets"),
    ("[reminders.training]\noffsets = [\"-7\", \"x\"]", "reminders.training.offsets[1] is not one of offsets"),
    (
        "[reminders.training]\noffsets = [\"-9223372036854775808\"]",
        "reminders.training.offsets[0] is not one of offsets"
    ),
    ("[reminders.training]\noffsets = [\"--5\"]", "reminders.training.offsets[0] is not one of offsets"),
    ("[reminders.training]\noffsets = [\"d\"]", "reminders.training.offsets[0] is not one of offsets"),
    ("[reminders.training]\nenabled = \"no\"", "reminders.training.enabled has to be true or false."),
    ("[reminders]\ntraining = 3", "reminders.training has to be a table, [reminders.training]."),
    ("[retention]\nwrite_up = \"soon\"", "retention.write_up has to be a period"),
    ("[access.groups]\nno-such-group = [\"read\"]", "access.groups.no-such-group is no group of this machine."),
    ("[access.users]\nroot = [\"everything\"]", "access.users.root[0] is not one of permissions"),
    ("[network]\nnmae = \"x\"", "network.nmae is not known here."),
    ("[reminders.trainings]\nenabled = true", "reminders.trainings is not known here."),
    ("[netwrok]", "netwrok is not known here."),
])
func `a fault is told with its key`(toml: String, expected: String) {
    let faults = faults(toml)
    #expect(faults.count == 1)
    #expect(faults.first?.hasPrefix(expected) == true, "\(faults)")
}

@Test func `a name with a comma in quotation marks is one name`() throws {
    let toml = #"network.admin = '"Example, Alex" <alex@x.example>'"#
    #expect(try Configuration(toml: toml, file: "vnetd.toml").network.admin.name == "Example, Alex")
}

@Test func `a file that is not TOML is told the line and column`() {
    #expect(faults("[network]\nname = \"a\"\nsender = <office>\n").first?.hasPrefix("line 3, column ") == true)
}

@Test func `all faults are told at once`() {
    #expect(faults("[limits]\nconnections = 0\nin_flight = 0\n[network]\nname = \"\"\ncolour = \"red\"\n").count == 4)
}

@Test func `a key that is not known is told which there are`() {
    #expect(faults("[limits]\nlines = 1\n").first?.contains("line_bytes, line_seconds") == true)
}

@Test func `bytes that are not text are refused`() throws {
    let scratch = try Scratch()
    let file = scratch.path("vnetd.toml")
    try Data([0xFF, 0xFE, 0x00]).write(to: URL(filePath: file))
    #expect(throws: ConfigurationError.self) { try Configuration(path: file) }
    #expect(throws: ConfigurationError.self) { try Configuration(path: file + ".missing") }
}

@Test func `a pipe keeps no reload waiting, and a file that is no configuration for its size is refused`() throws {
    let scratch = try Scratch()
    let (pipe, large) = (scratch.path("pipe"), scratch.path("large"))
    #expect(mkfifo(pipe, 0o600) == 0)
    let piped = #expect(throws: ConfigurationError.self) { try Configuration(path: pipe, atStart: false) }
    #expect(piped?.faults.first?.contains("not a regular file") == true)
    // A dotted key of 150,000 parts has ended the process.
    try Data(("a" + String(repeating: ".a", count: 150_000) + "=1").utf8).write(to: URL(filePath: large))
    let refused = #expect(throws: ConfigurationError.self) { try Configuration(path: large) }
    #expect(refused?.faults.first?.contains("over 65536 bytes") == true)
}

@Test func `a text of the administrator's replaces ours, and one with a bad tag is named and does not`() throws {
    let directory = try Scratch()
    try directory.write("Our own subject\nSee you at {{host}}.\n", to: "visit.mustache")
    try directory.write("Subject\nOne line.\n{{pasword}}\n", to: "write-up.mustache")
    let configuration = try Configuration(
        toml: "[network]\ntemplates = \"\(directory.path)\"\n", file: "vnetd.toml")
    let problems = try Composer(overrides: configuration.network.templates).problems
    #expect(problems.map(\.file) == ["write-up.mustache"])
    #expect(problems.first?.line == 3)
    #expect(problems.first?.message.contains("“{{pasword}}” is not known here") == true)
}
