import VNetCore

/// A text file's bytes, and what they stand for.
///
/// The bytes stay as they are and only what is wanted is decoded: in both encodings the ASCII bytes that a CSV reader
/// looks for can be nothing else, so fields are found before anything is decoded.
struct SourceText {
    enum Encoding { case utf8, windows1252 }

    /// A byte that stands for no character.
    struct UndefinedByte: Error { let byte: UInt8 }

    let bytes: [UInt8]
    /// That of the file or, where it is mixed, of most of what is not ASCII.
    let encoding: Encoding
    /// Whether there are characters in both encodings, as when rows of one file were copied into another: then each value
    /// is taken for UTF-8 if it is that.
    let isMixed: Bool
    /// Where the text begins: behind the byte order mark, if the file has one.
    let start: Int

    /// UTF-8 where the bytes are valid UTF-8, Windows-1252 (“ANSI”), which the register is published in, where nothing is,
    /// and else mixed.
    init(_ bytes: [UInt8]) throws(ImportFault) {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw ImportFault(
                .file, "the file is saved as UTF-16 (“Unicode text”): save it again as “CSV UTF-8 (comma delimited)”")
        }
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            throw ImportFault(
                .file,
                "the file is a zip archive or an Excel workbook: unpack it, or save it as “CSV UTF-8 (comma delimited)”"
            )
        }
        self.bytes = bytes
        start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        if (try? UTF8Span(validating: bytes.span)) != nil {
            (encoding, isMixed) = (.utf8, false)
        } else {
            let (sequences, strays) = Self.count(in: bytes)
            // A byte order mark is such a sequence too.
            (encoding, isMixed) = (start == 0 && sequences < strays ? .windows1252 : .utf8, sequences > 0)
        }
    }

    /// How many characters of several bytes look like UTF-8, and how many bytes cannot be any.
    private static func count(in bytes: [UInt8]) -> (sequences: Int, strays: Int) {
        var (sequences, strays, index) = (0, 0, 0)
        while index < bytes.count {
            let length =
                switch bytes[index] {
                case 0xC2...0xDF: 2
                case 0xE0...0xEF: 3
                case 0xF0...0xF4: 4
                default: 1
                }
            let rest = bytes[(index + 1)...].prefix(length - 1)
            if length > 1, rest.count == length - 1, rest.allSatisfy({ $0 & 0xC0 == 0x80 }) {
                sequences += 1
                index += length
            } else {
                if bytes[index] >= 0x80 { strays += 1 }
                index += 1
            }
        }
        return (sequences, strays)
    }

    /// What `range` is in, which must not cut a character in two; the file's encoding where it is ASCII.
    func encoding(of range: Range<Int>) -> Encoding {
        let piece = bytes[range]
        guard isMixed, piece.contains(where: { $0 >= 0x80 }) else { return encoding }
        return (try? UTF8Span(validating: piece.span)) == nil ? .windows1252 : .utf8
    }

    /// The text of `range`, which must not cut a character in two.
    func string(_ range: Range<Int>) throws(UndefinedByte) -> String {
        try decode(bytes[range], encoding(of: range))
    }

    /// The text of a quoted field's inside, where every quotation mark is written twice.
    func string(undoubling range: Range<Int>) throws(UndefinedByte) -> String {
        var single: [UInt8] = []
        var isSecond = false
        for byte in bytes[range] {
            let isQuote = byte == UInt8(ascii: "\"")
            isSecond = isQuote && !isSecond
            if !isQuote || isSecond { single.append(byte) }
        }
        return try decode(single[...], encoding(of: range))
    }

    /// The beginning of `range` for a person to see, whatever it holds.
    func excerpt(_ range: Range<Int>) -> String {
        let piece = bytes[range.prefix(400)]
        return switch encoding(of: range) {
        case .utf8: String(decoding: piece, as: UTF8.self)
        case .windows1252: piece.reduce(into: "") { $0.unicodeScalars.append(Windows1252.scalar($1) ?? "\u{FFFD}") }
        }
    }

    private func decode(_ piece: ArraySlice<UInt8>, _ encoding: Encoding) throws(UndefinedByte) -> String {
        if encoding == .utf8 || piece.allSatisfy({ $0 < 0x80 }) { return String(decoding: piece, as: UTF8.self) }
        var text = String.UnicodeScalarView()
        for byte in piece {
            guard let scalar = Windows1252.scalar(byte) else { throw UndefinedByte(byte: byte) }
            text.append(scalar)
        }
        return String(text)
    }
}

/// A byte as people write it: `0x9D`.
func hexadecimal(_ byte: UInt8) -> String {
    "0x" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
}
