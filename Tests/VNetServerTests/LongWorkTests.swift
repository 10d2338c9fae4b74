import GRDB
import Glibc
import Testing
import VNetAPI
import VNetJSON
import VNetPlatform
import VNetServer
import VNetService

/// An import that the worker has been given and has not begun.
private func importing(_ serving: Serving) throws -> LineClient {
    let client = try serving.connect()
    let file = try serving.file(Serving.register)
    client.send(#"{"id":"import","method":"school.import"}"# + "\n", passing: [file.descriptor])
    #expect(try serving.replies(client).isEmpty)
    #expect(!serving.work.isEmpty)
    return client
}

private let create =
    #"{"id":"create","method":"cohort.create","params":{"name":"A","theme":"send","policy":"outward"}}"# + "\n"

@Test func `while an import is under way others are answered, a change waits, and both end in their turn`() throws {
    let serving = try Serving()
    let importer = try importing(serving)
    let other = try serving.connect()
    other.send(create + #"{"id":"after","method":"ping"}"# + "\n")
    let reader = try serving.connect()
    #expect(try serving.call(reader, "cohort.list")["result"] != nil)
    #expect(try serving.replies(other).isEmpty)
    try serving.finishWork()
    #expect(try serving.replies(importer).map { $0.string("id") } == ["import"])
    let replies = try serving.replies(other)
    #expect(replies.map { $0.string("id") } == ["create", "after"])
    #expect(replies[0]["result"] != nil)
}

@Test func `a change that has waited for five seconds is told that the daemon is busy, and the next one waits anew`()
    throws
{
    let serving = try Serving()
    _ = try importing(serving)
    let other = try serving.connect()
    other.send(create)
    try serving.turns.settle()
    try serving.turns.pass(milliseconds: 4900)
    #expect(try serving.replies(other).isEmpty)
    try serving.turns.pass(milliseconds: 200)
    let reply = try #require(try serving.replies(other).first)
    #expect(reply.code == "busy" && reply.string("id") == "create")
    #expect(reply.at(["error", "data", "retryable"]) == .bool(true))
    #expect(reply.integer("error", "data", "retry_after_ms") ?? 0 > 0)
    #expect(reply.string("error", "data", "hint") == "Try again in a moment.")
    other.send(create)
    try serving.turns.settle()
    try serving.turns.pass(milliseconds: 4900)
    #expect(try serving.replies(other).isEmpty)
    try serving.finishWork()
    #expect(try serving.replies(other).first?["result"] != nil)
}

@Test func `a second import waits for the first`() throws {
    let serving = try Serving()
    let first = try importing(serving)
    let second = try serving.connect()
    let file = try serving.file(Serving.register)
    second.send(#"{"id":"second","method":"school.import"}"# + "\n", passing: [file.descriptor])
    try serving.turns.settle()
    try serving.finishWork()
    #expect(try serving.replies(first).first?["result"] != nil)
    #expect(try serving.replies(second).first?["result"] != nil)
}

@Test func `the mailer's report waits as long as the work takes`() throws {
    let serving = try Serving()
    _ = try importing(serving)
    let mailer = try serving.connectMailer()
    mailer.send(#"{"id":1,"method":"deliver.report","params":{"message":1,"token":"0","result":"sent"}}"# + "\n")
    try serving.turns.settle()
    try serving.turns.pass(seconds: 60)
    #expect(try serving.replies(mailer).isEmpty)
    try serving.finishWork()
    #expect(try serving.replies(mailer).first?.code == "not_found")
}

@Test func `an import whose client has gone is finished all the same`() throws {
    let serving = try Serving()
    let importer = try importing(serving)
    importer.hangUp()
    try serving.turns.settle()
    try serving.finishWork()
    let reader = try serving.connect()
    #expect(try serving.call(reader, "school.get", #"{"urn":121234}"#).string("result", "name") == "A School")
}

@Test func `an import takes a file on a disk, and refuses a pipe, a device and nothing at all`() throws {
    let serving = try Serving()
    let client = try serving.connect()
    #expect(try serving.call(client, "school.import").code == "descriptor.missing")
    let witness = Witness()
    #expect(try serving.call(client, "school.import", passing: [witness.writing]).code == "data.invalid")
    witness.giveAway()
    #expect(witness.isReleased)
    let device = OpenFile(taking: open("/dev/zero", O_RDONLY))
    #expect(try serving.call(client, "school.import", passing: [device.descriptor]).code == "data.invalid")
    #expect(serving.work.isEmpty)
}

@Test func `a descriptor that comes with a verb that takes none is closed`() throws {
    let serving = try Serving()
    let client = try serving.connect()
    for method in ["ping", "cohort.list", "no.such", "retention.preview"] {
        let witness = Witness()
        _ = try serving.call(client, method, passing: [witness.writing])
        witness.giveAway()
        #expect(witness.isReleased, "\(method)")
    }
}

@Test func `an import that waits its turn is refused when the database is found damaged meanwhile`() throws {
    let serving = try Serving()
    let first = try importing(serving)
    let second = try serving.connect()
    let file = try serving.file(Serving.register)
    second.send(#"{"id":"second","method":"school.import"}"# + "\n", passing: [file.descriptor])
    try serving.turns.settle()
    serving.service.damage = ["row 1 missing from index"]
    try serving.finishWork()
    #expect(try serving.replies(first).first?["result"] != nil)
    #expect(try serving.replies(second).first?.code == "storage.read_only")
}

@Test
func
    `while the database cannot be read, the daemon tries after one second, then two, under a clock that stands still too`()
    throws
{
    let serving = try Serving()
    let database = try DatabaseQueue(path: serving.turns.directory + "/vnet.db")
    try database.write { try $0.execute(sql: "ALTER TABLE message RENAME TO away") }
    let client = try serving.connect()
    client.send(#"{"id":1,"method":"clock.advance","params":{"to":"2026-09-02T00:00:00Z"}}"# + "\n")
    #expect(try serving.replies(client).isEmpty)
    try serving.turns.pass(seconds: 1)
    try database.write { try $0.execute(sql: "ALTER TABLE away RENAME TO message") }
    try serving.turns.pass(seconds: 1)
    #expect(try serving.replies(client).isEmpty)
    try serving.turns.pass(seconds: 1)
    #expect(try serving.replies(client).first?["result"] != nil)
}

@Test func `on a damaged database nothing is changed, by the loop or by the worker`() throws {
    let serving = try Serving()
    serving.service.damage = ["row 1 missing from index"]
    let client = try serving.connect()
    client.send(create)
    #expect(try serving.replies(client).first?.code == "storage.read_only")
    let importer = try importing(serving)
    try serving.finishWork()
    #expect(try serving.replies(importer).first?.code == "storage.read_only")
    #expect(try serving.call(client, "clock.advance", #"{"to":"2027-01-01T00:00:00Z"}"#).code == "storage.read_only")
    #expect(try serving.call(client, "outbox.flush").code == "storage.read_only")
    #expect(try serving.call(client, "cohort.list")["result"] != nil)
}

@Test func `who asks for it is told how far long work is, and then its end; nobody else is told`() throws {
    let serving = try Serving()
    let (quiet, curious, other) = (try serving.connect(), try serving.connect(), try serving.connect())
    let file = try serving.file(Serving.register)
    quiet.send(#"{"id":"quiet","method":"school.import"}"# + "\n", passing: [file.descriptor])
    #expect(try serving.replies(quiet).isEmpty)
    try serving.finishWork()
    #expect(try serving.replies(quiet).map { $0.string("id") } == ["quiet"])
    let again = try serving.file(Serving.register)
    curious.send(
        #"{"id":"curious","method":"school.import","params":{"progress":true}}"# + "\n", passing: [again.descriptor])
    #expect(try serving.replies(curious).isEmpty)
    try serving.finishWork()
    let messages = try serving.replies(curious)
    #expect(messages.map { $0.string("method") } == ["progress", nil])
    #expect(messages.last?.string("id") == "curious" && messages.last?["result"] != nil)
    let told = try #require(messages.first)
    #expect(told["id"] == nil && told.string("params", "id") == "curious")
    #expect(told.integer("params", "done") == 1 && told.integer("params", "total") == 1)
    #expect(try serving.replies(other).isEmpty)
}

@Test func `a purge tells of its steps`() throws {
    let serving = try Serving()
    let officer = try serving.connect()
    for (method, params) in [
        (
            "enquiry.create",
            #"{"contact":"Robin Asker","email":"robin@asker.example","question":"May we join?","organisation":"Asker"}"#
        ),
        ("enquiry.decline", #"{"enquiry":1}"#), ("clock.advance", #"{"to":"2027-10-01T08:00:00Z"}"#),
    ] {
        let reply = try serving.call(officer, method, params)
        try #require(reply["result"] != nil, "\(reply)")
    }
    let preview = try serving.call(officer, "retention.preview")
    let digest = try #require(preview.string("result", "digest"))
    officer.send(#"{"id":9,"method":"retention.run","params":{"digest":"\#(digest)","progress":true}}"# + "\n")
    try serving.turns.settle()
    try serving.finishWork()
    let messages = try serving.replies(officer)
    #expect(messages.map { $0.string("method") } == ["progress", nil])
    // The last step is the search for what was purged. The work is done in one go here, so the others are not seen.
    #expect(messages.first?.integer("params", "done") == 2 && messages.first?.integer("params", "total") == 3)
    #expect(messages.last?["id"] == .integer(9) && messages.last?["result"] != nil)
}
