import Testing
import VNetCore
import VNetImport

struct BankHolidaysTests {
    private func read(_ text: String) throws(ImportFault) -> [BankHoliday] { try BankHolidays.read(Array(text.utf8)) }

    private func fault(_ text: String) throws -> ImportFault {
        try #require(throws: ImportFault.self) { try read(text) }
    }

    private func file(_ events: String) -> String {
        #"{"scotland":{"events":[]},"england-and-wales":{"division":"england-and-wales","events":["# + events + "]}}"
    }

    @Test func `the days of England and Wales are read, and those of the other divisions are not`() throws {
        let text = """
            {"scotland": {"division": "scotland", "events": [
                {"title": "2nd January", "date": "2026-01-02", "notes": "", "bunting": true}]},
             "england-and-wales": {"division": "england-and-wales", "events": [
                {"title": "New Year’s Day", "date": "2026-01-01", "notes": "", "bunting": true},
                {"title": "Boxing Day", "date": "2026-12-28", "notes": "Substitute day", "bunting": true}]}}
            """
        let holidays = try read(text)
        #expect(holidays.map(\.date.iso) == ["2026-01-01", "2026-12-28"])
        #expect(holidays.map(\.title) == ["New Year’s Day", "Boxing Day"])
        #expect(try read("\u{FEFF}" + text) == holidays)
    }

    @Test(arguments: [
        "[]", "{}", #"{"england-and-wales":[]}"#, #"{"england-and-wales":{"events":{}}}"#,
        #"{"scotland":{"events":[]}}"#,
        #"{"england-and-wales":{"events":[]}}"#,
    ])
    func `a file without bank holidays is refused with the place where they should be`(_ text: String) throws {
        #expect(
            try fault(text).text
                == "england-and-wales.events: there is no list of bank holidays here: is it bank-holidays.json of GOV.UK?"
        )
    }

    @Test(arguments: [
        (#""26-12-2026""#, "26-12-2026"), (#""2026-02-30""#, "2026-02-30"), ("20261226", "20261226"), ("null", "null"),
    ])
    func `a date that is none is refused with its path`(_ json: String, _ shown: String) throws {
        let text = file(#"{"title":"Easter Monday","date":"2026-04-06"},{"title":"Boxing Day","date":"# + json + "}")
        let fault = try fault(text)
        #expect(fault.place == .path("england-and-wales.events[1].date"))
        #expect(fault.value == shown)
    }

    @Test func `a missing date or title is refused with its path`() throws {
        #expect(try fault(file(#"{"title":"Boxing Day"}"#)).place == .path("england-and-wales.events[0].date"))
        #expect(try fault(file(#"{"date":"2026-12-28"}"#)).place == .path("england-and-wales.events[0].title"))
        #expect(
            try fault(file(#"{"date":"2026-12-28","title":" "}"#)).place == .path("england-and-wales.events[0].title"))
        #expect(try fault(file("7")).place == .path("england-and-wales.events[0]"))
    }

    @Test func `what is not JSON is refused with the line`() throws {
        #expect(try fault("{\n\"a\": 1,\n oops}").place == .line(3))
        #expect(try fault("").place == .line(1))
        #expect(try fault("\u{FEFF}{\n").place == .line(2))
    }
}
