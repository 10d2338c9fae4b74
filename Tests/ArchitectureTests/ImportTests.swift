import Foundation
import Testing

/// What each target may import. A target that is missing here fails the test: say what it is for, in `Sources/README.md`
/// too.
private let allowed: [String: Set<String>] = [
    "VNetCore": [],
    "VNetJSON": [],
    "VNetMacros": ["VNetJSON", "Glibc"],
    "VNetAPI": ["VNetCore", "VNetJSON"],
    "VNetStore": ["CFileSystem", "VNetCore", "GRDB", "GRDBSQLite", "Crypto", "Foundation", "Glibc"],
    // libical is given one line at a time; what it would read from the disk, time zones, it is never asked for.
    "VNetImport": ["VNetCore", "VNetJSON", "CLibical"],
    "VNetCompose": ["VNetCore", "CGMime", "CLibical", "Mustache", "Glibc"],
    // It says what a mail is, and does nothing about it: no file, no socket, no clock.
    "VNetInbound": ["VNetCore", "CGMime", "CLibical"],
    "VNetService": ["VNetAPI", "VNetCore", "VNetStore", "VNetImport", "VNetCompose"],
    "VNetPlatform": ["VNetCore", "CSystemd", "Glibc", "Synchronization"],
    "VNetServer": ["VNetAPI", "VNetCore", "VNetJSON", "VNetService", "VNetPlatform", "CSystemd", "Glibc"],
    "VNetConfiguration": [
        "VNetAPI", "VNetCompose", "VNetCore", "VNetPlatform", "VNetServer", "VNetService", "VNetTOML",
    ],
    "VNetTOML": ["VNetCore", "VNetPlatform", "TOMLKit"],
    "VNetDelivery": ["VNetAPI", "VNetCore", "VNetPlatform", "VNetTOML", "CCurl", "Glibc"],
    "VNetStart": ["CStart", "Glibc"],
    "VNetClient": ["VNetAPI", "VNetJSON", "Glibc"],
    "vnetd": [
        "VNetAPI", "VNetCompose", "VNetConfiguration", "VNetCore", "VNetPlatform", "VNetServer", "VNetService",
        "VNetStart", "VNetStore", "VNetTOML", "ArgumentParser", "Glibc",
    ],
    "VNetCommandLine": ["VNetAPI", "VNetCore", "VNetJSON"],
    "vnetctl": ["VNetAPI", "VNetClient", "VNetCommandLine", "VNetCore", "VNetJSON", "VNetStart", "CMemfd", "Glibc"],
    "vnet-mailer": [
        "VNetAPI", "VNetClient", "VNetCore", "VNetDelivery", "VNetInbound", "VNetJSON", "VNetPlatform", "VNetStart",
        "VNetTOML", "ArgumentParser", "Glibc",
    ],
]

/// Why a module is kept out of where it is not named above.
private func reason(_ module: String, _ target: String) -> String {
    switch module {
    case "Foundation":
        "Foundation brings a second JSON, calendar and time zone database that disagree with ours, and seven milliseconds to "
            + "vnetctl's start."
    case "Glibc": "what a decision depends on is an argument: files, clocks and sockets belong to the rims."
    case "GRDB", "GRDBSQLite", "Crypto":
        "only VNetStore knows how things are stored and sealed, so that nothing else can read them."
    case "VNetStore": "neither a client nor the mailer may ever reach the store."
    case "CSystemd": "the loop and the sockets belong to VNetPlatform and VNetServer."
    default: "arrows between targets point one way (Sources/README.md)."
    }
}

private func imports(_ file: SourceTree.File) -> [String] {
    file.code.compactMap { line in
        var words = line.split(separator: " ")
        while let first = words.first, first.hasPrefix("@") || ["public", "internal", "private"].contains(first) {
            words.removeFirst()
        }
        guard words.first == "import" else { return nil }
        words.removeFirst()
        if words.count > 1 { words.removeFirst() }
        return words.first?.split(separator: ".").first.map(String.init)
    }
}

@Test func `each target imports what it may, and nothing else`() throws {
    let files = try SourceTree.files(in: "Sources")
    #expect(files.count > 100, "The sources were not found.")
    for file in files {
        guard let allowed = allowed[file.target] else {
            Issue.record("\(file.path) belongs to \(file.target), which has no row in ImportTests.")
            continue
        }
        for module in imports(file) where !allowed.contains(module) {
            Issue.record("\(file.path) imports \(module), which \(file.target) may not: \(reason(module, file.target))")
        }
    }
}

@Test func `the table of targets in Sources says of each what the test says`() throws {
    let readme = try String(contentsOf: SourceTree.root.appending(path: "Sources/README.md"), encoding: .utf8)
    var documented: [String: Set<String>] = [:]
    let foreign = [
        "libsystemd": "CSystemd", "GMime": "CGMime", "libical": "CLibical", "libcurl": "CCurl", "Mustache": "Mustache",
    ]
    for line in readme.components(separatedBy: "\n") where line.hasPrefix("| `") {
        let cells = line.components(separatedBy: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        let modules = cells[3].components(separatedBy: ", ").compactMap { word -> String? in
            if let module = foreign[word] { return module }
            return allowed["VNet\(word)"] == nil ? nil : "VNet\(word)"
        }
        for target in cells[1].components(separatedBy: ", ") {
            documented[target.trimmingCharacters(in: ["`"])] = Set(modules)
        }
    }
    for (target, modules) in allowed.sorted(by: { $0.key < $1.key }) {
        guard let row = documented[target] else {
            Issue.record("Sources/README.md has no row for \(target).")
            continue
        }
        guard target.hasPrefix("VNet") else { continue }
        let ours = modules.filter { $0.hasPrefix("VNet") }
        #expect(row.filter { $0.hasPrefix("VNet") } == ours, "Sources/README.md, \(target)")
        #expect(row.filter { !$0.hasPrefix("VNet") }.isSubset(of: modules), "Sources/README.md, \(target)")
    }
}
