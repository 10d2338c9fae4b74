import Crypto
import Foundation

/// The key that wraps the keyring's keys, kept in two places of one file of which one is in use.
///
/// A new one is written to the other place, made durable, and only then is the old one overwritten where it stands: on a
/// file system that writes in place, the disk forgets it.
struct EpochFile {
    static let slotSize = 4096
    private let file: KeyFile
    private let master: SymmetricKey
    private(set) var generation: UInt64
    private(set) var key: SymmetricKey

    /// What an epoch holds: the key that wraps, and the key of the blind index, which outlives epochs.
    private struct Content {
        var generation: UInt64
        var key: [UInt8]
        var index: [UInt8]
    }

    let indexKey: SymmetricKey
    private let index: [UInt8]

    static func create(_ path: String, master: SymmetricKey) throws {
        let file = try KeyFile(path, create: true)
        let content = Content(generation: 1, key: .random(), index: .random())
        try file.write(try seal(content, master), at: slotSize)
        try file.write([UInt8](repeating: 0, count: slotSize), at: 0)
        try file.sync()
    }

    init(_ path: String, master: SymmetricKey) throws {
        file = try KeyFile(path, create: false)
        self.master = master
        let slots = [try file.read(Self.slotSize, at: 0), try file.read(Self.slotSize, at: Self.slotSize)]
        guard let best = slots.compactMap({ Self.open($0, master) }).max(by: { $0.generation < $1.generation }) else {
            let isWritten = slots.contains { $0.prefix(8).elementsEqual(Self.magic) }
            throw isWritten ? KeyringError.wrongKey(file: path) : KeyringError.damaged(file: path, "no epoch in it")
        }
        (generation, key, index) = (best.generation, SymmetricKey(data: best.key), best.index)
        indexKey = SymmetricKey(data: best.index)
    }

    /// A key for the next generation; `activate` makes it the one in use.
    func successor() -> (generation: UInt64, key: SymmetricKey, bytes: [UInt8]) {
        let bytes = [UInt8].random()
        return (generation + 1, SymmetricKey(data: bytes), bytes)
    }

    /// Makes the successor the key in use. When this returns, the old one is overwritten.
    mutating func activate(_ next: (generation: UInt64, key: SymmetricKey, bytes: [UInt8])) throws {
        let content = Content(generation: next.generation, key: next.bytes, index: index)
        try file.write(try Self.seal(content, master), at: Self.place(next.generation))
        try file.sync()
        generation = next.generation
        key = next.key
        try eraseOther()
    }

    /// Overwrites the place that is not in use; after a crash it may still hold the epoch before.
    func eraseOther() throws {
        let offset = Self.place(generation + 1)
        guard try file.read(Self.slotSize, at: offset).contains(where: { $0 != 0 }) else { return }
        try file.write([UInt8](repeating: 0, count: Self.slotSize), at: offset)
        try file.sync()
    }

    private static let magic = Array("VNETEPO1".utf8)

    private static func place(_ generation: UInt64) -> Int { Int(generation % 2) * slotSize }

    private static func seal(_ content: Content, _ master: SymmetricKey) throws -> [UInt8] {
        let plain = withUnsafeBytes(of: content.generation.bigEndian, Array.init) + content.key + content.index
        let sealed = [UInt8](try AES.GCM.seal(plain, using: master, authenticating: magic).combined!)
        return magic + sealed + [UInt8](repeating: 0, count: slotSize - magic.count - sealed.count)
    }

    private static func open(_ slot: [UInt8], _ master: SymmetricKey) -> Content? {
        let length = 12 + 8 + 32 + 32 + 16
        guard slot.count >= magic.count + length, slot.prefix(8).elementsEqual(magic) else { return nil }
        guard let box = try? AES.GCM.SealedBox(combined: slot[8..<(8 + length)]),
            let plain = try? AES.GCM.open(box, using: master, authenticating: magic)
        else { return nil }
        let bytes = [UInt8](plain)
        let generation = bytes[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Content(generation: generation, key: Array(bytes[8..<40]), index: Array(bytes[40..<72]))
    }
}

extension [UInt8] {
    /// 256 random bits.
    static func random() -> [UInt8] { SymmetricKey(size: .bits256).withUnsafeBytes(Array.init) }
}
