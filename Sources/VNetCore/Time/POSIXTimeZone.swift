/// A rule like `GMT0BST,M3.5.0/1,M10.5.0`: standard and summer time, and when one gives way to the other.
struct POSIXTimeZone: Sendable {
    private let standard: Int
    private let summer: (offset: Int, begins: Change, ends: Change)?

    /// A day of the year and a second of that day, by the clock that is then in force.
    private struct Change: Sendable {
        enum Day: Sendable {
            /// 1 to 365, the 29th of February not counted.
            case julian(Int)
            /// 0 to 365.
            case ordinal(Int)
            /// The week's number in the month, 5 meaning the last; Sunday is 0.
            case weekday(month: Int, week: Int, day: Int)
        }

        let day: Day
        let second: Int

        func localSeconds(in year: Int) -> Int64 { Int64(date(in: year).daysSinceEpoch) * 86_400 + Int64(second) }

        private func date(in year: Int) -> CivilDate {
            let newYear = CivilDate(year: year, month: 1, day: 1)!
            switch day {
            case .ordinal(let day): return newYear.adding(days: day)
            case .julian(let day): return newYear.adding(days: day - (CivilDate.isLeap(year) && day >= 60 ? 0 : 1))
            case .weekday(let month, let week, let day):
                let first = CivilDate(year: year, month: month, day: 1)!
                let ahead = (day - first.weekday.rawValue % 7 + 7) % 7 + (week - 1) * 7
                return first.adding(days: ahead < CivilDate.days(inMonth: month, of: year) ? ahead : ahead - 7)
            }
        }
    }

    /// Nil unless all of `text` is such a rule.
    init?(_ text: ArraySlice<UInt8>) {
        var scanner = Scanner(text)
        guard scanner.name(), let west = scanner.offset(limit: 24) else { return nil }
        standard = -west
        if scanner.isAtEnd {
            summer = nil
            return
        }
        guard scanner.name() else { return nil }
        let summerOffset: Int
        if scanner.next == UInt8(ascii: ",") {
            summerOffset = standard + 3600
        } else {
            guard let west = scanner.offset(limit: 24) else { return nil }
            summerOffset = -west
        }
        guard let begins = scanner.change(), let ends = scanner.change(), scanner.isAtEnd else { return nil }
        summer = (summerOffset, begins, ends)
    }

    /// Seconds east of Greenwich.
    func offset(at instant: Instant) -> Int {
        guard let summer else { return standard }
        let year = CivilDate(daysSinceEpoch: instant.adding(seconds: Int64(standard)).split.day).year
        let begins = summer.begins.localSeconds(in: year) - Int64(standard)
        let ends = summer.ends.localSeconds(in: year) - Int64(summer.offset)
        let isSummer =
            begins < ends
            ? (begins..<ends).contains(instant.seconds) : !(ends..<begins).contains(instant.seconds)
        return isSummer ? summer.offset : standard
    }

    private struct Scanner {
        private var rest: ArraySlice<UInt8>

        init(_ text: ArraySlice<UInt8>) { rest = text }

        var next: UInt8? { rest.first }
        var isAtEnd: Bool { rest.isEmpty }

        mutating func take(_ byte: Character) -> Bool {
            guard let next, next == byte.asciiValue else { return false }
            rest.removeFirst()
            return true
        }

        /// Past `GMT` or `<+03>`.
        mutating func name() -> Bool {
            let isQuoted = take("<")
            let name = rest.prefix { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"): isQuoted
                default: false
                }
            }
            rest = rest.dropFirst(name.count)
            return name.count >= 3 && (!isQuoted || take(">"))
        }

        mutating func number(_ range: ClosedRange<Int>) -> Int? {
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard let number = Int(digits: digits), range.contains(number) else { return nil }
            rest = rest.dropFirst(digits.count)
            return number
        }

        /// `[+-]hh[:mm[:ss]]`, in seconds.
        mutating func offset(limit hours: Int) -> Int? {
            let isNegative = take("-")
            if !isNegative { _ = take("+") }
            guard let hour = number(0...hours) else { return nil }
            var seconds = hour * 3600
            for unit in [60, 1] where take(":") {
                guard let part = number(0...59) else { return nil }
                seconds += part * unit
            }
            return isNegative ? -seconds : seconds
        }

        /// `,M3.5.0/1`, `,J60` or `,59/-2`; at 02:00 unless it says otherwise.
        mutating func change() -> Change? {
            guard take(","), let day = day() else { return nil }
            guard take("/") else { return Change(day: day, second: 7200) }
            guard let second = offset(limit: 167) else { return nil }
            return Change(day: day, second: second)
        }

        private mutating func day() -> Change.Day? {
            if take("J") { return number(1...365).map(Change.Day.julian) }
            guard take("M") else { return number(0...365).map(Change.Day.ordinal) }
            guard let month = number(1...12), take("."), let week = number(1...5), take("."), let day = number(0...6)
            else { return nil }
            return .weekday(month: month, week: week, day: day)
        }
    }
}
