/// How many times a message has been handed to a mailer, kept outside the database too.
///
/// The file is made durable before the attempt's transaction commits, so that a crash can leave it one ahead of the database,
/// with the mark of an attempt that has not been handed out. A database that is behind otherwise is an older copy that was put
/// back: what it takes for unsent has left.
struct AttemptLedger {
    private static let width = 20
    private static let begun = UInt8(ascii: "?")
    private static let done = UInt8(ascii: "\n")
    private let file: KeyFile

    init(directory: String) throws {
        let path = directory + "/attempts"
        let isNew = !KeyFile.exists(path)
        file = try KeyFile(path, create: true)
        if isNew { try KeyFile.syncDirectory(directory) }
    }

    /// Nil where nothing that makes sense is in the file.
    func count() throws -> Int? {
        guard let (digits, mark) = try content(), mark == Self.begun || mark == Self.done else { return nil }
        return Int(String(decoding: digits, as: UTF8.self))
    }

    private func content() throws -> (digits: ArraySlice<UInt8>, mark: UInt8)? {
        let bytes = try file.read(Self.width + 1, at: 0)
        return bytes.count == Self.width + 1 ? (bytes.dropLast(), bytes[Self.width]) : nil
    }

    /// Of an attempt that is about to be committed. On disk when this returns.
    func note(_ count: Int) throws {
        let digits = String(count)
        try file.write(
            Array((String(repeating: "0", count: Self.width - digits.count) + digits).utf8) + [Self.begun], at: 0)
        try file.sync()
    }

    /// The attempt that was noted last is committed. Not synced: a mark that a power cut loses forgives one attempt, no more.
    func confirm() throws { try file.write([Self.done], at: Self.width) }

    /// Whether a database that knows of `database` attempts is an older copy. One whose ledger is lost is taken for one.
    func isAhead(of database: Int) throws -> Bool {
        guard let count = try count() else { return database > 0 }
        return try count > database + (content()?.mark == Self.begun ? 1 : 0)
    }
}
