import VNetCore

/// Days as people write them in words: “5 May”, “Monday the 5th of May 2026”, “May 5th”, “3–7 November”, “from 30 October to
/// 3 November”.
struct DateWords {
    struct Span: Hashable {
        let days: ClosedRange<CivilDate>
        /// Which words say it.
        let tokens: Range<Int>
        /// A weekday that was named is not the day's.
        let isContradictory: Bool
    }

    let words: WordTokens
    /// Without a year the day nearest to this one is meant.
    let reference: CivilDate

    /// Every day and span of days, in their order.
    func spans() -> [Span] {
        var spans: [Span] = []
        var index = 0
        while index < words.tokens.count {
            if let span = span(at: index) {
                spans.append(span)
                index = span.tokens.upperBound
            } else {
                index += 1
            }
        }
        return spans
    }

    /// What was read of a day, as far as it goes.
    private struct Reading {
        var day: Int
        var month: Int?
        var year: Int?
        var weekday: Weekday?
        var end: Int
    }

    private func span(at start: Int) -> Span? {
        guard var first = reading(at: start) else { return nil }
        if let (end, last) = second(after: first, at: start) { return joined(first, last, start..<end) }
        if first.month == nil, let named = monthOfList(first.end) { (first.month, first.year) = named }
        guard let date = date(first, nil) else { return nil }
        return Span(
            days: date...date, tokens: start..<first.end,
            isContradictory: first.weekday.map { $0 != date.weekday } ?? false)
    }

    /// Whose month the days of “9, 10 and 12 November” are: that of the last.
    private func monthOfList(_ start: Int) -> (month: Int, year: Int?)? {
        var index = start
        while words.tokens.indices.contains(index), index < start + 40 {
            guard words.tokens[index] == .comma || ["and", "or"].contains(words.word(index) ?? "") else { return nil }
            index += 1
            if words.tokens.indices.contains(index), ["and", "or"].contains(words.word(index) ?? "") { index += 1 }
            guard let next = reading(at: index) else { return nil }
            if let month = next.month { return (month, next.year) }
            index = next.end
        }
        return nil
    }

    /// The other end of “3–7 November”, “July 10–31” or “30 October to 3 November”.
    private func second(after first: Reading, at start: Int) -> (Int, Reading)? {
        let isDash = words.tokens.indices.contains(first.end) && words.tokens[first.end] == .dash
        let link = words.word(first.end) ?? ""
        let isBetween = link == "and" && ["between", "from"].contains(words.word(start - 1) ?? "")
        guard isDash || ["to", "until", "till", "til", "through", "thru"].contains(link) || isBetween else {
            return nil
        }
        var next = first.end + 1
        if ["and", "including", "incl"].contains(words.word(next) ?? "") { next += 1 }
        guard var last = reading(at: next) else { return nil }
        // “July 10–31”
        if last.month == nil {
            guard first.month != nil, isDash || link == "to" else { return nil }
            last.month = first.month
        }
        return (last.end, last)
    }

    private func joined(_ first: Reading, _ last: Reading, _ tokens: Range<Int>) -> Span? {
        var first = first
        first.month = first.month ?? last.month
        guard let end = date(last, first.year), var begin = date(first, last.year) else { return nil }
        if begin > end, first.year == nil,
            let earlier = first.month.flatMap({
                CivilDate(year: end.year - 1, month: $0, day: first.day)
            })
        {
            begin = earlier
        }
        guard begin <= end, begin.days(until: end) < 370 else { return nil }
        let isWrong = [(first, begin), (last, end)].contains { reading, date in
            reading.weekday.map { $0 != date.weekday } ?? false
        }
        return Span(days: begin...end, tokens: tokens, isContradictory: isWrong)
    }

    private func date(_ reading: Reading, _ otherYear: Int?) -> CivilDate? {
        guard let month = reading.month else { return nil }
        if let year = reading.year ?? otherYear { return CivilDate(year: year, month: month, day: reading.day) }
        let near = (-1...1).compactMap { CivilDate(year: reference.year + $0, month: month, day: reading.day) }
        return near.min { abs($0.days(until: reference)) < abs($1.days(until: reference)) }
    }

    /// `[weekday] day [of month [year]]`, or `[weekday] month day [year]`.
    private func reading(at start: Int) -> Reading? {
        var index = start
        let weekday = words.word(index).flatMap(Self.weekday)
        if weekday != nil {
            index += 1
            if words.tokens.indices.contains(index), words.tokens[index] == .comma { index += 1 }
        }
        if words.word(index) == "the" { index += 1 }
        if let day = words.number(index), (1...31).contains(day) {
            return dayFirst(day, index + 1, weekday, start)
        }
        guard let month = words.word(index).flatMap(Self.month), let day = words.number(index + 1),
            (1...31).contains(day)
        else { return nil }
        var end = index + 2
        if ["st", "nd", "rd", "th"].contains(words.word(end) ?? "") { end += 1 }
        let (year, after) = year(at: end)
        return Reading(day: day, month: month, year: year, weekday: weekday, end: after)
    }

    private func dayFirst(_ day: Int, _ next: Int, _ weekday: Weekday?, _ start: Int) -> Reading? {
        var index = next
        if ["st", "nd", "rd", "th"].contains(words.word(index) ?? "") { index += 1 }
        let end = index
        if words.word(index) == "of" { index += 1 }
        guard let month = words.word(index).flatMap(Self.month) else {
            // A number alone is a day only as an end of a span.
            return Reading(day: day, month: nil, year: nil, weekday: weekday, end: end)
        }
        let (year, after) = year(at: index + 1)
        return Reading(day: day, month: month, year: year, weekday: weekday, end: after)
    }

    private func year(at start: Int) -> (Int?, Int) {
        let isComma = words.tokens.indices.contains(start) && words.tokens[start] == .comma
        let index = isComma ? start + 1 : start
        guard let year = words.number(index), (2000...2199).contains(year) else { return (nil, start) }
        return (year, index + 1)
    }

    /// As people name and shorten the months.
    static func month(_ word: String) -> Int? {
        if word == "sept" { return 9 }
        let names = [
            "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
            "november",
            "december",
        ]
        return names.firstIndex { $0 == word || word.utf8.count == 3 && $0.hasPrefix(word) }.map { $0 + 1 }
    }

    static func weekday(_ word: String) -> Weekday? {
        let word = word.hasSuffix("'s") ? String(word.dropLast(2)) : word
        let short = [
            "mon": 1, "tue": 2, "tues": 2, "wed": 3, "weds": 3, "thu": 4, "thur": 4, "thurs": 4, "fri": 5,
            "sat": 6, "sun": 7,
        ]
        return short[word].flatMap(Weekday.init)
            ?? Weekday.allCases.first { $0.name.lowercased() == word || $0.name.lowercased() + "s" == word }
    }
}
