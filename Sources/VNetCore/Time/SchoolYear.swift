/// A school year: from 1 September to 31 August.
public struct SchoolYear: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The year in which it begins.
    public let start: Int

    /// Nil unless `start` is a year from 1900 to 2198, so that all of it lies within `CivilDate.window`.
    public init?(start: Int) {
        guard (1900...2198).contains(start) else { return nil }
        self.start = start
    }

    /// The one that has `date` in it.
    public init(containing date: CivilDate) { start = date.month >= 9 ? date.year : date.year - 1 }

    public var firstDay: CivilDate { CivilDate(year: start, month: 9, day: 1)! }
    public var lastDay: CivilDate { CivilDate(year: start + 1, month: 8, day: 31)! }

    /// “2026/27”.
    public var description: String {
        let end = (start + 1) % 100
        return "\(start)/\(end < 10 ? "0" : "")\(end)"
    }

    public static func < (a: SchoolYear, b: SchoolYear) -> Bool { a.start < b.start }
}
