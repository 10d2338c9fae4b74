/// Aligned text in columns that fit a width: what is too long is broken within its column, and where even that is too
/// wide, each row becomes a block of lines. Nothing is left out.
struct TextTable {
    struct Column {
        let title: String
        /// Numbers are aligned at the right, and never broken.
        let isNumber: Bool
        /// Text may be broken; a date or a number is not.
        let mayBreak: Bool
    }

    struct Cell {
        let text: String
        var paint: Style.Paint?
    }

    let columns: [Column]
    let rows: [[Cell]]
    /// Columns are this far apart and, before rows become blocks, closer.
    private static let gaps = [2, 1]
    /// A word that is longer than this may be broken to keep a table a table.
    private static let longWord = 20
    private static let narrowest = 10

    func lines(_ style: Style) -> [String] {
        let titles = columns.map { Cell(text: $0.title, paint: .bold) }
        for gap in Self.gaps {
            guard let widths = widths(within: style.width, gap) else { continue }
            return ([titles] + rows).flatMap { lines(of: $0, widths, gap, style) }
        }
        return blocks(style)
    }

    private func lines(of row: [Cell], _ widths: [Int], _ gap: Int, _ style: Style) -> [String] {
        let space = String(repeating: " ", count: gap)
        let parts = row.indices.map { Wrapping.lines(of: row[$0].text, width: widths[$0]) }
        let last = row.indices.last { !row[$0].text.isEmpty } ?? 0
        return (0..<(parts.map(\.count).max() ?? 0)).map { line in
            var text = ""
            for column in 0...last {
                let part = line < parts[column].count ? parts[column][line] : ""
                let isFilled = column < last || columns[column].isNumber
                let padded =
                    isFilled ? DisplayWidth.padded(part, to: widths[column], right: columns[column].isNumber) : part
                text += (column == 0 ? "" : space) + style.paint(padded, row[column].paint)
            }
            return style.color ? text : Self.trimmed(text)
        }
    }

    /// Nil where the columns cannot be made to fit. Titles are broken before text, and text before long words.
    private func widths(within limit: Int?, _ gap: Int) -> [Int]? {
        let cells = columns.indices.map { column in rows.map { DisplayWidth.of($0[column].text) }.max() ?? 0 }
        var widths = zip(columns, cells).map { max(DisplayWidth.of($0.title), $1) }
        guard let limit else { return widths }
        let available = limit - gap * max(0, columns.count - 1)
        let titles = columns.map { Wrapping.least($0.title) }
        let words = columns.indices.map { column in
            columns[column].mayBreak ? rows.map { Wrapping.least($0[column].text) }.max() ?? 0 : cells[column]
        }
        let steps = [
            columns.indices.map { max(titles[$0], cells[$0]) },
            columns.indices.map { max(titles[$0], columns[$0].mayBreak ? min(words[$0], Self.longWord) : cells[$0]) },
            columns.indices.map { max(titles[$0], columns[$0].mayBreak ? min(words[$0], Self.narrowest) : cells[$0]) },
        ]
        for least in steps where Self.shrink(&widths, to: least, available) { return widths }
        return nil
    }

    /// Takes from the widest column first, down to `least`; whether that was enough.
    private static func shrink(_ widths: inout [Int], to least: [Int], _ available: Int) -> Bool {
        while widths.reduce(0, +) > available {
            let widest = widths.indices.filter { widths[$0] > least[$0] }.max { widths[$0] < widths[$1] }
            guard let widest else { return false }
            widths[widest] -= 1
        }
        return true
    }

    /// Each row as `TITLE  value` lines.
    private func blocks(_ style: Style) -> [String] {
        let label = columns.map { DisplayWidth.of($0.title) }.max() ?? 0
        return rows.enumerated().flatMap { index, row in
            (index == 0 ? [] : [""])
                + columns.indices.filter { !row[$0].text.isEmpty }.flatMap { column in
                    let room = max(Self.narrowest, (style.width ?? 80) - label - 2)
                    return Wrapping.lines(of: row[column].text, width: room).enumerated().map { line, part in
                        let title = DisplayWidth.padded(line == 0 ? columns[column].title : "", to: label)
                        return style.paint(title, .bold) + "  " + style.paint(part, row[column].paint)
                    }
                }
        }
    }

    static func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }
}
