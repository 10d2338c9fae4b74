import Foundation

extension Store {
    var tombstones: Tombstones { Tombstones(directory: options.directory) }

    /// Looks in the files of the store for the ciphertexts that `run` purged.
    func search(forPurge run: Int64) throws -> PurgeSearch {
        let fingerprints = try tombstones.fingerprints(run: run)
        var search = PurgeSearch(ciphertexts: fingerprints.count, files: ["vnet.db", "vnet.db-wal"], residue: [])
        guard !fingerprints.isEmpty else { return search }
        let scan = ResidueScan(fingerprints)
        search.residue = try search.files.filter { name in
            let path = options.directory + "/" + name
            return KeyFile.exists(path) ? try scan.finds(in: KeyFile(path, create: false)) : false
        }
        return search
    }
}

/// What was looked for when a purge was done, and where it was found.
struct PurgeSearch {
    let ciphertexts: Int
    let files: [String]
    var residue: [String]
}

/// Looks for any of many fingerprints at every offset of a file, in bounded memory.
struct ResidueScan {
    private static let block = 1 << 20
    private let fingerprints: [UInt64: [[UInt8]]]
    /// One bit for each value of the first two bytes: most offsets are settled by it.
    private let first: [Bool]

    init(_ fingerprints: Set<[UInt8]>) {
        self.fingerprints = Dictionary(grouping: fingerprints) {
            $0.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
        }
        var first = [Bool](repeating: false, count: 1 << 16)
        for bytes in fingerprints { first[Int(bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt16.self) })] = true }
        self.first = first
    }

    func finds(in file: KeyFile) throws -> Bool {
        let size = try file.size
        let width = Tombstones.fingerprintSize
        for start in stride(from: 0, to: size, by: Self.block) {
            let bytes = try file.read(min(Self.block + width - 1, size - start), at: start)
            if bytes.count >= width, bytes.withUnsafeBytes({ finds(in: $0, width) }) { return true }
        }
        return false
    }

    private func finds(in bytes: UnsafeRawBufferPointer, _ width: Int) -> Bool {
        for offset in 0...(bytes.count - width) {
            guard first[Int(bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))] else { continue }
            let key = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            guard let candidates = fingerprints[key] else { continue }
            let found = UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + width)])
            if candidates.contains(where: { found.elementsEqual($0) }) { return true }
        }
        return false
    }
}
