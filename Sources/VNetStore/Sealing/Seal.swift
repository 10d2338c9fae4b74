import Crypto
import Foundation

/// Where in the keyring a record's key is.
public struct SealedKeySlot: RawRepresentable, Hashable, Sendable {
    public let rawValue: Int64
    public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// AES-GCM, bound to the place where the ciphertext is kept: moved to another row it does not open.
enum Seal {
    static func seal(
        _ plaintext: [UInt8], key: SymmetricKey, table: String, row: Int64, column: String
    ) throws -> [UInt8] {
        let box = try AES.GCM.seal(plaintext, using: key, authenticating: place(table, row, column))
        return [UInt8](box.combined!)
    }

    static func open(
        _ sealed: [UInt8], key: SymmetricKey, table: String, row: Int64, column: String
    ) throws(KeyringError) -> [UInt8] {
        do {
            let box = try AES.GCM.SealedBox(combined: sealed)
            return [UInt8](try AES.GCM.open(box, using: key, authenticating: place(table, row, column)))
        } catch { throw KeyringError.tampered }
    }

    private static func place(_ table: String, _ row: Int64, _ column: String) -> [UInt8] {
        Array("\(table)\0\(row)\0\(column)".utf8)
    }
}
