import TestSupport
import Testing
import VNetImport

/// Whatever the bytes, a reader returns: it never traps, and its time grows with the length and no faster.
struct HostileBytesTests {
    private static let bankHolidays = Array(
        #"{"england-and-wales":{"division":"x","events":[{"title":"Boxing Day","date":"2026-12-28","bunting":true}]}}"#
            .utf8)
    private static let contacts = Array(
        "URN,role,name,e-mail\r\n120777,head,\"Test, \"\"Zoë\"\"\",zoe@school.example\r\n120788,dsl,Sam,s@s.example\n"
            .utf8)

    private func readAll(_ bytes: [UInt8]) {
        check(GIASRegister.read(bytes))
        check(ContactsCSV.read(bytes))
        if let holidays = try? BankHolidays.read(bytes) { #expect(!holidays.isEmpty) }
    }

    private func check<Record>(_ outcome: ImportOutcome<Record>) {
        #expect(outcome.faults.count <= 100)
        for fault in outcome.faults {
            #expect(fault.value.count <= 80)
            #expect(fault.text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `damaged files are read or refused and never trap`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for original in [RegisterFile().windows1252, RegisterFile().utf8, Self.contacts, Self.bankHolidays] {
            for _ in 0..<20 {
                var bytes = original
                for _ in 0..<Int.random(in: 1...8, using: &random) {
                    let position = Int.random(in: 0..<bytes.count, using: &random)
                    let likely = [0x22, 0x2C, 0x0D, 0x0A, 0x00, 0x81, UInt8.random(in: 0...255, using: &random)]
                    bytes[position] = try #require(likely.randomElement(using: &random))
                }
                if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0...bytes.count, using: &random)) }
                readAll(bytes)
            }
        }
    }

    @Test func `a file cut off at any byte is read or refused`() {
        for length in 0...Self.contacts.count { check(ContactsCSV.read(Array(Self.contacts.prefix(length)))) }
        for length in 0..<Self.bankHolidays.count {
            #expect(throws: ImportFault.self) { try BankHolidays.read(Array(Self.bankHolidays.prefix(length))) }
        }
    }

    /// Quadratic work on half a megabyte would take an hour.
    @Test(
        .timeLimit(.minutes(5)),
        arguments: ["\"", ",", "\n", "a", "\"\n", "a\"\n", "\"a\"b\n", ",\n", "\"\",", "\u{1B}", "é"])
    func `half a megabyte of one thing take no more than their share of time`(_ piece: String) {
        let header = Array("URN,role,name,e-mail\n".utf8)
        let pieces = Array(repeating: Array(piece.utf8), count: 500_000 / piece.utf8.count)
        check(ContactsCSV.read(header + pieces.joined()))
        check(ContactsCSV.read(Array(pieces.joined())))
    }
}
