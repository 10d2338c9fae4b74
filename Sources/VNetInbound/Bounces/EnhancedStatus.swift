/// What became of a mail, in numbers (RFC 3463): 5.1.1 is a mailbox that does not exist, 4.2.2 one that is full for now.
public struct EnhancedStatus: Hashable, Sendable, CustomStringConvertible {
    /// 4: it may do later; 5: it never will; 2: it did.
    public let level: Int
    public let subject: Int
    public let detail: Int

    public var description: String { "\(level).\(subject).\(detail)" }

    /// It says no more than its level.
    var isVague: Bool { subject == 0 && detail == 0 }

    /// Those that `text` names, in their order; what is part of an address or a version is none.
    static func all(in text: some StringProtocol) -> [EnhancedStatus] {
        let bytes = Array(text.utf8)
        return bytes.indices.compactMap { index in
            guard [UInt8(ascii: "2"), UInt8(ascii: "4"), UInt8(ascii: "5")].contains(bytes[index]),
                index == 0 || !bytes[index - 1].isPartOfName, let (subject, next) = number(bytes, index + 1),
                let (detail, end) = number(bytes, next)
            else { return nil }
            let isLonger = end < bytes.count && (bytes[end].isPartOfName && bytes[end] != UInt8(ascii: "."))
            let isDotted = end + 1 < bytes.count && bytes[end] == UInt8(ascii: ".") && bytes[end + 1].isDigit
            guard !isLonger, !isDotted else { return nil }
            return EnhancedStatus(level: Int(bytes[index] - 0x30), subject: subject, detail: detail)
        }
    }

    /// A dot and up to three digits.
    private static func number(_ bytes: [UInt8], _ start: Int) -> (Int, Int)? {
        guard start < bytes.count, bytes[start] == UInt8(ascii: ".") else { return nil }
        let digits = bytes[(start + 1)...].prefix(4).prefix(while: \.isDigit)
        guard (1...3).contains(digits.count) else { return nil }
        return (digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }, digits.endIndex)
    }
}

/// The code with which a mail server refuses a command, 400 to 599.
enum ReplyCode {
    private static let introductions = [
        "said", "said:", "error", "code", "smtp", "response", "returned", "status", "responsecode", "with",
    ]

    /// The first one of `text` that stands where a server's answer begins.
    static func first(in text: some StringProtocol) -> Int? {
        for line in text.split(separator: "\n") {
            let bytes = Array(line.utf8)
            for index in bytes.indices where isCode(bytes, index) && begins(bytes[..<index]) {
                return bytes[index..<(index + 3)].reduce(0) { $0 * 10 + Int($1 - 0x30) }
            }
        }
        return nil
    }

    private static func isCode(_ bytes: [UInt8], _ index: Int) -> Bool {
        guard index + 3 <= bytes.count, bytes[index] == 0x34 || bytes[index] == 0x35 else { return false }
        guard (0x30...0x37).contains(bytes[index + 1]), bytes[index + 2].isDigit else { return false }
        guard index == 0 || !bytes[index - 1].isPartOfName else { return false }
        return index + 3 == bytes.count || " -:,'\"".utf8.contains(bytes[index + 3])
    }

    private static func begins(_ before: ArraySlice<UInt8>) -> Bool {
        guard let last = before.last(where: { $0 != 0x20 && $0 != 0x09 }) else { return true }
        if ":;'\"([#>".utf8.contains(last) { return true }
        let word = String(decoding: before, as: UTF8.self).split(separator: " ").last?.lowercased() ?? ""
        return introductions.contains(word)
    }
}

extension UInt8 {
    var isDigit: Bool { (0x30...0x39).contains(self) }

    fileprivate var isPartOfName: Bool {
        isDigit || (0x61...0x7A).contains(self | 0x20) || self == UInt8(ascii: ".") || self == UInt8(ascii: "_")
    }
}
