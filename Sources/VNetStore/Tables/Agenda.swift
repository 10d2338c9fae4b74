import GRDB
import VNetCore

/// One part of a session's programme.
public struct AgendaItem: Equatable, Sendable {
    public var start: CivilTime
    public var title: String

    public init(start: CivilTime, title: String) {
        self.start = start
        self.title = title
    }
}

extension Transaction {
    /// In the order of the day; empty while it has none of its own.
    public func agenda(of session: Int64) throws -> [AgendaItem] {
        try all("SELECT start, title FROM agenda_item WHERE session = ? ORDER BY start", [session]) {
            AgendaItem(start: try $0.time(0), title: $0[1])
        }
    }

    public func setAgenda(_ items: [AgendaItem], of session: Int64) throws {
        try run("DELETE FROM agenda_item WHERE session = ?", [session])
        for item in items {
            try run(
                "INSERT INTO agenda_item (session, start, title) VALUES (?, ?, ?)",
                [session, item.start.iso, item.title])
        }
    }
}
