/// A register file under test: a few real Norfolk schools, with everything but URN, name, town and postcode invented.
struct RegisterFile {
    static let columns = [
        "URN", "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName", "TypeOfEstablishment (name)",
        "EstablishmentStatus (name)", "OpenDate", "CloseDate", "PhaseOfEducation (name)", "StatutoryLowAge",
        "StatutoryHighAge", "NumberOfPupils", "PercentageFSM", "Trusts (code)", "Trusts (name)", "Federations (code)",
        "Federations (name)", "Street", "Locality", "Address3", "Town", "County (name)", "Postcode", "TelephoneNum",
        "HeadTitle (name)", "HeadFirstName", "HeadLastName", "HeadPreferredJobTitle", "Easting", "Northing",
    ]

    var columns = Self.columns
    var rows: [[String: String]]

    init() {
        rows = [
            Self.row("120777", "Aldborough Primary School", "Norwich", "NR11 7PH"),
            Self.row("120788", "Blofield Primary School", "Blofield", "NR13 4PL"),
            Self.row("120797", "Cantley Primary School", "Norwich", "NR13 3SA"),
        ]
    }

    /// One row where `column` of the first school holds `value`.
    init(_ column: String, _ value: String) {
        self.init()
        rows = [rows[0]]
        rows[0][column] = value
    }

    private static func row(_ urn: String, _ name: String, _ town: String, _ postcode: String) -> [String: String] {
        [
            "URN": urn, "EstablishmentName": name, "Town": town, "Postcode": postcode, "LA (code)": "926",
            "LA (name)": "Norfolk", "EstablishmentNumber": "2042", "TypeOfEstablishment (name)": "Academy converter",
            "EstablishmentStatus (name)": "Open", "OpenDate": "01-09-2014", "PhaseOfEducation (name)": "Primary",
            "StatutoryLowAge": "4", "StatutoryHighAge": "11", "NumberOfPupils": "999", "PercentageFSM": "..",
            "Trusts (code)": "16999", "Trusts (name)": "Example Learning Trust", "Federations (name)": "Not applicable",
            "Street": "School Lane", "County (name)": "Norfolk", "TelephoneNum": "01632960123",
            "HeadTitle (name)": "Dr", "HeadFirstName": "Zoë", "HeadLastName": "D’Arcytest",
            "HeadPreferredJobTitle": "Headteacher", "Easting": "618300", "Northing": "334100",
        ]
    }

    /// The file as published: every value in quotation marks, lines ending in CRLF.
    var text: String {
        let lines = [columns] + rows.map { row in columns.map { row[$0] ?? "" } }
        return lines.map { $0.map { "\"\($0)\"" }.joined(separator: ",") + "\r\n" }.joined()
    }

    var utf8: [UInt8] { Array(text.utf8) }

    /// The text in Windows-1252, of whose characters beyond ASCII the fixture has two.
    var windows1252: [UInt8] {
        text.unicodeScalars.map { $0 == "ë" ? 0xEB : $0 == "’" ? 0x92 : UInt8(ascii: $0) }
    }
}
