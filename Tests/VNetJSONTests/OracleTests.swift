import Foundation
import TestSupport
import Testing
import VNetJSON

/// Python's json, made as strict as RFC 8259 with our rules on top: one line of hexadecimal in, one line out, which is `-` for
/// what is refused and else the value as Python writes it.
private let oracle = #"""
    import json, sys

    def unique(pairs):
        if len({key for key, _ in pairs}) != len(pairs): raise ValueError("duplicate key")
        return dict(pairs)

    def finite(text):
        number = float(text)
        if number in (float("inf"), float("-inf")): raise ValueError("out of range")
        return number

    def whole(text):
        if text == "-0": return -0.0
        finite(text)
        return int(text)

    def check(value, depth=0):
        if isinstance(value, (list, dict)):
            if depth == 32: raise ValueError("too deep")
            for inner in value if isinstance(value, list) else value.values(): check(inner, depth + 1)
            if isinstance(value, dict): check(list(value.keys()), 0)
        elif isinstance(value, str): value.encode("utf-8")

    def refuse(text): raise ValueError(text)

    for line in sys.stdin:
        try:
            text = bytes.fromhex(line).decode("utf-8")
            value = json.loads(text, object_pairs_hook=unique, parse_float=finite, parse_int=whole, parse_constant=refuse)
            check(value)
            print(json.dumps(value))
        except (ValueError, RecursionError):
            print("-")
    """#

private func ask(_ documents: [[UInt8]]) throws -> [String] {
    let hex = documents.map { $0.map { String($0, radix: 16).leftPadded }.joined() }.joined(separator: "\n")
    return try Programs.python(oracle, input: hex).lines
}

extension String {
    fileprivate var leftPadded: String { utf8.count == 1 ? "0" + self : self }
}

/// A document, or one that a byte or a piece has been changed in.
private func document(_ random: inout SeededGenerator) -> [UInt8] {
    var bytes = randomValue(&random).serialized
    let pieces = [
        "\"", "\\", "{", "}", "[", "]", ",", ":", " ", "0", "-", ".", "e9", "\\u", "\\ud800", "\\udc00", "1e400",
        "null", "\u{FEFF}", "\0",
        "\"a\":1,", "é", "\t",
    ]
    for _ in 0..<Int.random(in: 0...3, using: &random) {
        guard !bytes.isEmpty else { break }
        let place = Int.random(in: bytes.indices, using: &random)
        switch Int.random(in: 0...4, using: &random) {
        case 0: bytes[place] = .random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.removeSubrange(place...)
        case 3: bytes.insert(contentsOf: pieces.randomElement(using: &random)!.utf8, at: place)
        default: bytes.insert(contentsOf: bytes[place...].prefix(9), at: place)
        }
    }
    return bytes
}

@Test func `what Python's json makes of four thousand documents, most of them damaged, is what we make of them`() throws
{
    var random = SeededGenerator(seed: 3)
    let documents = (0..<4000).map { _ in document(&random) }.filter { !$0.isEmpty }
    let answers = try ask(documents)
    #expect(answers.count == documents.count)
    var accepted = 0
    for (bytes, answer) in zip(documents, answers) {
        let text = String(decoding: bytes, as: UTF8.self)
        do throws(JSONError) {
            let value = try JSON.parse(bytes)
            accepted += 1
            #expect(answer != "-", "only we accept \(text)")
            if answer != "-" { #expect(try JSON.parse(answer) == value, "\(text)") }
        } catch {
            #expect(answer == "-", "only we refuse \(text): \(error.message)")
            #expect((0...bytes.count).contains(error.offset))
        }
    }
    // Both kinds were there.
    #expect(accepted > 1000 && accepted < documents.count - 1000, "\(accepted) of \(documents.count)")
}
