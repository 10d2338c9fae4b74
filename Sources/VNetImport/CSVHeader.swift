/// The columns that a reader knows, found by their headings in any order.
protocol CSVColumn: CaseIterable, Hashable, Sendable {
    /// The headings that mean this column, the usual one first. Compared without regard to case.
    var headings: [String] { get }
    /// Whether a file without this column is of no use.
    var isNeeded: Bool { get }
}

/// The first record of a CSV file: which column stands where.
struct CSVHeader<Column: CSVColumn> {
    /// Every heading, as it can be printed.
    let names: [String]
    let positions: [Column: Int]
    let ignored: [String]
    /// The columns that the file lacks.
    var missing: [Column] { Column.allCases.filter { positions[$0] == nil } }

    /// Throws where a needed column is missing and where a known one is there twice.
    init(reading reader: inout CSVReader) throws(ImportFault) {
        guard !reader.isAtEnd else { throw ImportFault(.file, "the file is empty") }
        try reader.readRecord()
        guard let line = reader.fields.first?.line, reader.fieldCount <= CSVReader.maximumFields else {
            throw ImportFault(.file, "the file has more than \(CSVReader.maximumFields) columns: is it the right file?")
        }
        var known: [String: Column] = [:]
        for column in Column.allCases { for heading in column.headings { known[heading.lowercased()] = column } }

        var names: [String] = []
        var positions: [Column: Int] = [:]
        var ignored: [String] = []
        for (position, field) in reader.fields.enumerated() {
            // Leniently: whatever stands over a column that is ignored, the file can be read.
            let words = reader.source.excerpt(field.range).split(whereSeparator: \.isWhitespace)
            let heading = words.joined(separator: " ")
            names.append(ImportFault.printable(heading))
            guard let column = known[heading.lowercased()] else {
                if !heading.isEmpty { ignored.append(names[position]) }
                continue
            }
            if let earlier = positions.updateValue(position, forKey: column) {
                throw ImportFault(
                    .cell(line: field.line, column: position + 1, name: nil), value: heading,
                    "is the heading of column \(earlier + 1) too: remove one of them")
            }
        }
        (self.names, self.positions, self.ignored) = (names, positions, ignored)
        let needed = missing.filter(\.isNeeded).map { "“\($0.headings[0])”" }
        guard needed.isEmpty else {
            throw ImportFault(.line(line), "the headings lack \(needed.joined(separator: ", ")): add what is missing")
        }
    }
}
