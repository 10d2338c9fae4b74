import Foundation
import GRDB
import VNetCore

/// A certificate as it is on record.
public struct IssuedCertificate: Sendable {
    public let id: Int64
    public let purge: Int64
    public let issuedAt: Instant
    public let signed: SignedCertificate
}

extension Transaction {
    /// Why no purge could be certified now, and what to do; nil where one could. Before the first certificate a key that is missing
    /// is made.
    public func certifyingFault() throws -> String? {
        guard try exists("SELECT 1 FROM certificate WHERE id > 0") else { return nil }
        do { _ = try keyring.signingKey(mayBeNew: false) } catch let error as KeyringError { return error.message }
        return nil
    }

    public func certificate(_ id: Int64) throws -> IssuedCertificate? {
        try first(Self.selectCertificate + " WHERE id = ?", [id], Self.certificate)
    }

    /// Newest first.
    public func certificates(before id: Int64? = nil, limit: Int) throws -> [IssuedCertificate] {
        try all(
            Self.selectCertificate + " WHERE id < ? ORDER BY id DESC LIMIT ?", [id ?? .max, limit], Self.certificate)
    }

    public func certificate(ofPurge purge: Int64) throws -> Int64? {
        try first("SELECT id FROM certificate WHERE purge_run = ?", [purge]) { $0[0] }
    }

    /// Signs what `make` makes of its number and of the digest of the one before, and keeps it.
    func issueCertificate(
        ofPurge purge: Int64, at now: Instant, _ make: (_ number: Int64, _ previous: String?) throws -> Certificate
    ) throws {
        let last = try certificates(limit: 1).first
        let number = (last?.id ?? 0) + 1
        let text = try make(number, last?.signed.digest).text
        let key = try keyring.signingKey(mayBeNew: last == nil)
        try run(
            "INSERT INTO certificate (id, purge_run, issued_at, text, signature, public_key) VALUES (?, ?, ?, ?, ?, ?)",
            [number, purge, now.seconds, text, Data(try key.sign(Array(text.utf8))), Data(key.publicKey)])
    }

    private static let selectCertificate =
        "SELECT id, purge_run, issued_at, text, signature, public_key FROM certificate"

    private static func certificate(_ row: Row) throws -> IssuedCertificate {
        IssuedCertificate(
            id: row[0], purge: row[1], issuedAt: row.instant(2),
            signed: SignedCertificate(text: row[3], signature: row.bytes(4), publicKey: row.bytes(5)))
    }
}
