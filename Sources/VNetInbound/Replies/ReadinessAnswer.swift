/// What an answer says to numbered criteria, to each of which yes is said or not: “Yes to all three”, “1 and 2 yes, 3 not yet”.
///
/// What is not clearly a yes is unclear: a condition, a doubt, a question, an answer between quoted lines.
public struct ReadinessAnswer: Hashable, Sendable {
    public enum Verdict: String, Hashable, Sendable {
        case yes, no, unclear
    }

    /// One for each criterion, in their order.
    public let verdicts: [Verdict]
    /// The mail says something else as well, which somebody should read.
    public let saysMore: Bool

    /// `text` is what `ReplyText` leaves of the mail.
    public init(_ text: String, criteria count: Int) {
        let clauses = AnswerClauses(text, count: count)
        var said: [Set<Verdict>] = Array(repeating: [], count: count)
        for clause in clauses.all {
            for index in clause.criteria ?? Set(0..<count) { said[index].insert(clause.verdict) }
        }
        // Of what contradicts itself nothing is certain.
        let isClear = !clauses.isUnclear && said.allSatisfy { $0.count <= 1 }
        verdicts = said.map { isClear ? $0.first ?? .unclear : .unclear }
        saysMore = clauses.saysMore
    }
}

/// The clauses of an answer, and what each says to which criteria.
private struct AnswerClauses {
    struct Clause {
        var verdict: ReadinessAnswer.Verdict
        /// From 0; nil stands for all.
        var criteria: Set<Int>?
    }

    private(set) var all: [Clause] = []
    private(set) var isUnclear = false
    private(set) var saysMore = false

    private let count: Int
    /// Numbers that stand alone between commas, whose verdict is said before or behind them.
    private var pending: Set<Int> = []
    private var isBehindVerdict = false

    init(_ text: String, count: Int) {
        self.count = count
        let lines = text.split(separator: "\n")
        // Between quoted lines nobody can say what is answered.
        if lines.contains(where: { $0.hasPrefix(">") }) { isUnclear = true }
        for sentence in Self.sentences(Self.body(lines)) {
            for clause in sentence.split(whereSeparator: { $0 == "," || $0 == ":" }) { read(clause) }
            settle()
        }
    }

    private static let greetings: Set<String> = ["hi", "hello", "dear", "good", "hey", "morning", "afternoon"]
    private static let closings: Set<String> = [
        "thanks", "thank", "many", "kind", "best", "regards", "yours", "warm", "cheers", "sincerely",
    ]

    /// Without the greeting, and without what follows the closing: a name, a post.
    private static func body(_ lines: [Substring]) -> String {
        var lines = lines[...]
        func first(_ line: Substring) -> String {
            line.trimmed.prefix { $0.isLetter }.lowercased()
        }
        if let line = lines.first, greetings.contains(first(line)), line.count < 60,
            !line.lowercased().contains("yes")
        {
            lines = lines.dropFirst()
        }
        let end = lines.firstIndex { closings.contains(first($0)) && $0.count < 40 } ?? lines.endIndex
        return lines[..<end].joined(separator: "\n")
    }

    /// Numbers of a list begin a sentence: “1. Yes 2. Yes”.
    private static func sentences(_ text: String) -> [[Substring]] {
        let characters = Array(text.lowercased().replacing("’", with: "'"))
        var spaced = ""
        for (index, character) in characters.enumerated() {
            let before = index > 0 ? characters[index - 1] : "\n"
            let next = index + 1 < characters.count ? characters[index + 1] : "\n"
            if character.isNumber, ".):".contains(next), before.isWhitespace || before == "(" {
                spaced += "\n\(character) "
            } else if ".):".contains(character), before.isNumber {
                spaced += " "
            } else if ",:".contains(character) {
                spaced += " \(character) "
            } else if "?".contains(character) {
                spaced += " ?\n"
            } else if ".!;\n".contains(character) {
                spaced += "\n"
            } else {
                spaced.append(character.isLetter || character.isNumber || "'✓✔✅&".contains(character) ? character : " ")
            }
        }
        return spaced.split(separator: "\n").map { $0.split(separator: " ") }.filter { !$0.isEmpty }
    }

    private static let yes: Set<String> = [
        "yes", "yep", "yeah", "y", "confirm", "confirmed", "confirming", "agreed", "✓", "✔", "✅",
    ]
    private static let no: Set<String> = ["no", "not", "n", "nope", "none", "neither", "never"]
    private static let doubts: Set<String> = [
        "but", "except", "however", "unless", "until", "once", "if", "when", "subject", "apart", "only", "almost",
        "nearly",
        "partly", "partially", "maybe", "perhaps", "hope", "hopefully", "should", "would", "could", "might", "may",
        "think",
        "believe", "unsure", "depends", "depending", "provided", "yet", "still", "later", "soon", "working", "probably",
        "mostly", "although", "though", "aside", "besides", "assuming", "after", "before", "will", "sure", "?", "rest",
        "others", "other", "last",
    ]
    private static let fillers: Set<String> = [
        "to", "for", "on", "and", "the", "all", "three", "both", "of", "them", "is", "are", "it", "we", "i", "that",
        "have",
        "has", "criteria", "criterion", "point", "points", "number", "numbers", "question", "questions", "items",
        "item",
        "met", "in", "place", "ready", "these", "please", "&", "can", "answer", "answers", "a", "our", "my", "two",
        "thanks", "thank", "you",
    ]
    private static let ordinals = ["first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4]

    private mutating func read(_ words: ArraySlice<Substring>) {
        let words = words.map(String.init)
        guard !words.isEmpty else { return }
        let numbers = words.compactMap { Int($0).map { $0 - 1 } ?? Self.ordinals[$0] }
        let isYes = words.contains(where: Self.yes.contains)
        let isNo = words.contains { Self.no.contains($0) || $0.hasSuffix("n't") || $0 == "cannot" }
        // “Not yet” is no more of a doubt than “no”.
        let rest = words.filter { $0 != "yet" || !isNo }
        let isDoubtful = rest.contains(where: Self.doubts.contains)
        let unknown = words.filter { word in
            Int(word) == nil && ![Self.yes, Self.no, Self.fillers].contains { $0.contains(word) }
                && Self.ordinals[word] == nil && word != "yet" && !word.hasSuffix("n't")
        }
        if words.last == "?", !isYes, !isNo, numbers.isEmpty {
            saysMore = true
            return
        }
        if isDoubtful || isYes && isNo {
            isUnclear = true
            return
        }
        if numbers.contains(where: { !(0..<count).contains($0) }) {
            isUnclear = true
            return
        }
        if !numbers.isEmpty, !unknown.isEmpty {
            isUnclear = true
            return
        }
        guard isYes || isNo else { return takeOther(numbers, unknown) }
        settle(isNext: !numbers.isEmpty)
        let criteria = Set(numbers).union(pending)
        pending = []
        all.append(Clause(verdict: isYes ? .yes : .no, criteria: criteria.isEmpty ? nil : criteria))
        isBehindVerdict = true
        if !unknown.isEmpty { saysMore = true }
    }

    /// No verdict: numbers that belong to the one before or behind, “all three” that says of what, or something else.
    private mutating func takeOther(_ numbers: [Int], _ unknown: [String]) {
        if !numbers.isEmpty {
            pending.formUnion(numbers)
        } else if !unknown.isEmpty {
            saysMore = true
        }
    }

    /// Numbers behind a verdict belong to it, unless another follows that they might belong to.
    private mutating func settle(isNext: Bool) {
        guard isBehindVerdict, !pending.isEmpty else { return }
        if isNext { isUnclear = true } else { settle() }
    }

    private mutating func settle() {
        if !pending.isEmpty, isBehindVerdict, let last = all.indices.last, all[last].criteria != nil {
            all[last].criteria?.formUnion(pending)
        } else if !pending.isEmpty {
            // A number at the end of a line may have its verdict on the next.
            if isBehindVerdict { isUnclear = true } else { return }
        }
        pending = []
        isBehindVerdict = false
    }
}
