/// What a mail of ours carries so that an answer to it is known for what it is: `vnet+TOKEN@…` in the address to which it is
/// answered, `[vnet:TOKEN]` in its text.
///
/// Here it is only told from other words; whether it is ours, and whose, only the daemon can verify.
public struct ReplyToken: Hashable, Sendable, CustomStringConvertible {
    /// 25 bytes in base 32 (RFC 4648), in small letters, for on their way some systems make all letters small.
    public static let length = 40

    public let text: String

    /// Nil unless `text` is as long as a token and of its letters; capital ones become small.
    public init?(_ text: some StringProtocol) {
        let bytes = text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        guard bytes.count == Self.length, bytes.allSatisfy({ (0x61...0x7A).contains($0) || (0x32...0x37).contains($0) })
        else { return nil }
        self.text = String(decoding: bytes, as: UTF8.self)
    }

    public var description: String { text }
}
