import VNetCore

/// That one school has taken over from another, as the register's links file says it.
public struct SuccessorLink: Hashable, Sendable {
    public let predecessor: URN
    public let successor: URN
    public let kind: Succession
    /// From when; nil where the register does not say.
    public let since: CivilDate?
}

/// The links file of “Get Information about Schools”: which school followed which.
public enum GIASLinks {
    /// Reads the links between predecessors and successors, of which the file has most twice, once from either side.
    /// Links of other kinds, such as shared sites, are nil.
    public static func read(_ bytes: [UInt8]) -> ImportOutcome<SuccessorLink?> {
        ImportOutcome(csv: bytes) { (row: CSVRow<Column>) throws(ImportFault) in
            let (urn, other) = (try row.urn(.urn), try row.urn(.linked))
            let kind = try row.neededText(.kind).lowercased()
            let since = try row.date(.since)
            if let since, !CivilDate.window.contains(since) {
                throw row.fault(.since, value: since.iso, "is not a day from 1900 to 2199: correct it")
            }
            guard urn != other else {
                throw row.fault(.linked, value: "\(other)", "is the school itself: remove the row")
            }
            let how: Succession =
                kind.contains("split")
                ? .split : kind.contains("merge") ? .merged : kind.contains("amalg") ? .amalgamated : .whole
            if kind.hasPrefix("successor") {
                return SuccessorLink(predecessor: urn, successor: other, kind: how, since: since)
            }
            if kind.hasPrefix("predecessor") {
                return SuccessorLink(predecessor: other, successor: urn, kind: how, since: since)
            }
            return nil
        }
    }

    private enum Column: CSVColumn {
        case urn, linked, kind, since

        var headings: [String] {
            switch self {
            case .urn: ["URN"]
            case .linked: ["LinkURN"]
            case .kind: ["LinkType"]
            case .since: ["LinkEstablishedDate"]
            }
        }

        var isNeeded: Bool { self != .since }
    }
}
