import Testing
import VNetCore
import VNetImport

struct ContactsCSVTests {
    private func read(_ text: String) -> ImportOutcome<ContactRecord> { ContactsCSV.read(Array(text.utf8)) }

    @Test func `a row names a school, a role, a person and where to write`() throws {
        let outcome = read("URN,role,name,e-mail\r\n120777,SENDCo,\"Test, Zoë\",zoe@school.example\r\n")
        let contact = try #require(outcome.records.first?.record)
        #expect(contact.urn == URN(120_777))
        #expect(contact.role == .sendco)
        #expect(contact.name.text == "Test, Zoë")
        #expect(contact.email.text == "zoe@school.example")
        #expect(outcome.faults.isEmpty)
    }

    @Test(arguments: [
        "URN,Role,Name,E-mail", "urn,ROLE,name,email", "URN , role,name,E-Mail", "\u{FEFF}Urn,role,name,EMAIL",
    ])
    func `headings are known in any case, and e-mail with or without its hyphen`(_ header: String) {
        #expect(read(header + "\n120777,head,Sam Test,sam@school.example").records.count == 1)
    }

    @Test func `e-mail spelt in both ways is one column too many`() {
        #expect(
            read("URN,role,name,e-mail,email\n").faults.map(\.text)
                == ["line 1, column 5: “email” is the heading of column 4 too: remove one of them"])
    }

    @Test(arguments: ["head", "deputy", "sendco", "dsl", "chair", "delegate"])
    func `every role has its word`(_ word: String) {
        let outcome = read("URN,role,name,email\n120777,\(word),Sam Test,sam@school.example\n")
        #expect(outcome.records.map(\.record.role.rawValue) == [word])
    }

    @Test(arguments: [
        ("Headteacher", Role.head), ("Head Teacher", .head), ("Executive Headteacher", .head), ("Deputy head", .deputy),
        ("SENDCo", .sendco), ("Designated Safeguarding Lead", .dsl), ("chair of governors", .chair),
        ("Chair of  Governors ", .chair),
    ])
    func `roles are known by the words that schools use`(_ word: String, _ role: Role) {
        let outcome = read("URN,role,name,email\n120777,\(word),Sam Test,sam@school.example\n")
        #expect(outcome.records.map(\.record.role) == [role])
    }

    @Test func `a role that is unknown is refused with those that are known`() {
        let outcome = read("URN,role,name,email\n120777,caretaker,Sam Test,sam@school.example\n")
        #expect(
            outcome.faults.map(\.text) == [
                "line 2, column 2 (role): “caretaker” is not a role: write one of head, deputy, sendco, dsl, chair, delegate"
            ])
    }

    @Test(arguments: [
        "sam", "sam@school", "a@b.example;c@d.example", "Sam <sam@school.example>", "sam@school.example\u{0}",
    ])
    func `what is not one plain address is refused`(_ email: String) {
        let outcome = read("URN,role,name,email\n120777,head,Sam Test,\(email)\n")
        #expect(outcome.records.isEmpty)
        #expect(outcome.faults.map(\.columnName) == ["email"])
    }

    @Test func `a name that is too long for a person is refused`() {
        let outcome = read(
            "URN,role,name,email\n120777,head,\(String(repeating: "a", count: 121)),sam@school.example\n")
        #expect(outcome.faults.map(\.message) == ["is longer than 120 characters: shorten it"])
    }

    @Test(arguments: 0..<4)
    func `every cell is needed`(_ column: Int) {
        var cells = ["120777", "head", "Sam Test", "sam@school.example"]
        cells[column] = ""
        let outcome = read("URN,role,name,e-mail\n" + cells.joined(separator: ","))
        #expect(outcome.faults.map(\.column) == [column + 1])
    }
}
