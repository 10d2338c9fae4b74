import VNetCore

/// One record under a header.
struct CSVRow<Column: CSVColumn> {
    /// The physical line on which the record begins.
    let line: Int
    private let source: SourceText
    private let fields: [CSVReader.Field]
    private let header: CSVHeader<Column>

    /// The record that `reader` read last. Throws unless it has as many values as there are headings; empty columns that
    /// Excel adds at the end, or leaves out, do not count.
    init(_ reader: CSVReader, _ header: CSVHeader<Column>) throws(ImportFault) {
        (source, fields, self.header) = (reader.source, reader.fields, header)
        let (count, expected) = (reader.fieldCount, header.names.count)
        line = fields[0].line
        let isComplete =
            count < expected
            ? header.names[count...].allSatisfy(\.isEmpty)
            : count == fields.count && fields[expected...].allSatisfy(\.range.isEmpty)
        guard isComplete else {
            let column = min(count, expected) + 1
            let lastLine = fields[min(column, fields.count) - 1].line
            let name = column <= expected ? header.names[column - 1] : nil
            throw ImportFault(
                .cell(line: lastLine, column: column, name: name),
                "the row has \(count) values under \(expected) headings: look for a comma too many or too few")
        }
    }

    /// One line of clean text; nil where the file lacks the column and where the cell is empty.
    func text(_ column: Column) throws(ImportFault) -> String? {
        guard let position = header.positions[column] else { return nil }
        let text = try source.tidyText(of: fields[position], at: place(column))
        return text.isEmpty ? nil : text
    }

    /// Whether the file has the column at all.
    func has(_ column: Column) -> Bool { header.positions[column] != nil }

    /// Like `text`, for a cell that must not be empty.
    func neededText(_ column: Column) throws(ImportFault) -> String {
        guard let text = try text(column) else {
            throw fault(column, "the cell is empty, and every row needs a value here")
        }
        return text
    }

    func fault(_ column: Column, value: String = "", _ message: String) -> ImportFault {
        ImportFault(place(column), value: value, message)
    }

    /// The values in another encoding than most of the file, which were read as what they seem to be.
    var oddities: [ImportFault] {
        guard source.isMixed else { return [] }
        return Column.allCases.compactMap { column in
            guard let range = header.positions[column].map({ fields[$0].range }) else { return nil }
            let encoding = source.encoding(of: range)
            guard encoding != source.encoding else { return nil }
            return fault(
                column, value: source.excerpt(range),
                encoding == .utf8
                    ? "is in UTF-8, unlike the rest of the file, and was read as that: look whether it is right"
                    : "is not in UTF-8, unlike the rest of the file, and was read as Windows-1252: look whether it is right"
            )
        }
    }

    private func place(_ column: Column) -> ImportFault.Place {
        guard let position = header.positions[column] else { return .line(line) }
        return .cell(line: fields[position].line, column: position + 1, name: header.names[position])
    }
}

extension CSVRow {
    /// The school that a row is about.
    func urn(_ column: Column) throws(ImportFault) -> URN {
        let text = try neededText(column)
        try refuseExcelNumber(text, in: column)
        guard let urn = URN(text) else { throw fault(column, value: text, "is not a URN: a URN is six digits") }
        return urn
    }

    /// `DD-MM-YYYY` as published, `DD/MM/YYYY` as a British Excel saves it, or `YYYY-MM-DD`. Forms that could be read in
    /// two ways are refused.
    func date(_ column: Column) throws(ImportFault) -> CivilDate? {
        guard let text = try text(column), text != "..", !text.isNotApplicable else { return nil }
        if let date = CivilDate(iso: text) { return date }
        let parts = text.split(whereSeparator: { $0 == "-" || $0 == "/" })
        guard parts.map(\.utf8.count) == [2, 2, 4], text.utf8.count == 10,
            parts.allSatisfy({ $0.utf8.allSatisfy(\.isDigit) }),
            let day = Int(parts[0]), let month = Int(parts[1]), let year = Int(parts[2]),
            let date = CivilDate(year: year, month: month, day: day)
        else { throw fault(column, value: text, "is not a date: write it as DD-MM-YYYY, for example 01-09-2026") }
        return date
    }

    /// A long number that Excel has rounded, such as `1.23E+05`, can't be restored, and must not pass for another one.
    func refuseExcelNumber(_ text: String, in column: Column) throws(ImportFault) {
        guard let e = text.utf8.firstIndex(of: UInt8(ascii: "E")),
            text.utf8[e...].dropFirst().first == UInt8(ascii: "+"),
            text.utf8[..<e].allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ".") })
        else { return }
        throw fault(
            column, value: text,
            "is a number that Excel has shortened, and its last digits are lost: import the file as it was downloaded, "
                + "not as saved from Excel")
    }
}

extension SourceText {
    /// A field as one line without white space at its ends. Line breaks and tabs inside become spaces, for people do
    /// type them into cells; throws for other control characters, for undefined bytes and for more than 200 characters.
    func tidyText(of field: CSVReader.Field, at place: ImportFault.Place) throws(ImportFault) -> String {
        guard !field.range.isEmpty else { return "" }
        if !field.hasDoubledQuotes, isPlainLine(field.range) {
            return String(decoding: bytes[field.range], as: UTF8.self)
        }
        let text: String
        do {
            text = try field.hasDoubledQuotes ? string(undoubling: field.range) : string(field.range)
        } catch {
            throw ImportFault(
                place, value: excerpt(field.range),
                "holds the byte \(hexadecimal(error.byte)), which is no character of Windows-1252: save the file as UTF-8"
            )
        }
        if Label(text) != nil { return text }
        let tidy = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard tidy.isEmpty || Label(tidy) != nil else {
            throw ImportFault(
                place, value: text,
                tidy.count > Label.limit
                    ? "is longer than \(Label.limit) characters: shorten it" : "holds control characters: type it anew")
        }
        return tidy
    }

    /// Whether these bytes are, as they stand, a clean line of ASCII, as nearly all are.
    private func isPlainLine(_ range: Range<Int>) -> Bool {
        range.count <= Label.limit && bytes[range.lowerBound] != 0x20 && bytes[range.upperBound - 1] != 0x20
            && bytes[range].allSatisfy { (0x20..<0x7F).contains($0) }
    }
}

extension UInt8 {
    /// Whether this is an ASCII digit.
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
