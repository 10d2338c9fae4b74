import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService
import VNetStore

/// A closed cohort of which visit 1 took place: to school 0, reviewed by schools 4 and 8. The others were cancelled.
private func closedCohort() throws -> Network {
    let network = try Network()
    try network.grouped()
    try network.visited(1, on: "2026-10-06")
    let visit: [String: JSONValue] = ["visit": .integer(1)]
    let text = visit.merging(["text": .string("Well done.")]) { $1 }
    try network.run(WriteupRecord.self, text) { try $0.writeupRecord($1, $2) }
    try network.run(WriteupAccept.self, visit) { try $0.writeupAccept($1, $2) }
    try network.run(ReportRecord.self, text) { try $0.reportRecord($1, $2) }
    for school in [0, 4, 8] {
        try network.run(FeedbackRecord.self, text.merging(["urn": network.urn(school)]) { $1 }) {
            try $0.feedbackRecord($1, $2)
        }
    }
    try network.schedule("feedback", on: "2026-11-24")
    try network.advance(to: "2026-11-24T17:00:00Z")
    try network.run(SessionHold.self, ["session": .integer(2)]) { try $0.sessionHold($1, $2) }
    try network.run(CohortClose.self, ["cohort": .integer(1)]) { try $0.cohortClose($1, $2) }
    return network
}

extension Network {
    fileprivate func urn(_ school: Int) -> JSONValue { .integer(Int64(Self.urns[school])) }

    @discardableResult
    fileprivate func hold(
        _ subject: [String: JSONValue], review: String = "2027-09-01", reason: String = "complaint"
    ) throws -> Int64 {
        let outcome = try run(
            HoldPlace.self,
            subject.merging([
                "reason": .string(reason), "owner": .string("director"), "review": .string(review),
            ]) { $1 }
        ) { try $0.holdPlace($1, $2) }
        return try #require(outcome.id)
    }

    @discardableResult
    fileprivate func lift(_ hold: Int64 = 1) throws -> Outcome {
        try run(HoldLift.self, ["hold": .integer(hold)]) { try $0.holdLift($1, $2) }
    }

    @discardableResult
    fileprivate func extend(_ hold: Int64 = 1, to day: String) throws -> Outcome {
        try run(HoldExtend.self, ["hold": .integer(hold), "review": .string(day)]) { try $0.holdExtend($1, $2) }
    }

    fileprivate func hold(_ id: Int64) throws -> HoldGet.Response {
        try service.holdGet(HoldGet.decode(JSONObject([("hold", .integer(id))])).request, at: now)
    }

    fileprivate func kept(by id: Int64) throws -> [RetentionClass: Int] {
        Dictionary(uniqueKeysWithValues: try hold(id).classes.map { ($0.class, $0.records) })
    }

    fileprivate func writeUp() throws -> String {
        try service.writeupGet(
            WriteupGet.decode(JSONObject([("visit", .integer(1))])).request, context(.writeupGet)
        ).text.text
    }

    fileprivate func reviews() throws -> [MessageView] {
        try messages().filter { try words(of: $0.id).contains("Subject: Hold 1 is due for review") }
    }
}

private func refusal(_ body: () throws -> Void) -> Refusal? { #expect(throws: Refusal.self) { try body() } }

private let cohort: [String: JSONValue] = ["cohort": .integer(1)]
private let writeUp: [String: JSONValue] = ["class": .string("write_up"), "record": .integer(1)]

struct HoldTests {
    let network: Network

    /// All confidential records of the cohort are due.
    init() throws {
        network = try closedCohort()
        try network.advance(to: "2027-03-01T12:00:00Z")
    }

    @Test func `a hold on a cohort keeps what belongs to it, and the preview says how much and by which hold`() throws {
        let before = try network.preview()
        #expect(before.held == 0 && before.holds.isEmpty)
        #expect(try network.due(.writeUp) == 1 && network.due(.feedbackResponse) == 3)
        let id = try network.hold(cohort)
        let after = try network.preview()
        for kind: RetentionClass in [.writeUp, .outcomeReport, .feedbackResponse] {
            #expect(try network.due(kind) == 0)
        }
        #expect(after.held == before.records - after.records)
        #expect(after.holds.map(\.hold) == [id])
        #expect(after.holds.map(\.subject) == [.cohort(1)])
        #expect(after.holds.map(\.records) == [after.held])
        #expect(try network.kept(by: id)[.feedbackResponse] == 3)
    }

    @Test func `a purge that was previewed before a hold was placed is refused, and purges nothing`() throws {
        let digest = try network.preview().digest
        try network.hold(writeUp)
        #expect(refusal { try network.purge(digest) }?.code == .digestMismatch)
        #expect(try network.writeUp() == "Well done.")
        try network.purge()
        #expect(try network.writeUp() == "Well done.")
    }

    @Test func `a cohort of which a hold keeps anything is not purged before the hold is lifted`() throws {
        try network.hold(writeUp)
        try network.purge()
        #expect(try network.due(.feedbackResponse) == 0)
        #expect(try network.cohort().summary.state == .closed)
        #expect(try network.lift().warnings.count == 1)
        try network.purge()
        #expect(try network.cohort().summary.state == .purged)
        #expect(refusal { _ = try network.writeUp() }?.code == .notFound)
    }

    @Test func `a cohort that is held itself does not become purged, though nothing of it is left`() throws {
        try network.purge()
        #expect(try network.cohort().summary.state == .purged)
        for name in ["Held", "Free"] {
            try network.run(
                CohortCreate.self, ["name": .string(name), "theme": .string("send"), "policy": .string("outward")]
            ) { try $0.cohortCreate($1, $2) }
        }
        try network.hold(["cohort": .integer(2)])
        for id: Int64 in [2, 3] {
            try network.run(CohortCancel.self, ["cohort": .integer(id)]) { try $0.cohortCancel($1, $2) }
        }
        try network.advance(to: "2027-06-01T12:00:00Z")
        try network.purge()
        #expect(try network.cohort(2).summary.state == .cancelled)
        #expect(try network.cohort(3).summary.state == .purged)
    }

    @Test func `a hold on a school keeps the visits that it hosted and reviewed, and nothing of the others`() throws {
        for school in [0, 4] {
            let kept = try network.kept(by: network.hold(["urn": network.urn(school)]))
            #expect(kept[.writeUp] == 1 && kept[.outcomeReport] == 1 && kept[.feedbackResponse] == 3)
            #expect(kept[.contact] == 1)
        }
        let kept = try network.kept(by: network.hold(["urn": network.urn(1)]))
        #expect(kept[.writeUp] == nil && kept[.feedbackResponse] == nil)
        #expect(kept[.contact] == 1 && kept[.messageBody, default: 0] > 0)
        // Schools 1 and 5 were in a group that had no visit.
        #expect(kept[.pairing] == nil)
    }

    @Test func `a hold on a school keeps what it did under the URN that it had before`() throws {
        let link = SchoolLink(
            predecessor: URN(Network.urns[4])!, successor: URN(Network.urns[11])!, kind: .whole,
            since: CivilDate(iso: "2027-01-01"))
        try network.service.store.write { try $0.save(link) }
        let kept = try network.kept(by: network.hold(["urn": network.urn(11)]))
        #expect(kept[.writeUp] == 1)
    }

    @Test func `a hold on a school keeps what it did under any URN that it had before, or has had since`() throws {
        let chain = [Network.urns[4], Network.urns[11], Network.urns[10]]
        for (old, new) in zip(chain, chain.dropFirst()) {
            let link = SchoolLink(
                predecessor: URN(old)!, successor: URN(new)!, kind: .whole, since: CivilDate(iso: "2027-01-01"))
            try network.service.store.write { try $0.save(link) }
        }
        #expect(try network.kept(by: network.hold(["urn": network.urn(10)]))[.writeUp] == 1)
        // And the other way: what school 10 is and did is kept with school 4.
        let kept = try network.kept(by: network.hold(["urn": network.urn(4)]))
        #expect(kept[.contact] == 3)
    }

    @Test func `a hold on a person keeps an enquiry from their address, however it is written`() throws {
        let head = try #require(try network.people(4).first)
        try network.run(
            EnquiryCreate.self,
            [
                "contact": .string("Head 4"), "email": .string("Head4@School.example"),
                "question": .string("And next?"), "urn": network.urn(4),
            ]
        ) { try $0.enquiryCreate($1, $2) }
        #expect(try network.kept(by: network.hold(["person": .integer(head.id)]))[.enquiry] == 1)
    }

    @Test func `a hold on a person keeps contact data, mails, enquiries and what the person had a part in`() throws {
        let head = try #require(try network.people(4).first)
        try network.run(
            EnquiryCreate.self,
            [
                "contact": .string("Head 4"), "email": .string("head4@school.example"),
                "question": .string("And next?"),
                "urn": network.urn(4),
            ]
        ) { try $0.enquiryCreate($1, $2) }
        try network.run(TenureEnd.self, ["tenure": .integer(head.tenure)]) { try $0.tenureEnd($1, $2) }
        let id = try network.hold(["person": .integer(head.id)])
        let kept = try network.kept(by: id)
        #expect(kept[.contact] == 1 && kept[.enquiry] == 1 && kept[.writeUp] == 1)
        #expect(kept[.messageBody, default: 0] > 0)
        network.now = Instant(rfc3339: "2028-03-02T12:00:00Z")!
        #expect(try network.due(.contact) == 0)
        try network.lift(id)
        #expect(try network.due(.contact) == 1)
    }

    @Test func `one record is held by its class and id, while it is there`() throws {
        try network.hold(writeUp)
        #expect(try network.due(.writeUp) == 0 && network.due(.outcomeReport) == 1)
        let missing: [String: JSONValue] = ["class": .string("write_up"), "record": .integer(2)]
        #expect(refusal { try network.hold(missing) }?.code == .notFound)
    }

    @Test func `a hold names one thing, is reviewed within a year, and is on it once for each reason`() throws {
        #expect(refusal { try network.hold([:]) }?.code == .paramsInvalid)
        #expect(refusal { try network.hold(cohort.merging(["urn": network.urn(0)]) { $1 }) }?.code == .paramsInvalid)
        #expect(refusal { try network.hold(["class": .string("write_up")]) }?.code == .paramsInvalid)
        #expect(refusal { try network.hold(["cohort": .integer(9)]) }?.code == .notFound)
        for day in ["2027-03-01", "2028-03-02"] {
            #expect(refusal { try network.hold(cohort, review: day) }?.path == "$.review")
        }
        let id = try network.hold(cohort)
        #expect(try network.hold(cohort) == id)
        #expect(refusal { try network.hold(cohort, review: "2027-10-01") }?.code == .exists)
        #expect(try network.hold(cohort, reason: "claim") == id + 1)
        #expect(refusal { try network.extend(id, to: "2027-08-01") }?.code == .ruleRefused)
        try network.lift(id)
        #expect(try network.lift(id).changes.isEmpty)
        #expect(refusal { try network.extend(id, to: "2027-10-01") }?.code == .stateRefused)
        #expect(try network.hold(id).classes.isEmpty)
        #expect(try network.hold(cohort) == id + 2)
    }

    @Test func `holds in force are listed, and those that were lifted on demand`() throws {
        try network.hold(cohort)
        try network.hold(writeUp)
        try network.lift(1)
        func list(_ params: [(String, JSONValue)] = []) throws -> [Int64] {
            try network.service.holdList(HoldList.decode(JSONObject(params)).request, at: network.now).holds.map(\.id)
        }
        #expect(try list() == [2])
        #expect(try list([("lifted", .bool(true))]) == [2, 1])
        #expect(try list([("due", .bool(true))]) == [])
        network.now = Instant(rfc3339: "2027-09-01T12:00:00Z")!
        #expect(try list([("due", .bool(true))]) == [2])
    }
}

@Test func `the administrator is reminded of a hold on the day of its review and after, until it is extended`() throws {
    let network = try closedCohort()
    try network.hold(cohort, review: "2026-12-07")
    try network.advance(to: "2026-12-07T07:59:00Z")
    #expect(try network.reviews().isEmpty)
    try network.advance(to: "2026-12-07T08:00:00Z")
    #expect(try network.reviews().count == 1)
    let mail = try network.words(of: try #require(try network.reviews().first).id)
    #expect(mail.contains("It keeps what belongs to cohort 1, PD 2026 from being purged, because of a complaint"))
    let status = try network.service.status(at: network.now, next: nil)
    #expect(status.holdsDue == 1 && status.health == .degraded)
    #expect(status.problems.contains("1 hold is due for review: see “hold list --due”."))
    try network.advance(to: "2026-12-14T12:00:00Z")
    #expect(try network.reviews().count == 2)
    try network.extend(to: "2027-03-08")
    #expect(try network.service.status(at: network.now, next: nil).holdsDue == 0)
    try network.advance(to: "2027-03-05T12:00:00Z")
    #expect(try network.reviews().count == 2)
    try network.advance(to: "2027-03-08T12:00:00Z")
    #expect(try network.reviews().count == 3)
    try network.lift()
    try network.advance(to: "2027-05-01T12:00:00Z")
    #expect(try network.reviews().count == 3)
}

/// Texts that can be recorded anew while visit 1 is held, or its write-up accepted.
struct HeldTextTests {
    let network: Network

    init() throws {
        network = try Network()
        try network.grouped()
        try network.visited(1, on: "2026-10-06")
    }

    private func refusedByHold(_ body: () throws -> Outcome) -> Bool {
        let refusal = #expect(throws: Refusal.self) { _ = try body() }
        return refusal?.code == .ruleRefused && refusal?.message.contains("Hold 1 keeps what is on record") == true
    }

    private func text(_ text: String, _ more: [String: JSONValue]) -> [String: JSONValue] {
        more.merging(["text": .string(text)]) { $1 }
    }

    @Test func `a response that a hold keeps is not replaced, and can still be marked as a concern`() throws {
        func respond(_ words: String, _ more: [String: JSONValue] = [:]) throws -> Outcome {
            let params = text(words, ["visit": .integer(1), "urn": network.urn(4)]).merging(more) { $1 }
            return try network.run(FeedbackRecord.self, params) { try $0.feedbackRecord($1, $2) }
        }
        _ = try respond("A useful day.")
        try network.hold(["urn": network.urn(4)])
        #expect(refusedByHold { try respond("A day.") })
        #expect(try respond("A useful day.").changes.isEmpty)
        #expect(try respond("A useful day.", ["concern": .bool(true)]).changes.count > 0)
        #expect(try network.service.concernList(ConcernList.decode(JSONObject()).request).concerns.count == 1)
    }

    @Test func `an evidence note that a hold keeps is not amended, and another one is taken`() throws {
        let note: [String: JSONValue] = ["visit": .integer(1), "urn": network.urn(4)]
        try network.run(EvidenceRecord.self, text("Calm.", note)) { try $0.evidenceRecord($1, $2) }
        try network.hold(["class": .string("evidence_note"), "record": .integer(1)])
        #expect(
            refusedByHold {
                try network.run(EvidenceAmend.self, text("Loud.", ["note": .integer(1)])) {
                    try $0.evidenceAmend($1, $2)
                }
            })
        let other = try network.run(EvidenceRecord.self, text("Loud.", note)) { try $0.evidenceRecord($1, $2) }
        #expect(other.id == 2)
        try network.lift()
        let amended = try network.run(EvidenceAmend.self, text("Loud.", ["note": .integer(1)])) {
            try $0.evidenceAmend($1, $2)
        }
        #expect(amended.changes.count == 1)
    }

    @Test func `a report that a hold keeps is not replaced`() throws {
        let visit: [String: JSONValue] = ["visit": .integer(1)]
        try network.run(WriteupRecord.self, text("Calm.", visit)) { try $0.writeupRecord($1, $2) }
        try network.run(WriteupAccept.self, visit) { try $0.writeupAccept($1, $2) }
        try network.run(ReportRecord.self, text("Calm.", visit)) { try $0.reportRecord($1, $2) }
        try network.hold(cohort)
        #expect(
            refusedByHold {
                try network.run(ReportRecord.self, text("Loud.", visit)) { try $0.reportRecord($1, $2) }
            })
    }
}

@Test func `nobody is told of a purge that a hold keeps from happening`() throws {
    let network = try closedCohort()
    func notices() throws -> Int { try network.scheduled().filter { $0.kind == .purgeNotice }.count }
    let before = try notices()
    #expect(before > 0)
    try network.hold(cohort)
    #expect(try notices() == 0)
    try network.lift()
    #expect(try notices() == before)
    // One record of many that go on the same day makes no difference.
    try network.hold(writeUp)
    #expect(try notices() == before)
}

@Test func `the notices of a purge move with the period after which it comes`() throws {
    let network = try closedCohort()
    func days() throws -> Set<String> {
        Set(
            try network.scheduled().filter { $0.kind == .purgeNotice }.map(\.reason).compactMap { reason in
                ["Monday 22 February 2027", "Wednesday 24 March 2027"].first(where: reason.contains)
            })
    }
    #expect(try days() == ["Monday 22 February 2027"])
    var configuration = network.service.configuration
    configuration.retention = RetentionSchedule([
        .writeUp: .days(120), .outcomeReport: .days(120), .feedbackResponse: .days(120),
    ])
    _ = try network.service.reconfigure(configuration, network.context(.daemonReload))
    #expect(try days() == ["Wednesday 24 March 2027"])
    // The same when the configuration was changed while the daemon was down.
    configuration.retention = RetentionSchedule()
    let store = network.service.store
    let service = try Service(store: store, configuration: configuration)
    try service.planByCurrentRules(at: network.now)
    #expect(try days() == ["Monday 22 February 2027"])
}
