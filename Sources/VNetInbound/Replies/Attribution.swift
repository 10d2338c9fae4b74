/// The line above a quotation that says who wrote it and when, in the languages of the mail programs that schools meet.
enum Attribution {
    private static let verbs = [
        "wrote", "writes", "a écrit", "a ecrit", "schrieb", "schrieb am", "escribió", "escribio", "ha scritto",
        "escreveu",
        "schreef", "geschreven", "skrev", "kirjoitti", "napisał", "napisał(a)", "napisała", "pisze", "napsal",
        "napsal(a)",
        "написал", "написал(a)", "написал(а)", "написала", "пишет", "пише", "написав", "a scris", "írta", "yazdı",
        "έγραψε",
        "写道", "寫道", "書き込みました", "のメール", "작성", "escrigué", "napísal", "napísal(a)", "je napisao", "je napisala",
        "је написао", "написа", "kirjutas", "rašė", "rakstīja",
        "je napisal", "menulis", "đã viết", "כתב", "כתבה", "كتب", "va escriure", "schreven", "sent the following",
    ]
    private static let openers = [
        "on ", "at ", "le ", "am ", "el ", "il ", "em ", "op ", "den ", "dne ", "w dniu ", "dnia ", "no dia ", "pe ",
        "på ",
        "tis", "mån", "ons", "tors", "fre", "lör", "sön", "man", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "в ",
        "во ",
        "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье", "пн", "вт", "ср", "чт", "пт",
        "сб", "вс", "нд", "στις", "a ", "vào", "tarihinde", "from ",
    ]
    private static let longest = 400

    /// How many of the first lines are one; 0 where they are none.
    static func length(_ lines: ArraySlice<Substring>) -> Int {
        guard let first = lines.first, first.utf8.count < longest, canBegin(first) else { return 0 }
        var text = ""
        for (count, line) in zip(1...4, lines) {
            guard !line.isEmpty, text.utf8.count + line.utf8.count < longest else { return 0 }
            text += (text.isEmpty ? "" : " ") + line.trimmed.lowercased()
            if isWhole(text, isQuotedNext: lines.dropFirst(count).first { !$0.isEmpty }.map(isQuoted) ?? false) {
                return count
            }
        }
        return 0
    }

    private static func isQuoted(_ line: Substring) -> Bool {
        [">", "|"].contains(line.trimmed.first ?? " ")
    }

    private static func canBegin(_ line: Substring) -> Bool {
        let line = line.trimmed.lowercased()
        guard line.contains(where: \.isNumber) || line.contains("@") || line.contains("<") else { return false }
        if openers.contains(where: line.hasPrefix) { return true }
        return line.first?.isNumber == true || line.contains("<") || line.contains("@")
    }

    private static func isWhole(_ text: String, isQuotedNext: Bool) -> Bool {
        guard text.contains("@") || hasTime(text) else { return false }
        let body = text.trimmingSuffix { " :：>-*_".contains($0) }
        if verbs.contains(where: body.hasSuffix) { return isQuotedNext || text.hasSuffix(":") || text.hasSuffix("：") }
        if text.hasSuffix(":"), verbs.contains(where: { text.contains(" \($0) ") }), hasTime(text) { return true }
        // “2016-10-24 15:36 GMT+02:00 Ada Moor <head@a-school.example>:”
        return text.contains("@") && (text.hasSuffix(">:") || isQuotedNext && text.hasSuffix(">")) && hasTime(text)
    }

    /// A year, or a time of day.
    private static func hasTime(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.indices.contains { index in
            let four = bytes[index...].prefix(4)
            let isYear = four.starts(with: [0x32, 0x30]) && four.count == 4 && four.allSatisfy(\.isDigit)
            let isTime =
                four.count == 4 && bytes[index].isDigit && (bytes[index + 1] == 0x3A || bytes[index + 1] == 0x2E)
                && bytes[index + 2].isDigit && bytes[index + 3].isDigit
            return isYear || isTime
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(_ isUnwanted: (Character) -> Bool) -> Substring {
        lastIndex { !isUnwanted($0) }.map { self[...$0] } ?? self[..<startIndex]
    }
}
