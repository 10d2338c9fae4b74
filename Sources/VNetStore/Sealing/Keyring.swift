import Crypto
import Foundation

/// A random key for each confidential record, in files outside the database: destroy the key, and every copy of the record
/// that a disk or a backup still remembers is noise.
///
/// Each key is wrapped by the key of the present epoch. Shredding writes the surviving keys to a new file under a new epoch
/// key and destroys the old epoch key, so that what a disk remembers of the old file cannot be opened either.
///
/// The files are the truth, and this object a view of them that is checked before it is relied on: another object, on
/// another thread, may have shredded meanwhile. One of them writes at a time; each is used by one thread.
public final class Keyring {
    let directory: String
    let master: SymmetricKey
    /// Whether the master key is kept beside the data rather than given by the system: good for trying out.
    public let usesHostKey: Bool
    private(set) var epochFile: EpochFile
    private var slots: SlotFile
    /// Which slots are in use, for finding free ones; nil when the files have to be looked at anew.
    private var used: [Bool]?
    private var lowestFree = 0
    private var unflushed: [(slot: Int, key: SymmetricKey)] = []
    /// Whether something failed midway, so that the disk may not have what the files seem to hold.
    private var isInDoubt = false

    init(directory: String, master: SymmetricKey, usesHostKey: Bool) throws {
        self.directory = directory
        self.master = master
        self.usesHostKey = usesHostKey
        epochFile = try EpochFile(directory + "/epoch", master: master)
        slots = try SlotFile(directory, epochFile.epoch)
    }

    private var epoch: Epoch { epochFile.epoch }

    /// Tells this keyring from others, whatever is shredded in it.
    var identity: String { epoch.identity }

    /// How many slots the file has.
    var slotCount: Int { get throws { try slots.count } }

    /// How many keys there are.
    public var count: Int { get throws { try slots.used().count(where: \.self) } }

    /// The files that have to be overwritten for a key to be gone.
    var files: [String] { [epochFile.file.path, slots.file.path] }

    /// Has the files looked at anew before they are next written to: another keyring on them may have written.
    func invalidate() { used = nil }

    /// Makes sure that what is about to be written goes into the files that are there.
    private func refresh() throws {
        guard try used == nil || isInDoubt || !isCurrent else { return }
        if isInDoubt { try EpochFile(directory + "/epoch", master: master).writeAgain() }
        try reopen()
        used = try slots.used()
        lowestFree = 0
        isInDoubt = false
    }

    private var isCurrent: Bool { get throws { try epochFile.isCurrent && slots.file.isInPlace } }

    private func reopen() throws {
        let fresh = try EpochFile(directory + "/epoch", master: master)
        guard fresh.epoch.identity == identity else { throw KeyringError.replaced(file: fresh.file.path) }
        slots = try SlotFile(directory, fresh.epoch)
        epochFile = fresh
    }

    /// A new key. It is in memory only until `flush`, which comes before the commit of the row that is sealed with it.
    ///
    /// `isTaken` says whether a slot that looks free is one that a row refers to, or is still to be shredded.
    func makeKey(isTaken: (SealedKeySlot) throws -> Bool) throws -> (slot: SealedKeySlot, key: SymmetricKey) {
        if unflushed.isEmpty { try refresh() }
        var used = used ?? []
        self.used = nil
        defer { self.used = used }
        while true {
            while lowestFree < used.count, used[lowestFree] { lowestFree += 1 }
            if lowestFree == used.count { used.append(true) } else { used[lowestFree] = true }
            let slot = SealedKeySlot(rawValue: Int64(lowestFree))
            if try isTaken(slot) { continue }
            let key = SymmetricKey(size: .bits256)
            unflushed.append((lowestFree, key))
            return (slot, key)
        }
    }

    /// Makes the new keys durable, all with one sync.
    func flush() throws {
        guard !unflushed.isEmpty else { return }
        guard try isCurrent else { throw KeyringError.replaced(file: slots.file.path) }
        for (slot, key) in unflushed { try slots.write(key, at: slot) }
        try slots.file.sync()
        unflushed = []
    }

    /// Forgets the new keys: the transaction that they were for was undone.
    func discardUnflushed() {
        for (slot, _) in unflushed {
            used?[slot] = false
            lowestFree = min(lowestFree, slot)
        }
        unflushed = []
    }

    /// The key in a slot. Throws `gone` when it has been destroyed.
    func key(at slot: SealedKeySlot) throws -> SymmetricKey {
        let index = Int(slot.rawValue)
        if let fresh = unflushed.last(where: { $0.slot == index }) { return fresh.key }
        while true {
            let found = try slots.slot(index)
            if case .key(let key) = found { return key }
            // While the keys are wrapped anew on another thread, the file that was open a moment ago is no longer the one.
            guard try isCurrent else {
                try reopen()
                continue
            }
            if case .free = found { throw KeyringError.gone }
            throw KeyringError.unreadable(file: slots.file.path)
        }
    }

    /// What is in a slot, without looking whether the file is still the one.
    func slot(_ slot: SealedKeySlot) throws -> SlotFile.Slot { try slots.slot(Int(slot.rawValue)) }

    /// Destroys every key but those of `survivors`, which get a new wrapping. Interrupted at any point, either all keys are as
    /// before or it is done, and done again it does no harm.
    ///
    /// A surviving key that does not open stays so, and harms no other; of more than `tolerance` nothing is destroyed.
    func shred(keeping survivors: Set<SealedKeySlot>, tolerance: Int = 64) throws {
        // Whatever fails from here on, the files are looked at anew before they are used again.
        isInDoubt = true
        try refresh()
        isInDoubt = true
        try removeLeftovers()
        var unreadable = 0
        let next = epoch.successor()
        let count = try max(slots.count, survivors.map { Int($0.rawValue) + 1 }.max() ?? 0)
        _ = try SlotFile.make(directory, next, count: count) { index in
            guard survivors.contains(SealedKeySlot(rawValue: Int64(index))) else { return .free }
            let slot = try slots.slot(index)
            if case .key = slot { return slot }
            unreadable += 1
            return .unreadable
        }
        guard unreadable <= tolerance else {
            throw KeyringError.manyUnreadable(file: slots.file.path, keys: unreadable)
        }
        try KeyFile.syncDirectory(directory)
        try epochFile.activate(next, master: master)
        try reopen()
        try removeLeftovers()
        try refresh()
    }

    /// Removes what shredding leaves when it is cut off: the epoch before, and the file of the generation before or after.
    private func removeLeftovers() throws {
        try epochFile.eraseOther()
        for generation in [epoch.generation - 1, epoch.generation + 1] {
            let path = SlotFile.path(directory, generation)
            if KeyFile.exists(path) { try KeyFile.destroy(path) }
        }
        try KeyFile.syncDirectory(directory)
        try reopen()
    }

    /// Whether a shredding was cut off, so that a key which it destroys may still be found on the disk.
    var hasLeftovers: Bool {
        epochFile.holdsOther
            || [epoch.generation - 1, epoch.generation + 1].contains {
                KeyFile.exists(SlotFile.path(directory, $0))
            }
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
        [UInt8](HMAC<SHA256>.authenticationCode(for: bytes, using: epoch.index))
    }
}
