import Foundation
import TestSupport
import Testing
import VNetAPI

private let seeds = Int(ProcessInfo.processInfo.environment["VNET_SEEDS"] ?? "") ?? 20
private let gate = Gate(4)

@Test(arguments: 1...seeds)
func `killed at random points of the year, it ends with the same mails, once each, and the same state`(
    seed: Int
) async throws {
    let reference = try await Year.uninterrupted.value
    let year = try await gate.pass { try await reference.interrupted(seed: seed) }
    #expect(!year.text("strikes").isEmpty)
    let replies = year.text("questions").split(separator: "\n").count * 2
    #expect(try year.answers().count == replies)
    let (mails, expected) = (try year.mails(), try reference.mails())
    #expect(Set(mails.keys).symmetricDifference(expected.keys) == [])
    for (name, bytes) in expected { #expect(mails[name] == bytes, "\(name) is another") }
    for (answer, expected) in zip(try year.answers(), try reference.answers()) where answer != expected {
        Issue.record("\(year.text("strikes"))\n\(answer)\nrather than\n\(expected)")
        break
    }
    try expectNothingPersonal(inLogsOf: year)
}

@Test func `every verb is called end to end`() async throws {
    let called = Set(try await Year.uninterrupted.value.text("calls").split(separator: "\n").map(String.init))
    let missing = Verb.allCases.map(\.rawValue).filter { !called.contains($0) }
    #expect(missing == [], "Call each, so that it succeeds, in Tests/EndToEndTests/Scripts/rest.")
}

@Test func `no log of the year holds a name or an address`() async throws {
    let year = try await Year.uninterrupted.value
    try expectNothingPersonal(inLogsOf: year)
    // The control: what is looked for is in the mails.
    #expect(try year.mails().values.contains { String(decoding: $0, as: UTF8.self).contains("Carys Example") })
}

private func expectNothingPersonal(inLogsOf year: Year) throws {
    let logs = year.text("daemon.log") + year.text("mailer.log")
    #expect(logs.contains("Serving"))
    let contacts = try String(contentsOfFile: Programs.demo + "/contacts.csv", encoding: .utf8)
    let rows = contacts.split(whereSeparator: \.isNewline).dropFirst()
    try #require(rows.count > 10)
    for row in rows {
        for field in row.split(separator: ",").dropFirst(2) {
            #expect(!logs.contains(field), "a log holds “\(field)”")
        }
    }
    for name in ["Parveen Mannequin", "head.new@mile-cross.example"] { #expect(!logs.contains(name)) }
}

@Test func `a preview is byte for byte what is delivered`() async throws {
    let year = try await Year.uninterrupted.value
    let reply = try #require(
        try JSONSerialization.jsonObject(with: Data(year.text("preview").utf8)) as? [String: Any])
    let content = try #require(reply["content"] as? String)
    #expect(try year.allMails().values.filter { $0 == Data(content.utf8) }.count == 1)
}

@Test func `other programs read the mails and calendar entries as they are meant`() async throws {
    let year = try await Year.uninterrupted.value
    let finished = try await Programs.run(Programs.scripts + "/read-mails", [year.directory.path + "/Maildir/new"])
    #expect(finished.status == 0, "\(finished.errors)")
    #expect(finished.output.contains("mails, "), "\(finished.output)")
}
