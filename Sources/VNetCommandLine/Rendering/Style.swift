import VNetCore

/// How human output is laid out.
public struct Style: Sendable {
    /// Columns of the terminal; nil where there is none, and nothing is cut or broken.
    public var width: Int?
    public var color: Bool
    /// The daemon's day, which makes dates near or far; nil leaves them as they are on the wire.
    public var today: CivilDate?
    /// The zone in which the network lives; nil leaves instants as they are on the wire.
    public var zone: TimeZoneRules?

    public init(width: Int?, color: Bool, today: CivilDate? = nil, zone: TimeZoneRules? = nil) {
        self.width = width
        self.color = color
        self.today = today
        self.zone = zone
    }

    /// Select Graphic Rendition codes (ECMA-48).
    enum Paint: String {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case reverse = "7"
    }

    func paint(_ text: String, _ paint: Paint?) -> String {
        guard color, let paint, !text.isEmpty else { return text }
        return "\u{1B}[\(paint.rawValue)m\(text)\u{1B}[0m"
    }
}

/// What is printed: data to standard output, and remarks about it to standard error.
public struct Rendered: Equatable, Sendable {
    public var output: String
    /// One line each.
    public var notes: [String]

    public init(_ output: String, notes: [String] = []) {
        self.output = output
        self.notes = notes
    }
}
