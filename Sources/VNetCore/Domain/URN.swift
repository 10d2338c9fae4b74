/// A school's Unique Reference Number, as the Department for Education's register (GIAS) gives it: six digits.
public struct URN: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let number: Int

    /// Nil unless `number` has exactly six digits.
    public init?(_ number: Int) {
        guard (100_000...999_999).contains(number) else { return nil }
        self.number = number
    }

    /// Nil unless `text` is exactly six ASCII digits that do not begin with zero.
    public init?(_ text: String) {
        guard text.utf8.count == 6, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text)
        else { return nil }
        self.init(number)
    }

    public var description: String { String(number) }

    public static func < (a: URN, b: URN) -> Bool { a.number < b.number }
}
