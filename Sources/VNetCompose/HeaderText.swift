/// Text in the headers of a mail (RFC 2047).
///
/// GMime would do, but lets through what only looks encoded, so that a name could stand for another, and makes words of any
/// length of a text without spaces.
enum HeaderText {
    /// As it stands where it is ASCII that nobody takes for encoded; else encoded words of at most 75 characters, with a
    /// space between one and the next that those who read them leave out.
    static func encoded(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 >= 0x7F }) || text.contains("=?") else { return text }
        return pieces(of: text).map { "=?utf-8?B?\(base64($0))?=" }.joined(separator: " ")
    }

    /// What 75 characters have room for besides `=?utf-8?B?` and `?=`, in bytes.
    private static let room = 45

    /// A word may not end within a character.
    private static func pieces(of text: String) -> [[UInt8]] {
        text.unicodeScalars.reduce(into: [[]]) { pieces, scalar in
            let bytes = Array(String(scalar).utf8)
            if pieces[pieces.count - 1].count + bytes.count > room { pieces.append([]) }
            pieces[pieces.count - 1] += bytes
        }
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let three = bytes[start...].prefix(3)
            let bits = three.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - three.count))
            for place in 0...3 { text.append(place <= three.count ? letters[bits >> (18 - 6 * place) & 63] : "=") }
        }
        return text
    }
}
