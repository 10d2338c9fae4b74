/// HTML as mail programs write it → the text that a person sees, line by line.
///
/// What is quoted has `> ` in front of its lines, as in plain text, and what begins the message that is answered has a line
/// of its own, so that one reader of replies does for both. Signatures that are marked as such are left out.
struct HTMLText {
    static func plain(_ html: String) -> String {
        var text = HTMLText(html)
        text.run()
        return text.lines.joined(separator: "\n")
    }

    /// As plain text has it.
    static let original = "-----Original Message-----"

    private static let deepest = 300
    /// As far as quotation marks are minded.
    private static let longestTag = 2_048
    private static let voids: Set<String> = [
        "br", "hr", "img", "meta", "link", "input", "area", "base", "col", "embed", "source", "track", "wbr",
        "!doctype",
        "?xml",
    ]
    private static let blocks: Set<String> = [
        "div", "tr", "li", "ul", "ol", "table", "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "body",
        "section", "article", "center", "dt", "dd",
    ]

    private let bytes: [UInt8]
    private var position = 0
    /// The first closing bracket that is not in front of the tag that was read last.
    private var nextBracket = -1
    private var open: [(name: String, meaning: HTMLTag.Meaning)] = []
    private var quotations = 0
    private var unseen = 0
    private var preformatted = 0
    private var lines: [String] = []
    private var line = ""
    private var isSpaceDue = false

    private init(_ html: String) { bytes = Array(html.utf8) }

    private mutating func run() {
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "<"), readMarkup() { continue }
            readText()
        }
        endLine(evenIfEmpty: false)
    }

    /// Whether there is a tag or a comment here.
    private mutating func readMarkup() -> Bool {
        let rest = bytes[(position + 1)...]
        guard let first = rest.first else { return false }
        if rest.starts(with: Array("!--".utf8)) {
            position = end(of: Array("-->".utf8), from: position + 4) ?? bytes.count
            return true
        }
        let isLetter = (0x61...0x7A).contains(first | 0x20)
        guard isLetter || [UInt8(ascii: "/"), UInt8(ascii: "!"), UInt8(ascii: "?")].contains(first) else {
            return false
        }
        guard let close = closing(from: position + 1) else { return false }
        let tag = HTMLTag(String(decoding: bytes[(position + 1)..<close], as: UTF8.self))
        position = close + 1
        take(tag)
        return true
    }

    /// Where the tag that begins here ends: an angle bracket in quotation marks is none.
    private mutating func closing(from start: Int) -> Int? {
        if nextBracket < start {
            nextBracket = bytes[start...].firstIndex(of: UInt8(ascii: ">")) ?? bytes.count
        }
        guard nextBracket < bytes.count else { return nil }
        var quote: UInt8?
        for index in start..<min(bytes.count, start + Self.longestTag) {
            let byte = bytes[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"), bytes[index - 1] == UInt8(ascii: "=") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return index
            }
        }
        return nextBracket
    }

    private func end(of mark: [UInt8], from start: Int) -> Int? {
        var index = start
        while index + mark.count <= bytes.count {
            if bytes[index] == mark[0], bytes[index...].starts(with: mark) { return index + mark.count }
            index += 1
        }
        return nil
    }

    private mutating func take(_ tag: HTMLTag) {
        if tag.beginsOriginal, unseen == 0 {
            endLine(evenIfEmpty: false)
            line = Self.original
            endLine(evenIfEmpty: false)
        }
        switch tag.name {
        case "br": endLine(evenIfEmpty: true)
        case "hr":
            endLine(evenIfEmpty: false)
            if unseen == 0 { line = "________________" }
            endLine(evenIfEmpty: false)
        case "style", "script", "title":
            if !tag.isEnd { skip(to: tag.name) }
            return
        default: break
        }
        if Self.blocks.contains(tag.name) {
            endLine(evenIfEmpty: false)
            if !tag.isEnd, tag.name == "p" || tag.name == "blockquote", lines.last?.isEmpty == false {
                lines.append("")
            }
        } else if tag.name == "td" {
            isSpaceDue = true
        }
        guard !Self.voids.contains(tag.name), !tag.isClosedAtOnce else { return }
        if tag.isEnd { close(tag.name) } else { open(tag) }
    }

    /// To the end of what is no text, which tags within it do not end.
    private mutating func skip(to name: String) {
        let mark = Array("</\(name)".utf8)
        while position < bytes.count {
            guard let next = bytes[position...].firstIndex(of: UInt8(ascii: "<")) else {
                position = bytes.count
                return
            }
            position = next + 1
            let found = bytes[next...].prefix(mark.count).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
            if found == mark {
                position = bytes[next...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? bytes.count
                return
            }
        }
    }

    private mutating func open(_ tag: HTMLTag) {
        guard open.count < Self.deepest else { return }
        let meaning = tag.meaning
        open.append((tag.name, meaning))
        count(meaning, tag.name, by: 1)
    }

    private mutating func close(_ name: String) {
        guard let index = open.lastIndex(where: { $0.name == name }) else { return }
        for element in open[index...] { count(element.meaning, element.name, by: -1) }
        open.removeSubrange(index...)
    }

    private mutating func count(_ meaning: HTMLTag.Meaning, _ name: String, by step: Int) {
        switch meaning {
        case .quotation:
            endLine(evenIfEmpty: false)
            quotations += step
        case .signature, .hidden:
            if step > 0 { endLine(evenIfEmpty: false) }
            unseen += step
        case .plain: break
        }
        if name == "pre" { preformatted += step }
    }

    private mutating func readText() {
        let start = position
        position += 1
        while position < bytes.count, bytes[position] != UInt8(ascii: "<") { position += 1 }
        guard unseen == 0 else { return }
        add(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func add(_ text: String) {
        var scalars = text.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            if scalar == "&", let end = scalars.prefix(12).firstIndex(of: ";"),
                let meant = HTMLEntities.scalar(String(scalars[..<end]))
            {
                scalars = scalars[scalars.index(after: end)...]
                append(meant == "\u{A0}" ? " " : meant)
            } else if scalar == "\n", preformatted > 0 {
                endLine(evenIfEmpty: true)
            } else if scalar.properties.isWhitespace {
                isSpaceDue = true
            } else {
                append(scalar)
            }
        }
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        if isSpaceDue, !line.isEmpty { line.unicodeScalars.append(" ") }
        isSpaceDue = false
        line.unicodeScalars.append(scalar)
    }

    private mutating func endLine(evenIfEmpty: Bool) {
        isSpaceDue = false
        let isBlank = line.allSatisfy(\.isWhitespace)
        guard !isBlank || evenIfEmpty && unseen == 0 else {
            line = ""
            return
        }
        let mark = String(repeating: "> ", count: min(quotations, 5))
        lines.append(isBlank ? mark : mark + line)
        line = ""
    }
}
