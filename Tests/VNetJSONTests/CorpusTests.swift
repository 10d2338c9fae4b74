import Testing
import VNetJSON

private typealias Reason = JSONError.Reason

/// Checks that `json` is refused with this reason at this byte.
private func expect(_ json: [UInt8], _ reason: Reason, at offset: Int, _ location: SourceLocation = #_sourceLocation) {
    #expect(throws: JSONError(reason, at: offset), sourceLocation: location) { try JSON.parse(json) }
}

private func quoted(_ bytes: [UInt8]) -> [UInt8] { [0x22] + bytes + [0x22] }

// UTF-8: every class of what Unicode's table 3-7 leaves out.

private let notUTF8: [[UInt8]] =
    [
        [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xC2, 0xC2], [0xDF, 0x7F],
        [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xE0, 0xA0], [0xE0, 0xA0, 0x41], [0xE1, 0x80], [0xE1, 0x80, 0xC0],
        [0xE2, 0x28, 0xA1],
        [0xED, 0xA0, 0x80], [0xED, 0xAF, 0xBF], [0xED, 0xB0, 0x80], [0xED, 0xBF, 0xBF], [0xEF, 0xBF],
        [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x90, 0x80], [0xF0, 0x90, 0x80, 0x41],
        [0xF1, 0x80, 0x80],
        [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF7, 0xBF, 0xBF, 0xBF],
        [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFC, 0x84, 0x80, 0x80, 0x80, 0x80], [0xFE], [0xFF], [0xFE, 0xFF],
        [0xFF, 0xFE],
    ] as [[UInt8]]

@Test(arguments: notUTF8)
func `what is not UTF-8 is refused at its first byte: in a value, in a key, and behind an escape`(_ bytes: [UInt8]) {
    expect(quoted(Array("ab".utf8) + bytes), .invalidUTF8, at: 3)
    expect(Array("{".utf8) + quoted(bytes) + Array(":1}".utf8), .invalidUTF8, at: 2)
    expect(quoted(Array(#"\n"#.utf8) + bytes + Array(#"\n"#.utf8)), .invalidUTF8, at: 3)
}

@Test(arguments: [
    "\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "\u{10000}", "\u{10FFFF}", "\u{FEFF}",
])
func `the first and last scalar of every length of UTF-8 are allowed, raw and escaped`(_ text: String) throws {
    #expect(try JSON.parse(quoted(Array(text.utf8))) == .string(text))
    let escaped = text.utf16.map { unit in
        let digits = String(unit, radix: 16)
        return #"\u"# + String(repeating: "0", count: 4 - digits.count) + digits
    }
    #expect(try JSON.parse("\"\(escaped.joined())\"") == .string(text))
    #expect(try JSON.parse("\"\(escaped.joined().uppercased().replacing("\\U", with: "\\u"))\"") == .string(text))
}

@Test func `outside of strings no byte above 0x7F is allowed`() {
    for byte in UInt8(0x80)...0xFF where byte != 0xEF {
        expect([byte], .unexpectedByte, at: 0)
        expect([0x31, byte], .trailingBytes, at: 1)
        expect(Array("[1,".utf8) + [byte], .unexpectedByte, at: 3)
    }
}

@Test func `a byte order mark of any encoding is refused`() {
    expect([0xEF, 0xBB, 0xBF] + Array("{}".utf8), .byteOrderMark, at: 0)
    expect([0xFE, 0xFF, 0x00, 0x7B], .unexpectedByte, at: 0)
    expect([0xFF, 0xFE, 0x7B, 0x00], .unexpectedByte, at: 0)
    expect(Array(" ".utf8) + [0xEF, 0xBB, 0xBF] + Array("{}".utf8), .unexpectedByte, at: 1)
    expect(Array("{}".utf8) + [0xEF, 0xBB, 0xBF], .trailingBytes, at: 2)
}

// Control characters, NUL, white space

@Test func `a control character in a string is refused, and all others of ASCII are allowed`() throws {
    for byte in UInt8(0)..<0x20 {
        expect(quoted([0x61, byte]), .controlCharacter, at: 2)
        expect(quoted(Array(#"\n"#.utf8) + [byte]), .controlCharacter, at: 3)
    }
    for byte in UInt8(0x20)...0x7F where byte != 0x22 && byte != 0x5C {
        #expect(try JSON.parse(quoted([byte])) == .string(String(Unicode.Scalar(byte))))
    }
}

@Test func `a NUL is refused wherever it stands unescaped, and kept when it is escaped`() throws {
    expect([0], .unexpectedByte, at: 0)
    expect(Array("{}".utf8) + [0], .trailingBytes, at: 2)
    expect(Array("[1".utf8) + [0] + Array("]".utf8), .unexpectedByte, at: 2)
    #expect(try JSON.parse(#""a\u0000b""#) == .string("a\0b"))
}

@Test func `white space is space, tab, line feed and carriage return, and nothing else`() throws {
    #expect(
        try JSON.parse(" \t\r\n[ \t\r\n1 \t\r\n, \t\r\n{ \t\r\n\"a\" \t\r\n: \t\r\n2 \t\r\n} \t\r\n] \t\r\n")
            .description == #"[1,{"a":2}]"#)
    for byte: UInt8 in [0x0B, 0x0C, 0x00, 0x08, 0x1F, 0x7F] {
        expect([byte, 0x31], .unexpectedByte, at: 0)
        expect([0x31, byte], .trailingBytes, at: 1)
    }
    expect(Array("\u{A0}1".utf8), .unexpectedByte, at: 0)
    expect(Array("\u{2028}1".utf8), .unexpectedByte, at: 0)
}

// Escapes and surrogates

@Test func `of all letters behind a backslash, JSON's own are allowed and no others`() throws {
    for byte in UInt8(0x20)...0x7E where !#""\/bfnrtu"#.utf8.contains(byte) {
        expect(Array(#""\"#.utf8) + [byte, 0x22], .invalidEscape, at: 2)
    }
    expect(Array(#""\""#.utf8), .unexpectedEnd, at: 3)
    expect(Array(#""\"#.utf8), .unexpectedEnd, at: 2)
    for short in [#""\u"#, #""\u1"#, #""\u123"#] { expect(Array(short.utf8), .unexpectedEnd, at: short.utf8.count) }
    for (wrong, offset) in [
        (#""\u123""#, 6), (#""\u 123""#, 3), (#""\u+123""#, 3), (#""\u12_4""#, 5), (#""\U0041""#, 2),
    ] {
        expect(Array(wrong.utf8), .invalidEscape, at: offset)
    }
}

private let halves: [(json: String, offset: Int)] = [
    (#""\ud800""#, 1), (#""\udbff""#, 1), (#""\udc00""#, 1), (#""\udfff""#, 1), (#""\ud800\ud800""#, 1),
    (#""\udc00\ud800""#, 1), (#""\ud800\n""#, 1), (#""\ud800a""#, 1), (#""\ud800\\udc00""#, 1),
    (#""a\ud83d\u0041""#, 2),
    (#""\ud83d\ude00\ud83d""#, 13), (#""\ud83d\ude00\ude00""#, 13),
]

@Test(arguments: halves)
func `half of a surrogate pair is refused where it begins`(_ json: String, _ offset: Int) {
    expect(Array(json.utf8), .loneSurrogate, at: offset)
    let key = "{\(json):1}"
    expect(Array(key.utf8), .loneSurrogate, at: offset + 1)
}

// Keys

private let twins: [(json: String, offset: Int)] = [
    (#"{"a":1,"a":1}"#, 7), (#"{"":1,"":2}"#, 6), (#"{"a":1,"b":2,"\u0061":3}"#, 13), (#"{"\n":1,"\u000a":2}"#, 8),
    (#"{"/":1,"\/":2}"#, 7), (#"{"😀":1,"\ud83d\ude00":2}"#, 10), (#"[{"x":{"k":1,"k":2}}]"#, 13),
    (#"{"é":1,"\u00E9":2}"#, 8),
]

@Test(arguments: twins)
func `a key that comes twice after unescaping is refused where it comes again`(_ json: String, _ offset: Int) {
    expect(Array(json.utf8), .duplicateKey, at: offset)
}

@Test(arguments: [
    #"{"a":1,"A":2}"#, #"{"a":{"a":1}}"#, #"[{"a":1},{"a":2}]"#, #"{"a":1,"a ":2}"#, #"{"a":1,"a\u0000":2}"#,
])
func `keys that differ, or stand in different objects, are allowed`(_ json: String) throws {
    _ = try JSON.parse(json)
}

@Test func `the sixteenth, seventeenth and later keys are compared as the first ones are`() {
    for count in 14...20 {
        for twin in [0, count / 2, count - 1] {
            let members = (0..<count).map { "\"k\($0)\":0" }.joined(separator: ",")
            expect(Array("{\(members),\"k\(twin)\":1}".utf8), .duplicateKey, at: members.utf8.count + 2)
        }
    }
}

// Depth

@Test func `thirty-two levels of any kind are allowed, and the thirty-third refused where it opens`() throws {
    for kind in 0..<3 {
        func opening(_ level: Int) -> String { kind == 0 || (kind == 2 && level % 2 == 0) ? "[" : "{\"a\":" }
        func nested(_ depth: Int) -> String {
            let closing = (0..<depth).reversed().map { opening($0) == "[" ? "]" : "}" }
            return (0..<depth).map(opening).joined() + "1" + closing.joined()
        }
        #expect(try JSON.parse(nested(32)).description == nested(32))
        expect(Array(nested(33).utf8), .tooDeep, at: (0..<32).map(opening).joined().utf8.count)
    }
    #expect(
        try JSON.parse("[" + Array(repeating: "[[]]", count: 1000).joined(separator: ",") + "]").description.utf8.count
            == 5001)
}

@Test func `a million brackets end in an error and not in the stack`() {
    expect([UInt8](repeating: UInt8(ascii: "["), count: 1_000_000), .tooDeep, at: 32)
    expect(Array(String(repeating: "{\"a\":", count: 200_000).utf8), .tooDeep, at: 160)
}

// Truncation

@Test func `a document cut off after any of its bytes ends too soon, and says so at its end`() throws {
    let document = #" {"a":[1,-2.5e+3,true,false,null,"x\n\u00e9\ud83d\ude00é😀"],"b":{"c":{}},"d":[]}"#
    let bytes = Array(document.utf8)
    _ = try JSON.parse(bytes)
    for end in bytes.indices {
        let error = #expect(throws: JSONError.self) { try JSON.parse(Array(bytes[..<end])) }
        // Cut within a character, what is there of it is found first to be no UTF-8, or the string to be unended.
        #expect(error?.reason == .unexpectedEnd || error?.reason == .loneSurrogate, "cut after \(end)")
        #expect(error.map { (0...end).contains($0.offset) } == true)
    }
}
