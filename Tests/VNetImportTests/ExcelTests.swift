import Testing
import VNetCore
import VNetImport

/// What spreadsheet programs do to a file between the download and the import.
struct ExcelTests {
    private func records(_ text: String) -> [SchoolRecord] {
        let outcome = GIASRegister.read(Array(text.utf8))
        #expect(outcome.faults.map(\.text) == [])
        return outcome.records.map(\.record)
    }

    @Test(arguments: [";", "\t"])
    func `a file saved with other separators is the same file`(_ separator: String) {
        let file = RegisterFile()
        let text = file.text.replacing("\",\"", with: "\"\(separator)\"")
        #expect(records(text) == GIASRegister.read(file.utf8).records.map(\.record))
        #expect(records(text.replacing("\"", with: "")).count == 3)
    }

    @Test(arguments: ["\n", "\r"])
    func `a file saved with other line ends is the same file`(_ ending: String) {
        let file = RegisterFile()
        #expect(
            records(file.text.replacing("\r\n", with: ending)) == GIASRegister.read(file.utf8).records.map(\.record))
    }

    @Test(arguments: ["sep=;\r\n", "sep=;\n\n", "\"sep=;\"\n", "SEP=;\r", "\u{FEFF}sep=;\n"])
    func `a first line that names the separator is understood, and is no row`(_ first: String) {
        let outcome = ContactsCSV.read(Array((first + "URN;role;name;e-mail\n120777;head;\"A;,B\";a@b.example\n").utf8))
        #expect(outcome.faults.map(\.text) == [])
        #expect(outcome.records.map(\.record.name.text) == ["A;,B"])
    }

    @Test(arguments: ["\u{A0}", " \u{A0}\t", "\u{2007}\u{3000}"])
    func `a row of white space of whatever kind is empty`(_ space: String) {
        let row = Array(repeating: space, count: 4).joined(separator: ",")
        let outcome = ContactsCSV.read(
            Array("URN,role,name,e-mail\n\(row)\n120777,head,Sam,s@b.example\n\(row)\n".utf8))
        #expect(outcome.faults.map(\.text) == [] && outcome.records.count == 1)
        let windows = Array("URN,role,name,e-mail\n".utf8) + [0xA0, 0x2C, 0xA0, 0x2C, 0xA0, 0x2C, 0xA0]
        #expect(ContactsCSV.read(windows).faults.isEmpty)
    }

    @Test func `commas inside quoted headings do not make a file of semicolons one of commas`() {
        let outcome = ContactsCSV.read(
            Array("URN;role;name;e-mail;\"a,b,c,d,e,f\"\n120777;head;Sam;sam@school.example;\n".utf8))
        #expect(outcome.records.count == 1 && outcome.faults.isEmpty)
    }

    @Test func `empty columns that a spreadsheet adds at the end are nothing`() {
        let header = "URN,role,name,e-mail"
        let row = "120777,head,Sam,sam@school.example"
        for (headings, values) in [(header, row + ",,,"), (header + ",,", row), (header + ",,", row + ",,")] {
            let outcome = ContactsCSV.read(Array("\(headings)\n\(values)\n".utf8))
            #expect(outcome.records.count == 1 && outcome.faults.isEmpty)
        }
        let outcome = ContactsCSV.read(Array("\(header)\n\(row),,x\n".utf8))
        #expect(outcome.records.isEmpty && outcome.faults.map(\.line) == [2])
    }

    @Test func `a file of more rows than there can be schools or contacts is refused whole`() {
        let row = "120777,dsl,Sam,s@s.example\n"
        let text = "URN,role,name,e-mail\n" + String(repeating: row, count: 200_001)
        let outcome = ContactsCSV.read(Array(text.utf8))
        #expect(outcome.isUnreadable)
        #expect(outcome.faults.map(\.text) == ["the file has more than 200000 rows: split it"])
    }

    @Test func `ages that contradict each other are refused`() {
        var file = RegisterFile("StatutoryLowAge", "11")
        file.rows[0]["StatutoryHighAge"] = "4"
        #expect(
            GIASRegister.read(file.utf8).faults.map(\.text) == [
                "line 2, column 12 (StatutoryHighAge): “4” is below the lowest age, 11: correct one of them"
            ])
    }
}

struct GIASLinksTests {
    private func read(_ rows: String) -> ImportOutcome<SuccessorLink?> {
        GIASLinks.read(Array(("URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n" + rows).utf8))
    }

    @Test func `a link is the same from either side`() throws {
        let outcome = read(
            """
            120777,150000,New Academy,Successor,01-09-2026
            150000,120777,Old School,Predecessor - merged,01-09-2026
            120777,120788,Annexe,Sixth Form Centre Link,
            """)
        #expect(outcome.faults.isEmpty)
        let link = try #require(outcome.records.first?.record)
        #expect(link.predecessor == URN(120_777) && link.successor == URN(150_000))
        #expect(link.since == CivilDate(iso: "2026-09-01"))
        #expect(outcome.records.map(\.record?.successor) == [link.successor, link.successor, nil])
        #expect(outcome.records.map(\.record?.predecessor) == [link.predecessor, link.predecessor, nil])
        #expect(outcome.records.map(\.record?.kind) == [.whole, .merged, nil])
    }

    @Test func `a link that cannot be is named by line and column`() {
        let outcome = read("120777,120777,Itself,Successor,\n12,150000,X,Successor,\n120777,150000,X,Successor,soon\n")
        #expect(outcome.records.isEmpty)
        #expect(outcome.faults.map(\.line) == [2, 3, 4])
        #expect(outcome.faults.map(\.columnName) == ["LinkURN", "URN", "LinkEstablishedDate"])
    }
}

struct ContradictoryContactsTests {
    private func read(_ rows: String) -> ImportOutcome<ContactRecord> {
        ContactsCSV.read(Array(("URN,role,name,e-mail\n" + rows).utf8))
    }

    @Test func `a school's second head in one file is refused with both lines`() {
        let outcome = read(
            "120777,head,Sam,sam@a.example\n120777,deputy,Kim,k@a.example\n120777,head,Jo,jo@a.example\n")
        #expect(outcome.records.count == 2)
        #expect(outcome.faults.map(\.line) == [4])
        #expect(outcome.faults.map(\.columnName) == ["role"])
        #expect(outcome.faults.allSatisfy { $0.message.contains("in line 2") })
    }

    @Test func `one address with two names is refused, in whatever case it is written`() {
        let outcome = read("120777,head,Sam,sam@a.example\n120788,head,Samuel,SAM@a.example\n")
        #expect(outcome.faults.map(\.columnName) == ["name"])
        #expect(outcome.faults.map(\.line) == [3])
    }

    @Test func `one person may have two roles and two schools, and a row may come twice`() {
        let sam = "120777,head,Sam,sam@a.example\n"
        let outcome = read(sam + sam + "120777,dsl,Sam,sam@a.example\n120788,head,Sam,sam@a.example\n")
        #expect(outcome.faults.isEmpty && outcome.records.count == 4)
    }

    @Test func `a school that is not on the register is named by line and column`() {
        let outcome = ContactsCSV.read(
            Array("URN,role,name,e-mail\n120777,head,Sam,sam@a.example\n120788,head,Jo,jo@a.example\n".utf8)
        ) { $0 == URN(120_777) }
        #expect(outcome.records.count == 1)
        #expect(outcome.faults.map(\.place) == [.cell(line: 3, column: 1, name: "URN")])
    }
}
