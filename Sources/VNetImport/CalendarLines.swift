/// The lines of a calendar file: those that were folded are whole again, also where the fold cut a character in two, and
/// empty ones are left out.
struct CalendarLines: Sequence, IteratorProtocol {
    /// The name of a property, its parameters and its value.
    struct Line {
        /// The physical line on which it begins, from 1.
        let number: Int
        var bytes: [UInt8]

        /// What stands in front of the first colon or semicolon, in capitals.
        var name: String {
            let name = bytes.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: ";") }
            return String(decoding: name.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }, as: UTF8.self)
        }

        /// What BEGIN and END name, in capitals.
        var component: String {
            let value = bytes.drop { $0 != UInt8(ascii: ":") }.dropFirst()
            return String(decoding: value, as: UTF8.self).uppercased().filter { !$0.isWhitespace }
        }

        func fault(_ message: String) -> ImportFault {
            ImportFault(.line(number), value: String(decoding: bytes.prefix(400), as: UTF8.self), message)
        }
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
