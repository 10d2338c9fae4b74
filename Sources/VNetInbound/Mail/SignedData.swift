/// The message inside a signature that holds what it signs (RFC 5652, SignedData), as some mail programs send it. The
/// signature is not looked at: who may answer is known by the token.
struct SignedData {
    private let bytes: [UInt8]
    private var position = 0
    private static let deepest = 16

    /// Nil of what is encrypted, or is not of that kind.
    static func content(_ bytes: [UInt8]) -> [UInt8]? {
        var data = SignedData(bytes: bytes)
        return data.content()
    }

    private static let signed: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02]
    private static let plain: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01]

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func content() -> [UInt8]? {
        guard enter(0x30) != nil, value(0x06).map(Array.init) == Self.signed, enter(0xA0) != nil, enter(0x30) != nil,
            value(0x02) != nil, skip(depth: 0), enter(0x30) != nil, value(0x06).map(Array.init) == Self.plain,
            enter(0xA0) != nil
        else { return nil }
        return octets(depth: 0)
    }

    /// A tag and a length; the length is nil where an end is marked instead.
    private mutating func head() -> (tag: UInt8, length: Int?)? {
        guard position + 2 <= bytes.count else { return nil }
        let tag = bytes[position]
        let first = bytes[position + 1]
        position += 2
        guard first & 0x80 != 0 else { return (tag, Int(first)) }
        let count = Int(first & 0x7F)
        if count == 0 { return (tag, nil) }
        guard count <= 4, position + count <= bytes.count else { return nil }
        let length = bytes[position..<(position + count)].reduce(0) { $0 << 8 | Int($1) }
        position += count
        return (tag, length)
    }

    /// Goes into what has that tag.
    private mutating func enter(_ tag: UInt8) -> Int?? {
        guard let head = head(), head.tag == tag else { return nil }
        return .some(head.length)
    }

    private mutating func value(_ tag: UInt8) -> ArraySlice<UInt8>? {
        guard let head = head(), head.tag == tag, let length = head.length, length <= bytes.count - position else {
            return nil
        }
        defer { position += length }
        return bytes[position..<(position + length)]
    }

    /// Past one thing, whatever it is.
    private mutating func skip(depth: Int) -> Bool {
        guard depth < Self.deepest, let head = head() else { return false }
        if let length = head.length {
            guard length <= bytes.count - position else { return false }
            position += length
            return true
        }
        while !isEnd { guard skip(depth: depth + 1) else { return false } }
        position += 2
        return true
    }

    private var isEnd: Bool { position + 1 < bytes.count && bytes[position] == 0 && bytes[position + 1] == 0 }

    /// In one piece, or in several.
    private mutating func octets(depth: Int) -> [UInt8]? {
        guard depth < 3, position < bytes.count else { return nil }
        if bytes[position] == 0x04 { return value(0x04).map(Array.init) }
        guard let entered = enter(0x24) else { return nil }
        let end = entered.map { position + min($0, bytes.count - position) } ?? bytes.count
        var all: [UInt8] = []
        while position < end, entered != nil || !isEnd {
            guard let piece = octets(depth: depth + 1) else { return nil }
            all += piece
        }
        return all
    }
}
