/// What could not be read, and how many bytes into the declaration it stands.
struct Misread: Error {
    let message: String
    let offset: Int
}

/// Swift source as words, texts and signs, without its comments. It need not know more of the language to find the
/// declarations of a type's members.
struct Source {
    struct Token {
        enum Kind { case word, text, sign }
        let kind: Kind
        let range: Range<Int>
        /// Whether it is the first of its line.
        let beginsLine: Bool
    }

    let bytes: [UInt8]
    private(set) var tokens: [Token] = []

    init(_ text: String) {
        bytes = Array(text.utf8)
        var (index, beginsLine) = (0, true)
        while index < bytes.count {
            let start = index
            switch bytes[index] {
            case UInt8(ascii: "\n"):
                beginsLine = true
                index += 1
                continue
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
                index += 1
                continue
            case UInt8(ascii: "/") where isAt("//", index):
                index = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
                continue
            case UInt8(ascii: "\""): index = endOfText(at: index)
            case let byte where Self.isOfWord(byte):
                index = bytes[index...].firstIndex { !Self.isOfWord($0) } ?? bytes.count
            default: index += 1
            }
            let kind: Token.Kind =
                bytes[start] == UInt8(ascii: "\"") ? .text : Self.isOfWord(bytes[start]) ? .word : .sign
            tokens.append(Token(kind: kind, range: start..<index, beginsLine: beginsLine))
            beginsLine = false
        }
    }

    /// The source as it stands from one token to before another.
    func text(_ tokens: Range<Int>) -> String {
        guard let first = tokens.first, let last = tokens.last else { return "" }
        return String(
            decoding: bytes[self.tokens[first].range.lowerBound..<self.tokens[last].range.upperBound], as: UTF8.self)
    }

    func text(_ token: Int) -> String { token < tokens.count ? text(token..<token + 1) : "" }

    /// The token after the bracket that closes the one at `token`; the token after `token` where that is no bracket.
    func after(_ token: Int) -> Int {
        var (depth, index) = (0, token)
        repeat {
            if ["(", "[", "{"].contains(text(index)) { depth += 1 }
            if [")", "]", "}"].contains(text(index)) { depth -= 1 }
            index += 1
        } while depth > 0 && index < tokens.count
        return index
    }

    private static func isOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "`"), 0x80...:
            true
        default: false
        }
    }

    private func isAt(_ text: StaticString, _ index: Int) -> Bool {
        bytes[index...].starts(with: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// After the quotation mark that ends the text, over what is interpolated.
    private func endOfText(at start: Int) -> Int {
        let mark: StaticString = isAt("\"\"\"", start) ? "\"\"\"" : "\""
        var index = start + mark.utf8CodeUnitCount
        while index < bytes.count, !isAt(mark, index) {
            guard bytes[index] == UInt8(ascii: "\\") else {
                index += 1
                continue
            }
            index += 2
            guard bytes[index - 1] == UInt8(ascii: "(") else { continue }
            var depth = 1
            while index < bytes.count, depth > 0 {
                if bytes[index] == UInt8(ascii: "(") { depth += 1 }
                if bytes[index] == UInt8(ascii: ")") { depth -= 1 }
                index = bytes[index] == UInt8(ascii: "\"") ? endOfText(at: index) : index + 1
            }
        }
        return min(index + mark.utf8CodeUnitCount, bytes.count)
    }
}
