import VNetAPI
import VNetCore
import VNetJSON

/// Values as people read them.
struct FieldText {
    let style: Style
    /// Names of schools, as far as the reply itself tells them.
    let schools: [Int64: String]

    init(_ style: Style, reply: JSONObject) {
        self.style = style
        var schools: [Int64: String] = [:]
        for (_, value) in reply.members {
            for row in value.objects {
                guard case .integer(let urn)? = row["urn"], let name = row.text("school") else { continue }
                schools[urn] = name
            }
        }
        self.schools = schools
    }

    /// One line, harmless to a terminal. What the declaration does not expect is shown as it is.
    func words(_ value: JSONValue, _ type: FieldType?) -> String {
        switch (value, type) {
        case (.null, _): ""
        case (.bool(let flag), _): flag ? "yes" : "no"
        case (.string(let text), .date?): CivilDate(iso: text).map(style.words) ?? Harmless.text(text)
        case (.string(let text), .instant?): Instant(rfc3339: text).map(style.words) ?? Harmless.text(text)
        case (.string(let text), .choice?): Harmless.text(text.spaced)
        case (.string(let text), _): Harmless.text(text)
        case (.array(let elements), .list(let element)?): list(elements, element)
        case (.array(let elements), _): list(elements, nil)
        case (.object(let object), _):
            object.members.map { "\($0.key.spaced) \(words($0.value, nil))" }.joined(separator: ", ")
        default: value.description
        }
    }

    private func list(_ elements: [JSONValue], _ type: FieldType?) -> String {
        elements.map { element in
            if type == .urn, case .integer(let urn) = element, let school = schools[urn] {
                return Harmless.text(school)
            }
            return words(element, type)
        }.joined(separator: ", ")
    }
}
