/// What an event of a school calendar means for the days on which the school is open, by its title and its length.
enum TermEvent: Equatable {
    case closure, term, termStart, termEnd
    /// Nothing to do with terms, such as a parents' evening.
    case other
    /// It could mean more than one thing; the reason is the end of a sentence that begins with the title.
    case undecidable(String)

    /// As a noun with its article, for a sentence.
    var words: String {
        switch self {
        case .closure: "a closure"
        case .term: "a term"
        case .termStart: "the first day of a term"
        case .termEnd: "the last day of a term"
        case .other, .undecidable: "something else"
        }
    }

    /// Whether a title says nothing besides: all its words are those of terms and closures, and of when and for whom these
    /// usually are.
    static func isPlain(_ title: String) -> Bool {
        let rest = Phrase(title).without(closures + starts + ends + schools + dividers + phrases)
        return rest.words.allSatisfy { usual.contains($0) || $0.allSatisfy { $0.isASCII && $0.isNumber } }
    }

    private static let phrases = [
        " new year ", " academic year ", " professional development ", " non pupil ", " non contact ", " bank ",
    ]
    private static let dividers = [" after ", " for ", " from ", " following ", " before "]
    private static let usual: Set<Substring> = Set(
        """
        a all an and at both day days first in last no of on only our part second staff the third to two until up week weeks
        whole 1st 2nd 3rd term terms half halfterm time inset baker pd cpd teacher teachers training
        autumn spring summer winter christmas easter whitsun whit lent michaelmas hilary trinity may good friday boxing
        january february march april june july august september october november december
        jan feb mar apr jun jul aug sep sept oct nov dec
        monday tuesday wednesday thursday saturday sunday mon tue tues wed thu thur thurs fri sat sun
        early late mid professional public polling election elections voting snow weather
        """.split(whereSeparator: \.isWhitespace))

    /// `days` is how many days the event lasts.
    init(title: String, days: Int) {
        let words = Phrase(title)
        guard !words.has(Self.activities) else {
            self = .other
            return
        }
        let (isStart, isEnd) = (words.head.has(Self.starts), words.head.has(Self.ends))
        if isStart || isEnd {
            self = Self.mark(words, isStart: isStart, isEnd: isEnd, days: days)
        } else if words.head.has(Self.closures) {
            self = Self.closure(words, days: days)
        } else {
            self = days >= 5 && words.head.has([" term "]) ? .term : .other
        }
    }

    private static func mark(_ words: Phrase, isStart: Bool, isEnd: Bool, days: Int) -> TermEvent {
        let head = words.head.without([" break up ", " breaks up "])
        if head.has(closures) {
            return .undecidable(
                "could be the first day of a holiday or the last day of school: write the holiday as one event, from its "
                    + "first day to its last")
        }
        guard head.has(schools) || words.tail.has(closures) else { return .other }
        guard isStart != isEnd, days == 1 else {
            return .undecidable(
                "could be the beginning of a term or its end: write the term as one event, from its first day "
                    + "to its last")
        }
        return isStart ? .termStart : .termEnd
    }

    private static func closure(_ words: Phrase, days: Int) -> TermEvent {
        let isHalfTermOnly = !words.head.without([" half term ", " halfterm "]).has(closures)
        if days > (isHalfTermOnly ? 16 : 60) {
            return .undecidable(
                "lasts \(days) days, too long for a \(isHalfTermOnly ? "holiday at half term" : "closure"): if it is a term, "
                    + "call it “Term”")
        }
        return .closure
    }

    private static let closures = [
        " inset ", " training day ", " training days ", " staff training ", " staff day ", " development day ",
        " non pupil day ", " occasional day ", " closed ", " closure ", " holiday ", " holidays ", " half term ",
        " halfterm ", " break ", " vacation ",
    ]
    private static let starts = [
        " starts ", " start ", " begins ", " begin ", " first day ", " opens ", " reopens ", " re opens ", " return ",
        " returns ", " back to school ",
    ]
    private static let ends = [
        " ends ", " end ", " last day ", " closes ", " finishes ", " finish ", " breaks up ", " break up ",
    ]
    private static let schools = [" term ", " school ", " schools ", " pupils ", " students ", " children "]
    private static let activities = [" club ", " clubs ", " camp ", " homework ", " fair ", " party "]
}

/// A title as lower-case words with one space around each, so that whole words can be looked for.
private struct Phrase {
    private let text: String

    init(_ title: String) {
        let words = title.lowercased().split { !$0.isLetter && !$0.isNumber }
        text = " " + words.joined(separator: " ") + " "
    }

    private init(text: some StringProtocol) { self.text = String(text) }

    func has(_ phrases: [String]) -> Bool { phrases.contains { text.contains($0) } }

    func without(_ phrases: [String]) -> Phrase {
        Phrase(text: phrases.reduce(text) { $0.replacing($1, with: " ") })
    }

    var words: [Substring] { text.split(separator: " ") }

    /// What is said before “for”, “after” and the like; all of it where there is no such word.
    var head: Phrase { Phrase(text: text[..<division]) }
    /// What is said after it.
    var tail: Phrase { Phrase(text: text[division...]) }

    /// The space in front of the dividing word, which also ends the head.
    private var division: String.Index {
        let found = [" after ", " for ", " from ", " following ", " before "].compactMap {
            text.firstRange(of: $0)?.lowerBound
        }
        return found.min().map { text.index(after: $0) } ?? text.endIndex
    }
}
