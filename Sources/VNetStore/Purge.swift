import Crypto
import Foundation
import GRDB
import VNetCore

// A purge deletes its records in the transaction that begins it. Here is what follows, in steps that can be interrupted
// anywhere and done again: the keys are destroyed, the files rewritten and searched, and the proof is signed.

/// What a purge found when it looked for what it had purged.
public struct PurgeReport: Sendable {
    public let run: PurgeRun
    /// Files in which a purged ciphertext was still found; empty when the purge is proved.
    public let residue: [String]
}

extension Store {
    /// The digest of a plan, as a preview prints it and a run is given it.
    public static func digest(of plan: RetentionPlan) -> String {
        "sha256:" + Hex.text(SHA256.hash(data: Data(plan.canonicalText.utf8)))
    }

    var tombstones: Tombstones { Tombstones(directory: options.directory) }

    /// Whether a shredding was cut off that no row of the database tells of. To be asked once, at the start.
    public var hasLeftovers: Bool { keyring.hasLeftovers }

    /// Destroys the keys of all that was deleted or replaced. What was purged is then on record outside the database too.
    public func shred(at now: Instant) throws {
        do {
            let (doomed, runs, live) = try read { transaction in
                (
                    try transaction.doomedSlots(),
                    try transaction.unfinishedPurges().filter { $0.state == .deleted },
                    try transaction.liveSlots()
                )
            }
            for run in runs {
                try tombstones.append(try read { try $0.tombstones(ofPurge: run.id) }, run: run.name)
            }
            if !doomed.isEmpty || keyring.hasLeftovers { try keyring.shred(keeping: live) }
            try write { transaction in
                try transaction.forgetDoomed(doomed)
                for run in runs { try transaction.apply(.shred, to: run) }
            }
        } catch { throw StoreError.wrapping(error) }
    }

    /// Rewrites the files, searches them for what every shredded run purged, and makes each of which nothing is found complete,
    /// with its certificate in the name of `network`: neither is ever there without the other. `conclude` is called in the
    /// transaction that does.
    ///
    /// `progress` is told of each step that begins, by how many are done and how many there are.
    public func verifyPurges(
        at now: Instant, network: String, progress: ((_ done: Int, _ total: Int) -> Void)? = nil,
        conclude: (Transaction, _ run: Int64) throws -> Void
    ) throws -> [PurgeReport] {
        let runs = try read { try $0.unfinishedPurges().filter { $0.state == .shredded } }
        progress?(1, 3)
        try rewriteFiles()
        progress?(2, 3)
        return try runs.map { run in
            let search = try search(forPurge: run.id)
            if search.residue.isEmpty {
                try write { transaction in
                    try certify(run, search, network, at: now, transaction)
                    try conclude(transaction, run.id)
                }
            }
            return PurgeReport(run: run, residue: search.residue)
        }
    }

    private func certify(
        _ run: PurgeRun, _ search: PurgeSearch, _ network: String, at now: Instant, _ transaction: Transaction
    ) throws {
        let counts = try transaction.purgeCounts(of: run.id)
        try transaction.issueCertificate(ofPurge: run.id, at: now) { number, previous in
            Certificate(
                number: number, network: network, store: epoch, isSimulated: isSimulated, issuedAt: now,
                previous: previous, purge: run.id, digest: run.digest, approvedBy: run.approvedBy,
                startedAt: run.startedAt, counts: counts.map { .init($0.class, $0.records, rule: $0.rule) },
                searchedFor: search.ciphertexts, searched: search.files, flaw: mediumFlaw)
        }
        try transaction.complete(run, at: now)
    }

    /// Why a destroyed key may still be found on the disk: what follows “The disk under … ”; nil where nothing is known
    /// that speaks against it.
    public var mediumFlaw: String? { Medium.flaw(under: options.directory, files: keyring.files) }

    /// Deleting leaves plaintext of the page in unallocated gaps, even with secure_delete; only VACUUM and a truncated
    /// log do not (measured: none in 85 seeds, against 58 of 60).
    private func rewriteFiles() throws {
        do {
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: "VACUUM")
                let isBusy = try Int.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)") ?? 1
                guard isBusy == 0 else { throw StoreError.failed("another program reads the database at the moment") }
            }
        } catch { throw StoreError.wrapping(error) }
    }
}
