import Foundation
import GRDB
import VNetCore

// The suppression list.

/// Somebody who was purged, and is not to be taken up again unasked.
public struct Suppression: Sendable {
    public let id: Int64
    public let reason: SuppressionReason
    public let addedAt: Instant
}

extension Transaction {
    public func suppression(_ id: Int64) throws -> Suppression? {
        try first(Self.selectSuppression + " WHERE id = ?", [id], Self.suppression)
    }

    public func suppression(of email: EmailAddress) throws -> Suppression? {
        try first(
            Self.selectSuppression + " WHERE email_index = ?", [Data(keyring.blindIndex(email.folded))],
            Self.suppression)
    }

    /// Newest first.
    public func suppressions(before id: Int64? = nil, limit: Int) throws -> [Suppression] {
        try all(
            Self.selectSuppression + " WHERE id < ? ORDER BY id DESC LIMIT ?", [id ?? .max, limit], Self.suppression)
    }

    public func liftSuppression(_ id: Int64) throws { try run("DELETE FROM suppression WHERE id = ?", [id]) }

    /// Those whose contact data a run purges.
    func suppressPeople(ofPurge id: Int64) throws {
        try run(
            """
            INSERT OR IGNORE INTO suppression (email_index, reason, added_at)
            SELECT email_index, reason, started_at FROM purge_item JOIN purge_run ON purge_run.id = purge_run
            WHERE purge_run = ? AND email_index IS NOT NULL
            """, [id])
    }

    private static let selectSuppression = "SELECT id, reason, added_at FROM suppression"

    private static func suppression(_ row: Row) throws -> Suppression {
        Suppression(id: row[0], reason: try row.value(1), addedAt: row.instant(2))
    }
}
