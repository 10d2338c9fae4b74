import Crypto
import Foundation

/// A random key for each confidential record, in a file outside the database: destroy the key, and every copy of the
/// record that a disk or a backup still remembers is noise.
///
/// The file is an array of slots, one a key, each wrapped by the key of the present epoch; a free slot is zeros. Purging
/// writes the surviving keys to a new file under a new epoch key and destroys the old epoch key, so that what a disk
/// remembers of the old file cannot be opened either. Which file is in use follows from the epoch's generation.
///
/// Used by one thread. Keys are read when they are needed; in memory is one bit a slot.
public final class Keyring {
    private static let slotSize = 64
    private static let header = Array("VNETKEY1".utf8) + [UInt8](repeating: 0, count: 56)

    private let directory: String
    private let master: SymmetricKey
    private var epoch: EpochFile
    private var file: KeyFile
    private var used: [Bool]
    private var lowestFree = 0
    private var unflushed: [(slot: Int, key: SymmetricKey)] = []
    /// Whether the master key is kept beside the data rather than given by the system: good for trying out.
    public let usesHostKey: Bool

    /// Opens the keyring of a state directory, or makes it. `master` is 32 bytes; nil uses a key kept in `host.key`.
    public static func open(directory: String, master: [UInt8]?, create: Bool) throws -> Keyring {
        let key = try SymmetricKey(data: master ?? hostKey(directory, create: create))
        if create { try make(directory, key) }
        return try Keyring(directory, key, usesHostKey: master == nil)
    }

    private static func hostKey(_ directory: String, create: Bool) throws -> [UInt8] {
        let path = directory + "/host.key"
        let file = try KeyFile(path, create: create)
        let bytes = try file.read(32, at: 0)
        if bytes.count == 32 { return bytes }
        guard create else { throw KeyringError.damaged(file: path, "too short") }
        let fresh = [UInt8].random()
        try file.write(fresh, at: 0)
        try file.sync()
        return fresh
    }

    /// The epoch comes last: without it there is no keyring, and making it begins anew.
    private static func make(_ directory: String, _ master: SymmetricKey) throws {
        let epoch = directory + "/epoch"
        if KeyFile.exists(epoch), (try? EpochFile(epoch, master: master)) != nil { return }
        let file = try KeyFile(path(directory, 1), create: true)
        try file.write(header, at: 0)
        try file.sync()
        try SigningKey.make(directory, master: master)
        try EpochFile.create(epoch, master: master)
        try KeyFile.syncDirectory(directory)
    }

    private init(_ directory: String, _ master: SymmetricKey, usesHostKey: Bool) throws {
        self.directory = directory
        self.master = master
        self.usesHostKey = usesHostKey
        epoch = try EpochFile(directory + "/epoch", master: master)
        file = try KeyFile(Self.path(directory, epoch.generation), create: false)
        used = try Self.usedSlots(file)
        try removeLeftovers()
    }

    /// What a crash between two steps of `rotate` left behind.
    private func removeLeftovers() throws {
        try epoch.eraseOther()
        for generation in [epoch.generation - 1, epoch.generation + 1] {
            let path = Self.path(directory, generation)
            if KeyFile.exists(path) { try Self.destroy(path) }
        }
    }

    private static func destroy(_ path: String) throws {
        let file = try KeyFile(path, create: false)
        try file.write([UInt8](repeating: 0, count: try file.size), at: 0)
        try file.sync()
        try KeyFile.remove(path)
    }

    private static func path(_ directory: String, _ generation: UInt64) -> String {
        "\(directory)/keyring.\(generation)"
    }

    private static func usedSlots(_ file: KeyFile) throws -> [Bool] {
        guard try file.read(8, at: 0).elementsEqual(header.prefix(8)) else {
            throw KeyringError.damaged(file: file.path, "its header is not a keyring's")
        }
        var used: [Bool] = []
        // In pieces: the room for all at once would stay with the process.
        var offset = slotSize
        while case let piece = try file.read(1024 * slotSize, at: offset), !piece.isEmpty {
            for start in stride(from: 0, through: piece.count - slotSize, by: slotSize) {
                used.append(piece[start..<(start + slotSize)].contains { $0 != 0 })
            }
            offset += piece.count
        }
        return used
    }

    /// How many keys there are.
    public var count: Int { used.count(where: \.self) }

    /// A new key. It is in memory only until `flush`, which comes before the commit of the row that is sealed with it.
    func makeKey() throws -> (slot: SealedKeySlot, key: SymmetricKey) {
        while lowestFree < used.count, used[lowestFree] { lowestFree += 1 }
        if lowestFree == used.count { used.append(true) } else { used[lowestFree] = true }
        let key = SymmetricKey(size: .bits256)
        unflushed.append((lowestFree, key))
        return (SealedKeySlot(rawValue: Int64(lowestFree)), key)
    }

    /// Makes the new keys durable, all with one sync.
    func flush() throws {
        guard !unflushed.isEmpty else { return }
        for (slot, key) in unflushed {
            try file.write(try wrap(key, slot, epoch.key, epoch.generation), at: Self.offset(slot))
        }
        try file.sync()
        unflushed = []
    }

    /// Forgets the new keys: the transaction that they were for was undone.
    func discardUnflushed() {
        for (slot, _) in unflushed {
            used[slot] = false
            lowestFree = min(lowestFree, slot)
        }
        unflushed = []
    }

    /// The key in a slot. Throws `gone` when it has been destroyed.
    func key(at slot: SealedKeySlot) throws -> SymmetricKey {
        let index = Int(slot.rawValue)
        if let fresh = unflushed.last(where: { $0.slot == index }) { return fresh.key }
        guard used.indices.contains(index), used[index] else { throw KeyringError.gone }
        return try unwrap(index)
    }

    /// Destroys every key but `survivors`, which get a new wrapping. Killed at any point, either all keys are as before
    /// or it is done.
    func rotate(keeping survivors: Set<SealedKeySlot>) throws {
        let next = epoch.successor()
        let path = Self.path(directory, next.generation)
        let fresh = try KeyFile(path, create: true)
        var bytes = Self.header
        for index in used.indices {
            let isKept = used[index] && survivors.contains(SealedKeySlot(rawValue: Int64(index)))
            bytes +=
                isKept
                ? try wrap(try unwrap(index), index, next.key, next.generation)
                : [UInt8](repeating: 0, count: Self.slotSize)
        }
        try fresh.write(bytes, at: 0)
        try fresh.sync()
        try KeyFile.syncDirectory(directory)
        let old = file.path
        try epoch.activate(next)
        file = fresh
        used = try Self.usedSlots(fresh)
        lowestFree = 0
        try Self.destroy(old)
        try KeyFile.syncDirectory(directory)
    }

    /// Reads the files anew, after another keyring on the same directory has rotated.
    func reload() throws {
        epoch = try EpochFile(directory + "/epoch", master: master)
        file = try KeyFile(Self.path(directory, epoch.generation), create: false)
        used = try Self.usedSlots(file)
        lowestFree = 0
    }

    /// The key that certificates are signed with. One that is missing is made only where `mayBeNew`: nothing was signed yet.
    func signingKey(mayBeNew: Bool) throws -> SigningKey {
        if mayBeNew, !KeyFile.exists(SigningKey.path(directory)) {
            try SigningKey.make(directory, master: master)
            try KeyFile.syncDirectory(directory)
        }
        return try SigningKey(directory, master: master)
    }

    /// A keyed hash by which a text can be found and not read.
    func blindIndex(_ text: String) -> [UInt8] { blindIndex(Array(text.utf8)) }

    func blindIndex(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](HMAC<SHA256>.authenticationCode(for: bytes, using: epoch.indexKey))
    }

    private static func offset(_ slot: Int) -> Int { (slot + 1) * slotSize }

    private func wrap(_ key: SymmetricKey, _ slot: Int, _ wrapping: SymmetricKey, _ generation: UInt64) throws
        -> [UInt8]
    {
        let plain = key.withUnsafeBytes(Array.init)
        let box = try AES.GCM.seal(plain, using: wrapping, authenticating: Self.place(slot, generation))
        let sealed = [UInt8](box.combined!)
        return sealed + [UInt8](repeating: 0, count: Self.slotSize - sealed.count)
    }

    private func unwrap(_ slot: Int) throws -> SymmetricKey {
        let bytes = try file.read(12 + 32 + 16, at: Self.offset(slot))
        guard let box = try? AES.GCM.SealedBox(combined: bytes),
            let plain = try? AES.GCM.open(box, using: epoch.key, authenticating: Self.place(slot, epoch.generation))
        else { throw KeyringError.damaged(file: file.path, "slot \(slot) does not open") }
        return SymmetricKey(data: plain)
    }

    private static func place(_ slot: Int, _ generation: UInt64) -> [UInt8] { Array("\(generation)\0\(slot)".utf8) }
}
