/// One e-mail address that is safe to put on the wire: an ASCII addr-spec without quoting, comments or white space. A domain
/// beyond ASCII is taken, and held as it goes out, in Punycode.
///
/// Stricter than RFC 5321 on purpose. What is refused here (quoted local parts, control characters, line breaks) can
/// become header or command injection in a library further out, and no school uses it.
public struct EmailAddress: Hashable, Sendable, CustomStringConvertible {
    public let text: String

    /// Nil unless `text` is `local@domain.tld`: at most 254 bytes, a local part of at most 64, a domain of dotted labels.
    public init?(_ typed: String) {
        guard let text = Self.withASCIIDomain(typed) else { return nil }
        let bytes = Array(text.utf8)
        guard bytes.count <= 254, let at = bytes.firstIndex(of: UInt8(ascii: "@")) else { return nil }
        let local = bytes[..<at]
        let domain = bytes[(at + 1)...]
        guard (1...64).contains(local.count), Self.isDotAtom(local, allowed: Self.isAtomByte) else { return nil }
        guard domain.contains(UInt8(ascii: ".")), Self.isDotAtom(domain, allowed: Self.isLabelByte) else { return nil }
        let labels = domain.split(separator: UInt8(ascii: "."))
        let hyphen = UInt8(ascii: "-")
        guard labels.allSatisfy({ $0.count <= 63 && $0.first != hyphen && $0.last != hyphen }) else { return nil }
        self.text = text
    }

    private static func withASCIIDomain(_ text: String) -> String? {
        guard !text.utf8.allSatisfy({ $0 < 0x80 }), let at = text.lastIndex(of: "@") else { return text }
        return InternationalDomain.ascii(text[text.index(after: at)...]).map { String(text[...at]) + $0 }
    }

    /// What two spellings of one mailbox share; used to recognise a person, never to send.
    public var folded: String { text.lowercased() }

    public var description: String { text }

    private static func isDotAtom(_ bytes: ArraySlice<UInt8>, allowed: (UInt8) -> Bool) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(allowed) }
    }

    private static func isLabelByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func isAtomByte(_ byte: UInt8) -> Bool {
        isLabelByte(byte) || "!#$%&'*+/=?^_`{|}~".utf8.contains(byte)
    }
}
