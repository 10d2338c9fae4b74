import Foundation
import GRDB
import VNetCore

/// A record that was purged, as it is remembered: by what nobody can read it from.
struct Tombstone: Equatable {
    let record: RecordID
    /// The first bytes of the ciphertext, inverted, so that a search of the files for the ciphertext does not find this;
    /// nil of what was not sealed.
    let mark: [UInt8]?
    /// Of a person: why, and the keyed hash of the address, which goes on the suppression list.
    var suppression: (reason: SuppressionReason, index: [UInt8])?

    static let width = 16

    /// After the nonce: what is random to whoever lacks the key.
    static func mark(of sealed: [UInt8]) -> [UInt8] { sealed.dropFirst(12).prefix(width).map { ~$0 } }

    static func == (a: Tombstone, b: Tombstone) -> Bool {
        a.record == b.record && a.mark == b.mark && a.suppression?.reason == b.suppression?.reason
            && a.suppression?.index == b.suppression?.index
    }
}

/// What has been purged, kept beside the keyring and not in the database: by it a database that was put back is purged again.
///
/// One line a record: the run's name, the class, the id, the mark or “-”, and of a person the reason and the hash of the
/// address. Names are random, for an older database counts anew from an older number.
struct Tombstones {
    private let path: String

    init(directory: String) { path = directory + "/tombstones" }

    /// On disk when this returns. Lines that come twice do no harm.
    func append(_ tombstones: [Tombstone], run: String) throws {
        guard !tombstones.isEmpty else { return }
        let file = try KeyFile(path, create: true)
        let size = try file.size
        // What a full disk cut off must not run into what follows.
        let isCut = try size > 0 && file.read(1, at: size - 1) != [0x0A]
        let lines = tombstones.map { Self.line($0, run) }.joined()
        try file.write(Array(((isCut ? "\n" : "") + lines).utf8), at: size)
        try file.sync()
        if size == 0 { try KeyFile.syncDirectory(String(path.dropLast("/tombstones".count))) }
    }

    /// The last run of which there is a whole line; nil where nothing was ever purged.
    func lastRun() throws -> String? {
        guard KeyFile.exists(path) else { return nil }
        let file = try KeyFile(path, create: false)
        let size = try file.size
        let start = max(0, size - 4096)
        let lines = String(decoding: try file.read(size - start, at: start), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        return lines.reversed().lazy.compactMap(Self.read).first?.run
    }

    /// Of all runs, in the order in which they were purged.
    func all() throws -> [(run: String, tombstone: Tombstone)] {
        guard KeyFile.exists(path) else { return [] }
        let file = try KeyFile(path, create: false)
        return String(decoding: try file.read(try file.size, at: 0), as: UTF8.self)
            .split(separator: "\n").compactMap(Self.read)
    }

    private static func line(_ tombstone: Tombstone, _ run: String) -> String {
        var words = [
            run, tombstone.record.class.rawValue, String(tombstone.record.id), tombstone.mark.map(Hex.text) ?? "-",
        ]
        if let suppression = tombstone.suppression {
            words += [suppression.reason.rawValue, Hex.text(suppression.index)]
        }
        return words.joined(separator: " ") + "\n"
    }

    /// Nil for a line that was cut off.
    private static func read(_ line: Substring) -> (run: String, tombstone: Tombstone)? {
        let words = line.split(separator: " ")
        guard words.count == 4 || words.count == 6, let `class` = RetentionClass(rawValue: String(words[1])),
            let id = Int64(words[2])
        else { return nil }
        let mark = Hex.bytes(words[3])
        guard words[3] == "-" || mark?.count == Tombstone.width else { return nil }
        var tombstone = Tombstone(record: RecordID(`class`, id), mark: mark)
        if words.count == 6 {
            guard let reason = SuppressionReason(rawValue: String(words[4])), let index = Hex.bytes(words[5]),
                index.count == 32
            else { return nil }
            tombstone.suppression = (reason, index)
        }
        return (String(words[0]), tombstone)
    }
}

enum Hex {
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Nil where it is not hexadecimal.
    static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }
}
