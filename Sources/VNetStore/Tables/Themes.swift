import GRDB
import VNetCore

/// What a cohort reviews. Retired ones stay on record for the cohorts that had them.
public struct Theme: Sendable {
    public let key: String
    public var title: String
    public var demands: ThemeDemands
    public var isRetired: Bool

    public init(key: String, title: String, demands: ThemeDemands, isRetired: Bool = false) {
        self.key = key
        self.title = title
        self.demands = demands
        self.isRetired = isRetired
    }
}

extension Transaction {
    /// By title.
    public func themes(retired: Bool = false) throws -> [Theme] {
        try all(Self.selectTheme + " WHERE retired = ? ORDER BY title", [retired], Self.theme)
    }

    public func theme(_ key: String) throws -> Theme? {
        try first(Self.selectTheme + " WHERE key = ?", [key], Self.theme)
    }

    public func theme(titled title: String) throws -> Theme? {
        try first(Self.selectTheme + " WHERE title = ?", [title], Self.theme)
    }

    /// Adds it, or replaces the one with its key.
    public func save(_ theme: Theme) throws {
        try run(
            """
            INSERT INTO theme (key, title, established_only, further_training, retired) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (key) DO UPDATE SET title = ?2, established_only = ?3, further_training = ?4, retired = ?5
            """,
            [
                theme.key, theme.title, theme.demands.establishedOnly, theme.demands.furtherTraining, theme.isRetired,
            ])
    }

    /// Cohorts on a theme whose reminders are planned: their mails name it.
    public func liveCohorts(on theme: String) throws -> [Int64] {
        try all("SELECT id FROM cohort WHERE theme = ? AND \(Self.isLive) ORDER BY id", [theme]) { $0[0] }
    }

    private static let selectTheme = "SELECT key, title, established_only, further_training, retired FROM theme"

    private static func theme(_ row: Row) throws -> Theme {
        Theme(
            key: row[0], title: row[1], demands: ThemeDemands(establishedOnly: row[2], furtherTraining: row[3]),
            isRetired: row[4])
    }
}

extension Transaction {
    /// What a cohort is about, in words: its theme, or the programme that has none.
    public func subject(of cohort: Cohort) throws -> String {
        guard let theme = cohort.theme else { return "WalkThrus" }
        return try self.theme(theme)?.title ?? theme
    }

    /// Whether this changes what is on record.
    public func recordFurtherTraining(of urn: URN, on date: CivilDate) throws -> Bool {
        try run(
            """
            INSERT INTO further_training (urn, trained_on) VALUES (?1, ?2)
            ON CONFLICT (urn) DO UPDATE SET trained_on = ?2 WHERE trained_on <> ?2
            """, [urn.number, date.iso]) > 0
    }

    /// Schools that have had the further training, and when they last had it; by name.
    public func furtherTraining() throws -> [(urn: URN, school: String, on: CivilDate)] {
        try all(
            """
            SELECT further_training.urn, name, trained_on FROM further_training JOIN school USING (urn)
            ORDER BY name, further_training.urn
            """
        ) { (try $0.urn(0), $0[1], try $0.date(2)) }
    }

    public func hasFurtherTraining(_ urn: URN) throws -> Bool {
        try exists("SELECT 1 FROM further_training WHERE urn = ?", [urn.number])
    }

    /// That two schools completed a cycle together: kept as URNs and cohort only.
    public func recordPairing(_ a: URN, _ b: URN, cohort: Int64, on date: CivilDate) throws {
        try run(
            "INSERT OR IGNORE INTO pairing (urn_low, urn_high, cohort, completed_on) VALUES (?, ?, ?, ?)",
            [min(a, b).number, max(a, b).number, cohort, date.iso])
    }

    public func haveCompletedCycle(_ a: URN, _ b: URN) throws -> Bool {
        try exists(
            "SELECT 1 FROM pairing WHERE urn_low = ? AND urn_high = ?", [min(a, b).number, max(a, b).number])
    }
}
