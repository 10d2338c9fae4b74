/// How many times a message has been handed to a mailer, kept outside the database too.
///
/// The file is made durable before the attempt's transaction commits, so that a crash can leave it one ahead of the
/// database. A database that is further behind is an older copy that was put back: what it takes for unsent has left.
struct AttemptLedger {
    private static let width = 20
    private let file: KeyFile

    init(directory: String) throws {
        let path = directory + "/attempts"
        let isNew = !KeyFile.exists(path)
        file = try KeyFile(path, create: true)
        if isNew { try KeyFile.syncDirectory(directory) }
    }

    /// Nil where nothing that makes sense is in the file.
    func count() throws -> Int? {
        let bytes = try file.read(Self.width + 1, at: 0)
        guard bytes.count == Self.width + 1, bytes.last == 0x0A else { return nil }
        return Int(String(decoding: bytes.dropLast(), as: UTF8.self))
    }

    /// On disk when this returns.
    func note(_ count: Int) throws {
        let digits = String(count)
        try file.write(Array((String(repeating: "0", count: Self.width - digits.count) + digits + "\n").utf8), at: 0)
        try file.sync()
    }

    /// Whether a database that knows of `database` attempts is an older copy. One whose ledger is lost is taken for one.
    func isAhead(of database: Int) throws -> Bool {
        guard let count = try count() else { return database > 0 }
        return count > database + 1
    }
}
