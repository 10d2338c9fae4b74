import Foundation
import Synchronization
import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService
import VNetStore

/// A person asks for what is held about them to be erased.
struct ErasureTests {
    let network: Network

    /// The head of school 4 reviews visit 1 to school 0 on 3 November, and has asked by e-mail on 22 September.
    init() throws {
        network = try Network()
        try network.grouped()
        try network.agree(1, on: "2026-11-03")
        try network.request(network.head(4))
    }

    @Test func `a request is to be answered on the same day of the next month, or on the last`() throws {
        #expect(try network.erasure().dueOn.iso == "2026-10-22")
        for (received, due) in [("2026-08-31", "2026-09-30"), ("2026-01-31", "2026-02-28")] {
            let person = try network.head(received == "2026-08-31" ? 5 : 6)
            let id = try #require(try network.request(person, on: received).id)
            #expect(try network.erasure(id).dueOn.iso == due)
            #expect(try network.erasure(id).isOverdue == (received == "2026-01-31"))
        }
    }

    @Test func `a person has one open request, which may come twice, and may ask again when it was answered`() throws {
        let person = try network.head(4)
        #expect(try network.request(person).changes.isEmpty)
        #expect(refusal { try network.request(person, on: "2026-09-01") }?.code == .exists)
        #expect(refusal { try network.request(person, on: "2026-09-23") }?.code == .ruleRefused)
        try network.refuse()
        #expect(try network.request(person).id == 2)
        #expect(refusal { try network.request(999) }?.code == .notFound)
    }

    @Test func `a request is answered once, and one that is refused says on which ground`() throws {
        let outcome = try network.refuse()
        #expect(outcome.changes.first?.contains("Article 17(3)(e)") == true)
        #expect(try network.refuse().changes.isEmpty)
        let view = try network.erasure()
        #expect(view.state == .refused && view.refusal == .legalClaims && view.endedOn?.iso == "2026-09-22")
        #expect(refusal { try network.complete() }?.code == .stateRefused)
        #expect(
            refusal {
                try network.run(ErasureWithdraw.self, ["erasure": .integer(1)]) { try $0.erasureWithdraw($1, $2) }
            }?.code == .stateRefused)
        #expect(try network.people(4).first?.name == "Head 4")
    }

    @Test func `an erasure purges what is the person's and nothing else, and keeps a proof that names nobody`() throws {
        let person = try network.head(4)
        try network.enquire("HEAD4@school.example", school: 6)
        try network.enquire("head5@school.example", school: 7)
        try network.deliver()
        let others = try network.messages().filter {
            try $0.person != person && !network.words(of: $0.id).contains("Head 4")
        }.map(\.id)
        #expect(others.count > 20)
        let theirs = try network.messages().filter { $0.person == person }.map(\.id)
        #expect(!theirs.isEmpty)

        let outcome = try network.complete()
        #expect(outcome.changes.last?.hasPrefix("Purge 1 is complete and verified.") == true)
        #expect(refusal { try network.get(person) }?.code == .notFound)
        #expect(try network.people(4).isEmpty)
        for id in theirs { #expect(refusal { _ = try network.text(of: id) }?.code == .recordGone) }
        for id in others { #expect(try !network.text(of: id).isEmpty) }
        let enquiries = try network.service.enquiryList(EnquiryList.decode(JSONObject([])).request).enquiries
        #expect(enquiries.map(\.enquirer) == ["School 7"])

        let proof = try network.erasure()
        #expect(proof.state == .completed && proof.person == nil && proof.purge == 1)
        #expect(proof.endedOn?.iso == "2026-09-22")
        #expect(try network.complete().changes.isEmpty)
    }

    @Test func `a delegate's copy of what was written to the person is purged too, and the delegate is not`() throws {
        let pat = try #require(try network.open("delegate", "Pat", at: 4).id)
        try network.agree(2, on: "2026-11-10")
        let copies = try network.messages().filter { $0.person == pat }.map(\.id)
        #expect(try copies.contains { try network.text(of: $0).contains("head4@school.example") })
        try network.complete()
        for id in copies { #expect(refusal { _ = try network.text(of: id) }?.code == .recordGone) }
        #expect(try network.people(4).map(\.name) == ["Pat"])
    }

    @Test func `an erasure ends roles, has visits led by others, and only tells who leads them`() throws {
        let person = try network.head(4)
        try network.run(VisitLead.self, ["visit": .integer(1), "person": .integer(person)]) { try $0.visitLead($1, $2) }
        try network.deliver()
        let before = try network.messages().count
        let outcome = try network.complete()
        #expect(outcome.changes.contains("Their role as head of School 4 has ended."))
        #expect(outcome.warnings.contains("School 4 has no head on record now: see “tenure replace”."))
        #expect(outcome.warnings.contains { $0.hasPrefix("1 day to come stays in their calendar") })
        let lead = try #require(try network.cohort().visits.first { $0.id == 1 }?.lead)
        #expect(try lead == network.head(8))
        #expect(outcome.changes.contains("Visit 1 to School 0 is led by person \(lead) now."))
        // Only those whom the visit concerns are written to: they are told who leads it now.
        let messages = try network.messages()
        let told = messages.prefix(messages.count - before).map(\.person)
        #expect(try told.count == 2 && Set(told) == [network.head(0), network.head(8)])
        #expect(try network.messages().filter { $0.person == nil && $0.state == .pending }.isEmpty)
        #expect(try network.scheduled().allSatisfy { $0.to != "person \(person)" })
    }

    @Test func `a visit that was held and not written up gets another lead, and its write-up stays the school's`()
        throws
    {
        let person = try network.head(4)
        try network.run(VisitLead.self, ["visit": .integer(1), "person": .integer(person)]) { try $0.visitLead($1, $2) }
        try network.advance(to: "2026-11-03T16:00:00Z")
        try network.run(VisitHold.self, ["visit": .integer(1)]) { try $0.visitHold($1, $2) }
        try network.run(
            FeedbackRecord.self,
            ["visit": .integer(1), "urn": .integer(Int64(Network.urns[4])), "text": .string("A useful day.")]
        ) { try $0.feedbackRecord($1, $2) }
        let outcome = try network.complete()
        #expect(try network.cohort().visits.first { $0.id == 1 }?.lead == network.head(8))
        #expect(
            outcome.warnings.contains(
                "Of cohort 1, feedback responses (1) stay until 90 days after the feedback session was held, or the cohort ended "
                    + "without one: they are the schools', not this person's."))
        try network.run(WriteupRecord.self, ["visit": .integer(1), "text": .string("Well done.")]) {
            try $0.writeupRecord($1, $2)
        }
    }

    @Test func `a hold that keeps any of it has an erasure refused, until it is lifted`() throws {
        let person = try network.head(4)
        for subject: [String: JSONValue] in [["person": .integer(person)], ["cohort": .integer(1)]] {
            let hold = try network.run(
                HoldPlace.self,
                subject.merging([
                    "reason": .string("claim"), "owner": .string("director"), "review": .string("2027-09-01"),
                ]) { $1 }
            ) { try $0.holdPlace($1, $2) }.id
            let refused = refusal { try network.complete() }
            #expect(refused?.code == .ruleRefused)
            #expect(refused?.message.contains("“hold lift \(hold ?? 0)”") == true)
            #expect(try network.people(4).first?.until == nil)
            try network.run(HoldLift.self, ["hold": .integer(try #require(hold))]) { try $0.holdLift($1, $2) }
        }
        #expect(try !network.complete().changes.isEmpty)
    }

    @Test func `a dry run says what would go, and changes nothing`() throws {
        let dry = try network.complete(["dry_run": .bool(true)])
        #expect(dry.isDryRun)
        #expect(try network.erasure().state == .received)
        #expect(try network.people(4).first?.until == nil)
        let real = try network.complete()
        #expect(dry.changes == Array(real.changes.dropLast()))
        #expect(dry.warnings == real.warnings)
    }

    @Test func `an import leaves out who was erased, by line and without the address, until that is lifted`() throws {
        try network.complete()
        let file = "URN,role,name,e-mail\n\(Network.urns[4]),head,Head 4,Head4@school.example\n"
        func contacts() throws -> Outcome {
            try network.run(ContactImport.self, [:], file: file) { try $0.contactImport($1, $2) }
        }
        let skipped = try contacts()
        #expect(skipped.changes.isEmpty)
        #expect(skipped.warnings.count == 1)
        #expect(skipped.warnings.first?.contains("line 2") == true)
        #expect(skipped.warnings.first?.contains("@") == false)
        let refused = refusal { try network.open("deputy", "Head4", at: 3) }
        #expect(refused?.code == .ruleRefused && refused?.message.contains("@") == false)
        #expect(refusal { try network.review("Head4") }?.code == .ruleRefused)

        let list = try network.service.suppressionList(SuppressionList.decode(JSONObject([])).request).rows
        #expect(list.map(\.reason) == [.erasure])
        #expect(try network.find("head4@school.example").suppression == list.first?.id)
        try network.run(SuppressionLift.self, ["suppression": .integer(1)]) { try $0.suppressionLift($1, $2) }
        #expect(try contacts().changes.first == "1 contact added.")
        #expect(try network.find("head4@school.example").suppression == nil)
    }

    @Test func `who is purged because their time is up is not taken up again unasked either`() throws {
        let tenure = try #require(try network.people(5).first).tenure
        try network.run(TenureEnd.self, ["tenure": .integer(tenure)]) { try $0.tenureEnd($1, $2) }
        try network.advance(to: "2027-09-22T12:00:00Z")
        try network.purge()
        let list = try network.service.suppressionList(SuppressionList.decode(JSONObject([])).request).rows
        #expect(list.map(\.reason) == [.retention])
        #expect(refusal { try network.open("deputy", "Head5", at: 3) }?.code == .ruleRefused)
    }

    @Test func `a request of somebody who was purged meanwhile is completed without a purge`() throws {
        let tenure = try #require(try network.people(4).first).tenure
        try network.run(TenureEnd.self, ["tenure": .integer(tenure)]) { try $0.tenureEnd($1, $2) }
        try network.advance(to: "2027-09-22T12:00:00Z")
        try network.purge()
        #expect(try network.erasure().person == nil)
        #expect(try network.complete().changes.count == 1)
        #expect(try network.erasure().state == .completed)
    }

    @Test func `an erasure that is cut off at any step is completed at the next start`() throws {
        let copies = Mutex<[String]>([])
        let directory = network.directory
        var context = network.context(.erasureComplete)
        context.progress = { done, total in
            // As the disk would be, had the machine stopped there.
            guard total == 3 else { return }
            let copy = directory + "-\(done)"
            try? FileManager.default.copyItem(atPath: directory, toPath: copy)
            copies.withLock { $0.append(copy) }
        }
        defer { for copy in copies.withLock(\.self) { try? FileManager.default.removeItem(atPath: copy) } }
        let person = try network.head(4)
        _ = try network.service.erasureComplete(
            ErasureComplete.decode(JSONObject([("erasure", .integer(1))])).request, context)
        let taken = copies.withLock(\.self)
        #expect(taken.count == 3)
        for copy in taken {
            let service = try Network.open(copy, network.now)
            #expect(try service.purgeAgenda(at: network.now) == .work)
            try service.carryOnPurging(at: network.now)
            let request = try ErasureGet.decode(JSONObject([("erasure", .integer(1))])).request
            let proof = try service.erasureGet(request, at: network.now)
            #expect(proof.state == .completed && proof.person == nil, "\(copy)")
            #expect(try service.purgeAgenda(at: network.now) == .idle)
            let get = try PersonGet.decode(JSONObject([("person", .integer(person))])).request
            #expect(throws: Refusal.self) { try service.personGet(get) }
        }
    }

    @Test func `the administrator is reminded before a request's day and after it, until it is answered`() throws {
        func reminders() throws -> [String] {
            let words = "request 1 is to be answered by Thursday 22 October 2026"
            return try network.messages().filter { message in
                // Those to the person say nothing any more.
                message.state != .cancelled && (try? network.words(of: message.id))?.contains(words) == true
            }.map { network.day(of: $0.composedAt) }.reversed()
        }
        try network.advance(to: "2026-10-22T12:00:00Z")
        #expect(try reminders() == ["2026-10-08", "2026-10-15", "2026-10-21"])
        #expect(try network.service.status(at: network.now, next: nil).overdueRequests == 0)
        try network.advance(to: "2026-10-30T12:00:00Z")
        #expect(try reminders().dropFirst(3) == ["2026-10-23", "2026-10-29"])
        let status = try network.service.status(at: network.now, next: nil)
        #expect(status.overdueRequests == 1 && status.health == .degraded)
        #expect(status.problems == ["1 request for erasure is overdue: see “erasure list --state received”."])
        try network.complete()
        #expect(try network.service.status(at: network.now, next: nil).overdueRequests == 0)
        try network.advance(to: "2026-12-18T12:00:00Z")
        #expect(try reminders().count == 5)
    }

    @Test func `a request that comes to light late is told of at once, and once`() throws {
        try network.request(network.head(5), on: "2026-08-03")
        try network.advance(to: "2026-09-22T12:00:01Z")
        let told = try network.messages().filter {
            try network.words(of: $0.id).contains("request 2 is to be answered")
        }
        #expect(told.map(\.person) == [nil])
    }

    @Test func `the proof is kept for three years`() throws {
        try network.complete()
        #expect(try network.due(.erasureRequest, on: "2029-09-21") == 0)
        #expect(try network.due(.erasureRequest, on: "2029-09-22") == 1)
    }
}

private func refusal(_ body: () throws -> some Any) -> Refusal? {
    #expect(throws: Refusal.self) { _ = try body() }
}

extension Network {
    fileprivate func day(of instant: Instant) -> String {
        service.configuration.zone.civil(at: instant).date.iso
    }

    fileprivate func head(_ school: Int) throws -> Int64 {
        try #require(try people(school).first { $0.role == .head && $0.until == nil }).id
    }

    @discardableResult
    fileprivate func request(_ person: Int64, on day: String? = nil) throws -> Outcome {
        let params: [String: JSONValue] = ["person": .integer(person), "channel": .string("email")]
        return try run(
            ErasureRequest.self, params.merging(day.map { ["received": .string($0)] } ?? [:]) { $1 }
        ) { try $0.erasureRequest($1, $2) }
    }

    @discardableResult
    fileprivate func refuse() throws -> Outcome {
        try run(ErasureRefuse.self, ["erasure": .integer(1), "reason": .string("legal_claims")]) {
            try $0.erasureRefuse($1, $2)
        }
    }

    @discardableResult
    fileprivate func complete(_ options: [String: JSONValue] = [:]) throws -> Outcome {
        try run(ErasureComplete.self, options.merging(["erasure": .integer(1)]) { $1 }) {
            try $0.erasureComplete($1, $2)
        }
    }

    fileprivate func erasure(_ id: Int64 = 1) throws -> ErasureView {
        try service.erasureGet(ErasureGet.decode(JSONObject([("erasure", .integer(id))])).request, at: now)
    }

    fileprivate func get(_ person: Int64) throws -> PersonGet.Response {
        try service.personGet(PersonGet.decode(JSONObject([("person", .integer(person))])).request)
    }

    fileprivate func find(_ email: String) throws -> PersonFind.Response {
        try service.personFind(PersonFind.decode(JSONObject([("email", .string(email))])).request)
    }

    fileprivate func enquire(_ email: String, school: Int) throws {
        try run(
            EnquiryCreate.self,
            [
                "contact": .string("Somebody"), "email": .string(email), "question": .string("May we join?"),
                "urn": .integer(Int64(Network.urns[school])),
            ]
        ) { try $0.enquiryCreate($1, $2) }
    }

    @discardableResult
    fileprivate func open(_ role: String, _ name: String, at school: Int) throws -> Outcome {
        try run(
            TenureOpen.self,
            [
                "urn": .integer(Int64(Network.urns[school])), "role": .string(role), "name": .string(name),
                "email": .string("\(name.lowercased())@school.example"),
            ]
        ) { try $0.tenureOpen($1, $2) }
    }

    fileprivate func review(_ name: String) throws -> Outcome {
        try run(
            ReviewerCreate.self, ["name": .string(name), "email": .string("\(name.lowercased())@school.example")]
        ) { try $0.reviewerCreate($1, $2) }
    }
}
