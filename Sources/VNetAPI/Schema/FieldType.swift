import VNetJSON

/// What values a field takes: from it come the checks, the schema, the command line's help and the manual.
public indirect enum FieldType: Equatable, Sendable {
    case text(maximum: Int)
    /// Text of any length and number of lines; on the command line a file's contents, or `-` for standard input.
    case document
    case integer(ClosedRange<Int>)
    case boolean
    case choice([String])
    case urn
    case email
    case date
    case time
    case instant
    case list(FieldType)
    case record([FieldDeclaration])

    /// What it is called in help and errors.
    public var name: String {
        switch self {
        case .text: "text"
        case .document: "document"
        case .integer: "number"
        case .boolean: "true or false"
        case .choice(let names): names.joined(separator: "|")
        case .urn: "URN"
        case .email: "e-mail address"
        case .date: "YYYY-MM-DD"
        case .time: "HH:MM"
        case .instant: "date and time with offset"
        case .list(let element): "list of \(element.name)"
        case .record: "object"
        }
    }
}

/// One parameter of a request or field of a reply, as it was declared where it is read or written.
public struct FieldDeclaration: Equatable, Sendable {
    public let name: String
    public let type: FieldType
    public let isRequired: Bool
    public let summary: String
    /// Who may see it.
    public let reader: Permission
}

/// A Swift type that stands for one JSON value.
public protocol FieldValue: Sendable {
    static var fieldType: FieldType { get }
    /// A typical value, for the schema.
    static var sample: Self { get }
    /// What is wrong with `json`, as the end of a sentence that begins with the field's name, is thrown.
    static func decode(_ json: JSONValue) throws(FieldFault) -> Self
    func encode(to writer: inout JSONWriter)
}

/// “must be a date such as 2026-11-03”
public struct FieldFault: Error, Equatable, Sendable {
    public let requirement: String

    public init(_ requirement: String) { self.requirement = requirement }
}
