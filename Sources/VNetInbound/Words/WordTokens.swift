import VNetCore

/// A text as words, numbers and marks, in small letters, each with the sentence that it is of.
struct WordTokens {
    enum Token: Hashable {
        case word(String)
        case number(Int)
        /// A hyphen or a dash of any length.
        case dash
        case comma
        case slash
        case other
    }

    private(set) var tokens: [Token] = []
    /// Which sentence each is of, from 0.
    private(set) var sentences: [Int] = []

    /// Nobody's answer is longer.
    private static let most = 3_000

    init(_ text: String) {
        var sentence = 0
        var rest = text.lowercased().unicodeScalars[...]
        while let first = rest.first, tokens.count < Self.most {
            if first.properties.isAlphabetic {
                let word = rest.prefix { $0.properties.isAlphabetic || $0 == "'" || $0 == "’" }
                rest = rest[word.endIndex...]
                add(.word(String(word).replacing("’", with: "'")), sentence)
                continue
            }
            if ("0"..."9").contains(first) {
                let digits = rest.prefix { ("0"..."9").contains($0) }
                rest = rest[digits.endIndex...]
                add(Int(String(digits.prefix(9))).map(Token.number) ?? .other, sentence)
                continue
            }
            rest = rest.dropFirst()
            if first == "\n" || (".!?;".unicodeScalars.contains(first) && !Self.isDecimal(rest, tokens.last)) {
                sentence += 1
            } else if !first.properties.isWhitespace {
                add(Self.mark(first), sentence)
            }
        }
    }

    private mutating func add(_ token: Token, _ sentence: Int) {
        tokens.append(token)
        sentences.append(sentence)
    }

    /// The dot of `1.5` or `3.11.2026` ends no sentence.
    private static func isDecimal(_ rest: Substring.UnicodeScalarView, _ last: Token?) -> Bool {
        guard case .number = last, let next = rest.first else { return false }
        return ("0"..."9").contains(next)
    }

    private static func mark(_ scalar: Unicode.Scalar) -> Token {
        switch scalar {
        case "-", "–", "—", "‐", "‑", "‒", "−": .dash
        case ",": .comma
        case "/": .slash
        default: .other
        }
    }

    func word(_ index: Int) -> String? {
        guard tokens.indices.contains(index), case .word(let word) = tokens[index] else { return nil }
        return word
    }

    func number(_ index: Int) -> Int? {
        guard tokens.indices.contains(index), case .number(let number) = tokens[index] else { return nil }
        return number
    }
}
