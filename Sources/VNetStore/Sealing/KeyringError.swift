import Glibc

/// Why the keyring could not do what was asked of it.
public enum KeyringError: Error, Equatable, Sendable {
    /// The master key does not open this file.
    case wrongKey(file: String)
    /// The file is not what it has to be, as the text says.
    case damaged(file: String, String)
    /// There is a database, and not this file.
    case missing(file: String)
    /// There is this file of a keyring, and not the database that it belongs to.
    case orphaned(file: String)
    /// The keyring in this directory belongs to another database.
    case foreign(directory: String)
    /// Another file was put in the place of this one while it was in use.
    case replaced(file: String)
    /// There are certificates, and no key to sign another with.
    case noSigningKey(file: String)
    /// More keys than a stray fault explains do not open.
    case manyUnreadable(file: String, keys: Int)
    /// The key that certificates are signed with is damaged, as the text says. The keys of texts are not.
    case damagedSigningKey(file: String, String)
    /// The system refused to read or write.
    case system(file: String, action: String, errno: Int32)
    /// The record's key has been destroyed.
    case gone
    /// The record's key is damaged.
    case unreadable(file: String)
    /// A sealed text does not open: it was changed, or moved to another row.
    case tampered

    /// What is the matter and what to do, in one line. Never advises what could lose more than is lost.
    public var message: String {
        switch self {
        case .wrongKey(let file):
            "\(file) was made with another master key. Give vnetd the key that it was made with: the credential "
                + "vnet-master-key or, without one, host.key beside it."
        case .damaged(let file, let what):
            "\(file) is damaged: \(what). Keep a copy of the whole directory, then put the newest copy of the keys back."
        case .damagedSigningKey(let file, let what):
            "\(file) is damaged: \(what). Without it no purge can be certified. Put the copy of this one file back, and leave "
                + "the other files as they are."
        case .missing(let file):
            "\(file) is missing, and without it nothing sealed can be read. Put the newest copy of the keys back."
        case .orphaned(let file):
            "\(file) belongs to a database that is not there, and nothing was made in its place. Put vnet.db back beside "
                + "it, or name an empty state directory for a new network."
        case .foreign(let directory):
            "The keys in \(directory) belong to another database than the vnet.db beside them. Put the two that belong "
                + "together in one directory; neither was changed."
        case .replaced(let file):
            "\(file) was replaced while vnetd ran, and nothing is sealed with keys that may not stay. Stop vnetd before "
                + "files of its directory are put back, and start it again."
        case .noSigningKey(let file):
            "\(file) is missing, and without it no purge can be certified. Put the copy of this one file back."
        case .manyUnreadable(let file, let keys):
            "\(keys) keys in \(file) do not open, though their records are there. Nothing is purged meanwhile, for that "
                + "would make it final. Keep a copy of the whole directory, then put the newest copy of the keys back."
        case .system(let file, let action, let code):
            "\(file) could not be \(action): \(String(cString: strerror(code)).lowercasedFirst)."
        case .gone:
            "The key of this text is not in the keyring, so the text cannot be read: the keys are an older copy, or were "
                + "damaged. If there is a newer copy of the keys, keep a copy of the whole directory, then put it back."
        case .unreadable(let file):
            "The key of this text, in \(file), is damaged, so the text cannot be read. Other texts are not affected."
        case .tampered:
            "This sealed text does not open: something other than vnetd has changed it. Other texts are not affected."
        }
    }
}

extension String {
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
