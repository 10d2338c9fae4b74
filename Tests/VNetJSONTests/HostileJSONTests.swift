import Testing
import VNetJSON

/// What RFC 8259 does not allow, with the reason and the offset of the first byte at fault.
private let hostile: [(json: [UInt8], reason: JSONError.Reason, offset: Int)] = [
    (Array("".utf8), .unexpectedEnd, 0),
    (Array("  ".utf8), .unexpectedEnd, 2),
    (Array("{\"a\":1,}".utf8), .unexpectedByte, 7),
    (Array("[1,]".utf8), .unexpectedByte, 3),
    (Array("[1 2]".utf8), .unexpectedByte, 3),
    (Array("{\"a\" 1}".utf8), .unexpectedByte, 5),
    (Array("{a:1}".utf8), .unexpectedByte, 1),
    (Array("'a'".utf8), .unexpectedByte, 0),
    (Array("nul".utf8), .unexpectedEnd, 3),
    (Array("NaN".utf8), .unexpectedByte, 0),
    (Array("Infinity".utf8), .unexpectedByte, 0),
    (Array("1 1".utf8), .trailingBytes, 2),
    ([0xEF, 0xBB, 0xBF, 0x31], .byteOrderMark, 0),
    (Array("{\"a\":1,\"a\":2}".utf8), .duplicateKey, 7),
    (Array(#"{"a":1,"\u0061":2}"#.utf8), .duplicateKey, 7),
    (Array("\"a".utf8), .unexpectedEnd, 2),
    (Array("\"a\tb\"".utf8), .controlCharacter, 2),
    (Array("\"\0\"".utf8), .controlCharacter, 1),
    (Array(#""\x""#.utf8), .invalidEscape, 2),
    (Array(#""\u12g4""#.utf8), .invalidEscape, 5),
    (Array(#""\ud800""#.utf8), .loneSurrogate, 1),
    (Array(#""\udc00""#.utf8), .loneSurrogate, 1),
    (Array(#""\ud800\u0041""#.utf8), .loneSurrogate, 1),
    ([0x22, 0xC0, 0x80, 0x22], .invalidUTF8, 1),
    ([0x22, 0xED, 0xA0, 0x80, 0x22], .invalidUTF8, 1),
    ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], .invalidUTF8, 1),
    ([0x22, 0x61, 0xE2, 0x82, 0x22], .invalidUTF8, 2),
    ([0x22, 0xFF, 0x22], .invalidUTF8, 1),
    (Array("01".utf8), .invalidNumber, 1),
    (Array("-".utf8), .unexpectedEnd, 1),
    (Array("-a".utf8), .invalidNumber, 1),
    (Array("1.".utf8), .unexpectedEnd, 2),
    (Array("1.e1".utf8), .invalidNumber, 2),
    (Array("1e".utf8), .unexpectedEnd, 2),
    (Array("1e+x".utf8), .invalidNumber, 3),
    (Array("+1".utf8), .unexpectedByte, 0),
    (Array(".5".utf8), .unexpectedByte, 0),
    (Array("1e309".utf8), .numberOutOfRange, 0),
    (Array(String(repeating: "[", count: 33).utf8), .tooDeep, 32),
]

@Test(arguments: hostile.indices)
func `what RFC 8259 does not allow is refused with its reason and offset`(_ index: Int) {
    let (json, reason, offset) = hostile[index]
    #expect(throws: JSONError(reason, at: offset)) { try JSON.parse(json) }
}

@Test func `an object of twenty thousand keys finds its one duplicate`() {
    var text = "{" + (0..<20_000).map { "\"k\($0)\":0" }.joined(separator: ",")
    let offset = text.utf8.count + 1
    text += ",\"k7\":0}"
    #expect(throws: JSONError(.duplicateKey, at: offset)) { try JSON.parse(text) }
}

@Test func `two spellings of one letter are two keys`() throws {
    let value = try JSON.parse("{\"\u{E9}\":1,\"e\u{301}\":2}")
    guard case .object(let object) = value else { return #expect(Bool(false)) }
    #expect(object["\u{E9}"] == .integer(1))
    #expect(object["e\u{301}"] == .integer(2))
}
