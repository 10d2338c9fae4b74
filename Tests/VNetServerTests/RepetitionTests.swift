import Testing
import VNetAPI
import VNetJSON

// A verb answers that nothing changes only where all that was asked for is so now.

/// Where something else is asked for and is so all the same, and why.
private let soAnyhow: [String: String] = [
    "readiness.attest criterion": "all three are attested",
    "enquiry.convert schools [121005]": "the school that enquired enrols unless others are named",
    "walkthrus.create policy \"outward\"": "that is what it is unless another is given",
    "availability.set until": "the days are among those of which it was said",
    "availability.set from": "the days are among those of which it was said",
    "availability.clear from": "nothing is said of those days",
    "availability.clear until": "nothing is said of those days",
    "visit.reschedule agreed false": "what is agreed is proposed, too",
    "referral.record role \"dsl\"": "it was recorded when the concern was handed over",
    "session.repeat except": "they are no days of the series",
    "session.repeat weeks": "the days are among those that are set",
    "session.repeat until": "the days are among those that are set",
]

/// Values that a parameter could have had as well.
private func others(_ type: FieldType, than value: JSONValue?) -> [JSONValue] {
    switch (type, value) {
    case (.boolean, _): [.bool(value != .bool(true))]
    case (.integer(let range), .integer(let number)?):
        [number + 1, number - 1].filter { range.contains(Int($0)) }.map { .integer($0) }
    case (.integer(let range), _): [.integer(Int64(range.lowerBound) + 4)]
    case (.date, .string(let iso)?): [.string(String(iso.dropLast(2)) + (iso.hasSuffix("02") ? "03" : "02"))]
    case (.date, _): [.string("2026-08-29"), .string("2026-11-02"), .string("2027-02-03")]
    case (.time, .string(let time)?): [.string(String(time.dropLast(2)) + "05")]
    case (.time, _): [.string("09:05"), .string("15:05")]
    case (.text, .string(let text)?), (.document, .string(let text)?): [.string(text + " again")]
    case (.text, _), (.document, _): [.string("Something else")]
    case (.email, _): [.string("somebody.else@school.example")]
    case (.choice(let names), _): names.map { .string($0) }.filter { $0 != value }
    case (.urn, _): Story.schools.map { .integer(Int64($0)) }.filter { $0 != value }
    case (.list(let element), .array(let values)?):
        [.array(Array(values.dropLast()))] + others(element, than: values.first).map { .array(values + [$0]) }
    case (.list(let element), _): others(element, than: nil).map { .array([$0]) }
    case (.instant, _), (.record, _): []
    }
}

/// Whether a parameter says which thing a verb is about, rather than what is to be so of it.
private func isName(_ field: FieldDeclaration, of verb: Verb) -> Bool {
    guard field.isRequired else { return false }
    switch field.type {
    case .integer, .urn: return !["person", "by", "other"].contains(field.name)
    default: return field.name == "theme" && verb.rawValue.hasPrefix("theme.")
    }
}

@Test func `what is asked for besides or otherwise is never said to be so already`() throws {
    let telling = try Telling()
    var tried: Set<String> = []
    telling.after = { line in
        guard line.verb.request.about.isChange, !line.verb.request.about.takesFile else { return }
        for field in line.verb.request.parameters where !isName(field, of: line.verb) {
            for value in others(field.type, than: line.params[field.name]) {
                var params = line.params
                params[field.name] = value
                params["dry_run"] = .bool(true)
                let what = "\(line.verb.rawValue) \(field.name)"
                tried.insert(what)
                let reply = try telling.call(line.verb.rawValue, JSONValue.object(params).description)
                guard reply["error"] == nil, soAnyhow[what] == nil, soAnyhow["\(what) \(value)"] == nil else {
                    continue
                }
                #expect(reply.at(["result", "changes"]) != .array([]), "\(JSONValue.object(params))")
            }
        }
    }
    try telling.tell(Story.whole)
    for verb in Verb.allCases where verb.request.about.isChange && !verb.request.about.takesFile {
        for field in verb.request.parameters where !isName(field, of: verb) && verb.request.about.permission != .deliver
        {
            let what = "\(verb.rawValue) \(field.name)"
            #expect(tried.contains(what), "\(what) is not tried: have the story call it.")
        }
    }
}

@Test func `the story calls each verb that changes anything`() throws {
    let telling = try Telling()
    try telling.tell(Story.whole)
    let told = Set(telling.told.map(\.verb))
    let missing = Verb.allCases.filter {
        $0.request.about.isChange && !told.contains($0) && $0.request.about.permission != .deliver
    }
    #expect(missing == [])
}
