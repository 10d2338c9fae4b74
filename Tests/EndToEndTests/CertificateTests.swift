import Foundation
import TestSupport
import Testing

// Certificates as files: what vnetd says of them, and what openssl(1) does.

/// A network that has purged twice, and its certificates.
private func certificates() async throws -> (directory: Scratch, first: String, second: String) {
    let daemon = try await Daemon()
    var files: [String] = []
    for (number, day) in ["2027-10-01", "2028-11-01"].enumerated() {
        try await daemon.does(
            "enquiry", "create", "Pat Asker", "pat@asker.example", "May we join?", "--organisation", "A")
        try await daemon.does("enquiry", "decline", "\(number + 1)")
        try await daemon.does("clock", "advance", day + "T08:00:00Z", "--wait")
        let digest = try #require(try await daemon.reply("retention", "preview")["digest"] as? String)
        try await daemon.does("retention", "run", digest)
        let printed = try await daemon.ctl("certificate", "get", "\(number + 1)")
        try #require(printed.status == 0, "\(printed.errors)")
        files.append(try daemon.directory.write(printed.output, to: "certificate-\(number + 1).txt"))
    }
    await daemon.stop()
    return (daemon.directory, files[0], files[1])
}

private func verify(_ arguments: String...) async throws -> Finished {
    try await Programs.run(Programs.bin + "/vnetd", ["--verify-certificate"] + arguments)
}

@Test func `certificates are checked offline, each and as a chain`() async throws {
    let (directory, first, second) = try await certificates()
    let both = try await verify(first, second)
    #expect(both.status == 0, "\(both.errors)")
    #expect(both.output.contains("\(second): certificate 2, of purge 2, is as it was signed."))
    let key = try #require(both.output.firstMatch(of: /sha256:[0-9a-f]{64}/)?.output)
    #expect(try await verify(first, "--signed-by", String(key)).status == 0)

    let alone = try await verify(second)
    #expect(alone.status == 0, "\(alone.errors)")
    let wrongOrder = try await verify(second, first)
    #expect(wrongOrder.status == 65)
    #expect(wrongOrder.errors.contains("\(first) does not follow \(second)"))
    let otherKey = try await verify(first, "--signed-by", "sha256:" + String(repeating: "0", count: 64))
    #expect(otherKey.status == 65 && otherKey.errors.contains("is signed by another key"))

    let text = try String(contentsOfFile: first, encoding: .utf8)
    let changed = try directory.write(text.replacing("Records: 1", with: "Records: 0"), to: "changed")
    let refused = try await verify(changed)
    #expect(refused.status == 65)
    #expect(refused.errors.contains("\(changed) is not as it was signed"))
    let translated = try directory.write(text.replacing("\n", with: "\r\n"), to: "translated")
    #expect(try await verify(translated).errors.contains("its lines were given other ends on the way"))
    let nothing = try await verify(directory.path + "/nothing")
    #expect(nothing.status == 66, "\(nothing.errors)")
}

@Test func `openssl checks a certificate as the manual says, and refuses one that was changed`() async throws {
    let (directory, first, _) = try await certificates()
    let page = try String(contentsOfFile: Programs.root + "/man/vnetd.8", encoding: .utf8)
    let begin = try #require(page.firstRange(of: ".\\\" begin openssl\n"))
    let end = try #require(page.firstRange(of: ".\\\" end openssl\n"))
    let lines = page[begin.upperBound..<end.lowerBound].split(separator: "\n").filter { !$0.hasPrefix(".") }
    let recipe = lines.joined(separator: "\n").replacing("\\e", with: "\\").replacing("\\-", with: "-")
        .replacing("certificate.txt", with: "\"$1\"")
    func check(_ file: String) async throws -> Finished {
        try await Programs.run("/bin/bash", ["-c", "cd '\(directory.path)' && \(recipe)", "recipe", file])
    }
    let genuine = try await check(first)
    #expect(genuine.status == 0, "\(recipe)\n\(genuine.output)\(genuine.errors)")
    #expect(genuine.output.contains("Signature Verified Successfully"))
    let text = try String(contentsOfFile: first, encoding: .utf8)
    let changed = try directory.write(text.replacing("Records: 1", with: "Records: 0"), to: "changed")
    #expect(try await check(changed).status != 0)
}
