/// A short text for one line of a table or a mail: what a person typed, made safe to print.
///
/// One to `limit` characters, no control characters or line breaks, no white space at either end.
public protocol LineOfText: Hashable, Sendable, CustomStringConvertible {
    static var limit: Int { get }
    var text: String { get }
    init(checked text: String)
}

extension LineOfText {
    /// Nil unless `text` is one clean line of at most `limit` characters.
    public init?(_ text: String) {
        guard !text.isEmpty, text.count <= Self.limit, text.unicodeScalars.allSatisfy({ !$0.isControl }) else {
            return nil
        }
        guard let first = text.first, let last = text.last, !first.isWhitespace, !last.isWhitespace else { return nil }
        self.init(checked: text)
    }

    public var description: String { text }
}

extension Unicode.Scalar {
    /// Control characters, and the line, paragraph and direction marks that can disguise what a line says.
    fileprivate var isControl: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}

/// What a cohort is called, for example “Personal Development, autumn 2026”. Unique among cohorts.
public struct CohortName: LineOfText {
    public static let limit = 80
    public let text: String
    public init(checked text: String) { self.text = text }
}

/// A person's name as they write it.
public struct PersonName: LineOfText {
    public static let limit = 120
    public let text: String
    public init(checked text: String) { self.text = text }
}

/// A label, place or reason: anything short that a person types.
public struct Label: LineOfText {
    public static let limit = 200
    public let text: String
    public init(checked text: String) { self.text = text }
}
