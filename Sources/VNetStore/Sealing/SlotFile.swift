import Crypto
import Foundation

/// One generation's keys: an array of slots, one a key, each wrapped by the key of the epoch. A free slot is zeros.
///
/// Its header is made with the epoch's key, so that a file of another keyring, or of another generation, is not taken for it.
struct SlotFile {
    /// What a slot holds.
    enum Slot {
        case free
        case key(SymmetricKey)
        /// A key that does not open, or did not when the keys were last wrapped anew.
        case unreadable
    }

    private static let width = 64
    private static let magic = Array("VNETKEY2".utf8)
    /// How many slots are read or written at once: room for all would stay with the process.
    private static let piece = 1024

    let file: KeyFile
    private let epoch: Epoch

    static func path(_ directory: String, _ generation: UInt64) -> String { "\(directory)/keyring.\(generation)" }

    /// Makes the file of an epoch, `count` slots of what `slot` says. On disk when this returns, but for the directory.
    static func make(
        _ directory: String, _ epoch: Epoch, count: Int, _ slot: (Int) throws -> Slot
    ) throws -> SlotFile {
        let slots = SlotFile(try KeyFile(path(directory, epoch.generation), create: true), epoch)
        try slots.file.write(header(epoch), at: 0)
        for start in stride(from: 0, to: count, by: piece) {
            let bytes = try (start..<min(start + piece, count)).flatMap { try slots.bytes(of: slot($0), at: $0) }
            try slots.file.write(bytes, at: offset(start))
        }
        try slots.file.sync()
        return slots
    }

    /// Opens the file of an epoch.
    init(_ directory: String, _ epoch: Epoch) throws {
        self.init(try KeyFile(Self.path(directory, epoch.generation), create: false), epoch)
        guard try file.read(Self.width, at: 0) == Self.header(epoch) else {
            throw KeyringError.damaged(file: file.path, "it is not the keyring that \(directory)/epoch is of")
        }
    }

    private init(_ file: KeyFile, _ epoch: Epoch) {
        self.file = file
        self.epoch = epoch
    }

    /// How many slots the file has room for.
    var count: Int { get throws { max(0, try file.size / Self.width - 1) } }

    /// Whether each slot is in use, in order.
    func used() throws -> [Bool] {
        var used: [Bool] = []
        let count = try count
        used.reserveCapacity(count)
        for start in stride(from: 0, to: count, by: Self.piece) {
            let length = min(Self.piece, count - start)
            let bytes = try file.read(length * Self.width, at: Self.offset(start))
            used += (0..<length).map { slot in
                bytes[slot * Self.width..<(slot + 1) * Self.width].contains { $0 != 0 }
            }
        }
        return used
    }

    func slot(_ index: Int) throws -> Slot {
        guard index >= 0 else { return .unreadable }
        let bytes = try file.read(Self.width, at: Self.offset(index))
        guard bytes.contains(where: { $0 != 0 }) else { return .free }
        guard bytes.count == Self.width, let box = try? AES.GCM.SealedBox(combined: bytes[..<60]),
            let plain = try? AES.GCM.open(box, using: epoch.key, authenticating: place(index))
        else { return .unreadable }
        return .key(SymmetricKey(data: plain))
    }

    func write(_ key: SymmetricKey, at index: Int) throws {
        try file.write(try bytes(of: .key(key), at: index), at: Self.offset(index))
    }

    private func bytes(of slot: Slot, at index: Int) throws -> [UInt8] {
        switch slot {
        case .free: [UInt8](repeating: 0, count: Self.width)
        case .unreadable: [UInt8](repeating: 0xFF, count: Self.width)
        case .key(let key):
            [UInt8](try AES.GCM.seal(key.bytes, using: epoch.key, authenticating: place(index)).combined!) + [
                0, 0, 0, 0,
            ]
        }
    }

    private static func offset(_ slot: Int) -> Int { (slot + 1) * width }

    private func place(_ slot: Int) -> [UInt8] { Array("\(epoch.generation)\0\(slot)".utf8) }

    private static func header(_ epoch: Epoch) -> [UInt8] {
        let proof = HMAC<SHA256>.authenticationCode(for: Array("keyring \(epoch.generation)".utf8), using: epoch.key)
        return magic + Array(proof) + [UInt8](repeating: 0, count: width - magic.count - 32)
    }
}
