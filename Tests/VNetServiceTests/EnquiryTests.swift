import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

extension Network {
    fileprivate func enquire(_ who: [String: JSONValue] = ["urn": .integer(120_800)]) throws -> Outcome {
        try run(
            EnquiryCreate.self,
            [
                "contact": .string("Pat Enquirer"), "email": .string("pat@school.example"),
                "question": .string("May we join in the spring?"),
            ].merging(who) { $1 }
        ) { try $0.enquiryCreate($1, $2) }
    }

    @discardableResult
    fileprivate func contact(_ id: Int64) throws -> Outcome {
        try run(EnquiryContact.self, ["enquiry": .integer(id)]) { try $0.enquiryContact($1, $2) }
    }

    fileprivate func enquiry(_ id: Int64 = 1) throws -> EnquiryView {
        try service.enquiryGet(EnquiryGet.decode(JSONObject([("enquiry", .integer(id))])).request)
    }

    fileprivate func subjects() throws -> [String] {
        try messages().reversed().map {
            let text = try text(of: $0.id).split(separator: "\r\n").map(String.init)
            return text.first { $0.hasPrefix("Subject: ") } ?? ""
        }
    }

    /// A recruiting cohort, cohort 1.
    fileprivate func recruiting() throws {
        try run(
            CohortCreate.self,
            ["name": .string("PD 2026"), "theme": .string("personal-development"), "policy": .string("outward")]
        ) { try $0.cohortCreate($1, $2) }
        try run(CohortOpen.self, ["cohort": .integer(1)]) { try $0.cohortOpen($1, $2) }
    }

    fileprivate func convert(_ params: [String: JSONValue] = [:]) throws -> Outcome {
        try run(EnquiryConvert.self, ["enquiry": .integer(1), "cohort": .integer(1)].merging(params) { $1 }) {
            try $0.enquiryConvert($1, $2)
        }
    }
}

// The clock stands at Tuesday 1 September 2026, 08:00 in Norwich.

@Test func `an unanswered enquiry reminds the admin after 5 and 10 working days, and then lapses`() throws {
    let network = try Network()
    #expect(try network.enquire().id == 1)
    try network.advance(to: "2026-09-08T06:59:59Z")
    #expect(try network.subjects().isEmpty)
    try network.advance(to: "2026-09-08T07:00:00Z")
    #expect(try network.subjects() == ["Subject: Enquiry from School 0 is waiting for an answer"])
    let mail = try network.text(of: 1).replacing("=\r\n", with: "")
    #expect(mail.contains("the enquiry will lapse on Wednesday 16 September 2026"))
    try network.advance(to: "2026-09-15T07:00:00Z")
    #expect(try network.subjects().count == 2)
    #expect(try network.enquiry().summary.state == .received)
    try network.advance(to: "2026-09-16T07:00:00Z")
    #expect(try network.enquiry().summary.state == .lapsed)
    #expect(try network.enquiry().summary.endedOn == CivilDate(iso: "2026-09-16"))
    try network.advance(to: "2026-12-31T08:00:00Z")
    #expect(try network.subjects().dropFirst(2) == ["Subject: Enquiry from School 0 has lapsed"])
}

@Test func `a rule that names a day twice reminds once`() throws {
    let network = try Network()
    var fresh = network.service.configuration
    var rule = try #require(fresh.reminders[.enquiry])
    rule.escalations = ["+5", "5"].compactMap(ReminderOffset.init)
    fresh.reminders.replace(rule)
    _ = try network.service.reconfigure(fresh, isBackfill: false, network.context(.daemonReload))
    _ = try network.enquire()
    #expect(try network.scheduled().filter { $0.kind == .enquiry }.count == 1)
    try network.advance(to: "2026-09-08T07:00:00Z")
    #expect(try network.subjects() == ["Subject: Enquiry from School 0 is waiting for an answer"])
}

@Test func `that an enquiry lapsed is in the audit log, in the daemon's own name`() throws {
    let network = try Network()
    _ = try network.enquire()
    try network.advance(to: "2026-09-16T07:00:00Z")
    let events = try network.service.auditList(AuditList.decode(JSONObject([])).request).events
    #expect(events.map(\.verb).first == "enquiry.lapse")
    #expect(events.first?.subject == "enquiry 1" && events.first?.uid == 0)
}

@Test func `a call with the enquirer begins the count again`() throws {
    let network = try Network()
    _ = try network.enquire()
    try network.advance(to: "2026-09-07T09:00:00Z")
    try network.contact(1)
    #expect(try network.enquiry().summary.state == .contacted)
    try network.advance(to: "2026-09-14T06:00:00Z")
    #expect(try network.subjects().isEmpty)
    try network.advance(to: "2026-09-14T07:00:00Z")
    #expect(try network.subjects().count == 1)
    try network.advance(to: "2026-09-22T07:00:00Z")
    #expect(try network.enquiry().summary.state == .lapsed)
    // They ring after all.
    try network.contact(1)
    #expect(try network.enquiry().summary.state == .contacted)
    #expect(try network.enquiry().summary.endedOn == nil)
}

@Test func `an enquiry that is converted enrols its school and is chased no more`() throws {
    let network = try Network()
    try network.recruiting()
    _ = try network.enquire()
    let outcome = try network.convert()
    #expect(outcome.changes.contains("School 0 has applied to cohort 1."))
    #expect(try network.enquiry().summary.cohort == 1)
    #expect(try network.cohort().enrolments.map(\.urn) == [URN(120_800)])
    try network.advance(to: "2026-10-30T08:00:00Z")
    #expect(try network.subjects().isEmpty)
    #expect(try network.convert().changes == [])
}

@Test func `a trust that enquires says which of its schools enrol`() throws {
    let network = try Network()
    try network.recruiting()
    _ = try network.enquire(["trust": .string("16001")])
    #expect(try network.enquiry().summary.enquirer == "A Trust")
    let refusal = #expect(throws: Refusal.self) { try network.convert() }
    #expect(refusal?.path == "$.schools")
    _ = try network.convert(["schools": .array([.integer(120_800), .integer(120_807)])])
    #expect(try network.cohort().enrolments.count == 2)
}

@Test func `an enquiry that was declined is not chased, and can be neither converted nor contacted`() throws {
    let network = try Network()
    try network.recruiting()
    _ = try network.enquire(["organisation": .string("Hillside Free School")])
    try network.run(EnquiryDecline.self, ["enquiry": .integer(1)]) { try $0.enquiryDecline($1, $2) }
    try network.advance(to: "2026-10-30T08:00:00Z")
    #expect(try network.subjects().isEmpty)
    #expect(throws: Refusal.self) { try network.contact(1) }
    #expect(throws: Refusal.self) { try network.convert(["schools": .array([.integer(120_800)])]) }
    #expect(try network.cohort().enrolments.isEmpty)
}

@Test func `who enquires is named once, in one way`() throws {
    let network = try Network()
    #expect(throws: Refusal.self) { try network.enquire([:]) }
    #expect(throws: Refusal.self) { try network.enquire(["urn": .integer(120_800), "trust": .string("16001")]) }
    #expect(throws: Refusal.self) { try network.enquire(["trust": .string("99999")]) }
    _ = try network.enquire()
    #expect(try network.enquire().changes == [])
    let refusal = #expect(throws: Refusal.self) {
        try network.enquire(["urn": .integer(120_800), "question": .string("Another question")])
    }
    #expect(refusal?.code == .exists)
}

@Test func `the contact of an enquiry is for operators, and what it asked is sealed`() throws {
    let network = try Network()
    _ = try network.enquire()
    var bytes: [UInt8] = []
    ReplyFields.append(try network.enquiry(), to: &bytes, readers: [.connect, .read])
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains(#""withheld":["contact","email","question"]"#))
    #expect(!text.contains("Pat"))
    #expect(try !network.find("Pat Enquirer") && !network.find("May we join"))
    #expect(try network.find("School 0"))
}

@Test func `an enquiry is purged 12 months after the last contact`() throws {
    let network = try Network()
    _ = try network.enquire()
    try network.advance(to: "2027-09-15T08:00:00Z")
    #expect(try network.due(.enquiry, on: "2027-08-31") == 0)
    let due = try network.preview(on: "2027-09-15")
    #expect(due.groups.first { $0.class == .enquiry }?.rule == "12 months after the last contact")
    try network.purge(due.digest)
    #expect(throws: Refusal.self) { try network.enquiry() }
    let list = try network.service.enquiryList(EnquiryList.decode(JSONObject([])).request)
    #expect(list.enquiries.isEmpty)
}
