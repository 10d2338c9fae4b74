/// What somebody has answered: a mail's text without the message that is answered, the signature and the small print.
///
/// Where an answer stands between the lines that it answers, those stay: what it means without them nobody can say.
public struct ReplyText: Hashable, Sendable {
    /// Lines without white space at their ends, no empty ones around; empty where there is no answer.
    public let text: String

    public init(_ mail: InboundMail) { self.init(mail.text) }

    public init(_ text: String) {
        var lines = ReplyLines(text)
        lines.cutOriginal()
        lines.dropSignatures()
        lines.cutQuotation()
        lines.cutSmallPrint()
        self.text = lines.joined
    }
}

/// The lines of a reply, and what each of them is.
private struct ReplyLines {
    private enum Kind { case text, empty, quotation, attribution }

    private var lines: [Substring]
    /// More than anybody answers.
    private static let most = 4_000

    init(_ text: String) {
        lines = text.split(separator: "\n", maxSplits: Self.most, omittingEmptySubsequences: false)
            .prefix(Self.most).map { line in
                line.lastIndex { !$0.isWhitespace }.map { line[...$0] } ?? line[..<line.startIndex]
            }
        dropWarnings()
    }

    var joined: String {
        let head = lines.drop(while: \.isEmpty)
        let end = head.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? head.startIndex
        return head[head.startIndex..<end].joined(separator: "\n")
    }

    /// What a school's own mail system puts above a mail from outside.
    private mutating func dropWarnings() {
        let first = lines.prefix { $0.isEmpty || ReplyMarks.isWarning($0) }
        if first.contains(where: ReplyMarks.isWarning) { lines.removeFirst(first.count) }
    }

    /// From a line drawn across, or the header of another message, everything is somebody else's, or a signature.
    mutating func cutOriginal() {
        var hasText = false
        for index in lines.indices {
            let line = lines[index]
            if ReplyMarks.isOriginal(line) || ReplyMarks.isHeader(lines[index...].prefix(10))
                || hasText && ReplyMarks.isRule(line)
            {
                lines.removeSubrange(index...)
                return
            }
            if !line.isEmpty, !ReplyMarks.isRule(line) { hasText = true }
        }
        while let first = lines.first, first.isEmpty || ReplyMarks.isRule(first) { lines.removeFirst() }
    }

    mutating func dropSignatures() { lines.removeAll(where: ReplyMarks.isSignature) }

    // MARK: Quotation

    mutating func cutQuotation() {
        var kinds = self.kinds
        if let only = answerBelow(kinds) {
            lines = Array(lines[only...])
        } else if let cut = answerAbove(kinds) {
            lines.removeSubrange(cut...)
        } else {
            // Between the lines: who wrote them is all that goes.
            let kept = lines.indices.filter { kinds[$0] != .attribution }
            lines = kept.map { lines[$0] }
            kinds = kept.map { kinds[$0] }
            let last = kinds.lastIndex(of: .text)
            let start = last.map { $0 + 1 } ?? 0
            if last != nil || kinds.contains(.quotation) { lines.removeSubrange(start...) }
        }
    }

    private var kinds: [Kind] {
        var kinds: [Kind] = lines.map { line in
            if line.isEmpty { return .empty }
            let first = line.first { !$0.isWhitespace }
            return first == ">" || first == "|" || first == "＞" ? .quotation : .text
        }
        var index = 0
        while index < lines.count {
            let count = kinds[index] == .text ? Attribution.length(lines[index...]) : 0
            for place in index..<(index + count) { kinds[place] = .attribution }
            index += max(1, count)
        }
        return kinds
    }

    /// The answer stands below all that it answers.
    private func answerBelow(_ kinds: [Kind]) -> Int? {
        guard let first = kinds.firstIndex(of: .attribution), kinds.contains(.quotation),
            !kinds[..<first].contains(.text), let last = kinds.lastIndex(of: .quotation),
            let start = kinds[first...].firstIndex(of: .text), start > last,
            !kinds[start...].contains(.attribution)
        else { return nil }
        return start
    }

    /// What follows the quotation is a signature at most, where it is this short.
    private static let longestTail = 6

    /// The answer stands above: where what is quoted begins.
    private func answerAbove(_ kinds: [Kind]) -> Int? {
        guard let text = kinds.firstIndex(of: .text),
            let cut = kinds[text...].firstIndex(where: { $0 == .attribution })
        else { return nil }
        let below = kinds[cut...]
        guard let last = below.lastIndex(of: .quotation) else { return cut }
        let first = below.firstIndex(of: .quotation) ?? last
        let isBetween = kinds[first..<last].contains(.text)
        return !isBetween && kinds[last...].count { $0 == .text } <= Self.longestTail ? cut : nil
    }

    // MARK: Small print

    mutating func cutSmallPrint() {
        guard let first = lines.firstIndex(where: { !$0.isEmpty }) else { return }
        for index in lines.indices where index > first && ReplyMarks.isSmallPrint(lines[index...].prefix(8)) {
            lines.removeSubrange(index...)
            return
        }
    }
}
