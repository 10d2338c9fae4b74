import Crypto
import Foundation

/// The key that wraps the keyring's keys for a while, and what outlives it.
struct Epoch {
    let generation: UInt64
    let key: SymmetricKey
    /// The key of the blind index, by which texts are found and not read. It is the same in each generation, and so tells
    /// one keyring from another too.
    let index: SymmetricKey

    static func first() -> Epoch {
        Epoch(generation: 1, key: SymmetricKey(size: .bits256), index: SymmetricKey(size: .bits256))
    }

    func successor() -> Epoch { Epoch(generation: generation + 1, key: SymmetricKey(size: .bits256), index: index) }

    /// A text that only this keyring makes, in every generation.
    var identity: String {
        Hex.text(HMAC<SHA256>.authenticationCode(for: Array("vnet keyring".utf8), using: index).prefix(16))
    }
}

/// Where the epoch is kept: one file with two places, of which one is in use.
///
/// A new epoch is written to the other place, made durable, and only then is the old one overwritten where it stands: on a
/// file system that writes in place, the disk forgets it.
struct EpochFile {
    private static let place = 4096
    private static let magic = Array("VNETEPO1".utf8)
    private static let width = 8 + 12 + 8 + 32 + 32 + 16

    let file: KeyFile
    let epoch: Epoch
    /// What both places held when the file was read.
    private let seen: [[UInt8]]

    static func make(_ path: String, _ epoch: Epoch, master: SymmetricKey) throws {
        let empty = [UInt8](repeating: 0, count: place)
        let sealed = try seal(epoch, master)
        try KeyFile.place(offset(epoch.generation) == 0 ? sealed + empty : empty + sealed, at: path)
    }

    init(_ path: String, master: SymmetricKey) throws {
        file = try KeyFile(path, create: false)
        seen = try Self.places(file)
        guard let newest = seen.compactMap({ Self.open($0, master) }).max(by: { $0.generation < $1.generation }) else {
            let isWritten = seen.contains { $0.starts(with: Self.magic) }
            throw isWritten ? KeyringError.wrongKey(file: path) : KeyringError.damaged(file: path, "no epoch is in it")
        }
        epoch = newest
    }

    /// Whether the file is as it was read, and the one at its path.
    var isCurrent: Bool { get throws { try file.isInPlace && Self.places(file) == seen } }

    /// Writes what is in use once more and syncs it. After a write or sync that failed, the disk may not have what a read
    /// gives.
    func writeAgain() throws {
        let offset = Self.offset(epoch.generation)
        try file.write(seen[offset / Self.place], at: offset)
        try file.sync()
    }

    /// Makes `next` the epoch in use. When this returns, the old one is still there, and no longer in use.
    func activate(_ next: Epoch, master: SymmetricKey) throws {
        try file.write(try Self.seal(next, master), at: Self.offset(next.generation))
        try file.sync()
    }

    /// Whether something is in the place that is not in use, as after an interruption.
    var holdsOther: Bool { seen[Self.offset(epoch.generation + 1) / Self.place].contains { $0 != 0 } }

    /// Overwrites the place that is not in use: there may be the epoch before.
    func eraseOther() throws {
        guard holdsOther else { return }
        let offset = Self.offset(epoch.generation + 1)
        try file.write([UInt8](repeating: 0, count: Self.place), at: offset)
        try file.sync()
    }

    private static func places(_ file: KeyFile) throws -> [[UInt8]] {
        [try file.read(width, at: 0), try file.read(width, at: place)]
    }

    private static func offset(_ generation: UInt64) -> Int { Int(generation % 2) * place }

    private static func seal(_ epoch: Epoch, _ master: SymmetricKey) throws -> [UInt8] {
        let plain =
            withUnsafeBytes(of: epoch.generation.bigEndian, Array.init) + epoch.key.bytes + epoch.index.bytes
        let sealed = magic + [UInt8](try AES.GCM.seal(plain, using: master, authenticating: magic).combined!)
        return sealed + [UInt8](repeating: 0, count: place - sealed.count)
    }

    private static func open(_ bytes: [UInt8], _ master: SymmetricKey) -> Epoch? {
        guard bytes.count == width, bytes.starts(with: magic),
            let box = try? AES.GCM.SealedBox(combined: bytes[8...]),
            let plain = (try? AES.GCM.open(box, using: master, authenticating: magic)).map([UInt8].init)
        else { return nil }
        return Epoch(
            generation: plain[..<8].reduce(0) { $0 << 8 | UInt64($1) }, key: SymmetricKey(data: plain[8..<40]),
            index: SymmetricKey(data: plain[40...]))
    }
}

extension SymmetricKey {
    var bytes: [UInt8] { withUnsafeBytes(Array.init) }
}
