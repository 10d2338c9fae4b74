import VNetCore
import VNetJSON

/// A cohort's year: rows of dated marks.
struct Timeline {
    struct Mark {
        let date: CivilDate
        let what: String
    }

    struct Row {
        let label: String
        let state: String
        let marks: [Mark]

        func sign(_ mark: Mark) -> Character {
            switch mark.what {
            case "write-up": "w"
            case "accepted": "a"
            case "opened": "["
            case "closed": "]"
            case "purged": "x"
            default: state == "cancelled" || state == "missed" ? "○" : "●"
            }
        }
    }

    let name: String
    let today: CivilDate
    let rows: [Row]

    /// Signs and what they mean, in the order of the legend.
    static let meanings: [(sign: Character, meaning: String)] = [
        ("●", "session or visit"), ("○", "one that is cancelled or was missed"), ("w", "write-up received"),
        ("a", "write-up accepted"), ("[", "opened"), ("]", "closed"), ("x", "purged"),
    ]

    init?(_ reply: JSONObject) {
        guard let today = reply.text("today").flatMap(CivilDate.init(iso:)) else { return nil }
        name = Harmless.text(reply.text("name") ?? "")
        self.today = today
        rows = reply.objects("rows").map { row in
            Row(
                label: Harmless.text(row.text("label") ?? ""), state: Harmless.text((row.text("state") ?? "").spaced),
                marks: row.objects("marks").compactMap { mark in
                    guard let date = mark.text("date").flatMap(CivilDate.init(iso:)) else { return nil }
                    return Mark(date: date, what: Harmless.text(mark.text("what") ?? ""))
                })
        }
    }

    /// One row a session or visit; a column stands for as many days as make the chart fit.
    func lines(_ style: Style) -> [String] {
        let dates = rows.flatMap(\.marks).map(\.date)
        guard let first = dates.min(), let last = dates.max() else {
            return [style.paint(name, .bold), "Nothing has a date yet."]
        }
        let chart = Chart(self, first: first, last: last, width: style.width)
        return [style.paint(name, .bold), ""] + chart.lines(style)
    }
}

/// The rows of a timeline as characters, one column for some number of days.
private struct Chart {
    let timeline: Timeline
    let first: CivilDate
    let daysPerColumn: Int
    let columns: Int
    let labelWidth: Int

    init(_ timeline: Timeline, first: CivilDate, last: CivilDate, width: Int?) {
        self.timeline = timeline
        // Columns begin on Mondays.
        self.first = first.adding(days: 1 - first.weekday.rawValue)
        let days = self.first.days(until: last) + 1
        let widestLabel = timeline.rows.map { DisplayWidth.of($0.label) }.max() ?? 0
        let state = timeline.rows.map { DisplayWidth.of($0.state) }.max() ?? 0
        let weeks = (days + 6) / 7
        // A label may have what a column a week leaves, or a third.
        let label = width.map { min(widestLabel, max(8, $0 / 3, $0 - weeks - state - 4)) } ?? widestLabel
        let room = width.map { max(8, $0 - label - state - 4) } ?? Int.max
        var perColumn = 7
        while (days + perColumn - 1) / perColumn > room { perColumn += 7 }
        labelWidth = label
        daysPerColumn = perColumn
        columns = (days + perColumn - 1) / perColumn
    }

    func lines(_ style: Style) -> [String] {
        let pad = String(repeating: " ", count: labelWidth) + "  "
        let rows = timeline.rows.map { row in
            let label = DisplayWidth.padded(DisplayWidth.cut(row.label, to: labelWidth), to: labelWidth)
            return TextTable.trimmed("\(label)  \(cells(row, style))  \(row.state)")
        }
        let used = Set(timeline.rows.flatMap { row in row.marks.map(row.sign) })
        let signs = Timeline.meanings.filter { used.contains($0.sign) }.map { "\($0.sign) \($0.meaning)" }
        let scale = daysPerColumn == 7 ? "one column a week" : "one column for \(daysPerColumn / 7) weeks"
        let legend = (signs + ["| today", scale]).joined(separator: ", ")
        let room = style.width ?? Int.max
        return [TextTable.trimmed(pad + months)] + rows + [""] + Wrapping.lines(of: legend, width: room)
    }

    private func column(of date: CivilDate) -> Int { first.days(until: date) / daysPerColumn }

    private func cells(_ row: Timeline.Row, _ style: Style) -> String {
        var cells = [String](repeating: style.paint("·", .dim), count: columns)
        let now = first <= timeline.today ? column(of: timeline.today) : -1
        if cells.indices.contains(now) { cells[now] = style.paint("|", .yellow) }
        for mark in row.marks where cells.indices.contains(column(of: mark.date)) {
            cells[column(of: mark.date)] = style.paint(String(row.sign(mark)), .bold)
        }
        return cells.joined()
    }

    /// A month's name stands above the column of its first day, where there is room for it.
    private var months: String {
        var line = [Character](repeating: " ", count: columns)
        var free = 0
        var month = first.firstOfMonth.adding(months: first.day == 1 ? 0 : 1)
        var later = month.adding(months: 1)
        // Until the chart's end or that of the calendar, whichever comes first.
        while column(of: month) < columns, month < later {
            let start = column(of: month)
            if start >= free, start + 3 <= columns {
                for (offset, letter) in month.monthName.prefix(3).enumerated() { line[start + offset] = letter }
                free = start + 4
            }
            (month, later) = (later, later.adding(months: 1))
        }
        return String(line)
    }
}
