/// How far long work is, in one line: a bar, a percentage, and the count.
public enum ProgressBar {
    /// Fits a terminal of `width` columns; empty where there is no room for anything.
    public static func line(done: Int, total: Int, width: Int) -> String {
        let total = max(1, total)
        let done = min(max(0, done), total)
        let percent = "\(done * 100 / total) %"
        let count = "\(grouped(done)) of \(grouped(total))"
        let words = DisplayWidth.padded(percent, to: 5, right: true) + "  " + count
        // One column less than there are, so that no terminal begins a new line.
        let room = min(width - 1 - words.count - 4, 50)
        guard room >= 5 else { return DisplayWidth.of(words) < width ? words : width > 6 ? percent : "" }
        let filled = done * room / total
        return "[" + String(repeating: "█", count: filled) + String(repeating: "·", count: room - filled) + "] " + words
    }

    /// “22,010”
    private static func grouped(_ number: Int) -> String {
        var text = ""
        for (index, digit) in String(number).reversed().enumerated() {
            if index > 0, index.isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }
}
