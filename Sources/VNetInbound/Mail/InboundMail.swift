import VNetCore

/// A mail that somebody sent, read as far as it is of use: its header, what it says, and what is attached to it by name.
///
/// Whatever the bytes are, they are read; what is beyond a limit is left out, and `isCut` says so. Attachments are never
/// decoded.
public struct InboundMail: Sendable {
    public struct Part: Sendable {
        /// Such as `text/plain`, in small letters.
        public let type: String
        /// The parameters of its type that matter: `report-type`, `method`, `smime-type`, by name.
        public let parameters: [String: String]
        /// The name of the file that it is, where it is one.
        public let name: String?
        /// Decoded, lines ended by a line feed; nil of what is not text, or is attached.
        public let text: String?
        /// It is part of a message that came back or was passed on, not of what the sender says.
        public let isReturned: Bool
        /// The same is said by another part, in plain text.
        public internal(set) var isAlternative = false
    }

    /// How a mail is protected by cryptography of the sender's.
    public enum Protection: String, Sendable {
        case none, signed
        /// It is not read, for nobody here has a key.
        case encrypted
    }

    public let fields: MailFields
    public let parts: [Part]
    /// The header of the message that came back or was passed on; nil where there is none.
    public let returned: MailFields?
    public let protection: Protection
    /// Something was beyond a limit: the text is not all that there is.
    public let isCut: Bool
    /// In bytes, as it came.
    public let size: Int

    /// Larger than this, nothing but its header is read.
    public static let largest = 50 << 20

    public init(_ bytes: [UInt8]) { self = MIMEReader.read(bytes) }

    init(
        fields: MailFields, parts: [Part], returned: MailFields?, protection: Protection, isCut: Bool, size: Int
    ) {
        self.fields = fields
        self.parts = parts
        self.returned = returned
        self.protection = protection
        self.isCut = isCut
        self.size = size
    }

    /// What the sender says, as plain text: of alternatives the plain one, HTML only where there is no other.
    public var text: String {
        spoken.map { $0.type == "text/html" ? HTMLText.plain($0.text ?? "") : $0.text ?? "" }
            .filter { !$0.allSatisfy(\.isWhitespace) }.joined(separator: "\n")
    }

    /// The parts that the sender speaks by.
    var spoken: [Part] {
        parts.filter { part in
            part.text != nil && !part.isReturned && !part.isAlternative && part.name == nil
                && (part.type == "text/plain" || part.type == "text/html")
        }
    }

    /// The names of the files that came with it.
    public var attachments: [String] { parts.filter { !$0.isReturned }.compactMap(\.name) }

    public var subject: String { fields["subject"] ?? "" }

    /// Who it says it is from; empty where that is no address.
    public var from: [EmailAddress] { addresses(of: "from") }

    /// Those to whom it was sent, as far as the header says.
    public var recipients: [EmailAddress] {
        ["delivered-to", "x-original-to", "envelope-to", "to", "cc"].flatMap { addresses(of: $0) }
    }

    func addresses(of field: String) -> [EmailAddress] { fields.addresses(of: field) }
}
