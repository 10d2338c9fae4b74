import VNetJSON

/// A request for a list, of which a page comes at a time.
///
/// Its own parameters narrow it, and so does `filter`, by any field of its rows. A page is found by where the one before it
/// ended (a keyset cursor), so it costs the same wherever it is, nothing is kept open between two pages, and no row that
/// stays where it is comes twice or not at all.
public protocol Listing: Request where Response == Page<Self> {
    associatedtype Row: Reply
    /// What the reply calls its rows.
    static var rows: StaticString { get }
    /// In which order they come, as a sentence.
    static var order: StaticString { get }
    var page: PageOptions { get }
}

/// Which page of a list, of which rows, and how much of each.
public struct PageOptions: Equatable, Sendable {
    public let limit: Int
    public let cursor: Cursor?
    /// The fields that are asked for; nil for all.
    public let fields: [String]?
    /// What the rows have to be like; nil for all.
    public let filter: Filter?

    public init<List: Listing>(_ fields: inout RequestFields, of _: List.Type) throws(Refusal) {
        let limit: PageLimit? = try fields.optional("limit", "How many at the most, up to 1000; 50 unless given.")
        self.limit = limit?.number ?? 50
        cursor = try fields.optional("cursor", "Go on from here: the next_cursor of the page before.")
        self.fields = try fields.optional("fields", "Only these fields of each row.")
        let filter: ListFilter<List>? = try fields.optional(
            "filter", "Only rows whose fields have these values.")
        self.filter = filter?.filter
        if let cursor, cursor.list != List.verb.rawValue {
            throw Refusal(
                .paramsInvalid, "“cursor” is of “\(cursor.list)”. Begin without one.", path: "$.cursor")
        }
        let known = self.fields.map { _ in ReplyFields.declarations(of: List.Row.self).map(\.name) } ?? []
        for name in self.fields ?? [] where !known.contains(name) {
            throw Refusal(
                .paramsInvalid, "There is no field “\(name)”. There are: \(known.joined(separator: ", ")).",
                path: "$.fields")
        }
    }
}

/// One page of a list.
public struct Page<List: Listing>: Reply {
    public var rows: [List.Row]
    /// Where the next page begins; nil on the last.
    public var next: Cursor?
    /// Nil on the first page.
    public var isChanged: Bool?
    /// The fields that were asked for.
    public var fields: [String]?

    public init(rows: [List.Row], next: Cursor? = nil, isChanged: Bool? = nil, fields: [String]? = nil) {
        self.rows = rows
        self.next = next
        self.isChanged = isChanged
        self.fields = fields
    }

    public static var sample: Page { Page(rows: [List.Row.sample]) }

    public func write(_ reply: inout ReplyFields) {
        reply.rows(List.rows, rows, List.order, only: fields)
        reply.field("next_cursor", next, "Pass it as cursor for the next page; absent on the last.")
        reply.field(
            "changed", isChanged, "Whether anything was changed since the first page was read; absent on that.")
        reply.field("fields", fields, "The fields that were asked for; absent when all were.")
    }
}

/// Where a page ended. Opaque on the wire: what is in it may change with any version.
public struct Cursor: TextualFieldValue, Equatable {
    /// The verb whose list it is.
    public let list: String
    /// What the generation was when the first page was read.
    public let generation: Int64
    /// What the last row was sorted by, where that is not its id alone.
    public let sort: String
    /// The last row's id.
    public let id: Int64

    public init(list: Verb, generation: Int64, sort: String, id: Int64) {
        self.list = list.rawValue
        self.generation = generation
        self.sort = sort
        self.id = id
    }

    public static let fieldType = FieldType.text(maximum: 4000)
    public static let sample = Cursor(list: .cohortList, generation: 1, sort: "", id: 1)
    public static let requirement = "must be the next_cursor of an earlier page"

    public static func parse(_ text: String) -> Cursor? {
        guard let bytes = [UInt8](hexadecimal: text), case .array(let parts)? = try? JSON.parse(bytes),
            parts.count == 4,
            case .string(let list) = parts[0], let list = Verb(rawValue: list),
            case .integer(let generation) = parts[1],
            case .string(let sort) = parts[2], case .integer(let id) = parts[3]
        else { return nil }
        return Cursor(list: list, generation: generation, sort: sort, id: id)
    }

    public var wireText: String {
        let parts: [JSONValue] = [.string(list), .integer(generation), .string(sort), .integer(id)]
        return JSONValue.array(parts).serialized.hexadecimal
    }
}

struct PageLimit: FieldValue {
    let number: Int
    private static let range = 1...1000
    static let fieldType = FieldType.integer(range)
    static let sample = PageLimit(number: 50)

    static func decode(_ json: JSONValue) throws(FieldFault) -> PageLimit {
        guard case .integer(let number) = json, range.contains(Int(number)) else {
            throw FieldFault("must be a whole number from 1 to 1000")
        }
        return PageLimit(number: Int(number))
    }

    func encode(to writer: inout JSONWriter) { writer.integer(Int64(number)) }
}

extension [UInt8] {
    /// Nil for what is not pairs of hexadecimal digits.
    init?(hexadecimal text: String) {
        let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        self = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    /// In small letters.
    var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
