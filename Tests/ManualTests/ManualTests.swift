import Foundation
import TestSupport
import Testing

// The tables of the manual come from the program's own. `make manual` writes them; this holds them to it.

private let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../man")

@Test(.serialized, arguments: Manual.parts.indices)
func `the manual says what the program's tables say`(index: Int) throws {
    let (page, part, text) = Manual.parts[index]
    let file = folder.appending(path: page)
    let source = try String(contentsOf: file, encoding: .utf8)
    let begin = try #require(source.firstRange(of: ".\\\" begin \(part):"))
    let start = try #require(source[begin.upperBound...].firstIndex(of: "\n"))
    let end = try #require(source.firstRange(of: ".\\\" end \(part)\n"))
    let expected = source[...start] + text() + "\n" + source[end.lowerBound...]
    if ProcessInfo.processInfo.environment["VNET_WRITE_MANUAL"] != nil {
        try expected.write(to: file, atomically: true, encoding: .utf8)
    } else {
        #expect(source == expected, "“make manual” writes the tables of \(page) anew.")
    }
}

@Test func `every page is one that man(1) can lay out without a warning`() throws {
    let pages = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(
        pages == [
            "mailer.toml.5", "vnet-mailer.8", "vnet.7", "vnetctl.1", "vnetd-protocol.7", "vnetd.8", "vnetd.toml.5",
        ])
    for page in pages {
        let mandoc = try Programs.run(
            "/usr/bin/mandoc", ["-T", "lint", "-W", "warning", folder.appending(path: page).path])
        #expect(mandoc.status == 0, "\(mandoc.output)")
    }
}
