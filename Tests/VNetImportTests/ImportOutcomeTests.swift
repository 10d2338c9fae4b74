import Testing
import VNetCore

@testable import VNetImport

/// What holds for every CSV file, seen through the smallest: contacts.
struct ImportOutcomeTests {
    private static let header = "URN,role,name,e-mail\n"
    private static let good = "120777,head,Sam Test,sam@school.example\n"

    private func read(_ rows: String) -> ImportOutcome<ContactRecord> {
        ContactsCSV.read(Array((Self.header + rows).utf8))
    }

    @Test func `a row with too few or too many values is a fault, and the others are read`() {
        let outcome = read("120777,head\n" + Self.good + "120777,head,Test, Sam,sam@school.example\n")
        #expect(
            outcome.faults.map(\.text) == [
                "line 2, column 3 (name): the row has 2 values under 4 headings: look for a comma too many or too few",
                "line 4, column 5: the row has 5 values under 4 headings: look for a comma too many or too few",
            ])
        #expect(outcome.records.map(\.line) == [3])
    }

    @Test func `a fault names the physical line of its cell in a row that spans lines`() {
        let outcome = read("120777,head,\"Sam\nTest\",nobody\n")
        #expect(outcome.faults.map(\.place) == [.cell(line: 3, column: 4, name: "e-mail")])
    }

    @Test func `rows of nothing but commas and spaces are skipped`() {
        let outcome = read(",,,\n , ,\t, \n" + Self.good + ",,,,,,\n")
        #expect(outcome.faults.isEmpty)
        #expect(outcome.records.map(\.line) == [4])
    }

    @Test func `the first hundred faults are kept and the others counted`() {
        let outcome = read(String(repeating: "x,head,Sam Test,sam@school.example\n", count: 130) + Self.good)
        #expect(outcome.faults.count == 100)
        #expect(outcome.faults.last?.line == 101)
        #expect(outcome.furtherFaults == 30)
        #expect(outcome.records.map(\.line) == [132])
    }

    @Test(arguments: ["", "\n\r\n", "\u{FEFF}"])
    func `an empty file is said to be empty`(_ text: String) {
        #expect(ContactsCSV.read(Array(text.utf8)).faults.map(\.text) == ["the file is empty"])
    }

    @Test func `a file of headings alone has no records and no faults`() {
        let outcome = read("")
        #expect(outcome.records.isEmpty && outcome.faults.isEmpty)
    }

    @Test func `bad quotation marks in the headings refuse the file`() {
        let outcome = ContactsCSV.read(Array("URN,ro\"le,name,e-mail\n\(Self.good)".utf8))
        #expect(outcome.faults.map(\.place) == [.cell(line: 1, column: 2, name: nil)])
        #expect(outcome.records.isEmpty)
    }

    @Test func `a file of more than a thousand columns is refused`() {
        let outcome = ContactsCSV.read([UInt8](repeating: UInt8(ascii: ","), count: 1_000))
        #expect(outcome.faults.map(\.text) == ["the file has more than 1000 columns: is it the right file?"])
    }

    @Test func `a value is shown in at most 80 characters, with control characters escaped`() {
        #expect(ImportFault.printable("a\u{1B}[2J\nb\u{202E}c") == "a\\u{1B}[2J\\u{A}b\\u{202E}c")
        let exact = String(repeating: "é", count: 80)
        #expect(ImportFault.printable(exact) == exact)
        let long = ImportFault.printable(exact + "é")
        #expect(long.count == 80 && long.hasSuffix("é…"))
        #expect(ImportFault.printable(String(repeating: "\u{1B}", count: 80)).count <= 80)
    }

    @Test func `a fault is rendered as one line with its place first`() {
        let cell = ImportFault(.cell(line: 12, column: 5, name: "Postcode"), value: "N\n", "is odd: correct it")
        #expect(cell.text == "line 12, column 5 (Postcode): “N\\u{A}” is odd: correct it")
        #expect(cell.line == 12 && cell.column == 5 && cell.columnName == "Postcode")
        let path = ImportFault(.path("events[0]"), "there is nothing here")
        #expect(path.text == "events[0]: there is nothing here")
        #expect(path.line == nil && path.column == nil && path.columnName == nil)
    }
}
