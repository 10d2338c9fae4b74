/// One thing that is wrong with a file, said so that the person who has the file can put it right.
public struct ImportFault: Error, Equatable, Sendable {
    /// Where in the file.
    public enum Place: Equatable, Sendable {
        case file
        case line(Int)
        case cell(line: Int, column: Int, name: String?)
        /// A value of a JSON file, for example `england-and-wales.events[3].date`.
        case path(String)
    }

    public let place: Place
    /// What stands there, at most 80 characters, with control characters escaped; empty where nothing does.
    public let value: String
    /// What is the matter and what to do. Reads on from the value, where there is one: “is not a date: write it as …”.
    public let message: String

    init(_ place: Place, value: String = "", _ message: String) {
        self.place = place
        self.value = Self.printable(value)
        self.message = message
    }

    /// The physical line, from 1; in a cell that spans lines, the one it begins on. Nil where the place has none.
    public var line: Int? {
        switch place {
        case .line(let line), .cell(let line, _, _): line
        case .file, .path: nil
        }
    }

    /// The column's position, from 1.
    public var column: Int? { if case .cell(_, let column, _) = place { column } else { nil } }

    /// The column's heading, where the column has one.
    public var columnName: String? { if case .cell(_, _, let name) = place { name } else { nil } }

    /// The whole as one line: “line 12, column 5 (Postcode): “…” is not …”.
    public var text: String {
        guard place != .file else { return message }
        return "\(place): " + (value.isEmpty ? "" : "“\(value)” ") + message
    }

    /// At most 80 characters of `text`, with every character that could disguise a line on a terminal escaped.
    static func printable(_ text: String) -> String {
        let limit = 80
        var shown = ""
        var short = ""
        var length = 0
        for scalar in text.unicodeScalars {
            let code = String(scalar.value, radix: 16, uppercase: true)
            let piece = scalar.isHarmlessInPrint ? String(scalar) : "\\u{\(code)}"
            shown += piece
            length += piece.unicodeScalars.count
            guard length <= limit else { return short + "…" }
            if length < limit { short = shown }
        }
        return shown
    }
}

extension ImportFault.Place: CustomStringConvertible {
    public var description: String {
        switch self {
        case .file: "the file"
        case .line(let line): "line \(line)"
        case .cell(let line, let column, nil): "line \(line), column \(column)"
        case .cell(let line, let column, let name?): "line \(line), column \(column) (\(name))"
        case .path(let path): path
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isHarmlessInPrint: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: false
        default: true
        }
    }
}
