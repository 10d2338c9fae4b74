/// What a purge came to, for whoever is to be shown it later. Nothing in it is personal.
public struct Certificate: Equatable, Sendable {
    /// Certificates are numbered from 1, without a gap.
    public var number: Int64
    /// The network whose records they were.
    public var network: String
    /// Identifies the store.
    public var store: String
    public var isSimulated: Bool
    public var issuedAt: Instant
    /// The digest of the text of the certificate before this one; nil for the first.
    public var previous: String?
    public var purge: Int64
    /// Of the list that was approved.
    public var digest: String
    /// The user of the machine who had it run.
    public var approvedBy: UInt32
    public var startedAt: Instant
    public var counts: [Count]
    /// How many ciphertexts were looked for afterwards, and where.
    public var searchedFor: Int
    public var searched: [String]
    /// Why a destroyed key may still be found on the disk, as the end of “the disk under the state directory … ”; nil where
    /// nothing is known that speaks against it.
    public var flaw: String?

    /// How many records of a class went, and by which rule.
    public struct Count: Equatable, Sendable {
        public var `class`: RetentionClass
        public var records: Int
        public var rule: String

        public init(_ class: RetentionClass, _ records: Int, rule: String) {
            self.class = `class`
            self.records = records
            self.rule = rule
        }
    }

    public init(
        number: Int64, network: String, store: String, isSimulated: Bool, issuedAt: Instant, previous: String?,
        purge: Int64, digest: String, approvedBy: UInt32, startedAt: Instant, counts: [Count], searchedFor: Int,
        searched: [String], flaw: String? = nil
    ) {
        self.number = number
        self.network = network
        self.store = store
        self.isSimulated = isSimulated
        self.issuedAt = issuedAt
        self.previous = previous
        self.purge = purge
        self.digest = digest
        self.approvedBy = approvedBy
        self.startedAt = startedAt
        self.counts = counts
        self.searchedFor = searchedFor
        self.searched = searched
        self.flaw = flaw
    }

    /// What is signed, one fact a line. The same facts always make the same bytes.
    public var text: String {
        var facts: [(String, String)] = [
            ("Certificate", String(number)), ("Network", network), ("Store", store),
            ("Simulation", isSimulated ? "yes" : "no"), ("Issued", issuedAt.rfc3339UTC),
            ("Previous", previous ?? "none"), ("Purge", String(purge)), ("List", digest),
            ("Approved by", "user id \(approvedBy)"), ("Begun", startedAt.rfc3339UTC),
            ("Records", String(counts.map(\.records).reduce(0, +))),
        ]
        facts += counts.map { ("Purged", "\($0.records) \($0.class.rawValue), \($0.rule)") }
        facts.append(("Verified", "keys destroyed, rows deleted, files rewritten; \(search)"))
        facts.append(("Copies", "what older copies of the database hold of it is sealed with keys that are destroyed"))
        facts.append(
            (
                "Not covered",
                "copies of the keyring, snapshots of the machine or its file system, mails in other people's mailboxes"
            ))
        if let flaw {
            facts.append(("Not assured", "the disk under the state directory \(flaw), and may keep the destroyed keys"))
        }
        return ([Self.title] + facts.map { "\($0): \($1.inOneLine)" }).map { $0 + "\n" }.joined()
    }

    /// The first line, by which a certificate and the version of its form are known.
    public static let title = "vnet certificate of a purge, form 1"

    private var search: String {
        searchedFor == 0
            ? "nothing sealed was among it"
            : "\(searchedFor) ciphertext\(searchedFor == 1 ? "" : "s") looked for in \(searched.joined(separator: ", ")) "
                + "and not found"
    }
}

extension String {
    /// A line break would begin another fact.
    fileprivate var inOneLine: String { String(map { $0.isNewline ? " " : $0 }) }
}
