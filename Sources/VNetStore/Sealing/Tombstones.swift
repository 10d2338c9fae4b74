import VNetCore

/// What has been purged, kept beside the keyring: by it a purge is proved, and a restored database purged again.
///
/// One line a record: run, table, id and the first sixteen bytes of the ciphertext, inverted, so that a search of the
/// files for the ciphertext does not find this one.
struct Tombstones {
    static let fingerprintSize = 16
    private let path: String

    init(directory: String) { path = directory + "/tombstones" }

    /// On disk when this returns. Lines that a crash made come twice do no harm.
    func append(_ records: [SealedRecord], run: Int64) throws {
        guard !records.isEmpty else { return }
        let lines = records.map { record in
            let inverted = Self.fingerprint(record.sealed).map { ~$0 }
            return "\(run) \(record.class.rawValue) \(record.id) \(inverted.map(Self.hex).joined())\n"
        }
        let file = try KeyFile(path, create: true)
        try file.write(Array(lines.joined().utf8), at: try file.size)
        try file.sync()
    }

    /// The fingerprints of a run's records. A line that a crash cut off is no record: its row was not yet deleted.
    func fingerprints(run: Int64) throws -> Set<[UInt8]> {
        guard KeyFile.exists(path) else { return [] }
        let file = try KeyFile(path, create: false)
        let text = String(decoding: try file.read(try file.size, at: 0), as: UTF8.self)
        return Set(
            text.split(separator: "\n").compactMap { line in
                let parts = line.split(separator: " ")
                guard parts.count == 4, parts[0] == String(run) else { return nil }
                let bytes = Self.bytes(parts[3]).map { ~$0 }
                return bytes.count == Self.fingerprintSize ? bytes : nil
            })
    }

    /// After the nonce: what is random to whoever lacks the key.
    private static func fingerprint(_ sealed: [UInt8]) -> [UInt8] {
        Array(sealed.dropFirst(12).prefix(fingerprintSize))
    }

    private static func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

    private static func bytes(_ hex: Substring) -> [UInt8] {
        let digits = hex.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }
}
