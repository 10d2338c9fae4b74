/// A text file's bytes, and what they stand for.
///
/// The bytes stay as they are and only what is wanted is decoded: in both encodings the ASCII bytes that a CSV reader
/// looks for can be nothing else, so fields are found before anything is decoded.
struct SourceText {
    enum Encoding { case utf8, windows1252 }

    /// A byte that stands for no character.
    struct UndefinedByte: Error { let byte: UInt8 }

    let bytes: [UInt8]
    let encoding: Encoding
    /// Where the text begins: behind the byte order mark, if the file has one.
    let start: Int

    /// UTF-8 where the bytes are valid UTF-8, else Windows-1252 (“ANSI”), which the register is published in.
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
        let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        self.bytes = bytes
        start = isMarked ? 3 : 0
        do {
            _ = try UTF8Span(validating: bytes.span)
            encoding = .utf8
        } catch {
            guard !isMarked else { throw Self.markedFault(bytes, at: error.byteOffsets.lowerBound) }
            encoding = .windows1252
        }
    }

    /// The text of `range`, which must not cut a character in two.
    func string(_ range: Range<Int>) throws(UndefinedByte) -> String {
        try decode(bytes[range])
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
        return try decode(single[...])
    }

    /// The beginning of `range` for a person to see, whatever it holds.
    func excerpt(_ range: Range<Int>) -> String {
        let piece = bytes[range.prefix(400)]
        return switch encoding {
        case .utf8: String(decoding: piece, as: UTF8.self)
        case .windows1252: piece.reduce(into: "") { $0.unicodeScalars.append(Windows1252.scalar($1) ?? "\u{FFFD}") }
        }
    }

    private func decode(_ piece: ArraySlice<UInt8>) throws(UndefinedByte) -> String {
        if encoding == .utf8 || piece.allSatisfy({ $0 < 0x80 }) { return String(decoding: piece, as: UTF8.self) }
        var text = String.UnicodeScalarView()
        for byte in piece {
            guard let scalar = Windows1252.scalar(byte) else { throw UndefinedByte(byte: byte) }
            text.append(scalar)
        }
        return String(text)
    }

    private static func markedFault(_ bytes: [UInt8], at offset: Int) -> ImportFault {
        ImportFault(
            .line(1 + bytes[..<offset].count { $0 == UInt8(ascii: "\n") }),
            "the file is marked as UTF-8, but byte \(hexadecimal(bytes[offset])) here is not: save it again as UTF-8")
    }
}

/// A byte as people write it: `0x9D`.
func hexadecimal(_ byte: UInt8) -> String {
    "0x" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
}

/// The encoding that Windows programs call ANSI in Western Europe: Latin-1, with printable characters at 0x80...0x9F.
private enum Windows1252 {
    /// Nil for the five bytes that are undefined.
    static func scalar(_ byte: UInt8) -> Unicode.Scalar? {
        guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
        return upper[Int(byte) - 0x80]
    }

    private static let upper: [Unicode.Scalar?] = [
        "€", nil, "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", nil, "Ž", nil,
        nil, "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", nil, "ž", "Ÿ",
    ]
}
