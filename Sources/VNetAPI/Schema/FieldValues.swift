import VNetCore
import VNetJSON

/// Text up to a length that no sensible value exceeds; what is longer has a type of its own.
extension String: FieldValue {
    public static let fieldType = FieldType.text(maximum: 500)
    public static let sample = "text"

    public static func decode(_ json: JSONValue) throws(FieldFault) -> String {
        guard case .string(let text) = json else { throw FieldFault("must be text") }
        guard text.utf8.count <= 500 else { throw FieldFault("must be at most 500 bytes long") }
        return text
    }

    public func encode(to writer: inout JSONWriter) { writer.string(self) }
}

/// Text of several lines: a write-up, a response, a message as it was sent.
public struct Document: FieldValue, Equatable {
    public static let fieldType = FieldType.document
    public static let sample = Document("text\n")
    public let text: String

    public init(_ text: String) { self.text = text }

    public static func decode(_ json: JSONValue) throws(FieldFault) -> Document {
        guard case .string(let text) = json else { throw FieldFault("must be text") }
        guard text.contains(where: { !$0.isWhitespace }) else { throw FieldFault("must not be empty") }
        guard !text.utf8.contains(0) else { throw FieldFault("must not contain a NUL character") }
        return Document(text)
    }

    public func encode(to writer: inout JSONWriter) { writer.string(text) }
}

extension Int64: FieldValue {
    public static let fieldType = FieldType.integer(0...(1 << 53))
    public static let sample: Int64 = 1

    public static func decode(_ json: JSONValue) throws(FieldFault) -> Int64 {
        guard case .integer(let number) = json, (0...(1 << 53)).contains(number) else {
            throw FieldFault("must be a whole number from 0 to 2^53")
        }
        return number
    }

    public func encode(to writer: inout JSONWriter) { writer.integer(self) }
}

extension Int: FieldValue {
    public static let fieldType = Int64.fieldType
    public static let sample = 1
    public static func decode(_ json: JSONValue) throws(FieldFault) -> Int { Int(try Int64.decode(json)) }
    public func encode(to writer: inout JSONWriter) { writer.integer(Int64(self)) }
}

extension Bool: FieldValue {
    public static let fieldType = FieldType.boolean
    public static let sample = true

    public static func decode(_ json: JSONValue) throws(FieldFault) -> Bool {
        guard case .bool(let value) = json else { throw FieldFault("must be true or false") }
        return value
    }

    public func encode(to writer: inout JSONWriter) { writer.bool(self) }
}

extension Array: FieldValue where Element: FieldValue {
    public static var fieldType: FieldType { .list(Element.fieldType) }
    public static var sample: [Element] { [Element.sample] }

    public static func decode(_ json: JSONValue) throws(FieldFault) -> [Element] {
        guard case .array(let values) = json else { throw FieldFault("must be a list") }
        var result: [Element] = []
        for (index, value) in values.enumerated() {
            do { result.append(try Element.decode(value)) } catch {
                throw FieldFault("has a bad value at position \(index): each \(error.requirement)")
            }
        }
        return result
    }

    public func encode(to writer: inout JSONWriter) {
        writer.beginArray()
        for element in self { element.encode(to: &writer) }
        writer.endArray()
    }
}

/// A value that is written as text and read back by a failable initialiser.
public protocol TextualFieldValue: FieldValue {
    static var requirement: String { get }
    static func parse(_ text: String) -> Self?
    var wireText: String { get }
}

extension TextualFieldValue {
    public static func decode(_ json: JSONValue) throws(FieldFault) -> Self {
        guard case .string(let text) = json, let value = parse(text) else { throw FieldFault(requirement) }
        return value
    }

    public func encode(to writer: inout JSONWriter) { writer.string(wireText) }
}

extension EmailAddress: TextualFieldValue {
    public static let fieldType = FieldType.email
    public static let sample = EmailAddress("head@school.example")!
    public static let requirement = "must be an e-mail address such as head@school.example"
    public static func parse(_ text: String) -> EmailAddress? { EmailAddress(text) }
    public var wireText: String { text }
}

extension CivilDate: TextualFieldValue {
    public static let fieldType = FieldType.date
    public static let sample = CivilDate(iso: "2026-11-03")!
    public static let requirement = "must be a date from 1900 to 2199, such as 2026-11-03"
    public static func parse(_ text: String) -> CivilDate? {
        CivilDate(iso: text).flatMap { window.contains($0) ? $0 : nil }
    }
    public var wireText: String { iso }
}

extension CivilTime: TextualFieldValue {
    public static let fieldType = FieldType.time
    public static let sample = CivilTime(iso: "09:30")!
    public static let requirement = "must be a time of day such as 09:30"
    public static func parse(_ text: String) -> CivilTime? { CivilTime(iso: text) }
    public var wireText: String { iso }
}

/// On the wire an instant is RFC 3339; what is written is in UTC, what is read may have any offset.
extension Instant: TextualFieldValue {
    public static let fieldType = FieldType.instant
    public static let sample = Instant(rfc3339: "2026-11-03T08:00:00Z")!
    public static let requirement =
        "must be a date and time with offset, from 1900 to 2199, such as 2026-11-03T08:00:00Z"
    public static func parse(_ text: String) -> Instant? {
        Instant(rfc3339: text).flatMap { CivilDate.window.contains($0.utcDate) ? $0 : nil }
    }
    public var wireText: String { rfc3339UTC }
}

/// A URN is a JSON number; text is taken too, for it is often copied from a spreadsheet.
extension URN: FieldValue {
    public static let fieldType = FieldType.urn
    public static let sample = URN(121_234)!

    public static func decode(_ json: JSONValue) throws(FieldFault) -> URN {
        let urn: URN? =
            switch json {
            case .integer(let number): URN(Int(number))
            case .string(let text): URN(text)
            default: nil
            }
        guard let urn else { throw FieldFault("must be a school's URN, six digits such as 121234") }
        return urn
    }

    public func encode(to writer: inout JSONWriter) { writer.integer(Int64(number)) }
}

extension LineOfText where Self: FieldValue {
    public static var fieldType: FieldType { .text(maximum: limit) }
    public static var requirement: String { "must be one line of 1 to \(limit) characters without spaces at the ends" }
    public static func parse(_ text: String) -> Self? { Self(text) }
    public var wireText: String { text }
}

extension CohortName: TextualFieldValue { public static let sample = CohortName("Personal Development, autumn 2026")! }
extension PersonName: TextualFieldValue { public static let sample = PersonName("Alex Testhead")! }
extension Label: TextualFieldValue { public static let sample = Label("Norwich, Training Room 2")! }

/// A closed set of names.
public protocol ChoiceFieldValue: TextualFieldValue, RawRepresentable<String>, CaseIterable {}

extension ChoiceFieldValue {
    public static var fieldType: FieldType { .choice(allCases.map(\.rawValue)) }
    public static var sample: Self { allCases.first! }
    public static var requirement: String { "must be one of: \(allCases.map(\.rawValue).joined(separator: ", "))" }
    public static func parse(_ text: String) -> Self? { Self(rawValue: text) }
    public var wireText: String { rawValue }
}

extension Availability: ChoiceFieldValue {}
extension Role: ChoiceFieldValue {}
extension MATPolicy: ChoiceFieldValue {}
extension ProgrammeKind: ChoiceFieldValue {}
extension ReadinessCriterion: ChoiceFieldValue {}
extension SessionKind: ChoiceFieldValue {}
extension CoachingState: ChoiceFieldValue {}
extension CoachingStep: ChoiceFieldValue {}
extension ConcernSubject: ChoiceFieldValue {}
extension ReferralRole: ChoiceFieldValue {}
extension CohortState: ChoiceFieldValue {}
extension ConflictReason: ChoiceFieldValue {}
extension FeedbackState: ChoiceFieldValue {}
extension FeedbackStanding: ChoiceFieldValue {}
extension InviteStanding: ChoiceFieldValue {}
extension EnquiryState: ChoiceFieldValue {}
extension EnrolmentState: ChoiceFieldValue {}
extension ErasureRefusal: ChoiceFieldValue {}
extension ErasureState: ChoiceFieldValue {}
extension GroupState: ChoiceFieldValue {}
extension VisitState: ChoiceFieldValue {}
extension SessionState: ChoiceFieldValue {}
extension MessageKind: ChoiceFieldValue {}
extension MessageState: ChoiceFieldValue {}
extension ReminderKind: ChoiceFieldValue {}
extension ReminderState: ChoiceFieldValue {}
extension RequestChannel: ChoiceFieldValue {}
extension RetentionClass: ChoiceFieldValue {}
extension RetentionTrigger: ChoiceFieldValue {}
extension PurgeState: ChoiceFieldValue {}
extension HoldReason: ChoiceFieldValue {}
extension HoldOwner: ChoiceFieldValue {}
extension SuppressionReason: ChoiceFieldValue {}
extension Permission: ChoiceFieldValue {}
