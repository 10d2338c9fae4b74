import VNetCore
import VNetJSON

/// A cohort's year as a chart: one row a session or visit, one column a week.
struct Timeline {
    private let name: String
    private let today: CivilDate
    private let rows: [(label: String, state: String, marks: [(date: CivilDate, what: String)])]

    init?(_ reply: JSONObject) {
        func text(_ value: JSONValue?) -> String { if case .string(let text)? = value { text } else { "" } }
        func list(_ value: JSONValue?) -> [JSONObject] {
            guard case .array(let elements)? = value else { return [] }
            return elements.compactMap { if case .object(let object) = $0 { object } else { nil } }
        }
        guard let today = CivilDate(iso: text(reply["today"])) else { return nil }
        name = text(reply["name"])
        self.today = today
        rows = list(reply["rows"]).map { row in
            (
                text(row["label"]), text(row["state"]),
                list(row["marks"]).compactMap { mark in
                    CivilDate(iso: text(mark["date"])).map { ($0, text(mark["what"])) }
                }
            )
        }
    }

    var text: String {
        let dates = rows.flatMap(\.marks).map(\.date)
        guard let first = dates.min(), let last = dates.max() else { return "\(name): nothing is set yet\n" }
        let weeks = first.days(until: last) / 7 + 1
        let width = min(30, rows.map(\.label.count).max() ?? 0)
        func line(_ label: String, _ cells: [Character], _ end: String) -> String {
            String(label.prefix(width)).padded(to: width) + "  " + String(cells) + "  " + end + "\n"
        }
        var months = [Character](repeating: " ", count: weeks + 3)
        for week in 0..<weeks where first.adding(days: week * 7).day <= 7 {
            for (index, letter) in first.adding(days: week * 7).words.split(separator: " ")[2].prefix(3).enumerated() {
                months[week + index] = letter
            }
        }
        var chart = "\(name)\n\n" + line("", months, "")
        for row in rows {
            var cells = [Character](repeating: "·", count: weeks)
            let now = first.days(until: today) / 7
            if cells.indices.contains(now) { cells[now] = "|" }
            for mark in row.marks { cells[first.days(until: mark.date) / 7] = Self.sign(mark.what) }
            chart += line(row.label, cells + [" ", " ", " "], row.state.replacing("_", with: " "))
        }
        return chart + "\n● session or visit   w write-up received   [ opened   ] closed   | today; one column a week\n"
    }

    private static func sign(_ what: String) -> Character {
        switch what {
        case "write-up": "w"
        case "opened": "["
        case "closed": "]"
        default: "●"
        }
    }
}
