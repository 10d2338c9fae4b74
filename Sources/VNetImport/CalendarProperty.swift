/// The lines of a calendar file: those that were folded are whole again, and empty ones are left out.
struct ContentLines: Sequence, IteratorProtocol {
    struct Line {
        /// The physical line on which it begins.
        let number: Int
        var bytes: [UInt8]
    }

    /// No property that matters is longer; pictures are, and only their beginning is kept.
    private static let limit = 4_096

    private let bytes: ArraySlice<UInt8>
    private var position: Int
    private var number = 0

    init(_ source: SourceText) {
        bytes = source.bytes[source.start...]
        position = bytes.startIndex
    }

    mutating func next() -> Line? {
        while position < bytes.endIndex {
            var line = Line(number: number + 1, bytes: [])
            append(to: &line)
            while position < bytes.endIndex, bytes[position] == 0x20 || bytes[position] == 0x09 {
                position += 1
                append(to: &line)
            }
            if !line.bytes.isEmpty { return line }
        }
        return nil
    }

    private mutating func append(to line: inout Line) {
        let start = position
        while position < bytes.endIndex, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
        line.bytes += bytes[start..<position].prefix(Swift.max(0, Self.limit - line.bytes.count))
        number += 1
        guard position < bytes.endIndex else { return }
        let isPair = bytes[position] == 0x0D && position + 1 < bytes.endIndex && bytes[position + 1] == 0x0A
        position += isPair ? 2 : 1
    }
}

/// One line of a calendar file: a name and a value; its parameters are of no interest.
struct CalendarProperty {
    let line: Int
    /// In capitals.
    let name: String
    let value: String

    init(_ content: ContentLines.Line) throws(ImportFault) {
        line = content.number
        let shown = String(decoding: content.bytes.prefix(400), as: UTF8.self)
        var isQuoted = false
        let colon = content.bytes.firstIndex { byte in
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            return byte == UInt8(ascii: ":") && !isQuoted
        }
        guard let colon else {
            throw ImportFault(.line(line), value: shown, "is not a line of a calendar file: it has no colon")
        }
        name = String(decoding: content.bytes[..<colon].prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self).uppercased()
        value = String(decoding: content.bytes[(colon + 1)...], as: UTF8.self)
    }

    func fault(_ message: String) -> ImportFault { ImportFault(.line(line), value: "\(name):\(value)", message) }

    /// The value as text: its escapes resolved, in one line.
    var text: String {
        var text = ""
        var isEscaped = false
        for character in value {
            if isEscaped {
                text.append(character == "n" || character == "N" ? " " : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                text.append(character)
            }
        }
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// A duration of days or weeks; 0 where it is of hours within one day.
    func wholeDays() throws(ImportFault) -> Int {
        let text = value.uppercased()
        if text.hasPrefix("PT") { return 0 }
        guard text.hasPrefix("P"), let unit = text.last, unit == "D" || unit == "W",
            let count = Int(text.dropFirst().dropLast()), (1...400).contains(count)
        else { throw fault("is not a number of days or weeks, such as P5D: correct it") }
        return unit == "W" ? count * 7 : count
    }
}
