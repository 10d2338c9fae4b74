import Crypto
import Foundation

/// A certificate's text with its signature and the key to check it by: the file that is given away.
///
/// The text comes first, as it was signed. After it stand the signature and the public key in the armour that openssl(1)
/// knows, so that the file can be checked without vnetd.
public struct SignedCertificate: Equatable, Sendable {
    public let text: String
    /// Ed25519, raw: 64 bytes.
    public let signature: [UInt8]
    /// Raw: 32 bytes.
    public let publicKey: [UInt8]

    public init(text: String, signature: [UInt8], publicKey: [UInt8]) {
        self.text = text
        self.signature = signature
        self.publicKey = publicKey
    }

    /// Whether the text is what was signed by the key.
    public var isGenuine: Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: Array(text.utf8))
    }

    /// Of the text: what the next certificate names as the one before.
    public var digest: String { Self.digest(of: text) }

    public static func digest(of text: String) -> String { sha256(Array(text.utf8)) }

    /// By which a key is compared with another.
    public var fingerprint: String { Self.sha256(publicKey) }

    private static func sha256(_ bytes: [UInt8]) -> String {
        "sha256:" + Hex.text(SHA256.hash(data: bytes))
    }

    /// The value of a line of the text.
    public func fact(_ name: String) -> String? {
        text.split(separator: "\n").first { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
    }

    // The file

    private static let signatureArmour = Armour("SIGNATURE")
    private static let keyArmour = Armour("PUBLIC KEY")
    /// What DER puts before the 32 bytes of an Ed25519 key (RFC 8410).
    private static let keyPrefix: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]

    public var file: String {
        text + Self.signatureArmour.around(signature) + Self.keyArmour.around(Self.keyPrefix + publicKey)
    }

    /// Nil for what is no certificate's file, to the byte.
    public init?(file bytes: [UInt8]) {
        guard let file = String(validating: bytes, as: UTF8.self),
            let start = file.firstRange(of: "\n" + Self.signatureArmour.begin)
        else { return nil }
        let text = String(file[...start.lowerBound])
        var rest = file[text.endIndex...]
        guard let signature = Self.signatureArmour.take(from: &rest), signature.count == 64,
            let key = Self.keyArmour.take(from: &rest), key.count == 44, key.starts(with: Self.keyPrefix), rest.isEmpty
        else { return nil }
        self.init(text: text, signature: signature, publicKey: Array(key.dropFirst(Self.keyPrefix.count)))
        // Base64 has several spellings of some bytes, of which only one is ours.
        guard Array(self.file.utf8) == bytes else { return nil }
    }
}

/// Bytes in base64 on one line, between two that say what they are.
private struct Armour {
    let begin: String
    let end: String

    init(_ label: String) {
        begin = "-----BEGIN \(label)-----\n"
        end = "-----END \(label)-----\n"
    }

    func around(_ bytes: [UInt8]) -> String { begin + Data(bytes).base64EncodedString() + "\n" + end }

    /// The bytes at the beginning of `text`, which is then what follows them.
    func take(from text: inout Substring) -> [UInt8]? {
        guard text.hasPrefix(begin), let finish = text.firstRange(of: "\n" + end) else { return nil }
        let base64 = text.dropFirst(begin.count)[..<finish.lowerBound]
        text = text[finish.upperBound...]
        return Data(base64Encoded: String(base64)).map { [UInt8]($0) }
    }
}
