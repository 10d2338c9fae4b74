import TestSupport
import Testing
import VNetJSON

private func randomText(_ random: inout SeededGenerator) -> String {
    let scalars: [Unicode.Scalar] = ["a", "\"", "\\", "\n", "\0", "\u{7F}", "é", "€", "𝄞", "\u{2028}", "/", "\u{1F}"]
    return String(
        String.UnicodeScalarView(
            (0..<Int.random(in: 0...9, using: &random)).map { _ in scalars.randomElement(using: &random)! }))
}

func randomValue(_ random: inout SeededGenerator, depth: Int = 0) -> JSONValue {
    switch Int.random(in: 0...(depth < 5 ? 7 : 5), using: &random) {
    case 0: .null
    case 1: .bool(.random(using: &random))
    case 2: .integer(.random(in: .min ... .max, using: &random))
    case 3: .integer(.random(in: -1000...1000, using: &random))
    case 4: .number(Double.random(in: -1e300...1e300, using: &random) + 0.5)
    case 5: .string(randomText(&random))
    case 6: .array((0..<Int.random(in: 0...4, using: &random)).map { _ in randomValue(&random, depth: depth + 1) })
    default:
        .object(
            JSONObject(
                (0..<Int.random(in: 0...20, using: &random)).map {
                    ("\($0)" + randomText(&random), randomValue(&random, depth: depth + 1))
                }))
    }
}

@Test func `what is written reads back as the same value`() throws {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<500 {
        let value = randomValue(&random)
        #expect(try JSON.parse(value.serialized) == value)
    }
}

@Test func `a document cut off anywhere is refused, and one with any byte changed never traps`() {
    var random = SeededGenerator(seed: 2)
    for _ in 0..<40 {
        let bytes = JSONValue.array([randomValue(&random)]).serialized
        for end in bytes.indices { #expect(throws: JSONError.self) { try JSON.parse(Array(bytes[..<end])) } }
        for _ in 0..<50 {
            var mutated = bytes
            mutated[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
            _ = try? JSON.parse(mutated)
        }
    }
}

@Test(arguments: [
    ("9007199254740992", JSONValue.integer(1 << 53)), ("9223372036854775807", .integer(.max)),
    ("-9223372036854775808", .integer(.min)), ("9223372036854775808", .number(9_223_372_036_854_775_808)),
    ("-9223372036854775809", .number(-9_223_372_036_854_775_808)), ("-0", .number(-0.0)), ("0", .integer(0)),
    ("1.0", .number(1)), ("1E2", .number(100)), ("1e308", .number(1e308)), ("0.1", .number(0.1)),
    (#""\ud834\udd1e""#, .string("𝄞")), (#""\b\f\n\r\t\/\\\"""#, .string("\u{8}\u{c}\n\r\t/\\\"")),
])
func `numbers and escapes at the edges keep their value`(_ json: String, _ value: JSONValue) throws {
    #expect(try JSON.parse(json) == value)
}

@Test func `thirty-two levels are allowed`() throws {
    let text = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
    #expect(try JSON.parse(text).description == text)
}
