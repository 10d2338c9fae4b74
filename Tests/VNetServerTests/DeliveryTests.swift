import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetPlatform
import VNetServer

private let claim = #"{"id":1,"method":"deliver.claim","params":{"transport":"maildir","wait":true}}"# + "\n"

/// A cohort whose one school has been invited to its training: one message waits.
private func invite(_ serving: Serving) throws {
    let client = try serving.connect()
    let register = try serving.file(Serving.register)
    client.send(#"{"id":0,"method":"school.import"}"# + "\n", passing: [register.descriptor])
    try serving.turns.settle()
    try serving.finishWork()
    let contacts = try serving.file("URN,role,name,e-mail\n121234,head,Alex Testhead,head@school.example\n")
    client.send(#"{"id":0,"method":"contact.import"}"# + "\n", passing: [contacts.descriptor])
    try serving.turns.settle()
    try serving.finishWork()
    _ = client.lines()
    for (method, params) in [
        ("cohort.create", #"{"name":"A","theme":"personal-development","policy":"outward"}"#),
        ("cohort.open", #"{"cohort":1}"#), ("enrolment.create", #"{"cohort":1,"urn":121234}"#),
        ("readiness.attest", #"{"cohort":1,"urn":121234}"#), ("enrolment.confirm", #"{"cohort":1,"urn":121234}"#),
        (
            "session.schedule",
            #"{"cohort":1,"kind":"training","date":"2026-11-03","start":"09:00","finish":"12:30","place":"Norwich"}"#
        ),
    ] {
        let reply = try serving.call(client, method, params)
        #expect(reply["result"] != nil, "\(method): \(reply.string("error", "message") ?? "")")
    }
}

@Test func `a mailer that waits gets a message as soon as there is one`() throws {
    let serving = try Serving()
    let mailer = try serving.connectMailer()
    mailer.send(claim)
    #expect(try serving.replies(mailer).isEmpty)
    try invite(serving)
    let reply = try #require(try serving.replies(mailer).first)
    #expect(reply.integer("result", "message") == 1)
    #expect(reply.string("result", "recipient") == "head@school.example")
}

/// How the one message stands.
private func state(_ serving: Serving) throws -> String? {
    try serving.call(try serving.connect(), "outbox.show", #"{"message":1}"#).string("result", "state")
}

@Test func `what a mailer had claimed when it went away is claimed again after a while, byte for byte`() throws {
    let serving = try Serving()
    try invite(serving)
    let first = try serving.connectMailer()
    first.send(claim)
    let before = try #require(try serving.replies(first).first)
    // Another that stays takes nothing over, and keeps nothing from being taken back.
    let second = try serving.connectMailer()
    second.send(claim)
    #expect(try serving.replies(second).isEmpty)
    first.hangUp()
    try serving.turns.settle()
    #expect(try state(serving) == "unknown")
    #expect(try serving.replies(second).isEmpty)
    let later = serving.turns.clock.now.adding(seconds: 400).rfc3339UTC
    _ = try serving.connect().send(#"{"id":1,"method":"clock.advance","params":{"to":"\#(later)"}}"# + "\n")
    let after = try #require(try serving.replies(second).first)
    #expect(after.integer("result", "attempt") == 2)
    for field in ["message", "message_id", "content", "recipient"] {
        #expect(after.at(["result", field]) == before.at(["result", field]))
    }
}

@Test func `who did not claim a message cannot report it`() throws {
    let serving = try Serving()
    try invite(serving)
    let (one, other) = (try serving.connectMailer(), try serving.connectMailer())
    one.send(claim)
    let token = try #require(try serving.replies(one).first?.string("result", "token"))
    let report = #"{"message":1,"result":"failed","token":"guessed"}"#
    #expect(try serving.call(other, "deliver.report", report).code == "state.refused")
    #expect(try state(serving) == "sending")
    let reply = try serving.call(one, "deliver.report", report.replacing("guessed", with: token))
    #expect(reply.string("error", "message") == nil)
    #expect(try state(serving) == "failed")
}

@Test func `a mailer that went away while it waited gets nothing, and the next one gets the message`() throws {
    let serving = try Serving()
    let gone = try serving.connectMailer()
    gone.send(claim)
    try serving.turns.settle()
    gone.hangUp()
    try serving.turns.settle()
    let mailer = try serving.connectMailer()
    mailer.send(claim)
    try invite(serving)
    #expect(try serving.replies(mailer).first?.integer("result", "attempt") == 1)
}

@Test func `two who wait for the outbox to empty on one connection are both answered`() throws {
    let serving = try Serving()
    try invite(serving)
    let client = try serving.connect()
    client.send(#"{"id":1,"method":"outbox.flush"}"# + "\n" + #"{"id":2,"method":"outbox.flush"}"# + "\n")
    #expect(try serving.replies(client).isEmpty)
    let mailer = try serving.connectMailer()
    while true {
        let next = try serving.call(mailer, "deliver.claim", #"{"transport":"maildir"}"#)
        guard let message = next.integer("result", "message") else { break }
        _ = try serving.call(
            mailer, "deliver.report",
            #"{"message":\#(message),"token":"\#(next.string("result", "token") ?? "")","result":"sent"}"#)
    }
    #expect(try serving.replies(client).map { $0.integer("id") } == [1, 2])
}

@Test func `each socket has its own verbs`() throws {
    let serving = try Serving()
    let (client, mailer) = (try serving.connect(), try serving.connectMailer())
    for verb in Verb.allCases {
        let isDelivery = verb.request.about.permission == .deliver
        let params = #"{"no_such_parameter":0}"#
        let atMailer = try serving.call(mailer, verb.rawValue, params).code
        #expect(atMailer == (isDelivery ? "params.invalid" : "method.unknown"), "\(verb)")
        if isDelivery {
            #expect(try serving.call(client, verb.rawValue, params).code == "permission.denied", "\(verb)")
        }
    }
}

@Test func `a mailer that wants nothing for a while gets nothing before that, and another does`() throws {
    let serving = try Serving()
    try invite(serving)
    let (patient, other) = (try serving.connectMailer(), try serving.connectMailer())
    patient.send(#"{"id":1,"method":"deliver.claim","params":{"transport":"maildir","wait":true,"after":30}}"# + "\n")
    #expect(try serving.replies(patient).isEmpty)
    other.send(claim)
    let reply = try #require(try serving.replies(other).first)
    let (message, token) = (try #require(reply.integer("result", "message")), reply.string("result", "token") ?? "")
    let stop = #"{"message":\#(message),"token":"\#(token)","step":"connect","cause":"nobody answers"}"#
    #expect(try serving.call(other, "deliver.stop", stop)["result"] != nil)
    #expect(try state(serving) == "pending")
    serving.turns.clock.advance(to: serving.turns.clock.now.adding(seconds: 29))
    _ = try serving.call(serving.connect(), "outbox.retry")
    #expect(try serving.replies(patient).isEmpty)
    serving.turns.clock.advance(to: serving.turns.clock.now.adding(seconds: 1))
    _ = try serving.call(serving.connect(), "outbox.retry")
    #expect(try serving.replies(patient).first?.integer("result", "message") == message)
}
