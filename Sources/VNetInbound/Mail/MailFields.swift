/// The fields of a header, or of a group of a delivery report: each name with what it says, in their order.
public struct MailFields: Hashable, Sendable {
    public struct Field: Hashable, Sendable {
        /// In small letters.
        public let name: String
        /// In one line, encoded words decoded.
        public let value: String
        /// As it came, in one line. Addresses are read from this: what an encoded word hides is a name, never an address.
        let raw: String
    }

    public let fields: [Field]

    init(_ fields: [Field]) { self.fields = fields }

    public var isEmpty: Bool { fields.isEmpty }

    /// What the first field of that name says; `name` is in small letters.
    public subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    public func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// The groups of fields that `text` holds, with empty lines between one and the next; what is no field is left out, and
    /// so is all beyond `limit` fields.
    static func groups(_ text: String, limit: Int = 1_000) -> [MailFields] {
        var groups: [[Field]] = [[]]
        var count = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard count < limit else { break }
            if line.allSatisfy(\.isWhitespace) {
                if groups.last?.isEmpty == false { groups.append([]) }
            } else if line.first == " " || line.first == "\t" {
                guard let last = groups[groups.count - 1].popLast() else { continue }
                let more = line.drop(while: \.isWhitespace)
                groups[groups.count - 1].append(Field(name: last.name, plain: last.value + " " + more))
            } else if let field = Field(line) {
                groups[groups.count - 1].append(field)
                count += 1
            }
        }
        return groups.filter { !$0.isEmpty }.map(MailFields.init)
    }
}

extension MailFields.Field {
    /// Nil where `line` does not begin with a name and a colon.
    init?(_ line: Substring) {
        guard let colon = line.firstIndex(of: ":"), colon != line.startIndex else { return nil }
        let name = line[..<colon].trimmed
        guard !name.isEmpty, name.utf8.count <= 80, name.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return nil
        }
        self.init(name: name.lowercased(), plain: String(line[line.index(after: colon)...].trimmed))
    }

    init(name: String, plain: String) { self.init(name: name, value: plain, raw: plain) }
}

extension StringProtocol {
    /// Without white space at either end.
    var trimmed: SubSequence {
        let head = drop(while: \.isWhitespace)
        return head.lastIndex { !$0.isWhitespace }.map { head[...$0] } ?? head[..<head.startIndex]
    }

    /// In one line: each run of white space is one space.
    var inOneLine: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
