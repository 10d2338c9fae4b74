import Testing
import VNetAPI
import VNetCore
import VNetService

/// The register at its real size and width, in every form in which it is found.
struct WholeRegisterTests {
    private static let rows = 22_010
    private static let width = 69

    private static let known = [
        "URN", "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName", "TypeOfEstablishment (name)",
        "EstablishmentStatus (name)", "PhaseOfEducation (name)", "StatutoryLowAge", "StatutoryHighAge",
        "NumberOfPupils", "Trusts (code)", "Trusts (name)", "Street", "Town", "Postcode", "TelephoneNum", "Easting",
        "Northing",
    ]

    private static func values(_ index: Int) -> [String] {
        let trust = index % 3 == 0 ? ["\(16_000 + index % 900)", "Trust \(index % 900)"] : ["", ""]
        return [
            "\(200_000 + index * 3)", "\(200 + index % 152)", "Authority \(index % 152)", "\(1_000 + index % 7_000)",
            "Zoë’s School \(index)", "Academy converter", "Open", "Primary", "4", "11", "\(index % 900)",
        ] + trust + [
            "School Lane", "Norwich", "NR1 1AA", "01632960\(100 + index % 900)", "6\(10_000 + index)", "300000",
        ]
    }

    /// Every value in quotation marks, lines ending in CRLF, known columns between others; or columns the other way round.
    private static func file(separator: String = ",", isTurned: Bool = false) -> String {
        let others = (known.count..<width).map { "Other \($0)" }
        func line(_ cells: [String]) -> String {
            (isTurned ? cells.reversed() : cells).map { "\"\($0)\"" }.joined(separator: separator) + "\r\n"
        }
        let filling = others.map { _ in "Not applicable" }
        return line(known + others) + (0..<rows).map { line(values($0) + filling) }.joined()
    }

    private static func windows1252(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { $0 == "ë" ? 0xEB : $0 == "’" ? 0x92 : UInt8(truncatingIfNeeded: $0.value) }
    }

    @Test func `22,010 schools are imported, and the same in any encoding, order and separator is no change`() throws {
        let network = try Network()
        func load(_ bytes: [UInt8]) throws -> Outcome {
            try network.load(SchoolImport.self, bytes) { try $0.schoolImport($1, $2) }
        }
        let text = Self.file()
        #expect(try load(Self.windows1252(text)).changes.first == "\(Self.rows) schools added.")
        #expect(try network.school(200_003).name == "Zoë’s School 1")
        // All at once: the forms one by one are tested where files are small.
        let other = [0xEF, 0xBB, 0xBF] + Array(Self.file(separator: ";", isTurned: true).utf8)
        // The twelve that were there before are on no register.
        #expect(try load(other).changes.first == "12 schools missing from the file.")
        #expect(try load(other).changes == [])
    }
}
