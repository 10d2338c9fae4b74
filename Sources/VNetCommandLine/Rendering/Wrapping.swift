/// Text in lines of a width.
enum Wrapping {
    /// Broken at spaces where there are any, and within a word that is longer than a line.
    static func lines(of text: String, width: Int) -> [String] {
        let width = max(1, width)
        var lines: [String] = []
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard DisplayWidth.of(paragraph) > width else {
                lines.append(String(paragraph))
                continue
            }
            lines += broken(paragraph, width)
        }
        return lines
    }

    private static func broken(_ paragraph: Substring, _ width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for (piece, space) in pieces(of: paragraph) {
            var word = piece
            if !line.isEmpty, DisplayWidth.of(line) + space.count + DisplayWidth.of(word) <= width {
                line += space + word
                continue
            }
            if !line.isEmpty { lines.append(line) }
            while DisplayWidth.of(word) > width {
                let head = DisplayWidth.prefix(of: word, width: width)
                lines.append(head)
                word.removeFirst(head.count)
            }
            line = word
        }
        lines.append(line)
        return lines
    }
}

extension Wrapping {
    /// What is not broken where it can be helped: words, and their parts after a hyphen; with what stands before each.
    fileprivate static func pieces(of text: some StringProtocol) -> [(piece: String, space: String)] {
        text.split(separator: " ").flatMap { word in
            var parts: [(piece: String, space: String)] = []
            var part = ""
            for letter in word {
                part.append(letter)
                guard letter == "-", part.count > 2 else { continue }
                parts.append((part, parts.isEmpty ? " " : ""))
                part = ""
            }
            return part.isEmpty ? parts : parts + [(part, parts.isEmpty ? " " : "")]
        }
    }

    /// The width in which `text` can be broken at spaces and hyphens alone.
    static func least(_ text: String) -> Int { pieces(of: text).map { DisplayWidth.of($0.piece) }.max() ?? 0 }
}

/// How many columns of a terminal text takes.
enum DisplayWidth {
    static func of(_ text: some StringProtocol) -> Int {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text.utf8.count }
        return text.reduce(0) { $0 + of($1) }
    }

    /// The longest beginning that fits; at least one character, that something is always taken.
    static func prefix(of text: String, width: Int) -> String {
        var taken = 0
        var head = ""
        for character in text {
            taken += of(character)
            if taken > width, !head.isEmpty { break }
            head.append(character)
        }
        return head
    }

    /// Filled up with spaces.
    static func padded(_ text: String, to width: Int, right: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - of(text)))
        return right ? space + text : text + space
    }

    /// Cut to fit, with “…” for what was cut off.
    static func cut(_ text: String, to width: Int) -> String {
        guard of(text) > width, width > 0 else { return text }
        return width == 1 ? "…" : prefix(of: text, width: width - 1) + "…"
    }

    /// By the first of a character's code points; what joins itself to it takes no room.
    private static func of(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        if character.unicodeScalars.contains("\u{FE0F}") || first.properties.isEmojiPresentation { return 2 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: return wide.contains { $0.contains(first.value) } ? 2 : 1
        }
    }

    /// Wide and full-width ranges of Unicode's EastAsianWidth.txt, roughly.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
    ]
}

/// Text that cannot command a terminal, whatever a file or a mail has put into it.
public enum Harmless {
    /// Control and direction-changing characters become “�”; a tab becomes a space.
    public static func text(_ text: String, keepingLines: Bool = false) -> String {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09: result.append(keepingLines ? scalar : " ")
            case 0x0A: result.append(keepingLines ? scalar : " ")
            case 0x0D where keepingLines: break
            case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
