import Crypto
import Foundation

/// The key that certificates are signed with, in a file of its own, wrapped by the master key. It outlives every epoch: a
/// certificate is to be checked for years.
struct SigningKey {
    private static let magic = Array("VNETSIG1".utf8)
    private static let size = 8 + 12 + 32 + 16
    private let key: Curve25519.Signing.PrivateKey

    static func path(_ directory: String) -> String { directory + "/certificate.key" }

    /// Makes a new one where there is none. On disk when this returns, but for the directory.
    static func make(_ directory: String, master: SymmetricKey) throws {
        let plain = Curve25519.Signing.PrivateKey().rawRepresentation
        let sealed = try AES.GCM.seal(plain, using: master, authenticating: magic).combined!
        try KeyFile.place(magic + [UInt8](sealed), at: path(directory))
    }

    init(_ directory: String, master: SymmetricKey) throws {
        let path = Self.path(directory)
        guard KeyFile.exists(path) else { throw KeyringError.noSigningKey(file: path) }
        let bytes = try KeyFile(path, create: false).read(Self.size, at: 0)
        guard bytes.count == Self.size, bytes.prefix(8).elementsEqual(Self.magic) else {
            throw KeyringError.damagedSigningKey(file: path, "its header is not that of a signing key")
        }
        guard let box = try? AES.GCM.SealedBox(combined: bytes[8...]),
            let plain = try? AES.GCM.open(box, using: master, authenticating: Self.magic)
        else { throw KeyringError.wrongKey(file: path) }
        key = try Curve25519.Signing.PrivateKey(rawRepresentation: plain)
    }

    var publicKey: [UInt8] { [UInt8](key.publicKey.rawRepresentation) }

    /// 64 bytes, as RFC 8032 has them.
    func sign(_ bytes: [UInt8]) throws -> [UInt8] { [UInt8](try key.signature(for: bytes)) }
}
