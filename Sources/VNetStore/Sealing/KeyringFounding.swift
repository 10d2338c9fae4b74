import Crypto
import Foundation

// How a keyring is made, and how what is there is never made again.

extension Keyring {
    /// Opens the keyring of a state directory. `isNew` says that the database beside it is new: then the keyring is made,
    /// unless there is one already, which is taken only if nothing was ever sealed with it.
    ///
    /// `master` is 32 bytes; nil uses a key kept in `host.key`.
    static func open(directory: String, master: [UInt8]?, isNew: Bool) throws -> Keyring {
        let key = try SymmetricKey(data: master ?? hostKey(directory, mayBeNew: isNew))
        if isNew { try found(directory, key) }
        let keyring = try Keyring(directory: directory, master: key, usesHostKey: master == nil)
        if isNew, try keyring.count > 0 || keyring.epochFile.epoch.generation > 1 {
            throw KeyringError.orphaned(file: keyring.epochFile.file.path)
        }
        return keyring
    }

    /// Refuses a directory that has keys, or the memory of a purge, and no database: what is made anew there would have
    /// the database that belongs to them open no more.
    static func requireNone(in directory: String) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
        let isKept = { (name: String) in
            ["epoch", "certificate.key", "tombstones"].contains(name)
                || name.hasPrefix("keyring.") && !name.hasSuffix(".new")
        }
        if let name = names.first(where: isKept) { throw KeyringError.orphaned(file: "\(directory)/\(name)") }
    }

    private static func hostKey(_ directory: String, mayBeNew: Bool) throws -> [UInt8] {
        let path = directory + "/host.key"
        if mayBeNew, !KeyFile.exists(path) {
            try KeyFile.place(SymmetricKey(size: .bits256).bytes, at: path)
        }
        let bytes = try KeyFile(path, create: false).read(33, at: 0)
        guard bytes.count == 32 else {
            throw KeyringError.damaged(file: path, "it has to have 32 bytes")
        }
        return bytes
    }

    /// Makes what is not there. The epoch comes last: without it nothing was ever sealed.
    private static func found(_ directory: String, _ master: SymmetricKey) throws {
        let path = directory + "/epoch"
        guard !KeyFile.exists(path) else { return }
        let epoch = Epoch.first()
        // That of a start that was cut off has a header at the most.
        let slots = SlotFile.path(directory, epoch.generation)
        if KeyFile.exists(slots) {
            guard try KeyFile(slots, create: false).size <= 64 else { throw KeyringError.orphaned(file: slots) }
            try KeyFile.remove(slots)
        }
        _ = try SlotFile.make(directory, epoch, count: 0) { _ in .free }
        if KeyFile.exists(SigningKey.path(directory)) {
            _ = try SigningKey(directory, master: master)
        } else {
            try SigningKey.make(directory, master: master)
        }
        try EpochFile.make(path, epoch, master: master)
        try KeyFile.syncDirectory(directory)
    }
}
