import GRDB
import Glibc

/// Why the store could not do what was asked of it.
public enum StoreError: Error, Equatable, Sendable {
    /// The file is a database, but not one of vnetd's.
    case foreign(file: String)
    /// Written by a later version of vnetd.
    case newer(file: String, version: Int)
    /// The disk is full; nothing was changed.
    case full
    /// The disk or the file failed; nothing was changed.
    case failed(String)
    /// A value in the database is not one that the schema allows.
    case corrupt(String)
    /// The stamp of the store and what was asked for do not go together.
    case simulation(String)
    /// The record's key has been destroyed.
    case gone

    public var message: String {
        switch self {
        case .foreign(let file):
            "\(file) is a database of another program. Name another state directory."
        case .newer(let file, let version):
            "\(file) was written by a later version of vnetd (schema \(version)). Install that version or a later one."
        case .full: "The disk is full. Nothing was changed. Free some space and try again."
        case .failed(let what): "The database could not be written or read (\(what)). Nothing was changed."
        case .corrupt(let what): "The database holds a value that it should not: \(what). Restore a backup."
        case .simulation(let what): what
        case .gone: "The text has been purged."
        }
    }

    /// What GRDB and the keyring threw, as one of ours.
    static func wrapping(_ error: any Error) -> any Error {
        if case .system(_, _, ENOSPC)? = error as? KeyringError { return StoreError.full }
        guard let error = error as? DatabaseError else { return error }
        return switch error.resultCode {
        case .SQLITE_FULL: StoreError.full
        default: StoreError.failed("\(error.message ?? "error") [\(error.extendedResultCode.rawValue)]")
        }
    }
}
