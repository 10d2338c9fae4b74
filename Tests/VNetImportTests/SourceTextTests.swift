import Testing

@testable import VNetImport

struct SourceTextTests {
    @Test func `valid UTF-8 is UTF-8, with and without a byte order mark`() throws {
        let plain = try SourceText(Array("Zoë’s".utf8))
        #expect(plain.encoding == .utf8)
        #expect(try plain.string(0..<plain.bytes.count) == "Zoë’s")
        let marked = try SourceText([0xEF, 0xBB, 0xBF] + Array("Zoë".utf8))
        #expect(try marked.string(marked.start..<marked.bytes.count) == "Zoë")
    }

    @Test func `what is not UTF-8 is Windows-1252, every byte as Microsoft defines it`() throws {
        let defined: [UInt8] = (0x80...0xFF).filter { ![0x81, 0x8D, 0x8F, 0x90, 0x9D].contains($0) }
        let source = try SourceText(defined)
        #expect(source.encoding == .windows1252)
        // The characters of 0x80...0x9F without the five gaps, then Latin-1.
        let latin1 = String(String.UnicodeScalarView((0xA0...0xFF).map { Unicode.Scalar(UInt8($0)) }))
        #expect(try source.string(0..<defined.count) == "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ" + latin1)
    }

    @Test(arguments: [0x81, 0x8D, 0x8F, 0x90, 0x9D] as [UInt8])
    func `a byte that Windows-1252 does not define is reported with its cell`(_ byte: UInt8) throws {
        let bytes =
            Array("URN,role,name,e-mail\n120777,head,Sam".utf8) + [byte] + Array("Test,sam@school.example\n".utf8)
        let fault = try #require(ContactsCSV.read(bytes).faults.first)
        #expect(fault.place == .cell(line: 2, column: 3, name: "name"))
        #expect(fault.value == "Sam\u{FFFD}Test")
        let name = "0x" + String(byte, radix: 16, uppercase: true)
        #expect(
            fault.message == "holds the byte \(name), which is no character of Windows-1252: save the file as UTF-8")
    }

    @Test func `an undefined byte in a column that is ignored does no harm`() {
        let bytes = Array("URN,role,name,e-mail,notes\n120777,head,Sam Test,sam@school.example,".utf8) + [0x81]
        #expect(ContactsCSV.read(bytes).records.count == 1)
    }

    @Test(arguments: [[0xFF, 0xFE, 0x55, 0x00], [0xFE, 0xFF, 0x00, 0x55]] as [[UInt8]])
    func `UTF-16 is refused with how to save the file`(_ bytes: [UInt8]) {
        #expect(
            GIASRegister.read(bytes).faults.map(\.text)
                == ["the file is saved as UTF-16 (“Unicode text”): save it again as “CSV UTF-8 (comma delimited)”"])
    }

    @Test func `an archive or a workbook is refused with what to do`() {
        let faults = GIASRegister.read(Array("PK\u{3}\u{4}rest".utf8)).faults
        #expect(
            faults.map(\.text)
                == [
                    "the file is a zip archive or an Excel workbook: unpack it, or save it as “CSV UTF-8 (comma delimited)”"
                ])
    }

    @Test(arguments: [[], [0xEF, 0xBB, 0xBF]] as [[UInt8]])
    func `a value of Windows-1252 among others in UTF-8 is read as that, and said with its place`(_ mark: [UInt8]) {
        let rows = mark + Array("URN,role,name,e-mail\n120777,head,Zoë Sample,z@a.example\n120778,head,Ren".utf8)
        let outcome = ContactsCSV.read(rows + [0xE9] + Array(" Sample,r@b.example\n".utf8))
        #expect(outcome.records.map(\.record.name.text) == ["Zoë Sample", "René Sample"])
        #expect(outcome.oddities.map(\.place) == [.cell(line: 3, column: 3, name: "name")])
        #expect(outcome.oddities.first?.value == "René Sample")
        #expect(outcome.oddities.first?.message.contains("was read as Windows-1252") == true)
    }

    @Test func `a value of UTF-8 among others in Windows-1252 is read as that, and said`() {
        let rows = (0..<3).map { Array("12077\($0),head,Ren".utf8) + [0xE9] + Array(" S,r\($0)@b.example\n".utf8) }
        let last = Array("120778,head,Zoë Sample,z@a.example\n".utf8)
        let outcome = ContactsCSV.read(Array("URN,role,name,e-mail\n".utf8) + rows.joined() + last)
        #expect(outcome.records.map(\.record.name.text) == ["René S", "René S", "René S", "Zoë Sample"])
        #expect(outcome.oddities.map(\.line) == [5])
    }
}
