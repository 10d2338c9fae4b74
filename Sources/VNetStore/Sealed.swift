import Foundation
import GRDB
import VNetCore

/// A table with a sealed column.
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
        let (slot, key) = try keyring.makeKey(isTaken: isTaken)
        let sealed = try Seal.seal(plaintext, key: key, table: table.rawValue, row: row, column: "sealed")
        return (sealed, slot.rawValue)
    }

    /// Whether a row refers to a key's slot, or the key is still to be destroyed.
    private func isTaken(_ slot: SealedKeySlot) throws -> Bool { try exists(Self.slotIsTaken, [slot.rawValue]) }

    private static let slotIsTaken =
        "SELECT 1 FROM doomed_key WHERE slot = ?1"
        + SealedTable.allCases.map { " UNION ALL SELECT 1 FROM \($0.rawValue) WHERE key_slot = ?1" }.joined()

    /// What was sealed. Throws `KeyringError.gone` when its key has been destroyed, `unreadable` or `tampered` when this one
    /// text cannot be opened.
    func unseal(_ sealed: [UInt8], slot: Int64, _ table: SealedTable, row: Int64) throws -> [UInt8] {
        let key = try keyring.key(at: SealedKeySlot(rawValue: slot))
        return try Seal.open(sealed, key: key, table: table.rawValue, row: row, column: "sealed")
    }

    /// What is sealed in a row of `table`; nil where there is no such row or its text has been deleted.
    func unsealed(_ table: SealedTable, row: Int64) throws -> [UInt8]? {
        let sealed = try first(
            "SELECT sealed, key_slot FROM \(table.rawValue) WHERE id = ? AND sealed IS NOT NULL", [row]
        ) { ($0.bytes(0), $0[1] as Int64) }
        return try sealed.map { try unseal($0.0, slot: $0.1, table, row: row) }
    }
}

extension KeyringError {
    /// Whether it is about one record, and every other can be read.
    var isAboutOneRecord: Bool {
        switch self {
        case .gone, .unreadable, .tampered: true
        default: false
        }
    }
}

/// What `body` gives; nil where the one record that it reads cannot be opened, so that neither a list ends at it nor a queue.
public func readable<T>(_ body: () throws -> T?) throws -> T? {
    do { return try body() } catch let error as KeyringError where error.isAboutOneRecord { return nil }
}

extension Row {
    /// A BLOB column; empty where it is null.
    func bytes(_ index: Int) -> [UInt8] { [UInt8](self[index] as Data? ?? Data()) }
}
