import Testing
import VNetCore
import VNetImport

/// What stands in single cells: sentinels, what Excel does to values, and what is refused.
struct RegisterValuesTests {
    private func school(_ column: String, _ value: String) throws -> SchoolRecord {
        let outcome = GIASRegister.read(RegisterFile(column, value).utf8)
        #expect(outcome.faults.map(\.text) == [])
        return try #require(outcome.records.first?.record)
    }

    private func fault(_ column: String, _ value: String) throws -> ImportFault {
        let outcome = GIASRegister.read(RegisterFile(column, value).utf8)
        #expect(outcome.records.isEmpty)
        #expect(outcome.faults.count == 1)
        let fault = try #require(outcome.faults.first)
        #expect(fault.line == 2)
        #expect(fault.columnName == column)
        #expect(fault.column == RegisterFile.columns.firstIndex(of: column).map { $0 + 1 })
        return fault
    }

    @Test func `values that stand for nothing are nothing`() throws {
        #expect(try school("PhaseOfEducation (name)", "Not applicable").phase == nil)
        #expect(try school("PhaseOfEducation (name)", " NOT APPLICABLE ").phase == nil)
        #expect(try school("NumberOfPupils", "..").pupils == nil)
        #expect(try school("NumberOfPupils", "").pupils == nil)
        #expect(try school("StatutoryLowAge", "999").lowAge == nil)
        #expect(try school("StatutoryHighAge", "999").highAge == nil)
        #expect(try school("LA (code)", "0").localAuthority == nil)
        #expect(try school("LA (code)", "999").localAuthority == nil)
        #expect(try school("EstablishmentNumber", "999").establishmentNumber == nil)
        #expect(try school("Easting", "").location == nil)
    }

    @Test func `a head without a name is no head`() throws {
        var file = RegisterFile("HeadFirstName", "")
        file.rows[0]["HeadLastName"] = "Not applicable"
        #expect(GIASRegister.read(file.utf8).records.map(\.record.head) == [nil])
        #expect(try school("HeadFirstName", "").head?.lastName == "D’Arcytest")
    }

    @Test func `a leading zero that Excel dropped is restored`() throws {
        #expect(try school("TelephoneNum", "1632960123").telephone == "01632960123")
        #expect(try school("TelephoneNum", "163296012").telephone == "0163296012")
        #expect(try school("EstablishmentNumber", "42").establishmentNumber == "0042")
    }

    @Test func `a telephone number that people wrote stays as they wrote it`() throws {
        #expect(try school("TelephoneNum", "+44 1632 960123").telephone == "+44 1632 960123")
        #expect(try school("TelephoneNum", "0163296012").telephone == "0163296012")
        #expect(try school("TelephoneNum", "123456").telephone == "123456")
    }

    @Test(arguments: ["01-09-1999", "01/09/1999", "1999-09-01"])
    func `a date is read as published and as Excel saves it`(_ text: String) throws {
        #expect(try school("OpenDate", text).opened == CivilDate(year: 1999, month: 9, day: 1))
        #expect(try school("CloseDate", text).closed == CivilDate(year: 1999, month: 9, day: 1))
    }

    @Test(arguments: [
        "31-02-2020", "1-9-1999", "01-09-99", "9/1/1999", "1999-9-1", "09-13-1999", "01-09-1999-", "########",
        "٠١-09-1999",
    ])
    func `a date of another form is refused`(_ text: String) throws {
        #expect(
            try fault("OpenDate", text).message == "is not a date: write it as DD-MM-YYYY, for example 01-09-2026")
    }

    @Test(arguments: ["URN", "TelephoneNum", "Trusts (code)", "Easting", "EstablishmentNumber"])
    func `a number that Excel has shortened is refused, and the message says so`(_ column: String) throws {
        let fault = try fault(column, "1.23E+05")
        #expect(fault.value == "1.23E+05")
        #expect(
            fault.message.hasPrefix("is a number that Excel has shortened, and its last digits are lost: import the"))
    }

    @Test(arguments: ["12077", "1207777", "012077", "12O777", "１２０７７７"])
    func `a URN that is not six digits is refused`(_ text: String) throws {
        #expect(try fault("URN", text).message == "is not a URN: a URN is six digits")
    }

    @Test(arguments: [
        ("NumberOfPupils", "-1"), ("NumberOfPupils", "99999999999999999999"), ("StatutoryLowAge", "four"),
    ])
    func `a count that is no whole number in its range is refused`(_ column: String, _ text: String) throws {
        #expect(try fault(column, text).message.hasPrefix("is not a whole number from 0 to "))
    }

    @Test func `an establishment number of five digits is refused`() throws {
        #expect(
            try fault("EstablishmentNumber", "20421").message == "is not an establishment number: it has four digits")
    }

    @Test(arguments: ["URN", "EstablishmentName", "EstablishmentStatus (name)"])
    func `a cell that every row needs may not be empty`(_ column: String) throws {
        #expect(try fault(column, "  ").message == "the cell is empty, and every row needs a value here")
    }

    @Test func `a status that is unknown is refused with those that are known`() throws {
        #expect(
            try fault("EstablishmentStatus (name)", "Dormant").message
                == "is not a status that is known: “Open”, “Open, but proposed to close”, “Closed”, “Proposed to open”")
    }

    @Test func `a trust without its code is refused, and one without its name goes by its code`() throws {
        let outcome = GIASRegister.read(RegisterFile("Trusts (code)", "").utf8)
        #expect(
            outcome.faults.map(\.text) == [
                "line 2, column 16 (Trusts (name)): “Example Learning Trust” has no “Trusts (code)” beside it: add the code"
            ])
        #expect(try school("Trusts (name)", "").trust?.name == "16999")
    }

    @Test func `line breaks and edges of white space in a cell are tidied`() throws {
        #expect(try school("Street", " School\r\n Lane\t").address.street == "School Lane")
        #expect(try school("Town", "Norwich\u{A0}").address.town == "Norwich")
    }

    @Test func `control characters and endless text are refused`() throws {
        #expect(try fault("Street", "Lane\u{1B}[2J").message == "holds control characters: type it anew")
        #expect(try fault("Street", "Lane\u{202E}").message == "holds control characters: type it anew")
        #expect(
            try fault("Street", String(repeating: "a", count: 201)).message
                == "is longer than 200 characters: shorten it")
    }
}
