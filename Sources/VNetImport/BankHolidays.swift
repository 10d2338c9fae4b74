import VNetCore
import VNetJSON

/// A bank holiday of England and Wales.
public struct BankHoliday: Equatable, Sendable {
    public let date: CivilDate
    public let title: String
}

/// The bank holidays file that GOV.UK publishes.
public enum BankHolidays {
    /// The bank holidays of England and Wales, in the file's order.
    ///
    /// All or nothing: the dates of every reminder hang on these days, so a file with a fault is refused whole.
    public static func read(_ bytes: [UInt8]) throws(ImportFault) -> [BankHoliday] {
        let path = "\(division).events"
        guard case .object(let divisions) = try json(bytes), case .object(let ours)? = divisions[division],
            case .array(let events)? = ours["events"], !events.isEmpty
        else {
            throw ImportFault(
                .path(path), "there is no list of bank holidays here: is it bank-holidays.json of GOV.UK?")
        }
        var holidays: [BankHoliday] = []
        var days: Set<CivilDate> = []
        for (index, event) in events.enumerated() {
            let holiday = try holiday(event, at: "\(path)[\(index)]")
            guard days.insert(holiday.date).inserted else {
                throw ImportFault(
                    .path("\(path)[\(index)].date"), value: holiday.date.iso, "is there twice: remove one of them")
            }
            holidays.append(holiday)
        }
        return holidays
    }

    private static let division = "england-and-wales"

    private static func json(_ bytes: [UInt8]) throws(ImportFault) -> JSONValue {
        let source = try SourceText(bytes)
        do {
            return try JSON.parse(Array(bytes[source.start...]))
        } catch {
            let before = bytes.prefix(source.start + error.offset)
            throw ImportFault(
                .line(1 + before.count { $0 == UInt8(ascii: "\n") }),
                "the text is not JSON: download it again from GOV.UK. \(error.message)")
        }
    }

    private static func holiday(_ event: JSONValue, at path: String) throws(ImportFault) -> BankHoliday {
        guard case .object(let members) = event else {
            throw ImportFault(.path(path), value: "\(event)", "is not an object with a title and a date")
        }
        guard case .string(let day)? = members["date"], let date = CivilDate(iso: day),
            CivilDate.window.contains(date)
        else {
            throw ImportFault(
                .path(path + ".date"), value: shown(members["date"]),
                "is not a date from 1900 to 2199: it must be a text like 2026-12-25"
            )
        }
        guard case .string(let text)? = members["title"], let title = Label(text) else {
            throw ImportFault(
                .path(path + ".title"), value: shown(members["title"]),
                "is not a title: it must be one line of at most \(Label.limit) characters")
        }
        return BankHoliday(date: date, title: title.text)
    }

    private static func shown(_ value: JSONValue?) -> String {
        switch value {
        case .string(let text): text
        case let value?: "\(value)"
        case nil: "nothing"
        }
    }
}
