import VNetCore
import VNetJSON

/// What rows have to be like to be in a list: the values of some of their fields.
///
/// By any field that is one value and that everybody may see who may see the list: by what is withheld from somebody,
/// nobody filters, for that would tell it.
public struct Filter: Equatable, Sendable {
    /// By the fields' names, in the order in which a row has them.
    let values: JSONObject
    private let names: [String]
    /// What a row that is to be in the list writes of these fields.
    private let wanted: [UInt8]
    /// The same where it is beyond ASCII, for “é” can be spelt in two ways.
    private let text: String?

    init(values: JSONObject) {
        self.values = values
        names = values.members.map(\.key)
        wanted = JSONValue.object(values).serialized
        text = wanted.allSatisfy { $0 < 0x80 } ? nil : String(decoding: wanted, as: UTF8.self)
    }

    /// Writes of the row what the filter goes by, and no more.
    public func admits(_ row: some Reply) -> Bool {
        var bytes: [UInt8] = []
        ReplyFields.append(row, to: &bytes, readers: [], only: names)
        return bytes == wanted || text.map { String(decoding: bytes, as: UTF8.self) == $0 } ?? false
    }
}

/// A filter of one list, whose fields it knows.
struct ListFilter<List: Listing>: FieldValue {
    let filter: Filter

    static var fieldType: FieldType {
        .record(
            ReplyFields.declarations(of: List.Row.self).filter { $0.reader == .connect && $0.type.isOneValue }.map {
                $0.with($0.type, isRequired: false)
            })
    }
    static var sample: ListFilter { ListFilter(filter: Filter(values: JSONObject())) }

    static func decode(_ json: JSONValue) throws(FieldFault) -> ListFilter {
        guard case .object(let wanted) = json, case .record(let fields) = fieldType else {
            throw FieldFault("must be an object, of fields and their values")
        }
        for (name, _) in wanted.members where !fields.contains(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
            throw FieldFault("cannot go by “\(name)”. It can by: \(fields.map(\.name).joined(separator: ", "))")
        }
        var values = JSONObject()
        for field in fields {
            guard let value = wanted[field.name] else { continue }
            guard let value = field.type.oneValue(value) else {
                throw FieldFault("has a bad value for “\(field.name)”, which is \(field.type.name)")
            }
            values[field.name] = value
        }
        return ListFilter(filter: Filter(values: values))
    }

    func encode(to writer: inout JSONWriter) { writer.value(.object(filter.values)) }
}

extension FieldType {
    fileprivate var isOneValue: Bool {
        switch self {
        case .list, .record, .document: false
        case .text, .integer, .boolean, .choice, .urn, .email, .date, .time, .instant: true
        }
    }

    /// `value` as a reply would have it; nil for what no reply could.
    fileprivate func oneValue(_ value: JSONValue) -> JSONValue? {
        switch (self, value) {
        case (.boolean, .bool), (.integer, .integer), (.text, .string), (.email, .string): value
        case (.choice(let names), .string(let name)): names.contains(name) ? value : nil
        case (.urn, _): (try? URN.decode(value)).map { .integer(Int64($0.number)) }
        case (.date, _): (try? CivilDate.decode(value)).map { .string($0.wireText) }
        case (.time, _): (try? CivilTime.decode(value)).map { .string($0.wireText) }
        case (.instant, _): (try? Instant.decode(value)).map { .string($0.wireText) }
        default: nil
        }
    }
}
