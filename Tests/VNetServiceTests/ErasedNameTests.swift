import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// Who is erased is erased from what others were sent, and will be sent, too.
struct ErasedNameTests {
    let network: Network

    /// The head of school 4 leads visit 1 to school 0, as its other people were told; all of that is delivered.
    init() throws {
        network = try Network()
        try network.grouped()
        try network.run(VisitLead.self, ["visit": .integer(1), "person": .integer(try head(4))]) {
            try $0.visitLead($1, $2)
        }
    }

    private func head(_ school: Int) throws -> Int64 {
        try #require(try network.people(school).first { $0.role == .head && $0.until == nil }).id
    }

    private func erase() throws -> Outcome {
        let person = JSONValue.integer(try head(4))
        try network.run(ErasureRequest.self, ["person": person, "channel": .string("email")]) {
            try $0.erasureRequest($1, $2)
        }
        return try network.run(ErasureComplete.self, ["erasure": .integer(1)]) { try $0.erasureComplete($1, $2) }
    }

    /// The mails to `school`'s head about visit 1 whose text is kept.
    private func mails(to school: Int) throws -> [(view: MessageView, text: String)] {
        let person = try head(school)
        return try network.messages().filter { $0.person == person }.compactMap { view in
            (try? network.words(of: view.id)).map { (view, $0) }
        }.filter { $0.text.contains("School 0") }
    }

    private func naming(_ name: String, to school: Int) throws -> Int {
        try mails(to: school).count { $0.text.contains(name) }
    }

    @Test func `mails to others that name the person are purged, and no others`() throws {
        try network.agree(1, on: "2026-11-03")
        try network.advance(to: "2026-11-02T12:00:00Z")
        #expect(try naming("Head 4", to: 8) > 0)
        let others = try network.messages().filter { message in
            try (try? network.words(of: message.id))?.contains("Head 4") == false
        }.map(\.id)
        let outcome = try erase()
        #expect(outcome.changes.contains { $0.contains("of mails to others that name them.") })
        for school in [0, 8] { #expect(try naming("Head 4", to: school) == 0) }
        for id in others { #expect(try !network.text(of: id).isEmpty) }
        #expect(try !network.messages().isEmpty)
    }

    @Test func `what names them and has not left is written anew, with whoever leads then`() throws {
        try network.agree(1, on: "2026-11-03")
        #expect(try naming("Head 4", to: 0) == 1)
        _ = try erase()
        let waiting = try mails(to: 0).filter { $0.view.state == .pending }
        #expect(waiting.count == 1)
        #expect(waiting.first?.view.kind == .invitation)
        #expect(try naming("Head 4", to: 0) == 0)
        #expect(try naming("Head 8", to: 0) == 1)
    }

    @Test func `a reminder that names them and has not left waits again, and goes out without them`() throws {
        try network.agree(1, on: "2026-11-03")
        try network.deliver()
        try network.advance(to: "2026-11-02T08:00:00Z", delivering: false)
        let composed = try mails(to: 0).filter { $0.view.state == .pending && $0.text.contains("Head 4") }
        #expect(!composed.isEmpty)
        _ = try erase()
        try network.advance(to: "2026-11-02T09:00:00Z", delivering: false)
        let anew = try mails(to: 0).filter { $0.view.state == .pending }
        #expect(!anew.isEmpty && anew.allSatisfy { !$0.text.contains("Head 4") })
    }
}
