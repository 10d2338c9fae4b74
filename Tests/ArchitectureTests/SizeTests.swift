import Testing

@Test func `files are short: half of them within 100 lines, nine in ten within 300, none over 400`() throws {
    let files = try SourceTree.files(in: "Sources") + SourceTree.files(in: "Tests")
    // A schema is one thing, and read as one.
    for file in files where file.lines.count > 401 && !file.path.contains("/Schema/") {
        Issue.record("\(file.path) has \(file.lines.count - 1) lines. Take out what is a thing of its own.")
    }
    let sizes = try SourceTree.files(in: "Sources").map { $0.lines.count - 1 }.sorted()
    #expect(sizes[sizes.count / 2] <= 100)
    #expect(sizes[sizes.count * 9 / 10] <= 300)
}

/// From the line that opens a function's body to the one that closes it, as the layout has them.
private func functions(_ file: SourceTree.File) -> [(line: Int, count: Int)] {
    var found: [(Int, Int)] = []
    for (start, line) in file.lines.enumerated() {
        let words = line.split(separator: " ")
        guard words.contains(where: { $0 == "func" || $0.hasPrefix("init(") || $0.hasPrefix("init?(") }),
            !line.contains("//")
        else { continue }
        let indent = line.prefix { $0 == " " }
        guard let end = file.lines[start...].firstIndex(where: { $0 == "\(indent)}" || isOneLine($0, from: line) })
        else {
            continue
        }
        found.append((start + 1, end - start + 1))
    }
    return found
}

/// Whether the function that begins at `first` ends on that very line, or is a requirement without a body.
private func isOneLine(_ line: String, from first: String) -> Bool {
    line == first && (first.hasSuffix("}") || !first.hasSuffix("{") && !first.hasSuffix("(") && !first.hasSuffix(","))
}

@Test func `functions are short: nine in ten within 30 lines, none over 70 but a switch that has a line a case`() throws
{
    var counts: [Int] = []
    for file in try SourceTree.files(in: "Sources") {
        for (line, count) in functions(file) {
            counts.append(count)
            guard count > 70 else { continue }
            let body = file.lines[line..<(line + count - 1)]
            let cases = body.count { $0.contains("case .") }
            if cases * 3 < count * 2 {
                Issue.record("\(file.path):\(line) is a function of \(count) lines. Give its parts names.")
            }
        }
    }
    counts.sort()
    #expect(counts.count > 500, "The functions were not found.")
    #expect(counts[counts.count * 9 / 10] <= 30)
}
