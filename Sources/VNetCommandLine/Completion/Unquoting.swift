/// What a word means that stands on a shell's command line with quotes and backslashes.
enum Unquoting {
    /// Also where the quote that ends it is still to be typed.
    static func text(_ word: String) -> String {
        var result = ""
        var quote: Character?
        var letters = word[...]
        while let letter = letters.popFirst() {
            switch (letter, quote) {
            case ("\\", nil): if let next = letters.popFirst() { result.append(next) }
            case ("\\", "\""):
                // Within double quotes it takes away the meaning of these alone.
                let isTaken = letters.first.map { "\"\\$`".contains($0) } ?? false
                result.append(isTaken ? letters.removeFirst() : letter)
            case ("\"", nil), ("'", nil): quote = letter
            case (_, letter): quote = nil
            default: result.append(letter)
            }
        }
        return result
    }
}
