import VNetCore

/// The addresses that stand in a line of text.
enum AddressesInText {
    /// Each with the place at which it begins, counted in bytes.
    static func all(in line: some StringProtocol) -> [(address: EmailAddress, start: Int)] {
        let bytes = Array(line.utf8)
        var found: [(EmailAddress, Int)] = []
        for at in bytes.indices where bytes[at] == UInt8(ascii: "@") {
            let local = bytes[..<at].suffix(64).reversed().prefix(while: isLocal).count
            let domain = bytes[(at + 1)...].prefix(255).prefix { isDomain($0) }
            guard local > 0, !domain.isEmpty else { continue }
            var start = at - local
            var end = domain.endIndex
            while end > at, bytes[end - 1] == UInt8(ascii: ".") || bytes[end - 1] == UInt8(ascii: "-") { end -= 1 }
            while start < at, "'.=".utf8.contains(bytes[start]), !bytes[start...].starts(with: Array("=?".utf8)) {
                start += 1
            }
            if bytes[start..<at].starts(with: Array("mailto:".utf8)) { start += 7 }
            let text = String(decoding: bytes[start..<end], as: UTF8.self)
            if let address = EmailAddress(text) { found.append((address, start)) }
        }
        return found
    }

    private static func isDomain(_ byte: UInt8) -> Bool {
        byte.isDigit || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
    }

    private static func isLocal(_ byte: UInt8) -> Bool {
        isDomain(byte) || "!#$%&'*+/=?^_`{|}~".utf8.contains(byte)
    }
}
