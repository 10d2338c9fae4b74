extension JSONParser {
    /// The string whose opening quote is next.
    mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        var isASCII: UInt8 = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                let run = UnsafeRawBufferPointer(rebasing: bytes[start..<position])
                if isASCII >= 0x80 { try validate(start..<position) }
                position += 1
                return String(decoding: run, as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            guard byte >= 0x20 else { throw JSONError(.controlCharacter, at: position) }
            isASCII |= byte
            position += 1
        }
        throw JSONError(.unexpectedEnd, at: position)
    }

    /// The rest of a string that has escapes, `position` being at the first of them.
    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var text: [UInt8] = []
        var runStart = start
        while true {
            let byte = try peek()
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                try validate(runStart..<position)
                text.append(contentsOf: bytes[runStart..<position])
                position += 1
                if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
                try escape(into: &text)
                runStart = position
            case 0..<0x20: throw JSONError(.controlCharacter, at: position)
            default: position += 1
            }
        }
    }

    /// What follows a backslash.
    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        let byte = try peek()
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: Unicode.Scalar.utf8(try unicodeEscape()))
        default: throw JSONError(.invalidEscape, at: position - 1)
        }
    }

    /// The scalar of one `\u` with its four digits, or of two that are a surrogate pair, `position` being after the `u`.
    private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
        let start = position - 2
        let unit = try hexUnit()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard (0xD800..<0xDC00).contains(unit) else { throw JSONError(.loneSurrogate, at: start) }
        guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { throw JSONError(.loneSurrogate, at: start) }
        position += 2
        let low = try hexUnit()
        guard (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        else { throw JSONError(.loneSurrogate, at: start) }
        return scalar
    }

    private mutating func hexUnit() throws(JSONError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            let byte = try peek()
            let digit: UInt8 =
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
                case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
                case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
                default: throw JSONError(.invalidEscape, at: position)
                }
            unit = unit << 4 | UInt32(digit)
            position += 1
        }
        return unit
    }

    /// Refuses what is not UTF-8, at its first byte: Unicode's table 3-7.
    private func validate(_ range: Range<Int>) throws(JSONError) {
        var index = range.lowerBound
        while index < range.upperBound {
            let lead = bytes[index]
            if lead < 0x80 {
                index += 1
                continue
            }
            let (length, second): (Int, ClosedRange<UInt8>) =
                switch lead {
                case 0xC2...0xDF: (2, 0x80...0xBF)
                case 0xE0: (3, 0xA0...0xBF)
                case 0xED: (3, 0x80...0x9F)
                case 0xE1...0xEF: (3, 0x80...0xBF)
                case 0xF0: (4, 0x90...0xBF)
                case 0xF1...0xF3: (4, 0x80...0xBF)
                case 0xF4: (4, 0x80...0x8F)
                default: throw JSONError(.invalidUTF8, at: index)
                }
            guard index + length <= range.upperBound, second.contains(bytes[index + 1]) else {
                throw JSONError(.invalidUTF8, at: index)
            }
            for later in (index + 1)..<(index + length) where bytes[later] & 0xC0 != 0x80 {
                throw JSONError(.invalidUTF8, at: index)
            }
            index += length
        }
    }
}

extension Unicode.Scalar {
    fileprivate static func utf8(_ scalar: Unicode.Scalar) -> Unicode.UTF8.EncodedScalar {
        Unicode.UTF8.encode(scalar)!
    }
}
