import Testing
import VNetJSON

private let edges: [(json: String, value: JSONValue)] = [
    ("0", JSONValue.integer(0)), ("-0", .number(-0.0)), ("-1", .integer(-1)), ("10", .integer(10)),
    ("9007199254740991", .integer((1 << 53) - 1)), ("9007199254740993", .integer((1 << 53) + 1)),
    ("9223372036854775806", .integer(.max - 1)), ("-9223372036854775807", .integer(.min + 1)),
    ("18446744073709551615", .number(18_446_744_073_709_551_616)),
    ("18446744073709551616", .number(18_446_744_073_709_551_616)),
    ("184467440737095516160", .number(184_467_440_737_095_516_160)),
    ("-18446744073709551616", .number(-18_446_744_073_709_551_616)),
    ("0.0", .number(0)), ("0e0", .number(0)), ("0E+0", .number(0)), ("-0.0", .number(-0.0)), ("1e0", .number(1)),
    ("1.5", .number(1.5)), ("-1.5E-1", .number(-0.15)),
    ("123456789012345678901234567890", .number(1.2345678901234568e29)),
    ("1.7976931348623157e308", .number(.greatestFiniteMagnitude)),
    ("-1.7976931348623157e308", .number(-.greatestFiniteMagnitude)),
    ("2.2250738585072014e-308", .number(.leastNormalMagnitude)), ("5e-324", .number(.leastNonzeroMagnitude)),
    ("1e-400", .number(0)), ("0.1e1", .number(1)), ("1e00", .number(1)), ("1e+01", .number(10)),
]

@Test(arguments: edges)
func `a number at an edge has its value`(_ json: String, _ value: JSONValue) throws {
    let parsed = try JSON.parse(json)
    #expect(parsed == value)
    if case .number(let number) = parsed, case .number(let expected) = value { #expect(number.sign == expected.sign) }
    #expect(try JSON.parse("[\(json)]") == .array([value]))
    #expect(try JSON.parse("{\"n\":\(json)}") == .object(JSONObject([("n", value)])))
}

private let impostors: [(json: String, reason: JSONError.Reason, offset: Int)] = [
    ("00", JSONError.Reason.invalidNumber, 1), ("-00", .invalidNumber, 2), ("01.5", .invalidNumber, 1),
    ("-01", .invalidNumber, 2),
    ("1.5.", .trailingBytes, 3), ("1..5", .invalidNumber, 2), (".1", .unexpectedByte, 0), ("-.1", .invalidNumber, 1),
    ("1e1.5", .trailingBytes, 3), ("1e", .unexpectedEnd, 2), ("1e-", .unexpectedEnd, 3), ("1ee1", .invalidNumber, 2),
    ("--1", .invalidNumber, 1), ("+1", .unexpectedByte, 0), ("-+1", .invalidNumber, 1), ("1+1", .trailingBytes, 1),
    ("0x10", .trailingBytes, 1), ("1_000", .trailingBytes, 1), ("1,5", .trailingBytes, 1), ("1 000", .trailingBytes, 2),
    ("1f", .trailingBytes, 1), ("-Infinity", .invalidNumber, 1), ("-NaN", .invalidNumber, 1),
    ("1e309", .numberOutOfRange, 0),
    ("-1e309", .numberOutOfRange, 0), ("1.7976931348623159e308", .numberOutOfRange, 0),
    ("1e999999999999999999999", .numberOutOfRange, 0),
    ("\u{661}", .unexpectedByte, 0), ("1\u{661}", .trailingBytes, 1), ("\u{FF11}", .unexpectedByte, 0),
]

@Test(arguments: impostors)
func `what only looks like a number is refused`(_ json: String, _ reason: JSONError.Reason, _ offset: Int) {
    #expect(throws: JSONError(reason, at: offset)) { try JSON.parse(json) }
}

@Test func `a number of a hundred thousand digits is read or refused, in time that grows with its length`() throws {
    let digits = String(repeating: "9", count: 100_000)
    #expect(throws: JSONError(.numberOutOfRange, at: 0)) { try JSON.parse(digits) }
    #expect(try JSON.parse("0.\(digits)") == .number(1))
    #expect(try JSON.parse("0.\(String(repeating: "0", count: 100_000))1") == .number(0))
}
