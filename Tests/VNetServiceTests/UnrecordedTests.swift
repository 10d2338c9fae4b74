import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// What follows a day waits for it to be put on record, so an administrator who forgets is asked.
struct UnrecordedTests {
    let network: Network

    /// Visit 1, to school 0, is agreed for Tuesday 6 October.
    init() throws {
        network = try Network()
        try network.grouped()
        try network.agree(1, on: "2026-10-06")
    }

    private var visit: [String: JSONValue] { ["visit": .integer(1)] }

    private func hold() throws { try network.run(VisitHold.self, visit) { try $0.visitHold($1, $2) } }

    /// The subjects of mails to the administrator that are about visits and sessions that took place, or did not.
    private func asked() throws -> [String] {
        try letters(to: "admin@").map(\.subject).filter { subject in
            ["Did the", "Responses missing", "No write-up"].contains { subject.hasPrefix($0) }
        }.reversed()
    }

    private func letters(to address: String) throws -> [(subject: String, text: String)] {
        try network.messages().map { try network.words(of: $0.id) }.filter { text in
            text.split(separator: "\r\n").contains { $0.hasPrefix("To: ") && $0.contains(address) }
        }.map { text in
            let subject = text.split(separator: "\r\n").first { $0.hasPrefix("Subject: ") }?.dropFirst(9)
            return (String(subject ?? ""), text)
        }
    }

    private func status() throws -> Status.Response { try network.service.status(at: network.now, next: nil) }

    @Test func `of a visit that nobody records, the administrator is asked on the working day after, and again`() throws
    {
        try network.advance(to: "2026-10-07T06:00:00Z")
        #expect(try asked().isEmpty)
        try network.advance(to: "2026-10-07T08:00:00Z")
        #expect(try asked() == ["Did the visit to School 0 on Tuesday 6 October 2026 take place?"])
        #expect(try letters(to: "admin@").contains { $0.text.contains("vnetctl visit miss 1") })
        try network.advance(to: "2026-10-13T08:00:00Z")
        #expect(try asked().count == 2)
        try hold()
        try network.advance(to: "2026-10-21T08:00:00Z")
        #expect(try asked().count { $0.hasPrefix("Did the") } == 2)
    }

    @Test func `status counts what is unrecorded from the day after, and names it after a week`() throws {
        try network.advance(to: "2026-10-06T20:00:00Z")
        #expect(try status().overdue == 0)
        try network.advance(to: "2026-10-07T12:00:00Z")
        #expect(try status().overdue == 1)
        #expect(try status().problems.isEmpty)
        try network.advance(to: "2026-10-14T12:00:00Z")
        #expect(
            try status().problems == [
                "Nothing is on record of visit 1, over a week ago: “visit hold” or “visit miss”."
            ])
        try hold()
        #expect(try status().problems.isEmpty)
    }

    @Test func `a session that nobody records is asked about, too`() throws {
        try network.schedule("feedback", on: "2026-10-08")
        try hold(on: "2026-10-06T16:00:00Z")
        try network.advance(to: "2026-10-09T12:00:00Z")
        #expect(try asked().contains("Did the feedback session on Thursday 8 October 2026 take place?"))
    }

    private func hold(on moment: String) throws {
        try network.advance(to: moment)
        try hold()
    }

    @Test func `who is asked late has the whole time to answer, and nobody is called late before being asked`() throws {
        try hold(on: "2026-11-11T12:00:00Z")
        try network.advance(to: "2026-11-11T12:00:00Z")
        #expect(try letters(to: "head4@").contains { $0.subject.hasPrefix("Your response to the visit") })
        #expect(try asked().allSatisfy { $0.hasPrefix("Did the") })
        // Five working days after the 10th; due ten after it.
        try network.advance(to: "2026-11-17T12:00:00Z")
        let writeUp = try letters(to: "@school.example").filter {
            $0.text.contains("Write-up of the visit to School 0 due by")
        }
        #expect(writeUp.count == 1)
        #expect(writeUp.first?.text.contains("by Tuesday 24 November 2026") == true)
        #expect(writeUp.first?.text.contains("Tuesday 6 October 2026") == true)
    }

    @Test func `a visit recorded on its day or the day after is counted from its day`() throws {
        try hold(on: "2026-10-07T12:00:00Z")
        let reasons = try network.scheduled().filter { $0.kind == .feedbackPrompt }.map(\.reason)
        #expect(Set(reasons).contains("5 working days after Tuesday 6 October 2026"))
    }

    @Test func `cover is asked for when a day is agreed, not while it is proposed`() throws {
        try network.run(VisitPropose.self, ["visit": .integer(2), "date": .string("2026-10-13")]) {
            try $0.visitPropose($1, $2)
        }
        func covers() throws -> Int { try network.scheduled().count { $0.kind == .cover && $0.about == "visit 2" } }
        #expect(try covers() == 0)
        try network.run(VisitAgree.self, ["visit": .integer(2)]) { try $0.visitAgree($1, $2) }
        #expect(try covers() == 2)
    }
}
