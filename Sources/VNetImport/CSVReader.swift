/// Reads RFC 4180 records one at a time, in one pass over the bytes.
///
/// Values are separated as the headings are: by commas or, as Excel saves it in other countries, by semicolons or tabs.
/// Lines may end in CRLF, LF or CR, and blank lines are skipped. What the RFC forbids is a fault with its place; reading
/// goes on at the next line, so a fault costs the rows it touches and no others.
struct CSVReader {
    struct Field {
        /// The bytes between the quotation marks, or between the commas.
        let range: Range<Int>
        /// The physical line on which the field begins.
        let line: Int
        let hasDoubledQuotes: Bool
    }

    /// No real file comes near; a line of a hundred million commas must not become a hundred million fields.
    static let maximumFields = 1_000

    let source: SourceText
    /// The fields of the record read last, at most `maximumFields` of them.
    private(set) var fields: [Field] = []
    /// How many fields that record has.
    private(set) var fieldCount = 0

    private let bytes: [UInt8]
    private let separator: UInt8
    private var position: Int
    private var line = 1

    init(_ source: SourceText) {
        self.source = source
        bytes = source.bytes
        position = source.start
        // Excel’s own first line, “sep=;”, says what the separator is.
        let first = bytes[position...].prefix { $0 != .carriageReturn && $0 != .lineFeed }
        let told = first.filter { $0 != .quote }
        if told.count == 5, String(decoding: told.prefix(4), as: UTF8.self).lowercased() == "sep=" {
            separator = told[4]
            position += first.count
        } else {
            separator = Self.separator(of: source)
        }
        skipBlankLines()
    }

    /// Whether there is no further record.
    var isAtEnd: Bool { position == bytes.count }

    /// Whether the record read last holds nothing but white space, such as the no-break spaces that web pages are full of.
    var isBlankRecord: Bool {
        fieldCount == fields.count
            && fields.allSatisfy { field in
                field.range.count <= 400 && bytes[field.range].allSatisfy { $0 <= .space || $0 >= 0x80 }
                    && source.excerpt(field.range).allSatisfy(\.isWhitespace)
            }
    }

    /// Reads the next record into `fields`. `columnNames` are for the fault.
    mutating func readRecord(columnNames: [String] = []) throws(ImportFault) {
        fields.removeAll(keepingCapacity: true)
        fieldCount = 0
        do throws(BadQuotes) {
            repeat {
                let field = try readField()
                if fieldCount < Self.maximumFields { fields.append(field) }
                fieldCount += 1
            } while consumeSeparator()
        } catch {
            skipToLineEnd()
            skipBlankLines()
            let name = fieldCount < columnNames.count ? columnNames[fieldCount] : nil
            throw ImportFault(
                .cell(line: error.line, column: fieldCount + 1, name: name), value: source.excerpt(error.range),
                error.message)
        }
        skipBlankLines()
    }

    private struct BadQuotes: Error {
        let line: Int
        let range: Range<Int>
        let message: String
    }

    private mutating func readField() throws(BadQuotes) -> Field {
        if position < bytes.count, bytes[position] == .quote { return try readQuotedField() }
        let start = position
        while position < bytes.count, !endsField(bytes[position]) {
            guard bytes[position] != .quote else {
                throw BadQuotes(
                    line: line, range: start..<position + 1,
                    message: "has a quotation mark in a value that does not begin with one: put the whole value in "
                        + "quotation marks and write the one inside twice")
            }
            position += 1
        }
        return Field(range: start..<position, line: line, hasDoubledQuotes: false)
    }

    private mutating func readQuotedField() throws(BadQuotes) -> Field {
        let (opening, openingLine) = (position, line)
        var hasDoubledQuotes = false
        position += 1
        while position < bytes.count {
            switch bytes[position] {
            case .quote where position + 1 < bytes.count && bytes[position + 1] == .quote:
                hasDoubledQuotes = true
                position += 2
            case .quote:
                let range = opening + 1..<position
                position += 1
                guard position == bytes.count || endsField(bytes[position]) else {
                    throw BadQuotes(
                        line: openingLine, range: opening..<position + 1,
                        message:
                            "has text behind its closing quotation mark: write a quotation mark inside a value twice")
                }
                return Field(range: range, line: openingLine, hasDoubledQuotes: hasDoubledQuotes)
            case .carriageReturn, .lineFeed: consumeLineEnd()
            default: position += 1
            }
        }
        throw BadQuotes(
            line: openingLine, range: opening..<position,
            message: "begins with a quotation mark that is never closed, so nothing after it could be read")
    }

    private func endsField(_ byte: UInt8) -> Bool {
        byte == separator || byte == .lineFeed || byte == .carriageReturn
    }

    private mutating func consumeSeparator() -> Bool {
        guard position < bytes.count, bytes[position] == separator else { return false }
        position += 1
        return true
    }

    private mutating func skipBlankLines() {
        while position < bytes.count, bytes[position] == .carriageReturn || bytes[position] == .lineFeed {
            consumeLineEnd()
        }
    }

    private mutating func skipToLineEnd() {
        while position < bytes.count, bytes[position] != .carriageReturn, bytes[position] != .lineFeed { position += 1 }
    }

    private mutating func consumeLineEnd() {
        let isPair =
            bytes[position] == .carriageReturn && position + 1 < bytes.count && bytes[position + 1] == .lineFeed
        position += isPair ? 2 : 1
        line += 1
    }

    /// Whichever of comma, semicolon and tab stands most often between the headings.
    private static func separator(of source: SourceText) -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in source.bytes[source.start...].drop(while: { $0 == .carriageReturn || $0 == .lineFeed }) {
            if byte == .quote { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == .carriageReturn || byte == .lineFeed { break }
            if byte == .comma || byte == .semicolon || byte == .tab { counts[byte, default: 0] += 1 }
        }
        let most = counts.values.max() ?? 0
        return [.comma, .semicolon, .tab].first { counts[$0] == most } ?? .comma
    }
}

extension UInt8 {
    fileprivate static var quote: UInt8 { UInt8(ascii: "\"") }
    fileprivate static var comma: UInt8 { UInt8(ascii: ",") }
    fileprivate static var semicolon: UInt8 { UInt8(ascii: ";") }
    fileprivate static var space: UInt8 { UInt8(ascii: " ") }
    fileprivate static var tab: UInt8 { UInt8(ascii: "\t") }
    fileprivate static var carriageReturn: UInt8 { UInt8(ascii: "\r") }
    fileprivate static var lineFeed: UInt8 { UInt8(ascii: "\n") }
}
