import Testing
import VNetCore
import VNetImport

struct GIASRegisterTests {
    @Test func `a school's row becomes a school's values`() throws {
        let outcome = GIASRegister.read(RegisterFile().windows1252)
        #expect(outcome.faults.isEmpty)
        #expect(outcome.records.map(\.line) == [2, 3, 4])
        let school = try #require(outcome.records.first?.record)
        #expect(school.urn == URN(120_777))
        #expect(school.name == "Aldborough Primary School")
        #expect(school.status == .open)
        #expect(school.localAuthority?.code == "926")
        #expect(school.localAuthority?.name == "Norfolk")
        #expect(school.establishmentNumber == "2042")
        #expect(school.type == "Academy converter")
        #expect(school.phase == "Primary")
        #expect(school.lowAge == 4)
        #expect(school.highAge == 11)
        #expect(school.pupils == 999)
        #expect(school.trust?.code == "16999")
        #expect(school.trust?.name == "Example Learning Trust")
        #expect(school.federation == nil)
        #expect(school.address.street == "School Lane")
        #expect(school.address.locality == nil)
        #expect(school.address.address3 == nil)
        #expect(school.address.town == "Norwich")
        #expect(school.address.county == "Norfolk")
        #expect(school.address.postcode == "NR11 7PH")
        #expect(school.telephone == "01632960123")
        #expect(school.head?.title == "Dr")
        #expect(school.head?.firstName == "Zoë")
        #expect(school.head?.lastName == "D’Arcytest")
        #expect(school.head?.jobTitle == "Headteacher")
        #expect(school.location?.easting == 618_300)
        #expect(school.location?.northing == 334_100)
        #expect(school.opened == CivilDate(year: 2014, month: 9, day: 1))
        #expect(school.closed == nil)
    }

    @Test func `the encoding, a byte order mark and the order of columns change no value`() {
        let file = RegisterFile()
        var turned = file
        turned.columns.reverse()
        let expected = GIASRegister.read(file.windows1252).records.map(\.record)
        for bytes in [file.utf8, [0xEF, 0xBB, 0xBF] + file.utf8, turned.utf8, turned.windows1252] {
            #expect(GIASRegister.read(bytes).records.map(\.record) == expected)
        }
    }

    @Test func `columns that mean nothing here are listed and ignored`() {
        var file = RegisterFile()
        file.columns += ["Brand\u{1B}New", String(repeating: "?", count: 500)]
        let outcome = GIASRegister.read(file.utf8)
        #expect(outcome.faults.isEmpty && outcome.records.count == 3)
        #expect(
            outcome.ignoredColumns
                == ["PercentageFSM", "Brand\\u{1B}New", String(repeating: "?", count: 79) + "…"])
    }

    @Test(arguments: ["URN", "EstablishmentName", "EstablishmentStatus (name)", "Postcode", "Town"])
    func `a needed column that is missing is named`(_ column: String) {
        var file = RegisterFile()
        file.columns.removeAll { $0 == column }
        let outcome = GIASRegister.read(file.utf8)
        #expect(outcome.records.isEmpty)
        #expect(outcome.faults.map(\.text) == ["line 1: the headings lack “\(column)”: add what is missing"])
    }

    @Test func `only the needed columns are enough`() throws {
        var file = RegisterFile()
        file.columns = ["Postcode", "Town", "urn", "EstablishmentName", "EstablishmentStatus (name)"]
        file.rows[0]["urn"] = "120777"
        file.rows = [file.rows[0]]
        let outcome = GIASRegister.read(file.utf8)
        #expect(outcome.faults.isEmpty)
        let school = try #require(outcome.records.first?.record)
        #expect(school.urn == URN(120_777))
        #expect(school.trust == nil && school.head == nil && school.location == nil && school.opened == nil)
    }

    @Test func `a known column that comes twice is refused`() {
        var file = RegisterFile()
        file.columns.append("postcode")
        #expect(
            GIASRegister.read(file.utf8).faults.map(\.text)
                == ["line 1, column 32: “postcode” is the heading of column 24 too: remove one of them"])
    }

    @Test func `a second row of one school names both lines, and the first stands`() {
        var file = RegisterFile()
        file.rows[2]["URN"] = "120777"
        let outcome = GIASRegister.read(file.utf8)
        #expect(outcome.records.map(\.record.name) == ["Aldborough Primary School", "Blofield Primary School"])
        #expect(
            outcome.faults.map(\.text) == [
                "line 4, column 1 (URN): “120777” is the URN of line 2 as well as line 4: remove the row that is wrong"
            ])
    }

    @Test(
        arguments: zip(
            EstablishmentStatus.allCases, ["Open", "Open, but proposed to close", "Closed", "Proposed to open"]))
    func `every status of the register is known`(_ status: EstablishmentStatus, _ wording: String) {
        let outcome = GIASRegister.read(RegisterFile("EstablishmentStatus (name)", wording).utf8)
        #expect(outcome.records.map(\.record.status) == [status])
    }

    @Test func `a school without postcode or town is still a school`() {
        var file = RegisterFile("Postcode", "")
        file.rows[0]["Town"] = "Not applicable"
        let outcome = GIASRegister.read(file.utf8)
        #expect(outcome.records.map(\.record.address.postcode) == [nil])
        #expect(outcome.records.map(\.record.address.town) == [nil])
    }
}
