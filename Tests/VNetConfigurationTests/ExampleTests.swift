import Foundation
import Testing
import VNetConfiguration
import VNetCore
import VNetServer
import VNetService
import VNetTOML

private let example = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "contrib/vnetd.toml")

/// The example with each key that is commented out in force, which is what it says the default is.
private func asIfUncommented() throws -> String {
    try String(contentsOf: example, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
        .map { line in
            guard line.hasPrefix("#"), let key = line.firstMatch(of: /^#([a-z_]+ = |\[)/) else { return String(line) }
            return String(key.output.1) + line.dropFirst(1 + key.output.1.count)
        }.joined(separator: "\n")
}

private func expectDefaults(_ configuration: Configuration) throws {
    let defaults = try Configuration(toml: "", file: "")
    let (found, wanted) = (configuration.network, defaults.network)
    #expect(found.reminders == wanted.reminders)
    #expect(found.retention == wanted.retention)
    #expect(found.zone.name == wanted.zone.name)
    #expect(
        [
            found.name, "\(found.sender)", "\(found.admin)", found.privacyURL, found.visitStart.iso,
            found.visitFinish.iso,
        ]
            == [
                wanted.name, "\(wanted.sender)", "\(wanted.admin)", wanted.privacyURL, wanted.visitStart.iso,
                wanted.visitFinish.iso,
            ])
    #expect("\(configuration.limits)" == "\(defaults.limits)")
}

@Test func `the example configuration, as it comes, is the defaults`() throws {
    try expectDefaults(Configuration(path: example.path))
}

@Test func `what the example says is the default is the default`() throws {
    try expectDefaults(Configuration(toml: asIfUncommented(), file: "example"))
}

@Test func `the example names every key that there is`() throws {
    let text = try asIfUncommented()
    // A key that is not known makes the reader list those that are.
    for table in ["network", "limits", "retention", "reminders", "reminders.training"] {
        let error = #expect(throws: ConfigurationError.self) {
            try Configuration(toml: "[\(table)]\nno_such_key = 1\n", file: "")
        }
        let fault = try #require(error?.faults.first { $0.contains("no_such_key") })
        let keys = try #require(fault.split(separator: ": ").last).dropLast().split(separator: ", ")
        for key in keys where key != "time_zone" || table == "network" {
            let isThere = table == "reminders" ? text.contains("[reminders.\(key)]") : text.contains("\n\(key) = ")
            #expect(isThere, "contrib/vnetd.toml does not name \(table).\(key)")
        }
    }
}
