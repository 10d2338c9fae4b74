import Foundation
import GRDB
import VNetCore

/// A table with a sealed column, and what in it is sealed.
enum SealedTable: String, CaseIterable {
    case person
    case evidenceNote = "evidence_note"
    case writeUp = "write_up"
    case outcomeReport = "outcome_report"
    case feedbackResponse = "feedback_response"
    case message
    case enquiry
}

extension Transaction {
    /// The id that the next row of `table` gets: one more than any row has ever had.
    func nextID(_ table: SealedTable) throws -> Int64 {
        try Int64(count("SELECT ifnull((SELECT seq FROM sqlite_sequence WHERE name = ?), 0)", [table.rawValue])) + 1
    }

    /// Seals `plaintext` for a row under a key of its own.
    func seal(_ plaintext: [UInt8], _ table: SealedTable, row: Int64) throws -> (sealed: [UInt8], slot: Int64) {
        let (slot, key) = try keyring.makeKey()
        let sealed = try Seal.seal(plaintext, key: key, table: table.rawValue, row: row, column: "sealed")
        return (sealed, slot.rawValue)
    }

    /// What was sealed, or `StoreError.gone` when its key has been destroyed.
    func unseal(_ sealed: [UInt8], slot: Int64, _ table: SealedTable, row: Int64) throws -> [UInt8] {
        do {
            let key = try keyring.key(at: SealedKeySlot(rawValue: slot))
            return try Seal.open(sealed, key: key, table: table.rawValue, row: row, column: "sealed")
        } catch KeyringError.gone {
            throw StoreError.gone
        }
    }

    /// What is sealed in a row of `table`; nil where there is no such row or its text has been deleted.
    func unsealed(_ table: SealedTable, row: Int64) throws -> [UInt8]? {
        let sealed = try first(
            "SELECT sealed, key_slot FROM \(table.rawValue) WHERE id = ? AND sealed IS NOT NULL", [row]
        ) { ($0.bytes(0), $0[1] as Int64) }
        return try sealed.map { try unseal($0.0, slot: $0.1, table, row: row) }
    }
}

extension Row {
    /// A BLOB column; empty where it is null.
    func bytes(_ index: Int) -> [UInt8] { [UInt8](self[index] as Data? ?? Data()) }
}
