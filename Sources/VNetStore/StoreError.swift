import GRDB
import Glibc

/// Why the store could not do what was asked of it.
public enum StoreError: Error, Equatable, Sendable {
    /// The file is a database, but not one of vnetd's.
    case foreign(file: String)
    /// Written by a later version of vnetd.
    case newer(file: String, version: Int)
    /// The disk is full.
    case full
    /// The disk or the file failed.
    case failed(String)
    /// A value in the database is not one that the schema allows.
    case corrupt(String)
    /// The stamp of the store and what was asked for do not go together.
    case simulation(String)
    /// The record's key has been destroyed.
    case gone
    /// This one record's key or text is damaged, as the text says.
    case unreadable(String)

    public var message: String {
        switch self {
        case .foreign(let file):
            "\(file) is a database of another program. Name another state directory."
        case .newer(let file, let version):
            "\(file) was written by a later version of vnetd (schema \(version)). Install that version or a later one."
        case .full: "The disk is full. Free some space and try again."
        case .failed(let what): "The database could not be written or read: \(what)."
        case .corrupt(let what):
            "The database holds a value that it should not: \(what). Keep a copy of it, and report this as a fault of vnetd."
        case .simulation(let what): what
        case .gone: KeyringError.gone.message
        case .unreadable(let what): what
        }
    }

    /// What GRDB and the keyring threw, as one of ours.
    static func wrapping(_ error: any Error) -> any Error {
        switch error as? KeyringError {
        case .system(_, _, ENOSPC): return StoreError.full
        case .gone: return StoreError.gone
        case .unreadable(let file): return StoreError.unreadable(KeyringError.unreadable(file: file).message)
        case .tampered: return StoreError.unreadable(KeyringError.tampered.message)
        default: break
        }
        guard let error = error as? DatabaseError else { return error }
        return switch error.resultCode {
        case .SQLITE_FULL: StoreError.full
        default: StoreError.failed("\(error.message ?? "error") [\(error.extendedResultCode.rawValue)]")
        }
    }
}
