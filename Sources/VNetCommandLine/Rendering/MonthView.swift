import VNetCore

/// One month of a timeline: a calendar of it, and what is on which day.
struct MonthView {
    private let timeline: Timeline
    private let month: CivilDate
    private let entries: [(date: CivilDate, sign: Character, text: String)]

    init(_ timeline: Timeline, month: CivilDate) {
        self.timeline = timeline
        self.month = month
        let end = month.adding(months: 1)
        entries = timeline.rows.flatMap { row in
            row.marks.filter { month <= $0.date && $0.date < end }.map { mark in
                let sign = row.sign(mark)
                let isMain = sign == "●" || sign == "○"
                return (mark.date, sign, isMain ? "\(row.label), \(row.state)" : "\(row.label): \(mark.what)")
            }
        }.sorted { $0.date < $1.date }
    }

    func lines(_ style: Style) -> [String] {
        let title = "\(month.monthName) \(month.year)"
        let space = String(repeating: " ", count: max(0, (Self.width - title.count) / 2))
        return [style.paint(timeline.name, .bold), "", space + style.paint(title, .bold)] + calendar(style) + [""]
            + list(style)
    }

    private static let width = 7 * 5

    private func calendar(_ style: Style) -> [String] {
        var lines = [TextTable.trimmed(Weekday.allCases.map { " \($0.name.prefix(3)) " }.joined())]
        var day = month.adding(days: 1 - month.weekday.rawValue)
        let end = month.adding(months: 1)
        while day < end {
            lines.append(TextTable.trimmed((0..<7).map { cell(day.adding(days: $0), style) }.joined()))
            day = day.adding(days: 7)
        }
        return lines
    }

    /// Five columns: the day, and the sign of what is on it.
    private func cell(_ date: CivilDate, _ style: Style) -> String {
        guard date.month == month.month, date.year == month.year else { return "     " }
        let number = DisplayWidth.padded(String(date.day), to: 3, right: true)
        let isToday = date == timeline.today
        let signs = entries.filter { $0.date == date }.map(\.sign)
        let sign = signs.first { $0 == "●" } ?? signs.first ?? (isToday ? "|" : " ")
        return style.paint(number, isToday ? .reverse : nil) + style.paint(String(sign), .bold) + " "
    }

    private func list(_ style: Style) -> [String] {
        guard !entries.isEmpty else { return ["Nothing is dated in this month."] }
        var dated = style
        dated.today = timeline.today
        let room = style.width.map { max(20, $0 - 14) } ?? Int.max
        return entries.flatMap { entry in
            Wrapping.lines(of: "\(entry.sign) \(entry.text)", width: room).enumerated().map { index, line in
                let day = index == 0 ? dated.short(entry.date) : ""
                return DisplayWidth.padded(day, to: 10) + "  " + (index == 0 ? "" : "  ") + line
            }
        }
    }
}
