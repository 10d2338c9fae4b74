import Testing

@testable import VNetImport

struct CSVReaderTests {
    private func records(_ text: String) throws -> [[String]] {
        var reader = CSVReader(try SourceText(Array(text.utf8)))
        var records: [[String]] = []
        while !reader.isAtEnd {
            try reader.readRecord()
            let source = reader.source
            records.append(
                try reader.fields.map {
                    try $0.hasDoubledQuotes ? source.string(undoubling: $0.range) : source.string($0.range)
                })
        }
        return records
    }

    private func faults(_ text: String) throws -> (faults: [ImportFault], lines: [Int]) {
        var reader = CSVReader(try SourceText(Array(text.utf8)))
        var faults: [ImportFault] = []
        var lines: [Int] = []
        while !reader.isAtEnd {
            do {
                try reader.readRecord(columnNames: ["URN", "name"])
                lines += reader.fields.prefix(1).map(\.line)
            } catch {
                faults.append(error)
            }
        }
        return (faults, lines)
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `records end in any line end, the last one also without`(_ end: String) throws {
        #expect(try records("a,b" + end + "c,d" + end) == [["a", "b"], ["c", "d"]])
        #expect(try records("a,b" + end + "c,d") == [["a", "b"], ["c", "d"]])
    }

    @Test func `quoted fields hold commas, line breaks and doubled quotation marks`() throws {
        #expect(try records("\"a,b\",\"c\r\nd\",\"e\"\"f\"\"\"\n") == [["a,b", "c\r\nd", "e\"f\""]])
        #expect(try records("\"\",\"\"\"\"\n") == [["", "\""]])
    }

    @Test func `empty fields are fields`() throws {
        #expect(try records(",\n") == [["", ""]])
        #expect(try records("a,") == [["a", ""]])
    }

    @Test func `blank lines are skipped`() throws {
        #expect(try records("\r\n\na\n\n\r\n\rb\n\n") == [["a"], ["b"]])
        #expect(try records("\n\n") == [])
        #expect(try records("") == [])
    }

    @Test func `lines are counted as an editor counts them, within quoted fields too`() throws {
        #expect(try faults("a\r\n\r\n\"b\r\nb\nb\"\r\nc\rd").lines == [1, 3, 6, 7])
    }

    @Test func `a quotation mark inside a bare value is a fault of its own row only`() throws {
        let outcome = try faults("1,a\n2,b\"b\n3,c\n")
        #expect(outcome.faults.map(\.place) == [.cell(line: 2, column: 2, name: "name")])
        #expect(outcome.faults.map(\.value) == ["b\""])
        #expect(outcome.lines == [1, 3])
    }

    @Test func `text behind a closing quotation mark is a fault at the line where the value begins`() throws {
        let outcome = try faults("1,a\n2,\"b\nb\"b,\n4,d\n")
        #expect(outcome.faults.map(\.place) == [.cell(line: 2, column: 2, name: "name")])
        #expect(outcome.faults.map(\.message).allSatisfy { $0.hasPrefix("has text behind its closing quotation mark") })
        #expect(outcome.lines == [1, 4])
    }

    @Test func `a quotation mark that is never closed is a fault where it opens`() throws {
        let outcome = try faults("1,a\n2,\"b\n3,c\n")
        #expect(outcome.faults.map(\.place) == [.cell(line: 2, column: 2, name: "name")])
        #expect(outcome.faults.map(\.message).allSatisfy { $0.contains("never closed") })
        #expect(outcome.lines == [1])
    }

    @Test func `no more fields are kept than any real file has`() throws {
        var reader = CSVReader(try SourceText([UInt8](repeating: UInt8(ascii: ","), count: 5_000)))
        try reader.readRecord()
        #expect(reader.fieldCount == 5_001)
        #expect(reader.fields.count == CSVReader.maximumFields)
    }
}
