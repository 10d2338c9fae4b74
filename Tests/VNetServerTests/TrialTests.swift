import Testing
import VNetAPI
import VNetCore
import VNetJSON

/// Of a mailer that waits, though it wants no message for an hour.
private let claim =
    #"{"id":7,"method":"deliver.claim","params":{"transport":"maildir","wait":true,"after":3600}}"# + "\n"
private let test = #"{"id":1,"method":"mail.test","params":{"address":"head@school.example"}}"# + "\n"

@Test func `a test of the mail goes to the mailer that waits, and comes back step by step`() throws {
    let serving = try Serving()
    let (client, mailer) = (try serving.connect(), try serving.connectMailer())
    mailer.send(claim)
    #expect(try serving.replies(mailer).isEmpty)
    client.send(test)
    let given = try #require(try serving.replies(mailer).first)
    #expect(given.string("result", "recipient") == "head@school.example")
    #expect(given.string("result", "content")?.contains("\r\nSubject: Test: mail from the network arrives\r\n") == true)
    #expect(given.at(["result", "message"]) == nil)
    #expect(try serving.replies(client).isEmpty)
    let trial = try #require(given.integer("result", "trial"))
    let steps = #"["name yes it is found","tls no the certificate has expired"]"#
    for bad in [#"["name perhaps it is"]"#, #"["nonsense yes it is"]"#, #"["name"]"#] {
        let reply = try serving.call(mailer, "deliver.tested", #"{"trial":\#(trial),"steps":\#(bad)}"#)
        #expect(reply.code == "params.invalid", "\(bad)")
    }
    #expect(try serving.call(mailer, "deliver.tested", #"{"trial":\#(trial),"steps":\#(steps)}"#)["result"] != nil)
    let reply = try #require(try serving.replies(client).first)
    #expect(reply.at(["result", "delivered"]) == .bool(false))
    let rows = reply.list("steps")
    #expect(rows.map { $0["done"] } == [.bool(true), .bool(false)])
    // Where it failed, there is what to do as well.
    #expect(rows.last?.string("detail")?.hasPrefix("the certificate has expired. Check") == true)
    let late = try serving.call(mailer, "deliver.tested", #"{"trial":\#(trial),"steps":\#(steps)}"#)
    #expect(late.code == "not_found")
}

@Test func `a test of the mail is refused, with what to do, where no mailer is there or it goes away`() throws {
    let serving = try Serving()
    let client = try serving.connect()
    client.send(test)
    let refused = try #require(try serving.replies(client).first)
    #expect(refused.code == "state.refused")
    #expect(refused.string("error", "message")?.contains("systemctl start vnet-mailer") == true)
    let mailer = try serving.connectMailer()
    mailer.send(claim)
    try serving.turns.settle()
    client.send(test)
    #expect(try serving.replies(mailer).count == 1)
    // Another has to wait for its end.
    let other = try serving.connect()
    other.send(test)
    #expect(try serving.replies(other).first?.code == "busy")
    mailer.hangUp()
    try serving.turns.settle()
    #expect(try serving.replies(client).first?.code == "state.refused")
}
