/// Why the keyring could not do what was asked of it.
public enum KeyringError: Error, Equatable, Sendable {
    /// The master key does not open this keyring.
    case wrongKey(file: String)
    case damaged(file: String, String)
    /// There is a database and no keyring.
    case missing(file: String)
    /// There are certificates, and no key to sign another with.
    case noSigningKey(file: String)
    /// The system refused to read or write.
    case system(file: String, action: String, errno: Int32)
    /// The record's key has been destroyed.
    case gone
    /// A sealed text does not open: it was changed, or moved to another row.
    case tampered

    public var message: String {
        switch self {
        case .wrongKey(let file):
            "\(file) was made with another master key. Give vnetd the credential that it was made with."
        case .damaged(let file, let what): "\(file) is damaged (\(what)). Restore its recovery copy."
        case .missing(let file):
            "\(file) is missing, and without it nothing sealed can be read. Restore its recovery copy."
        case .noSigningKey(let file):
            "\(file) is missing, and without it no purge can be certified. Restore its recovery copy."
        case .system(let file, let action, let code):
            "\(file) could not be \(action): error \(code). Nothing was changed."
        case .gone: "The text has been purged."
        case .tampered: "A sealed text does not open: the database was changed by something else. Restore a backup."
        }
    }
}
