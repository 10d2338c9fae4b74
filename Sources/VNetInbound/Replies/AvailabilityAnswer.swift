import VNetCore

/// When somebody cannot come, as they say it: “Can't do Tuesdays, nor 3–7 November”, or listed days with yes or no.
public struct AvailabilityAnswer: Hashable, Sendable {
    /// Within the days that were asked about, in order, those that touch joined.
    public let unavailable: [ClosedRange<CivilDate>]
    /// Every sentence that is about days was understood; else what was is no more than a proposal.
    public let isCertain: Bool

    /// `text` is what `ReplyText` leaves of the mail, `range` the days that were asked about; without a year, a day of those
    /// is meant.
    public init(_ text: String, asked range: ClosedRange<CivilDate>) {
        var reader = AvailabilityReader(range: range)
        for sentence in AvailabilityReader.sentences(text) { reader.read(sentence) }
        unavailable = reader.periods
        isCertain = reader.isCertain && reader.saysSomething
    }
}

private struct AvailabilityReader {
    let range: ClosedRange<CivilDate>
    private(set) var isCertain = true
    private(set) var saysSomething = false
    private var days: [ClosedRange<CivilDate>] = []

    init(range: ClosedRange<CivilDate>) { self.range = range }

    var periods: [ClosedRange<CivilDate>] {
        days.reduce([AvailabilityPeriod]()) { $0.saying(.unavailable, of: $1) }.map(\.days)
    }

    /// A line is one, and so is what stands on either side of “but”.
    static func sentences(_ text: String) -> [String] {
        // Or “am” would be a time of day.
        let spelt = text.replacing("’", with: "'").replacing("I am ", with: "I'm ").replacing("i am ", with: "i'm ")
        let lines = unwrapped(spelt).split { "\n;!".contains($0) }.map { String($0) }
        return lines.flatMap {
            $0.replacing(". ", with: "\n").replacing("? ", with: "?\n").split(separator: "\n").map(String.init)
        }
    }

    /// Mail programs break lines where they are full.
    private static func unwrapped(_ text: String) -> String {
        var whole = ""
        var isFull = true
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            whole += isFull && !line.isEmpty ? " " + line : "\n" + line
            isFull = line.utf8.count >= 60 && !".:;!?".contains(line.last ?? ".")
        }
        return whole
    }

    private static let negatives: Set<String> = [
        "can't", "cant", "cannot", "not", "no", "nor", "unavailable", "n", "busy", "away", "won't", "closed", "avoid",
        "isn't", "aren't", "couldn't", "neither", "never", "out", "unable", "✗", "impossible",
    ]
    private static let positives: Set<String> = [
        "can", "available", "free", "yes", "y", "fine", "ok", "okay", "good", "works", "happy", "suits", "✓",
        "possible", "great", "suit", "work",
    ]
    private static let exceptions: Set<String> = ["except", "apart", "excluding", "besides", "bar"]
    private static let doubts: Set<String> = [
        "maybe", "probably", "might", "possibly", "prefer", "preferably", "ideally", "depends", "if", "unless", "may",
        "think",
        "hopefully", "difficult", "tricky", "could", "should", "would", "perhaps", "usually", "generally", "mostly",
        "some",
        "morning", "mornings", "afternoon", "afternoons", "am", "pm", "noon", "lunchtime", "evening", "evenings",
        "before",
        "after", "alternate", "other", "first", "last", "only", "but", "rather", "better", "provided", "half", "early",
        "late",
        "until", "from", "till", "unsure", "sure", "tbc", "provisionally",
    ]

    mutating func read(_ sentence: String) {
        let words = WordTokens(sentence)
        let spans = DateWords(words: words, reference: middle).spans()
        let weekdays = weekdays(words, besides: spans)
        let spelt = words.tokens.indices.compactMap { words.word($0) }
        let isInSpan = { (index: Int) in spans.contains { $0.tokens.contains(index) } }
        let free = words.tokens.indices.filter { !isInSpan($0) }
        let other = free.compactMap { words.word($0) }
        let isNegative = other.contains(where: Self.negatives.contains)
        let isPositive = other.contains(where: Self.positives.contains)
        guard !spans.isEmpty || !weekdays.isEmpty else { return readUndated(spelt, words, isNegative, isPositive) }
        saysSomething = true
        let exception = words.tokens.indices.first { words.word($0).map(Self.exceptions.contains) ?? false }
        let places = spans.map(\.tokens.lowerBound) + weekdays.map(\.place)
        let isExcepted = exception.map { place in places.allSatisfy { $0 > place } } ?? false
        let isDoubtful =
            sentence.contains("?") || free.contains { words.tokens[$0] == .slash || words.number($0) != nil }
            || spans.contains(where: \.isContradictory) || isPartial(words, besides: spans)
        let isListed = isPositive && !isNegative && other.allSatisfy { Self.positives.contains($0) }
        if isDoubtful || isNegative == isPositive && !isExcepted && !isNotAvailable(other) {
            isCertain = false
            return
        }
        if isPositive, !isNegative, !isExcepted {
            if !isListed { isCertain = false }
            return
        }
        add(spans, weekdays, words)
    }

    /// Without a day: that every day will do, or something that has nothing to do with days.
    private mutating func readUndated(
        _ spelt: [String], _ words: WordTokens, _ isNegative: Bool, _ isPositive: Bool
    ) {
        let text = spelt.joined(separator: " ")
        let isFree = [
            "any day", "any time", "anytime", "all days", "every day", "no restrictions", "no constraints",
            "no preference",
            "all dates", "any date", "any of the dates", "no dates to avoid", "no days to avoid", "all fine",
            "all good",
        ].contains { text.contains($0) }
        let hasMonth = spelt.contains { $0.utf8.count > 3 && DateWords.month($0) != nil } || text.contains("half term")
        let hasNumber = words.tokens.indices.contains { words.number($0) != nil }
        let isDoubtful = spelt.contains { Self.doubts.contains($0) || Self.exceptions.contains($0) }
        if isFree, !isDoubtful {
            saysSomething = true
            return
        }
        if isNegative || isPositive || hasMonth || hasNumber || isFree { isCertain = false }
    }

    /// “Not available”, “not free”: no and yes of which the no counts.
    private func isNotAvailable(_ words: [String]) -> Bool {
        let pairs = zip(words, words.dropFirst())
        let negated = pairs.count {
            ["not", "isn't", "aren't", "can't", "no"].contains($0) && Self.positives.contains($1)
        }
        return negated > 0 && negated == words.count { Self.positives.contains($0) }
    }

    /// A part of the day, a part of the time, or with a condition.
    private func isPartial(_ words: WordTokens, besides spans: [DateWords.Span]) -> Bool {
        words.tokens.indices.contains { index in
            guard let word = words.word(index), Self.doubts.contains(word) else { return false }
            let isOfSpan = spans.contains { $0.tokens.contains(index) || $0.tokens.lowerBound == index + 1 }
            // “From 3 to 7 November” is a span of days; “from 3 November” alone has no end.
            let isSpan = spans.contains { $0.tokens.lowerBound == index + 1 && $0.days.count > 1 }
            return !(isOfSpan && (isSpan || spans.contains { $0.tokens.contains(index) }))
        }
    }

    private var middle: CivilDate { range.lowerBound.adding(days: range.lowerBound.days(until: range.upperBound) / 2) }

    /// Weekdays that stand for all of their kind: “Tuesdays”, “any Tuesday”, “every Tuesday”, “on a Tuesday”.
    private func weekdays(_ words: WordTokens, besides spans: [DateWords.Span]) -> [(
        day: Weekday, place: Int, isAll: Bool
    )] {
        words.tokens.indices.compactMap { index in
            guard let word = words.word(index),
                word.utf8.count > 3 || ["mon", "tue", "wed", "thu", "fri"].contains(word),
                let day = DateWords.weekday(word), !spans.contains(where: { $0.tokens.contains(index) })
            else { return nil }
            let before = words.word(index - 1) ?? ""
            return (day, index, word.hasSuffix("days") || ["any", "every", "each", "a"].contains(before))
        }
    }

    private mutating func add(
        _ spans: [DateWords.Span], _ weekdays: [(day: Weekday, place: Int, isAll: Bool)], _ words: WordTokens
    ) {
        for span in spans {
            let days = week(span, words) ?? span.days
            guard range.overlaps(days) else {
                isCertain = false
                continue
            }
            if days.lowerBound < range.lowerBound && days.count == 1 { isCertain = false }
            self.days.append(days.clamped(to: range))
        }
        for weekday in weekdays {
            // “Tuesday” alone may be the next one.
            guard weekday.isAll else {
                isCertain = false
                continue
            }
            let first = (weekday.day.rawValue - range.lowerBound.weekday.rawValue + 7) % 7
            for offset in stride(from: first, to: range.count, by: 7) {
                let day = range.lowerBound.adding(days: offset)
                days.append(day...day)
            }
        }
    }

    /// “The week of 2 November”: from that Monday to the Friday.
    private func week(_ span: DateWords.Span, _ words: WordTokens) -> ClosedRange<CivilDate>? {
        let before = (max(0, span.tokens.lowerBound - 4)..<span.tokens.lowerBound).compactMap { words.word($0) }
        guard span.days.count == 1, before.contains("week"), span.days.lowerBound.weekday == .monday else { return nil }
        return span.days.lowerBound...span.days.lowerBound.adding(days: 4)
    }
}
