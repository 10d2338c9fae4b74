import Foundation

/// The project's own source text, as the rules of the house see it.
enum SourceTree {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    struct File {
        /// Relative to the root, such as `Sources/VNetCore/Time/Instant.swift`.
        let path: String
        let lines: [String]

        var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

        /// The lines without comments and without what stands in string literals.
        var code: [String] {
            var isInText = false
            return lines.map { line in
                let quotes = line.components(separatedBy: "\"\"\"").count - 1
                defer { if quotes % 2 == 1 { isInText.toggle() } }
                if isInText { return "" }
                return SourceTree.withoutCommentAndText(line)
            }
        }
    }

    static func files(in folder: String) throws -> [File] {
        let folder = root.appending(path: folder)
        let paths = FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []
        let sources = paths.filter { $0.hasSuffix(".swift") }
        // A rule that looks at no file holds of anything.
        guard !sources.isEmpty else { throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: folder.path]) }
        return try sources.sorted().map { path in
            let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
            return File(path: "\(folder.lastPathComponent)/\(path)", lines: text.components(separatedBy: "\n"))
        }
    }

    /// A string literal becomes an empty one; what stands in an interpolation goes with it.
    fileprivate static func withoutCommentAndText(_ line: String) -> String {
        var result = ""
        var isInText = false
        var previous: Character = " "
        for character in line {
            if character == "\"", previous != "\\" { isInText.toggle() }
            if !isInText {
                if character == "/", previous == "/" { return String(result.dropLast()) }
                result.append(character)
            }
            previous = previous == "\\" ? " " : character
        }
        return result
    }
}
